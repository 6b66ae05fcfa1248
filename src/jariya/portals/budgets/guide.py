"""The budget in plain words: what a step of the guide needs to know. The sentences stand in its templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jariya.kernel.language.catalogues import N_
from jariya.portals.budgets import drill
from jariya.portals.budgets.drill import Row
from jariya.portals.budgets.figures import Figures
from jariya.portals.budgets.models import Budget, Cut, Period
from jariya.portals.budgets.names import Shown

STEPS: tuple[tuple[str, str], ...] = (
    ("income", N_("Where the money comes from")),
    ("spending", N_("Where it goes")),
    ("changes", N_("What changed")),
    ("people", N_("How much it is for each of us")),
    ("trust", N_("Can these figures be believed?")),
)
"""Address word and question of each step, in the order in which they are read."""

PLAIN: dict[str, str] = {
    "I/1": N_("What people and firms pay because the law says so: on income, on prices, on land and cars."),
    "I/2": N_("Rents, fines, dividends of the state's firms and the like."),
    "I/3": N_("What the state got for land, buildings and other things it sold."),
    "I/4": N_("Money handed over from other budgets or from the National Fund."),
    "III/2": N_("Loans once given from the budget that came back."),
    "IV/2": N_("What the state got for shares it sold."),
    "VII/1": N_("Borrowed: it has to be paid back with interest."),
    "III/1": N_("Lent: it should come back one day."),
    "IV/1": N_("Shares and other things that keep their worth."),
    "VII/2": N_("Debts of earlier years paid back."),
}
WORDS: dict[str, tuple[str, ...]] = {
    "income": ("I", "VII", "used", "cumulated"),
    "spending": ("II", "adjusted", "paid", "group"),
    "changes": ("approved", "revised", "adjusted"),
    "people": ("paid",),
    "trust": ("cumulated", "obligations", "unpaid"),
}
"""Words of the glossary that a step explains in place."""


@dataclass(frozen=True)
class Change:
    """A function in the same months of two years, in tenge. `real`: the difference in prices of one year."""

    path: str
    name: Shown
    before: int | None
    after: int | None
    real: int | None

    @property
    def difference(self) -> int | None:
        """After less before; None where a side is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


def year_before(of: Budget, month: int) -> tuple[Budget, Period] | None:
    """The budget of the same territory a year earlier with the same month in force; None when there is none."""
    found = drill.budgets().filter(level=of.level, region=of.region_id, year=of.year - 1).first()
    if found is None:
        return None
    wanted = (one for one in drill.periods(found) if one.cut == Cut.FULL and one.month == month)
    period = next(wanted, None)
    return None if period is None else (found, period)


def changes(
    now: Mapping[str, Row], before: Mapping[str, Row], years: tuple[int, int], figures: Figures
) -> list[Change]:
    """What was paid for each function in two years, the largest difference first.

    Args:
        years: of `before` and of `now`.
    """
    found = []
    for path in dict.fromkeys([*before, *now]):
        if not path.startswith("II/"):
            continue
        one, two = before.get(path), now.get(path)
        name = two.name if two else one.name if one else Shown(path, "ru")
        left, right = one.paid if one else None, two.paid if two else None
        then, today = figures.real(left, years[0]), figures.real(right, years[1])
        real = None if then is None or today is None else today - then
        found.append(Change(path, name, left, right, real))
    return sorted(found, key=lambda row: -abs(row.difference or 0))
