"""Programmes joined to reports: which body stands behind a code, and where a programme's money stands. Idempotent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.portals.budgets.drafts.models import Administrator, Position, Programme, Succession
from jariya.portals.budgets.models import Budget, Cut, Node, Release
from jariya.portals.budgets.reading.names import searchable
from jariya.portals.budgets.reference import read_rows

SOURCE = "release {key}: the report names the administrator as the register of bodies does"
_CODE = r"^[0-9]{1,12}$"


def administrators(budget: Budget, *, now: dt.datetime) -> int:
    """Bodies for the administrators that a budget's reports name, where one body of the level bears the very name.

    The report and the register are the source; a name that fits two bodies, or none, is left alone. Returns how many
    were found now.
    """
    names: dict[str, list[Body]] = defaultdict(list)
    bodies = Body.objects.filter(region=budget.region, invented=budget.invented)
    if budget.region is None:
        bodies = Body.objects.filter(level="republic", invented=budget.invented)
    for body in bodies:
        names[searchable(body.name_ru or "")].append(body)
    known = set(Administrator.objects.filter(level=budget.level, region=budget.region).values_list("code", flat=True))
    made = 0
    for code, label, key in _named(budget):
        found = names.get(searchable(label), [])
        if code in known or len(found) != 1:
            continue
        known.add(code)
        Administrator.objects.create(
            level=budget.level,
            region=budget.region,
            code=code,
            body=found[0],
            source=SOURCE.format(key=key),
            invented=budget.invented,
            at=now,
        )
        made += 1
    return made


_NAMED = """
SELECT DISTINCT substring(n.path FROM '[^/]+$'), l.text, e.key
FROM budgets_release e JOIN budgets_period p ON p.release_id = e.id AND p.current
JOIN budgets_mention m ON m.release_id = e.id
JOIN budgets_node n ON n.id = m.node_id JOIN budgets_label l ON l.id = m.label_id
WHERE e.budget_id = %s AND e.published
  AND (e.cut = 'administrative' AND n.depth = 1 OR e.cut = 'full' AND n.depth = 3 AND n.path LIKE 'II/%%')
"""


def _named(budget: Budget) -> list[tuple[str, str, str]]:
    """(code, name, key of the release) of every administrator that stands in a budget's reports in force."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [budget.pk])
        return [row for row in cursor.fetchall() if row[0].isdigit()]


@transaction.atomic
def positions(programme: Programme, *, now: dt.datetime) -> int:
    """Where a programme stands in reports: its own node, and where a report goes no deeper, its administrator's.

    Returns how many positions are new.
    """
    made = 0
    for row in Administrator.objects.filter(body=programme.body_id):
        known = Release.objects.filter(budget__level=row.level, budget__region=row.region, published=True)
        if not known.exists():
            continue
        exact = Q(path__endswith=f"/{row.code}/{programme.code}")
        whole = Q(cut=Cut.FULL, depth=3, path__startswith="II/", path__endswith=f"/{row.code}")
        whole |= Q(cut=Cut.ADMINISTRATIVE, depth=1, path__endswith=f"/{row.code}")
        for node in Node.objects.filter(exact | whole):
            _position, new = Position.objects.get_or_create(
                programme=programme,
                node=node,
                level=row.level,
                region=row.region,
                defaults={"exact": node.path.endswith(f"/{row.code}/{programme.code}"), "at": now},
            )
            made += new
    return made


def join(*, now: dt.datetime) -> tuple[int, int]:
    """Bring administrators and positions to what the reports in force say. Returns how many of each are new."""
    found = sum(administrators(budget, now=now) for budget in Budget.objects.visible_to(None))
    placed = sum(positions(programme, now=now) for programme in Programme.objects.select_related("body"))
    return found, placed


@transaction.atomic
def succeed(text: str) -> int:
    """Load which programmes went on as which after a reform, from CSV. Returns how many pairs are new.

    Columns: `before_body`, `before_code`, `after_body`, `after_code` (address words of bodies, codes of programmes) and
    `source`. One may become several, several one.

    ValueError with row and remedy for what cannot be taken; nothing is loaded then.
    """
    columns = ("before_body", "before_code", "after_body", "after_code", "source")
    made = []
    for number, row in enumerate(read_rows(text, columns), start=2):
        given = {column: (row[column] or "").strip() for column in columns}
        pair = []
        for side in ("before", "after"):
            slug, code = given[f"{side}_body"], given[f"{side}_code"]
            found = Programme.objects.filter(body__slug=slug, code=code).first()
            if found is None:
                raise ValueError(f"row {number}, {side}: {slug!r} has no programme {code!r}; prepare its draft first")
            pair.append(found)
        if pair[0] == pair[1]:
            raise ValueError(f"row {number}: a programme does not go on as itself")
        if not given["source"]:
            raise ValueError(f"row {number}, source: say which act made the one the other")
        made.append(Succession(before=pair[0], after=pair[1], source=given["source"]))
    known = Succession.objects.count()
    Succession.objects.bulk_create(made, ignore_conflicts=True)
    return Succession.objects.count() - known


def answering(budget: Budget, node: Node) -> Body | None:
    """Who answers what a line is for: its programme's administrator, else who executes the budget; None: unknown.

    The administrator is read from the line's own path, the finest code first.
    """
    steps = node.path.split("/")[1:]
    rows = Administrator.objects.filter(level=budget.level, region=budget.region, code__in=steps)
    if node.cut not in (Cut.FULL, Cut.ADMINISTRATIVE, Cut.INVESTMENT):
        rows = rows.none()
    places = {code: place for place, code in enumerate(steps)}
    held = [
        row
        for row in rows.select_related("body")
        if _stands(node, places[row.code]) and _in_years(row, budget.year) and row.body.valid_to is None
    ]
    if held:
        return max(held, key=lambda row: places[row.code]).body
    return budget.body


def _stands(node: Node, place: int) -> bool:
    """Whether a step of the path is an administrator's: codes of functions are numbers as well."""
    if node.cut == Cut.FULL:
        return node.path.startswith("II/") and place == 2
    return place == 0 if node.cut == Cut.ADMINISTRATIVE else place == 1


def _in_years(row: Administrator, year: int) -> bool:
    return (row.since is None or row.since <= year) and (row.until is None or year <= row.until)
