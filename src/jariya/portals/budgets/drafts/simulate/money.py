"""Reports of execution of invented districts, down to the programme, by COPY: each node in each month, sums written.

The figures agree by their making, so no check is run on them and `Release.tested` stays empty: nobody looked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jariya.kernel.bodies.models import Region
from jariya.kernel.lifecycle.copying import copy_rows
from jariya.portals.budgets.drafts.simulate import stories
from jariya.portals.budgets.drafts.simulate.cast import FIELDS, OTHER, Office
from jariya.portals.budgets.drafts.simulate.tale import Tale
from jariya.portals.budgets.importing import budget_of
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Budget, Label, Level, Node, Period, Release
from jariya.portals.budgets.reading.names import searchable

SOURCE = "invented for the demonstration"
CUT = "full"
GROUPS = {field: f"{81 + place}" for place, field in enumerate((*FIELDS, OTHER))}
NAMES = {
    "education": "Примерное образование", "health": "Примерное здравоохранение", "roads": "Примерные дороги",
    "utilities": "Примерное коммунальное хозяйство", "social": "Примерная социальная помощь",
    "land": "Примерные земли", "farming": "Примерное сельское хозяйство", "culture": "Примерная культура",
    "building": "Примерное строительство", "government": "Примерное управление",
}  # fmt: skip
PARTS = (("011", "за счёт трансфертов", 60), ("015", "за счёт местного бюджета", 40))
"""Sub-programmes: code, name, percent of the money. Every fourth programme has them."""
_LINE = ("release_id", "month", "number", "node_id", "label_id", "code_given", *KEYS)
_ROLLUP = ("release_id", "month", "node_id", "parent_id", "label_id", "number", "parts", "findings", *KEYS, "summed")
_MENTION = ("release_id", "node_id", "label_id", "month", "paid")


def code_of(place: int) -> str:
    """The administrator's code of the office at a place of its district."""
    return f"{901 + place}"


def divided(code: str) -> bool:
    """Whether a programme has sub-programmes."""
    return int(code) % 4 == 0


def path_of(office: Office, place: int, code: str) -> str:
    """Where a programme stands in the report of its district."""
    return f"II/{GROUPS[office.field]}/1/{code_of(place)}/{code}"


@dataclass(frozen=True)
class Ground:
    """Nodes and labels that all districts share: path -> (id, id of the one above), name -> id."""

    nodes: Mapping[str, tuple[int, int | None]]
    labels: Mapping[str, int]


def ground(offices: Mapping[int, Sequence[Office]], codes: Iterable[str]) -> Ground:
    """Make the nodes and labels that are missing.

    Args:
        offices: by region, in the order that gives them their codes.
    """
    known = list(codes)
    wanted: dict[str, None] = {"II": None}
    names = {
        "II. ЗАТРАТЫ",
        *(name for _code, name, _share in PARTS),
        *NAMES.values(),
        *(f"{name}: 1" for name in NAMES.values()),
    }
    for row in offices.values():
        for place, office in enumerate(row):
            names.add(_office_name(office))
            for code in known:
                path = path_of(office, place, code)
                wanted |= {f"{path}/{part}": None for part, _name_of, _share in PARTS} if divided(code) else {}
                steps = path.split("/")
                wanted |= dict.fromkeys("/".join(steps[: depth + 1]) for depth in range(len(steps)))
                names.add(_programme_name(office, code))
    ids: dict[str, tuple[int, int | None]] = {}
    for depth in range(6):
        paths = [path for path in wanted if path.count("/") == depth]
        above = {path: ids[path.rpartition("/")[0]][0] if depth else None for path in paths}
        Node.objects.bulk_create(
            [Node(cut=CUT, path=path, depth=depth, sign=1, parent_id=above[path]) for path in paths],
            ignore_conflicts=True,
        )
        found = Node.objects.filter(cut=CUT, path__in=paths).values_list("path", "pk")
        ids |= {path: (pk, above[path]) for path, pk in found}
    Label.objects.bulk_create([Label(text=name, folded=searchable(name)) for name in names], ignore_conflicts=True)
    return Ground(ids, dict(Label.objects.filter(text__in=names).values_list("text", "pk")))


def _office_name(office: Office) -> str:
    return f"Выдуманное управление: {NAMES[office.field].removeprefix('Примерное ').removeprefix('Примерные ')}"


def _programme_name(office: Office, code: str) -> str:
    themes = [theme for theme in stories.THEMES if theme.field == office.field]
    return f"{themes[int(code) % len(themes)].name[1]} ({code})"


def budgets(region: Region, years: Iterable[int]) -> dict[int, Budget]:
    """The district's budgets by years."""
    return {year: budget_of(Level.DISTRICT, region, year, invented=True) for year in years}


