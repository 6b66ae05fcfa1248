"""The report as headings, sentences and tables in one language: what the page, the DOCX and the PDF have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jariya.kernel.law.dates import say_day
from jariya.portals.requests.report.queries import Whole
from jariya.portals.requests.report.words import CUTS, DAYS, FINDING_SHORT, FINDINGS, MEASURES, SHORT


@dataclass(frozen=True)
class Table:
    """A table with its title; the first column is text, the others are numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Outline:
    """The whole report in words, in the reader's active language."""

    title: str
    lead: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    note: str = ""


def outline(whole: Whole, lang: str) -> Outline:
    """Write the report out in the active language, which is `lang`."""
    report = whole.report
    total = whole.total
    received = total.get("received", 0)
    facts = [
        (_("Authorised body"), report.body.name(lang).text),
        (_("Edition"), str(report.edition)),
        (_("Counted on"), say_day(report.counted_on, lang)),
        (_("Digest of the rows (SHA-256)"), report.rows_sha256),
        *([(_("Digest of the findings (SHA-256)"), report.findings_sha256)] if report.findings_sha256 else []),
        (_("Digest of the figures (SHA-256)"), report.figures_sha256),
    ]
    if report.body.invented:
        facts.insert(0, (_("Data"), _("INVENTED DATA: no real body and no real person")))
    tables = [
        Table(
            _("All requests"),
            [_("Figure"), _("Number")],
            [[str(name), number(total.get(code))] for code, name in (MEASURES | DAYS).items() if code in total],
        )
    ]
    if whole.grounds:
        rows = [[name, number(value)] for _code, name, value in whole.grounds]
        tables.append(Table(_("Grounds of refusal"), [_("Ground"), _("Number")], rows))
    head = [_("Name"), *(str((MEASURES | DAYS)[code]) for code in SHORT)]
    for by, title in CUTS.items():
        cuts = [[row.name, *(number(row.values.get(code)) for code in SHORT)] for row in whole.cuts[by]]
        tables.append(Table(str(title), head, cuts))
    if "findings" in total:
        told = [[str(name), number(total.get(code))] for code, name in FINDINGS.items() if code in total]
        tables.append(Table(_("Recommendations to holders of information"), [_("Figure"), _("Number")], told))
        head = [_("Name"), *(str(FINDINGS[code]) for code in FINDING_SHORT)]
        rows = [[row.name, *(number(row.values.get(code)) for code in FINDING_SHORT)] for row in whole.findings["body"]]
        tables.append(Table(_("Recommendations by bodies"), head, rows))
    return Outline(
        title=_("Report on access to information, %(year)s") % {"year": report.year},
        lead=ngettext(
            "%(num)s request for information was registered in the year.",
            "%(num)s requests for information were registered in the year.",
            received,
        )
        % {"num": number(received)},
        facts=facts,
        tables=tables,
        note=_(
            "Each figure is a number of rows of the published file; recompute_report.py counts them anew and says"
            " what differs. A request that was forwarded in part counts once for each body that answers a part."
        ),
    )


def number(value: int | None) -> str:
    """A whole number with thin spaces between thousands; a dash where nothing was counted."""
    return "—" if value is None else f"{value:,}".replace(",", "\u00a0")
