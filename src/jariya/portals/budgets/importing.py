"""A file -> releases with lines, sums and findings, in one transaction: all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from jariya.kernel.bodies.models import Region, RegionKind
from jariya.kernel.language import slugify
from jariya.portals.budgets import writing
from jariya.portals.budgets.checks import Total
from jariya.portals.budgets.checks.common import total_of_rows
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Budget, ClassifierItem, Level, Line, Period, Release
from jariya.portals.budgets.problems import Problem, Refused
from jariya.portals.budgets.reading.names import searchable
from jariya.portals.budgets.reading.sanity import size, units_agree
from jariya.portals.budgets.reading.understanding import Month, Understood
from jariya.portals.budgets.report import Read, findings, understand
from jariya.portals.budgets.tree import Tree, by_month

_LOCK = 0x6A61_0010  # one import at a time: months change hands

Say = Callable[[str], None]


@dataclass(frozen=True)
class Source:
    """Where a file comes from, as its page names it."""

    text: str
    url: str | None = None
    licence: str | None = None


@dataclass
class Outcome:
    """What became of a file."""

    path: Path
    read: Read
    made: list[Release] = field(default_factory=list)
    same: list[Release] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What was told without refusing the file."""
        return list(self.read.problems)


def load(
    path: Path, *, source: Source, now: dt.datetime, said: Understood | None = None, unit_is_sure: bool = False,
    say: Say | None = None,
) -> Outcome:  # fmt: skip
    """Import a CSV, CSV.gz or XLSX file.

    A file that was imported before makes no release: its figures are found again. Months that are loaded already are
    superseded by the new release; what it does not have stays in force.

    Args:
        said: what the caller knows better than the file's name.
        unit_is_sure: do not compare the unit with releases loaded before.

    Raises:
        Refused: with every problem; nothing was loaded.
    """
    say = say or _quiet
    read = understand(path, said, progress=lambda rows: say(f"  {rows:,} rows read"))
    region = _region(read)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if not unit_is_sure:
            _compare_units(read, region)
        outcome = Outcome(path, read)
        for year, trees in read.years().items():
            release, is_new = _release(read, trees, year, region, source, now, say)
            (outcome.made if is_new else outcome.same).append(release)
    return outcome


def _quiet(text: str) -> None:
    pass


def _region(read: Read) -> Region | None:
    """The territory the file is of; None for the republican budget."""
    known = read.table.understood
    if known.level == "republican":
        return None
    if known.level not in Level.values:
        raise read.problems.stop("level.unknown")
    if known.territory.isdigit():
        found = list(Region.objects.filter(code=known.territory))
    else:
        found = _called(known.territory, "region" if known.level == Level.OBLAST else "district")
    if len(found) != 1:
        raise read.problems.stop("territory.unknown" if not found else "territory.several", value=known.territory)
    return found[0]


def _called(words: str, level: str) -> list[Region]:
    """Territories of a level with this name. Almaty is a city and an oblast: «город» tells them apart."""
    city = words.startswith("город ")
    wanted = searchable(words.removeprefix("город "))
    found = []
    for region in Region.objects.filter(level=level) if wanted else ():
        if city and region.kind not in {RegionKind.REPUBLICAN_CITY, RegionKind.CITY}:
            continue
        names = (region.short_kk, region.short_ru, region.short_en, region.name_kk, region.name_ru, region.name_en)
        if any(searchable(name) == wanted for name in names if name):
            found.append(region)
    return found


def _compare_units(read: Read, region: Region | None) -> None:
    level, cut = read.table.understood.level, read.cut
    rows = Period.objects.filter(budget__level=level, budget__region=region, cut=cut, current=True, size__gt=0)
    known = {(year, month): size for year, month, size in rows.values_list("budget__year", "month", "size")}
    if known:
        units_agree(read.table, by_month(read.table.lines), known)
        if read.problems.refusals:
            raise Refused(list(read.problems))


def budget_of(level: str, region: Region | None, year: int, *, invented: bool = False) -> Budget:
    """The budget of a level, territory and year; made when it is not there."""
    name = "republic" if region is None else slugify(region.name_en or region.name_kk or region.code)
    found, _new = Budget.objects.get_or_create(
        level=level,
        region=region,
        year=year,
        defaults={"slug": f"{name}-{year}"[:40], "invented": invented or bool(region and region.invented)},
    )
    return found