def write(
    region: Region, offices: Sequence[Office], tales: Sequence[Tale], found: Mapping[int, Budget], shared: Ground, *,
    now: dt.datetime, seed: int,
) -> int:  # fmt: skip
    """Write the reports of a district for all years of the tales that have begun, in the caller's transaction.

    Returns how many amounts were written.
    """
    places = {office.id: place for place, office in enumerate(offices)}
    lines: list[tuple[Any, ...]] = []
    rollups: list[tuple[Any, ...]] = []
    mentions: list[tuple[Any, ...]] = []
    for year, budget in sorted(found.items()):
        rows = [tale for tale in tales if tale.year == year and tale.steps]
        last = 12 if year < now.year else now.month - 1 if year == now.year else 0
        if not rows or not last:
            continue
        release = _release(budget, last, len(rows), now=now, seed=seed)
        for month in range(1, last + 1):
            sums = _sums(rows, places, month)
            under = Counter(path.rpartition("/")[0] for path in sums)
            for number, (path, amounts) in enumerate(sorted(sums.items()), start=1):
                node, above = shared.nodes[path]
                label = shared.labels[_name(path, offices)]
                lines.append((release.pk, month, number, node, label, path.rpartition("/")[2], *amounts))
                summed = "{" + ",".join(map(str, amounts)) + "}"
                rollups.append((release.pk, month, node, above, label, number, under[path], 0, *amounts, summed))
                if month == last:
                    mentions.append((release.pk, node, label, month, amounts[KEYS.index("paid")]))
            Period.objects.create(
                release=release, budget=budget, cut=CUT, stage="monthly", month=month, rows=len(sums),
                size=max(map(max, sums.values())),
            )  # fmt: skip
    copy_rows("budgets_line", _LINE, lines)
    copy_rows("budgets_rollup", _ROLLUP, rollups)
    copy_rows("budgets_mention", _MENTION, mentions)
    return len(rollups) * len(KEYS)


def _release(budget: Budget, last: int, rows: int, *, now: dt.datetime, seed: int) -> Release:
    digest = hashlib.sha256(f"{seed}/{budget.slug}/{last}/{rows}".encode()).hexdigest()
    return Release.objects.create(
        key=f"{budget.slug}-{CUT}-{digest[:8]}",
        budget=budget,
        cut=CUT,
        stage="monthly",
        digest=digest,
        file_digest=digest,
        file_name="invented",
        source=SOURCE,
        unit="tenge",
        measures=list(KEYS),
        months=list(range(1, last + 1)),
        rows=rows,
        invented=True,
        at=now,
    )


def _sums(tales: Sequence[Tale], places: Mapping[int, int], month: int) -> dict[str, list[int]]:
    """Amounts of every node of a month: programmes, and what stands above them."""
    sums: dict[str, list[int]] = {}
    for tale in tales:
        amounts = _amounts(tale, month)
        path = path_of(tale.office, places[tale.office.id], tale.code)
        if divided(tale.code):
            first = [value * PARTS[0][2] // 100 for value in amounts]
            sums[f"{path}/{PARTS[0][0]}"] = first
            sums[f"{path}/{PARTS[1][0]}"] = [value - own for value, own in zip(amounts, first, strict=True)]
        while path:
            held = sums.setdefault(path, [0] * len(KEYS))
            for place, value in enumerate(amounts):
                held[place] += value
            path = path.rpartition("/")[0]
    return sums


def _amounts(tale: Tale, month: int) -> tuple[int, ...]:
    """A programme's eight amounts from January to a month, in the order of `KEYS`; money moves when the tale says."""
    approved = tale.steps[0].args["content"].amounts[0][1]
    revised = approved + (approved // 20 if month >= 4 else 0)
    planned = revised * month // 12
    begun = next((step.args["first_paid_on"] for step in tale.steps if step.verb == "note_payment"), None)
    paid = planned * 97 // 100 if begun and (begun.year, begun.month) <= (tale.year, month) else 0
    obligations = paid + (revised - paid) * 3 // 10
    said = {
        "approved": approved, "revised": revised, "adjusted": revised, "planned": planned,
        "obligations_planned": planned, "paid": paid, "obligations": obligations, "unpaid": obligations - paid,
    }  # fmt: skip
    return tuple(said[key] for key in KEYS)


def _name(path: str, offices: Sequence[Office]) -> str:
    steps = path.split("/")
    if len(steps) == 1:
        return "II. ЗАТРАТЫ"
    if len(steps) == 6:
        return next(name for code, name, _share in PARTS if code == steps[5])
    field = next(name for name, code in GROUPS.items() if code == steps[1])
    if len(steps) < 4:
        return NAMES[field] if len(steps) == 2 else f"{NAMES[field]}: 1"
    office = offices[int(steps[3]) - 901]
    return _office_name(office) if len(steps) == 4 else _programme_name(office, steps[4])


def positions(rows: Iterable[tuple[int, int, int]], *, now: dt.datetime) -> None:
    """Write where programmes stand: (programme, node, region)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO drafts_position (programme_id, node_id, level, region_id, exact, at)"
            " VALUES (%s, %s, 'district', %s, true, %s) ON CONFLICT DO NOTHING",
            [(*row, now) for row in rows],
        )
