"""What the pages and exits of reports read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.people.models import Person
from jariya.portals.requests import facets
from jariya.portals.requests.report.models import Report, ReportFigure, ReportFinding, ReportRow
from jariya.portals.requests.report.words import (
    CHANNELS,
    CUTS,
    DAYS,
    FINDING_CUTS,
    FINDING_SHORT,
    FINDINGS,
    KINDS,
    LANGUAGES,
    MEASURES,
    SHORT,
)

PAGE = 50
MANY = ("body", "region")
"""The cuts that have thousands of values."""
_WORST = ("unanswered", "late")
"""The measures by whose sum the bodies of a report are ordered."""


@dataclass(frozen=True)
class Cut:
    """One value of a cut with its figures by measure."""

    by: str
    key: str
    name: str
    values: dict[str, int]


@dataclass(frozen=True)
class Whole:
    """A report as a page shows it."""

    report: Report
    total: dict[str, int]
    grounds: list[tuple[str, str, int]]
    """Code, words, number."""
    cuts: dict[str, list[Cut]]
    findings: dict[str, list[Cut]]
    """Bodies and regions with their figures of findings."""

    def share(self, part: str, of: str) -> float | None:
        """Share of one measure in another; None where nothing is to be divided."""
        return self.total.get(part, 0) / self.total[of] if self.total.get(of) else None


def find(year: int, edition: int | None, *, person: Person | None = None) -> Report | None:
    """A published report: the edition in force, or the one asked for."""
    rows = Report.objects.visible_to(person).filter(year=year).select_related("body", "signing")
    if edition is not None:
        return rows.filter(edition=edition).first()
    return rows.filter(state="signed").first()


def whole(report: Report, *, lang: str, most: int | None = None) -> Whole:
    """All figures of a report with their names; of each body, region and so on those that pages show.

    Args:
        most: how many bodies and regions at most, those with the most unanswered and late requests first; all
            without it.
    """
    table: dict[tuple[str, str], dict[str, int]] = {}
    for by, key, measure, value in _shown(report, most).values_list("by", "key", "measure", "value"):
        table.setdefault((by, key), {})[measure] = value
    names = Names(table, lang=lang)
    # A body that got a recommendation and no request stands with the findings alone.
    findings = {
        by: sorted(
            (Cut(by, key, names.of(by, key), values) for (cut, key), values in table.items()
             if cut == by and "findings" in values),
            key=lambda row: (-row.values.get("findings_overdue", 0), row.name),
        )
        for by in FINDING_CUTS
    }  # fmt: skip
    cuts = {
        by: sorted(
            (
                Cut(by, key, names.of(by, key), values)
                for (cut, key), values in table.items()
                if cut == by and "received" in values
            ),
            key=lambda row: (-sum(row.values.get(code, 0) for code in _WORST), row.name),
        )
        for by in CUTS
    }
    if most is not None:
        cuts |= {by: cuts[by][:most] for by in MANY}
    total = table.get(("all", ""), {})
    grounds = sorted(
        ((code.removeprefix("ground:"), names.ground(code), value) for code, value in total.items() if ":" in code),
        key=lambda row: -row[2],
    )
    return Whole(report, total, grounds, cuts, findings)


_OF_CUTS = frozenset({*SHORT, *FINDING_SHORT, "received", "findings", *_WORST, "findings_overdue"})
"""What a page shows of a body, a region or another cut, and by what it sorts them: a third of their figures."""


def _shown(report: Report, most: int | None) -> Any:
    """The figures that `whole` needs. With three thousand bodies there are sixty thousand; fifty bodies have a few
    hundred, found by the two measures that order them."""
    rows = ReportFigure.objects.filter(report=report).filter(Q(by="all") | Q(measure__in=_OF_CUTS))
    for by in MANY if most is not None else ():
        worst = ReportFigure.objects.filter(report=report, by=by, measure__in=_WORST).values("key")
        found = list(worst.annotate(number=Sum("value")).filter(number__gt=0).values_list("key", "number"))
        numbers = sorted((number for _key, number in found), reverse=True)
        if most is not None and len(numbers) >= most:  # else the others follow by their names
            # All that share the place of the last: their names decide.
            chosen = [key for key, number in found if number >= numbers[most - 1]]
            rows = rows.filter(~Q(by=by) | Q(key__in=chosen) | Q(measure__in=FINDINGS))
    return rows


class Names:
    """Words for the values of a report's cuts, in one language; three queries however many there are."""

    def __init__(self, table: Iterable[tuple[str, str]], *, lang: str) -> None:
        keys = list(table)
        slugs = [key for by, key in keys if by == "body"]
        codes = [key for by, key in keys if by == "region" and key]
        said = ("name_kk", "name_ru", "name_en")
        # In no order: three thousand names would be sorted by their Kazakh letters for nothing.
        bodies = Body.objects.filter(slug__in=slugs).only("slug", *said).order_by()
        regions = Region.objects.filter(code__in=codes).only("code", *said).order_by()
        self.bodies = {row.slug: row.name(lang).text for row in bodies}
        self.regions = {row.code: row.name(lang).text for row in regions}
        self.lang, self.grounds = lang, facets.ground_titles(lang)

    def of(self, by: str, key: str) -> str:
        """The words of one value; the code itself where nobody knows it."""
        if by == "body":
            return self.bodies.get(key, key)
        if by == "region":
            return self.regions.get(key, key) if key else "—"
        if by == "subject":
            return facets.subject_title(key, self.lang)
        words = {"kind": KINDS, "channel": CHANNELS, "language": LANGUAGES}[by]
        return str(words.get(key, key))

    def ground(self, measure: str) -> str:
        """The words of a ground of refusal."""
        code = measure.removeprefix("ground:")
        return self.grounds.get(code, code)