def content_digest(trees: Mapping[Month, Tree], measures: tuple[str, ...]) -> str:
    """SHA-256 over the figures in one fixed form, whatever the order of rows or the kind of file."""
    found = hashlib.sha256(",".join(measures).encode())
    for month, tree in sorted(trees.items()):
        for path, node in sorted(tree.by_path.items()):
            line = node.line
            row = (month, path, line.name, line.amounts, line.share_planned, line.share_adjusted)
            found.update(repr(row).encode())
    return found.hexdigest()


def _release(
    read: Read, trees: Mapping[Month, Tree], year: int, region: Region | None, source: Source, now: dt.datetime,
    say: Say,
) -> tuple[Release, bool]:  # fmt: skip
    known = read.table.understood
    budget = budget_of(known.level, region, year)
    digest = content_digest(trees, read.table.measures)
    same = Release.objects.filter(budget=budget, cut=read.cut, stage=known.stage, digest=digest).first()
    if same is not None:
        return same, False
    months = sorted(month for _year, month in trees)
    before = Period.objects.filter(budget=budget, cut=read.cut, stage=known.stage, month__in=months, current=True)
    superseded = list(before.select_related("release"))
    others, by_cut = _others(budget, read.cut, known.stage)
    found, tested = findings(trees, read.cut, others, known_codes(read.cut, year))
    release = Release.objects.create(
        key=f"{budget.slug}-{read.cut}-{digest[:8]}",
        budget=budget,
        cut=read.cut,
        stage=known.stage,
        digest=digest,
        file_digest=read.table.digest,
        file_name=read.table.path.name[:255],
        source=source.text,
        source_url=source.url,
        licence=source.licence,
        unit=known.unit,
        measures=list(read.table.measures),
        months=months,
        rows=sum(len(tree.by_path) for tree in trees.values()),
        tested=tested,
        supersedes=max((period.release for period in superseded), key=lambda one: one.pk, default=None),
        invented=budget.invented,
        at=now,
    )
    before.update(current=False)
    Period.objects.bulk_create(
        Period(
            release=release,
            budget=budget,
            cut=read.cut,
            stage=known.stage,
            month=month,
            rows=len(tree.by_path),
            size=size([node.line for node in tree.nodes()]),
        )
        for (_year, month), tree in sorted(trees.items())
    )
    writing.write(release, trees, found, by_cut)
    say(f"  {release.key}: {release.rows:,} rows, {len(found):,} findings")
    return release, True


def _others(budget: Budget, cut: str, stage: str) -> tuple[dict[str, dict[Month, Total]], dict[tuple[str, int], int]]:
    """Totals of the budget's other cuts in force, and which release each month of them is of."""
    totals: dict[str, dict[Month, Total]] = {}
    releases: dict[tuple[str, int], int] = {}
    rows = Period.objects.filter(budget=budget, stage=stage, current=True).exclude(cut=cut)
    for period in rows.select_related("release"):
        total = stored_total(period.release, period.month)
        if total is not None:
            totals.setdefault(period.cut, {})[budget.year, period.month] = total
            releases[period.cut, period.month] = period.release_id
    return totals, releases


def stored_total(release: Release, month: int) -> Total | None:
    """The total of a month of a release with its parts, from its lines: what `total_of` says of a tree."""
    rows = Line.objects.filter(release=release, month=month, node__cut=release.cut)
    if release.cut == "full":
        rows = rows.filter(Q(node__path__regex="^(II|III/1|IV/1|VII/2)(/|$)"), node__depth__lte=4)
    else:
        rows = rows.filter(node__depth__lte=1)
    found = list(rows.order_by("number").values_list("node__path", "number", *KEYS))
    parents = {row[0].rpartition("/")[0] for row in found}
    return total_of_rows(((row[0], row[1], row[0] not in parents, row[2:]) for row in found), release.cut)


def known_codes(cut: str, year: int) -> frozenset[str] | None:
    """Paths of the classifier in force at the year's end; None where none is loaded."""
    day = dt.date(year, 12, 31)
    rows = ClassifierItem.objects.filter(version__cut=cut)
    rows = rows.exclude(version__valid_from__gt=day).exclude(version__valid_to__lt=dt.date(year, 1, 1))
    return frozenset(rows.values_list("path", flat=True)) or None
