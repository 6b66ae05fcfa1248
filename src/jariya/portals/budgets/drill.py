"""Reads of pages that go down into a budget: where one stands, what is under it, how it went over the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from jariya.portals.budgets import reforms
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Budget, Check, Cut, Node, Period, Release, Rollup
from jariya.portals.budgets.names import Shown, shown

Amounts = dict[str, int | None]


@dataclass(frozen=True)
class Row:
    """A place in a month with its amounts."""

    path: str
    depth: int
    sign: int
    name: Shown
    code: str
    number: int
    parts: int
    findings: int
    amounts: Amounts
    summed: list[int | None] = field(default_factory=list)
    label: str = ""
    """Its name as the file has it."""

    def __getattr__(self, key: str) -> int | None:
        if key in KEYS:
            return self.amounts[key]
        raise AttributeError(key)


@dataclass(frozen=True)
class Place:
    """A month of a budget, and where in it one stands."""

    budget: Budget
    cut: str
    release: Release
    month: int
    months: list[tuple[int, str]]
    """Months in force, each with the key of its release."""
    row: Row | None
    """The node itself; None at the top."""
    trail: list[tuple[str, Shown]]
    under: list[Row]
    findings: list[Check]


def budgets() -> Any:
    """Budgets anyone may see, with their territories."""
    return Budget.objects.visible_to(None).select_related("region")


def budget(slug: str) -> Budget | None:
    """A budget by its address; None when there is none."""
    found: Budget | None = budgets().filter(slug=slug).first()
    return found


def periods(of: Budget) -> list[Period]:
    """Months in force of all cuts of a budget, in order, with their releases."""
    rows = Period.objects.filter(budget=of, current=True, release__in=Release.objects.visible_to(None))
    return list(rows.select_related("release", "release__budget", "release__budget__region").order_by("cut", "month"))


_ROW = ("node__path", "node__depth", "node__sign", "node__cut", "label__text", "number", "parts", "findings",
        *KEYS, "summed")  # fmt: skip


def _row(values: Sequence[Any]) -> Row:
    path, depth, sign, cut, label, number, parts, findings, *rest = values
    return Row(
        path=path,
        depth=depth,
        sign=sign,
        name=shown(cut, path, label),
        code=path.rsplit("/", 1)[-1] if depth and path.rsplit("/", 1)[-1].isdigit() else "",
        number=number,
        parts=parts,
        findings=findings,
        amounts=dict(zip(KEYS, rest[:-1], strict=True)),
        summed=rest[-1],
        label=label,
    )


def place(
    of: Budget, cut: str, *, known: list[Period], month: int | None, path: str, release: Release | None = None
) -> Place | None:
    """A month of a cut and a place in it; None when the cut, the month or the place is not there.

    Args:
        known: `periods(of)`.
        month: None for the last one.
        path: empty for the top.
        release: another release than the one in force, superseded ones too.
    """
    months = [(one.month, one.release.key) for one in known if one.cut == cut]
    if release is not None:
        months = [(number, release.key) for number in release.months]
    if not months:
        return None
    wanted = month or months[-1][0]
    if wanted not in [number for number, _key in months]:
        return None
    if release is None:
        release = next(one.release for one in known if one.cut == cut and one.month == wanted)
    rows = Rollup.objects.filter(release=release, month=wanted)
    own: Row | None = None
    trail: list[tuple[str, Shown]] = []
    if path:
        steps = path.split("/")
        above = ["/".join(steps[: at + 1]) for at in range(len(steps))]
        nodes = dict(Node.objects.filter(cut=cut, path__in=above).values_list("path", "pk"))
        found = {one.path: one for one in map(_row, rows.filter(node_id__in=nodes.values()).values_list(*_ROW))}
        if path not in found:
            return None
        own = found[path]
        trail = [(one, found[one].name) for one in above if one in found]
        rows = rows.filter(parent_id=nodes[path])
    else:
        rows = rows.filter(parent_id=None)
    under = [_row(values) for values in rows.order_by("number").values_list(*_ROW)]
    findings = Check.objects.filter(release=release, month=wanted)
    findings = findings.filter(node__path=path) if path else findings.filter(node__depth=0)
    listed = list(findings.select_related("node", "other").order_by("place")[:10])
    return Place(of, cut, release, wanted, months, own, trail, under, listed)


YEARS = 2
"""A line over time reaches so many years back and on: more than sixty months nobody reads in one picture."""


def over_months(
    of: Budget, cut: str, path: str, reform: reforms.Reform | None = None
) -> list[tuple[int, int, Amounts]]:
    """(year, month, amounts) of a place in every month in force, of this budget and those of the years around it.

    A month without the place is not there; one with an amount that was not given has None. Where a reform gave the
    place other codes that are together the same, their sum stands in the months that have those.
    """
    sql = (
        f"SELECT b.year, p.month, r.node_id, {', '.join('r.' + key for key in KEYS)}"  # noqa: S608  our own columns
        " FROM budgets_budget b"
        " JOIN budgets_period p ON p.budget_id = b.id AND p.cut = %s AND p.current"
        " JOIN budgets_release e ON e.id = p.release_id AND e.published"
        " JOIN budgets_rollup r ON r.node_id = ANY(%s) AND r.release_id = p.release_id AND r.month = p.month"
        " WHERE b.level = %s AND b.region_id IS NOT DISTINCT FROM %s AND b.year BETWEEN %s AND %s"
        " ORDER BY b.year, p.month"
    )
    reform = reform or reforms.of(cut, path)
    former, later = (side.paths if side else [] for side in (reform.before, reform.after))
    nodes = dict(Node.objects.filter(cut=cut, path__in=[path, *former, *later]).values_list("path", "pk"))
    if not nodes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [cut, list(nodes.values()), of.level, of.region_id, of.year - YEARS, of.year + YEARS])
        rows = cursor.fetchall()
    months: dict[tuple[int, int], dict[int, Amounts]] = {}
    for year, month, node, *amounts in rows:
        months.setdefault((year, month), {})[node] = dict(zip(KEYS, amounts, strict=True))
    ways = [[nodes.get(one) for one in way] for way in ([path], former, later) if way]
    made = []
    for (year, month), found in months.items():
        whole = next((way for way in ways if all(node in found for node in way)), None)
        if whole is not None:
            made.append((year, month, _added([found[node] for node in whole if node is not None])))
    return made


def _added(parts: list[Amounts]) -> Amounts:
    """The sums of parts; an unknown part makes a sum unknown."""
    if len(parts) == 1:
        return parts[0]
    made: Amounts = {}
    for key in KEYS:
        known = [amount for part in parts if (amount := part[key]) is not None]
        made[key] = sum(known) if len(known) == len(parts) else None
    return made


def by_administrator(release: Release, month: int) -> list[Row]:
    """Expenditure by administrators, from the leaves of the full report: for budgets that publish no such cut."""
    sums = ", ".join(f"CASE WHEN count(r.{key}) = count(*) THEN sum(r.{key}) END::bigint" for key in KEYS)
    sql = (
        f"SELECT substring(n.path FROM '[^/]+$'), min(l.text), count(*), sum(r.findings), {sums}"  # noqa: S608
        " FROM budgets_rollup r JOIN budgets_node n ON n.id = r.node_id JOIN budgets_label l ON l.id = r.label_id"
        " WHERE r.release_id = %s AND r.month = %s AND r.parts = 0 AND n.depth = 3 AND n.path LIKE 'II/%%'"
        " GROUP BY 1 ORDER BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [release.pk, month])
        return [
            Row(
                path=f"II/*/*/{code}",
                depth=3,
                sign=1,
                name=shown("full", "", label),
                code=code,
                number=0,
                parts=count,
                findings=int(findings),
                amounts=dict(zip(KEYS, amounts, strict=True)),
            )
            for code, label, count, findings, *amounts in cursor.fetchall()
        ]


def top(of: Budget, known: list[Period], cut: str = Cut.FULL) -> dict[str, Row]:
    """The first two levels of the last month of a cut, by path; empty when there is none."""
    last = next((one for one in reversed(known) if one.cut == cut), None)
    return {} if last is None else top_of(last)


def top_of(period: Period) -> dict[str, Row]:
    """The first two levels of a month, by path."""
    rows = Rollup.objects.filter(release=period.release_id, month=period.month, node__depth__lte=1).order_by("number")
    return {row.path: row for row in map(_row, rows.values_list(*_ROW))}