def measure_name(measure: str, names: Names | None = None) -> str:
    """The words of a measure."""
    if measure.startswith("ground:"):
        return names.ground(measure) if names else measure
    return str(MEASURES.get(measure) or DAYS.get(measure) or FINDINGS.get(measure) or measure)


def rows_of(
    report: Report, *, by: str, key: str, measure: str, after: int = 0, limit: int = PAGE
) -> tuple[list[ReportRow], int | None]:
    """The rows behind a figure, keyset-paged by their number; the number after which the next page begins."""
    rows = ReportRow.objects.filter(report=report, measures__contains=[measure], row__gt=after)
    if by in CUTS:
        rows = rows.filter(**{by: key})
    found = list(rows.order_by("row")[: limit + 1])
    return found[:limit], found[limit - 1].row if len(found) > limit else None


def findings_of(report: Report, *, by: str, key: str, measure: str) -> list[ReportFinding]:
    """The findings behind a figure, at most a thousand."""
    rows = ReportFinding.objects.filter(report=report, measures__contains=[measure])
    if by in FINDING_CUTS:
        rows = rows.filter(**{by: key})
    return list(rows.order_by("row")[:1000])


def document(report: Report) -> dict[str, Any]:
    """The report as JSON: what `recompute_report.py` compares the rows with."""
    order = {by: place for place, by in enumerate(("all", *CUTS))}
    figures = list(ReportFigure.objects.filter(report=report).values("by", "key", "measure", "value"))
    return {
        "report": "access-to-information",
        "year": report.year,
        "edition": report.edition,
        "state": report.state,
        "body": report.body.slug,
        "counted_on": report.counted_on.isoformat(),
        "rows": report.rows,
        "rows_sha256": report.rows_sha256,
        **({"findings": report.findings, "findings_sha256": report.findings_sha256} if report.findings_sha256 else {}),
        "figures_sha256": report.figures_sha256,
        "signed_at": report.signed_at.isoformat() if report.signed_at else None,
        "invented": report.body.invented,
        "figures": sorted(figures, key=lambda one: (order[one["by"]], one["key"], one["measure"])),
    }
