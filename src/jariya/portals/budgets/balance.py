"""Balance the budget: the functions of a release moved by percents, under a limit of the deficit. Pure.

A game with the real plan: what a reader changes is reckoned from the published rows and nothing else. Money that is
owed by contract or by law stays as it is; which functions that are is a norm of the platform.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

Planned = tuple[str, str, int | None]
"""Path, name as the file has it, adjusted plan of the year in tenge."""


@dataclass(frozen=True)
class Rules:
    """Norms of the platform: the deficit in percent of the planned one, the largest change, what is protected."""

    deficit: int
    change: int
    protected: frozenset[str]
    """Names as search compares them."""


@dataclass(frozen=True)
class Item:
    """A function with its plan and the change a reader gives it, in percent."""

    path: str
    plan: int
    change: int
    is_locked: bool

    @property
    def key(self) -> str:
        """Its word in an address: `g82` for II/82."""
        return "g" + self.path.rpartition("/")[2]

    @property
    def changed(self) -> int:
        """Tenge after the change, halves away from zero."""
        exact = Decimal(self.plan) * (100 + self.change) / 100
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Balance:
    """What a set of changes comes to, in tenge. A deficit is more than zero, a surplus less."""

    items: list[Item]
    income: int
    rest: int
    """Net lending and the balance of assets: they are owed, and stay."""
    planned_spending: int
    limit: int
    untold: list[str] = field(default_factory=list)
    """Functions whose plan is not given; they are left out of the game and stay in the whole."""

    @property
    def spending(self) -> int:
        """Expenditure after the changes."""
        return self.planned_spending + sum(item.changed - item.plan for item in self.items)

    @property
    def planned_deficit(self) -> int:
        """The deficit of the plan."""
        return self.planned_spending + self.rest - self.income

    @property
    def deficit(self) -> int:
        """The deficit after the changes."""
        return self.spending + self.rest - self.income

    @property
    def is_within(self) -> bool:
        """Whether the limit is kept."""
        return self.deficit <= self.limit

    @property
    def changes(self) -> dict[str, int]:
        """Percents by path, without zeros."""
        return {item.path: item.change for item in self.items if item.change}


@dataclass(frozen=True)
class Wrong:
    """A field that cannot be taken: its key, what was typed, and why (`digits`, `range` or `locked`)."""

    key: str
    typed: str
    why: str


def typed(text: str) -> int | None:
    """A whole percent as people type it (`-5`, `−5`, `+5`, ` 5 %`); None for anything else. Empty is 0."""
    plain = text.strip().removesuffix("%").strip().replace("−", "-").replace("–", "-")
    if not plain:
        return 0
    digits = plain[1:] if plain[0] in "+-" else plain
    return int(plain) if digits.isascii() and digits.isdecimal() and len(digits) <= 4 else None


def reckon(
    functions: Sequence[Planned], *, income: int, spending: int, rest: int, locked: Collection[str],
    asked: Mapping[str, str], rules: Rules,
) -> tuple[Balance, list[Wrong]]:  # fmt: skip
    """What the changes of an address come to, and what of them could not be taken (counted as no change).

    Args:
        functions: the functional groups of section II.
        income, spending, rest: adjusted plan of I, II, and III with IV, in tenge.
        locked: paths that stay.
        asked: fields of the address, `g82` -> text.
    """
    items, wrong, untold = [], [], []
    for path, _name, plan in functions:
        if plan is None:
            untold.append(path)
            continue
        item = Item(path, plan, 0, path in locked)
        text = asked.get(item.key, "")[:20]
        change = typed(text)
        if change is None:
            wrong.append(Wrong(item.key, text, "digits"))
        elif change and item.is_locked:
            wrong.append(Wrong(item.key, text, "locked"))
        elif abs(change) > rules.change:
            wrong.append(Wrong(item.key, text, "range"))
        else:
            item = Item(path, plan, change, item.is_locked)
        items.append(item)
    planned = spending + rest - income
    limit = max(0, planned) * rules.deficit // 100
    return Balance(items, income, rest, spending, limit, untold), wrong
