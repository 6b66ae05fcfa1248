"""What only many rows together show: exchanged columns, months in another unit. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from statistics import median

from jariya.portals.budgets.measures import ADJUSTED, APPROVED, KEYS, OBLIGATIONS, PAID, PLANNED, UNPAID, Amounts
from jariya.portals.budgets.reading.table import Line, Table
from jariya.portals.budgets.reading.understanding import Month, say_month

ENOUGH = 10
"""Rows that can be tested before anything is said of a column."""
TIMES = 300
"""A budget does not grow so much: what differs so is in another unit."""
_SAMPLE = 5_000


def columns_fit(table: Table) -> None:
    """Tell of columns that stand under each other's names: the printed percentages hold only the other way round."""
    lines = [line for line in table.lines if _testable(line)][:_SAMPLE]
    if len(lines) < ENOUGH or _held(lines, lambda amounts: amounts) > 0.7:
        return
    given = [at for at, key in enumerate(KEYS) if key in table.measures]
    for one, two in combinations(given, 2):
        if _held(lines, lambda amounts, a=one, b=two: _swapped(amounts, a, b)) > 0.9:  # type: ignore[misc]
            table.problems.tell("column.swapped", 1, KEYS[one], first=_called(one), second=_called(two))
            return
    bad = 1 - _held(lines, lambda amounts: amounts)
    table.problems.tell("column.dropped", 1, share=f"{bad:.0%}")


def _called(at: int) -> str:
    from jariya.portals.budgets.measures import MEASURES

    return MEASURES[at].column


def _testable(line: Line) -> bool:
    amounts = line.amounts
    return bool((line.share_planned and amounts[PLANNED]) or (line.share_adjusted and amounts[ADJUSTED]))


def _swapped(amounts: Amounts, one: int, two: int) -> Amounts:
    changed = list(amounts)
    changed[one], changed[two] = changed[two], changed[one]
    return tuple(changed)


def _held(lines: list[Line], seen: object) -> float:
    """The share of testable rows whose printed percentages and unpaid obligations are what the amounts make."""
    held = 0
    for line in lines:
        amounts: Amounts = seen(line.amounts)  # type: ignore[operator]
        paid = amounts[PAID]
        fits = paid is not None
        for whole, share in ((PLANNED, line.share_planned), (ADJUSTED, line.share_adjusted)):
            plan = amounts[whole]
            if fits and plan and share and abs((paid or 0) / plan * 100 - share) > 0.05 + abs(share) * 1e-6:
                fits = False
        taken, left = amounts[OBLIGATIONS], amounts[UNPAID]
        if fits and taken and left is not None and paid is not None and abs(taken - paid - left) > 1_000:
            fits = False
        held += fits
    return held / len(lines)


def size(lines: list[Line]) -> int:
    """How large a month is: its largest amount of the plan of the year, in tenge; 0 when it has none."""
    for at in (ADJUSTED, APPROVED, PAID):
        found = max((abs(line.amounts[at] or 0) for line in lines), default=0)
        if found:
            return found
    return 0


def units_agree(table: Table, months: Mapping[Month, list[Line]], known: Mapping[Month, int]) -> None:
    """Tell of months whose amounts are hundreds of times those of the others, or of a report loaded before.

    Args:
        known: sizes of months already loaded, as `size` counts them; of the same month or of its neighbours.
    """
    sizes = {month: found for month, lines in months.items() if (found := size(lines))}
    if len(sizes) > 2:
        middle = median(sizes.values())
        for month, found in sizes.items():
            if found > middle * TIMES or found * TIMES < middle:
                times = found / middle
                row = min(line.number for line in months[month])
                table.problems.tell("unit.month", row, value=found, month=say_month(month), times=_times(times))
    for month, found in sizes.items():
        before = known.get(month) or next((known[other] for other in sorted(known, reverse=True) if known[other]), 0)
        if before and (found > before * TIMES or found * TIMES < before):
            row = min(line.number for line in months[month])
            table.problems.tell("unit.file", row, value=found, month=say_month(month), times=_times(found / before))
            return


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 1 else f"1/{1 / ratio:,.0f}"
