"""Norms: terms, thresholds and rules as dated rows, each with its act and its standing. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from jariya.kernel.language.catalogues import N_
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.due import Due
from jariya.kernel.law.errors import BadData, NormIsNoTerm, NormMissing, NormNotInForce, WrongDirection
from jariya.kernel.law.terms import TERM_UNITS

Standing = Literal["confirmed", "secondary", "assumed", "house"]
STANDINGS: tuple[Standing, ...] = ("confirmed", "secondary", "assumed", "house")
# `third` keeps 1/3 and 2/3 exact; `minute_of_day` is a clock time; `text` is a rule in words, without a number.
UNITS = (*sorted(TERM_UNITS), "people", "percent", "third", "count", "minute_of_day", "year_of_age", "text")

Words = Mapping[str, str]
_DAWN = date.min


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act that norms cite. What is not known is None, and the page says "to be confirmed"."""

    short: str
    title: Words
    number: str | None = None
    adopted_on: date | None = None
    in_force_on: date | None = None
    adilet_id: str | None = None
    note: Words = field(default_factory=dict)

    @property
    def url(self) -> str | None:
        """The act in the state's register of acts, when its number there is known."""
        return f"https://adilet.zan.kz/rus/docs/{self.adilet_id}" if self.adilet_id else None


@dataclass(frozen=True, slots=True)
class Norm:
    """One row of the law: what it demands, since when, by which act, and how sure we are.

    `value` is None for a rule in words (`unit` is then `text` and `text`/`items` hold it) and for a number that is not
    confirmed yet. `valid_from` None: in force since before our records; `valid_to` is the last day in force.
    `direction` `before`: the term counts back from an event ("at least 3 working days before").
    """

    key: str
    value: Decimal | None
    unit: str
    valid_from: date | None
    valid_to: date | None
    act: str | None
    article: str | None
    url: str | None
    standing: Standing
    edition: int
    title: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)
    items: tuple[Words, ...] = ()
    note: Words = field(default_factory=dict)
    direction: Literal["after", "before"] = "after"
    act_title: Words = field(default_factory=dict)

    @property
    def source_needed(self) -> bool:
        """Is anything about this row still to be confirmed (its words, its article or its value)?"""
        if self.standing == "house":
            return False
        return self.standing != "confirmed" or self.article is None or (self.value is None and not self.has_words)

    @property
    def confirmed(self) -> bool:
        """May a page show this row without the word "unconfirmed"?"""
        return self.standing in ("confirmed", "house")

    @property
    def has_words(self) -> bool:
        """Does the row say its rule in words?"""
        return bool(self.text or self.items)

    @property
    def is_term(self) -> bool:
        """Can a due day be counted by this row?"""
        return self.value is not None and self.unit in TERM_UNITS

    @property
    def count(self) -> int:
        """The value as a whole number. Raises `NormIsNoTerm` when there is none."""
        if self.value is None or self.value != self.value.to_integral_value():
            raise NormIsNoTerm(key=self.key, unit=self.unit)
        return int(self.value)

    def in_force(self, day: date) -> bool:
        """Is the row in force on `day`?"""
        return (self.valid_from or _DAWN) <= day and (self.valid_to is None or day <= self.valid_to)

    def ends(self, start: date, calendar: Calendar) -> Due:
        """Count this term from `start`, the day of the event (day zero); the `Due` knows its day and its trace.

        Raises `NormIsNoTerm`, `WrongDirection` (the row counts back) and `OutsideCalendar`.
        """
        return self._counted(start, calendar, "after")

    def latest_before(self, event: date, calendar: Calendar) -> Due:
        """Count this term back from `event`: the last day on which the thing is still in time.

        Raises `NormIsNoTerm`, `WrongDirection` (the row counts on) and `OutsideCalendar`.
        """
        return self._counted(event, calendar, "before")

    def _counted(self, day: date, calendar: Calendar, direction: str) -> Due:
        if not self.is_term:
            raise NormIsNoTerm(key=self.key, unit=self.unit)
        if direction != self.direction:
            raise WrongDirection(key=self.key)
        return Due.of(self, day, calendar)


class InForce(Mapping[str, Norm]):
    """The norms in force on one day, by key. A missing key raises `NormMissing`, a named `KeyError`."""

    def __init__(self, norms: Norms, day: date) -> None:
        self.norms, self.day = norms, day

    def __getitem__(self, key: str) -> Norm:
        norm = self.norms.row(key, self.day)
        if norm is None:
            spans = [f"{row.valid_from or '…'} – {row.valid_to or '…'}" for row in self.norms.history(key)]
            if spans:
                raise NormNotInForce(key=key, day=self.day.isoformat(), near=spans)
            raise NormMissing(key=key, day=self.day.isoformat(), near=self.norms.near(key))
        return norm

    def __contains__(self, key: object) -> bool:
        # A guard asks for what is usually not there; the error of `[]` looks for names alike, half a millisecond each.
        return isinstance(key, str) and self.norms.row(key, self.day) is not None

    def __iter__(self) -> Iterator[str]:
        return (key for key in self.norms.keys if self.norms.row(key, self.day))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, eq=False)
class Norms:
    """One edition of all norms. Raises `BadData` when two rows of one key are in force on the same day."""

    edition: int
    rows: tuple[Norm, ...]
    acts: Mapping[str, Act] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, rows in self._by_key.items():
            for earlier, later in zip(rows, rows[1:], strict=False):
                if earlier.valid_to is None or earlier.valid_to >= (later.valid_from or _DAWN):
                    raise BadData(where=key, what=N_("two rows are in force on the same day"))

    def at(self, day: date) -> InForce:
        """Return the norms in force on `day`, by key."""
        return InForce(self, day)

    def row(self, key: str, day: date) -> Norm | None:
        """Return the row of `key` in force on `day`, or None."""
        rows = self._by_key.get(key)
        if not rows:
            return None
        found = bisect_right(self._starts[key], day) - 1
        return rows[found] if found >= 0 and rows[found].in_force(day) else None

    def history(self, key: str) -> tuple[Norm, ...]:
        """Return all rows of `key`, the oldest first."""
        return tuple(self._by_key.get(key, ()))

    def near(self, key: str, limit: int = 5) -> list[str]:
        """Return names that look like `key`: for a reader who mistyped."""
        from difflib import get_close_matches

        inside = [known for known in self.keys if key and (key in known or known.split(".")[0] == key)]
        return (inside + [near for near in get_close_matches(key, self.keys, limit, 0.6) if near not in inside])[:limit]

    @property
    def keys(self) -> list[str]:
        """All keys, sorted."""
        return sorted(self._by_key)

    @cached_property
    def _by_key(self) -> dict[str, list[Norm]]:
        groups: dict[str, list[Norm]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: (row.key, row.valid_from or _DAWN)):
            groups[row.key].append(row)
        return dict(groups)

    @cached_property
    def _starts(self) -> dict[str, list[date]]:
        return {key: [row.valid_from or _DAWN for row in rows] for key, rows in self._by_key.items()}
