"""Reads over several budgets or releases: the front list, comparison of territories, differences, search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from jariya.portals.budgets.drill import budgets
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Budget, Check, Label, Mention, Node, Period, Release, Series
from jariya.portals.budgets.money import rounded
from jariya.portals.budgets.names import Shown, shown
from jariya.portals.budgets.queries import checks_in_force
from jariya.portals.budgets.reading.names import searchable

PAGE = 50
LEVELS = ("republican", "oblast", "district")
"""From above."""
DIFFERENCES = 200
"""At most so many rows of a difference; the page shows the first 60 of them."""


@dataclass(frozen=True)
class Line:
    """A budget in the list of a year: its last month, and what the whole report says of it."""

    budget: Budget
    month: int | None
    amounts: dict[str, dict[str, int | None]]
    """Amounts of I, II and V by measure."""
    findings: int


def years() -> list[int]:
    """Years of which a budget is published, the latest first."""
    return sorted(set(budgets().values_list("year", flat=True)), reverse=True)


def of_year(year: int) -> list[Line]:
    """All budgets of a year: the republican one first, then by name."""
    rows = list(budgets().filter(year=year))
    sql = (
        f"SELECT p.budget_id, p.month, n.path, {', '.join('r.' + key for key in KEYS)}"  # noqa: S608
        " FROM (SELECT DISTINCT ON (budget_id) budget_id, month, release_id FROM budgets_period"
        "       WHERE current AND cut = 'full' AND budget_id = ANY(%s) ORDER BY budget_id, month DESC) p"
        " JOIN budgets_node n ON n.cut = 'full' AND n.path IN ('I', 'II', 'V')"
        " JOIN budgets_rollup r ON r.node_id = n.id AND r.release_id = p.release_id AND r.month = p.month"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[row.pk for row in rows]])
        found: dict[int, dict[str, Any]] = {}
        for budget, month, path, *amounts in cursor.fetchall():
            entry = found.setdefault(budget, {"month": month, "amounts": {}})
            entry["amounts"][path] = dict(zip(KEYS, amounts, strict=True))
    counts = dict(
        checks_in_force()
        .filter(release__budget__in=rows, verdict="differs")
        .values_list("release__budget")
        .annotate(number=Count("id"))
    )
    lines = [
        Line(row, found.get(row.pk, {}).get("month"), found.get(row.pk, {}).get("amounts", {}), counts.get(row.pk, 0))
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.budget.invented, LEVELS.index(one.budget.level), one.budget.slug))


@dataclass(frozen=True)
class Compared:
    """A territory in a comparison. `people`: of that year, None where no source is loaded."""

    budget: Budget
    month: int
    amounts: dict[str, int | None]
    people: Series | None
    name: Shown
    """The place that is compared."""

    def per_head(self, measure: str) -> int | None:
        """Tenge for each inhabitant, None where either is unknown."""
        amount = self.amounts[measure]
        return None if amount is None or self.people is None else rounded(amount / self.people.value)


def compared(year: int, path: str, month: int | None = None, *, within: str = "") -> tuple[list[Compared], list[int]]:
    """A place of the whole report in all oblasts and cities of republican significance, in one month; all months.

    Args:
        month: without it the last one that every territory has, else the last there is.
        within: address of the budget of an oblast, for its districts instead.
    """
    known = budgets().filter(year=year, level="district", region__parent__in=_territory(within)) if within else None
    rows = {row.pk: row for row in (budgets().filter(year=year, level="oblast") if known is None else known)}
    there: dict[int, int] = {}
    for _budget, number in Period.objects.filter(budget__in=rows, cut="full", current=True).values_list(
        "budget", "month"
    ):
        there[number] = there.get(number, 0) + 1
    if not there:
        return [], []
    most = max(there.values())
    month = month or max(number for number, count in there.items() if count == most)
    sql = (
        f"SELECT p.budget_id, l.text, {', '.join('r.' + key for key in KEYS)}"  # noqa: S608  columns of our own table
        " FROM budgets_period p JOIN budgets_node n ON n.cut = 'full' AND n.path = %s"
        " JOIN budgets_rollup r ON r.node_id = n.id AND r.release_id = p.release_id AND r.month = p.month"
        " JOIN budgets_label l ON l.id = r.label_id"
        " WHERE p.current AND p.cut = 'full' AND p.month = %s AND p.budget_id = ANY(%s)"
    )
    people = {
        row.region_id: row
        for row in Series.objects.filter(
            kind="population", year=year, region__in=[row.region_id for row in rows.values()]
        )
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [path, month, list(rows)])
        found = [
            Compared(
                rows[budget],
                month,
                dict(zip(KEYS, amounts, strict=True)),
                people.get(rows[budget].region_id),
                shown("full", path, label),
            )
            for budget, label, *amounts in cursor.fetchall()
        ]
    return sorted(found, key=lambda one: one.budget.slug), sorted(there)


def _territory(slug: str) -> Any:
    return budgets().filter(slug=slug).values("region")


def with_districts(year: int) -> list[Budget]:
    """Budgets of oblasts of whose districts two or more have a budget of that year: what can be compared within."""
    parents = budgets().filter(year=year, level="district").values_list("region__parent", flat=True)
    count = Counter(parents)
    wanted = [region for region, number in count.items() if number > 1]
    return list(budgets().filter(year=year, level="oblast", region__in=wanted))


def relatives(of: Budget) -> tuple[Budget | None, list[Budget]]:
    """The budget of the same year of the territory above, and those of the territories within, by name."""
    if of.region is None:
        return None, list(budgets().filter(year=of.year, level="oblast"))
    near = budgets().filter(year=of.year).filter(Q(region=of.region.parent_id) | Q(region__parent=of.region_id))
    rows = list(near) if of.region.parent_id else list(near.filter(region__parent=of.region_id))
    above = next((row for row in rows if row.region_id == of.region.parent_id), None)
    if above is None and of.level == "oblast":
        above = budgets().filter(year=of.year, level="republican").first()
    return above, [row for row in rows if row is not above]


@dataclass(frozen=True)
class Difference:
    """A place that is not the same in two releases. None on a side where it does not stand."""

    month: int
    path: str
    name: Shown
    before: dict[str, int | None] | None
    after: dict[str, int | None] | None
    names: tuple[str, str] | None
    """The two names where they are not the same."""
    changed: list[str]


def differences(before: Release, after: Release, months: Sequence[int]) -> tuple[list[Difference], int]:
    """What changed between two releases in these months, the largest first: at most 200, and how many in all.

    Compared as the files say: an amount that was not given is not zero.
    """
    columns = ", ".join(f"a.{key}, b.{key}" for key in KEYS)
    unlike = " OR ".join(f"a.{key} IS DISTINCT FROM b.{key}" for key in KEYS)
    size = "greatest(" + ", ".join(f"abs(coalesce(a.{key}, 0) - coalesce(b.{key}, 0))" for key in KEYS) + ")"
    sql = (
        f"SELECT coalesce(a.month, b.month), n.cut, n.path, la.text, lb.text, count(*) OVER (), {columns}"  # noqa: S608
        " FROM (SELECT * FROM budgets_line WHERE release_id = %s AND month = ANY(%s)) a"
        " FULL JOIN (SELECT * FROM budgets_line WHERE release_id = %s AND month = ANY(%s)) b"
        "  ON a.month = b.month AND a.node_id = b.node_id"
        " JOIN budgets_node n ON n.id = coalesce(a.node_id, b.node_id)"
        " LEFT JOIN budgets_label la ON la.id = a.label_id LEFT JOIN budgets_label lb ON lb.id = b.label_id"
        f" WHERE a.id IS NULL OR b.id IS NULL OR a.label_id <> b.label_id OR {unlike}"
        f" ORDER BY {size} DESC, 1, n.path LIMIT {DIFFERENCES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before.pk, list(months), after.pk, list(months)])
        rows = cursor.fetchall()
    found = []
    for month, cut, path, one, two, _count, *amounts in rows:
        left = None if one is None else dict(zip(KEYS, amounts[::2], strict=True))
        right = None if two is None else dict(zip(KEYS, amounts[1::2], strict=True))
        changed = [key for key in KEYS if left and right and left[key] != right[key]]
        names = (one, two) if one and two and one != two else None
        found.append(Difference(month, path, shown(cut, path, two or one), left, right, names, changed))
    return found, rows[0][5] if rows else 0


def earlier(release: Release) -> list[Release]:
    """Other releases of the same budget and cut, the latest first: what a difference can be made with."""
    rows = Release.objects.visible_to(None).filter(budget=release.budget, cut=release.cut).exclude(pk=release.pk)
    return list(rows.order_by("-at", "-pk")[:20])


@dataclass(frozen=True)
class Hit:
    """A place found by its name."""

    release: Release
    path: str
    month: int
    name: Shown
    paid: int | None


def search(text: str, *, limit: int = PAGE) -> list[Hit]:
    """Places in force whose name holds every word of the text (any script, any keyboard), the largest first."""
    words = [word for word in searchable(text).split() if len(word) > 1][:8]
    if not words:
        return []
    labels = Label.objects.all()
    for word in words:
        labels = labels.filter(folded__contains=word)
    in_force = Period.objects.filter(current=True).values("release")
    rows = (
        Mention.objects.filter(label__in=labels.values("pk")[:400], release__in=in_force)
        .filter(release__in=Release.objects.visible_to(None))
        .select_related("release", "release__budget", "release__budget__region", "node", "label")
        .order_by("-release__budget__year", "-paid", "pk")[:limit]
    )
    return [
        Hit(one.release, one.node.path, one.month, shown(one.node.cut, one.node.path, one.label.text), one.paid)
        for one in rows
    ]


def findings(
    *, rule: str = "", verdict: str = "", budget: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[Check], str | None]:
    """Findings in force, the largest money first, keyset-paged. Returns the rows and the key of the next page."""
    rows = checks_in_force()
    if rule:
        rows = rows.filter(rule=rule)
    if verdict:
        rows = rows.filter(verdict=verdict)
    if budget:
        rows = rows.filter(release__budget__slug=budget)
    money, _sep, pk = after.partition("_")
    if after.isascii() and money.isdecimal() and pk.isdecimal() and max(len(money), len(pk)) <= 18:
        rows = rows.filter(money__lte=int(money)).exclude(money=int(money), pk__gte=int(pk))
    found = list(
        rows.select_related("release", "release__budget", "release__budget__region", "node", "other").order_by(
            "-money", "-pk"
        )[: limit + 1]
    )
    more = len(found) > limit
    found = found[:limit]
    return found, f"{found[-1].money}_{found[-1].pk}" if more else None


def node_name(node: Node | None, release: Release, month: int) -> Shown | None:
    """The name of a node in a release's month."""
    if node is None:
        return None
    rows = Mention.objects.filter(release=release, node=node).values_list("label__text", flat=True)
    return shown(node.cut, node.path, rows.first() or "")
