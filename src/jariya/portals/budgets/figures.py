"""Real terms and amounts per inhabitant, by figures somebody loaded and named. Without them nothing is reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from jariya.portals.budgets.drill import Amounts
from jariya.portals.budgets.models import Budget, Series
from jariya.portals.budgets.money import rounded


@dataclass(frozen=True)
class Figure:
    """A figure of a year, and what its source calls it."""

    value: Decimal
    title: str
    source: str
    invented: bool


@dataclass(frozen=True)
class Figures:
    """What is loaded for a territory, by year: its people, and the level of prices."""

    people: Mapping[int, Figure] = field(default_factory=dict)
    prices: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def base(self) -> int | None:
        """The year in whose prices real terms are told: the last one there is an index for."""
        return max(self.prices, default=None)

    def per_head(self, tenge: int | None, year: int) -> int | None:
        """Tenge for each inhabitant of that year; None where the amount or the people are unknown."""
        if tenge is None or year not in self.people:
            return None
        return rounded(tenge / self.people[year].value)

    def real(self, tenge: int | None, year: int) -> int | None:
        """Tenge of a year in prices of the base year; None where the amount or a level of prices is unknown."""
        if tenge is None or self.base is None or year not in self.prices:
            return None
        return rounded(tenge * self.prices[self.base].value / self.prices[year].value)

    def lacking(self, years: Iterable[int]) -> dict[str, list[int]]:
        """Years without a figure, by kind; kinds that lack none are left out."""
        wanted = sorted(set(years))
        found = {
            "population": [year for year in wanted if year not in self.people],
            "prices": [year for year in wanted if year not in self.prices],
        }
        return {kind: missing for kind, missing in found.items() if missing}

    def sources(self, years: Iterable[int]) -> list[tuple[str, Figure]]:
        """The figures used for these years by kind, one of each source."""
        used = [("population", self.people[year]) for year in sorted(set(years)) if year in self.people]
        used += [("prices", self.prices[year]) for year in sorted(set(years)) if year in self.prices]
        return list({(kind, one.title, one.source): (kind, one) for kind, one in used}.values())


def of(budget: Budget, years: Iterable[int]) -> Figures:
    """The figures of a budget's territory; prices of the republic where the territory has none of its own."""
    own = Q(region=budget.region_id) if budget.region_id else Q(region=None)
    rows = Series.objects.filter(own | Q(kind="prices", region=None), year__in=set(years))
    people: dict[int, Figure] = {}
    prices: dict[int, dict[int, Figure]] = {0: {}, 1: {}}
    for row in rows.order_by("year"):
        figure = Figure(row.value, row.title, row.source, row.invented)
        if row.kind == Series.Kind.POPULATION:
            people[row.year] = figure
        else:
            prices[int(row.region_id is not None)][row.year] = figure
    # Two indexes have two bases: they are never mixed in one row of years.
    return Figures(people, prices[1] or prices[0])


@dataclass(frozen=True)
class Year:
    """A place in the same month of a year: as given, in prices of the base year, and per inhabitant. Tenge."""

    year: int
    month: int
    planned: int | None
    paid: int | None
    real: int | None
    head: int | None


def over_years(series: Iterable[tuple[int, int, Amounts]], month: int, figures: Figures) -> list[Year]:
    """The same month of all years in a row of months."""
    return [
        Year(
            year,
            month,
            amounts["adjusted"],
            amounts["paid"],
            figures.real(amounts["paid"], year),
            figures.per_head(amounts["paid"], year),
        )
        for year, number, amounts in series
        if number == month
    ]
