"""From where the money of a budget came and where it went, as cash: what page, guide and embedded drawing share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jariya.portals.budgets.drill import Row

CASH_IN = ("I/1", "I/2", "I/3", "I/4", "III/2", "IV/2", "VII/1")
CASH_OUT = ("III/1", "IV/1", "VII/2")


@dataclass(frozen=True)
class Flows:
    """Rows that brought money and rows that took it, as paid; `balance` is what came from the accounts (or went)."""

    sources: list[Row]
    uses: list[Row]
    balance: int | None

    @property
    def inflow(self) -> list[int | None]:
        """Tenge by source; the balances used come last where there are any."""
        more = [self.balance] if self.balance is not None and self.balance > 0 else []
        return [row.paid for row in self.sources] + more

    @property
    def outflow(self) -> list[int | None]:
        """Tenge by use; what was left on the accounts comes last."""
        more = [-self.balance] if self.balance is not None and self.balance <= 0 else []
        return [row.paid for row in self.uses] + more


def of(rows: Mapping[str, Row]) -> Flows:
    """The flows of a month by its first two levels (`drill.top`)."""
    used = rows.get("used")
    return Flows(
        [rows[path] for path in CASH_IN if path in rows],
        [row for path, row in rows.items() if path.startswith("II/")]
        + [rows[path] for path in CASH_OUT if path in rows],
        used.paid if used else None,
    )


def known(amounts: list[int | None]) -> int | None:
    """The sum of amounts; None where none of them is known."""
    told = [one for one in amounts if one is not None]
    return sum(told) if told else None
