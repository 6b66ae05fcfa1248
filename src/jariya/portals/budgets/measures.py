"""The eight amounts of a row of the execution report, in the order of its columns. Pure.

`column` is the name in the official files. All are whole tenge; None is unknown and never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from jariya.kernel.language.catalogues import N_


@dataclass(frozen=True)
class Measure:
    """One amount: its key here, its column in the official files, what it is called and what it means."""

    key: str
    column: str
    title: str
    meaning: str


MEASURES = (
    Measure("approved", "utv", N_("Approved"), N_("What the law or the maslikhat approved for the year.")),
    Measure(
        "revised", "utch", N_("Revised"), N_("The approved budget after the changes that the same authority made.")
    ),
    Measure(
        "adjusted",
        "plg",
        N_("Adjusted plan"),
        N_("The plan of the year with what the government or the akimat moved within its powers."),
    ),
    Measure(
        "planned",
        "plgp",
        N_("Plan of payments"),
        N_("What was to be paid, or to come in, from January to the end of the month."),
    ),
    Measure(
        "obligations_planned",
        "plgo",
        N_("Plan of obligations"),
        N_("The contracts and duties that might be taken on from January to the end of the month."),
    ),
    Measure("paid", "sumrg", N_("Paid"), N_("Paid out, or come in, from January to the end of the month.")),
    Measure(
        "obligations",
        "obz",
        N_("Obligations"),
        N_("Contracts and duties taken on from January to the end of the month."),
    ),
    Measure("unpaid", "obzsumrg", N_("Unpaid obligations"), N_("Obligations taken on that are not paid yet.")),
)
KEYS = tuple(one.key for one in MEASURES)
AT = {key: place for place, key in enumerate(KEYS)}
APPROVED, REVISED, ADJUSTED, PLANNED, OBLIGATIONS_PLANNED, PAID, OBLIGATIONS, UNPAID = range(len(KEYS))
BALANCED = (APPROVED, REVISED, ADJUSTED, PLANNED, PAID)
"""The amounts that sections I to VII all have; obligations are taken on for expenditure alone."""

Amounts = tuple[int | None, ...]
"""Whole tenge, one for each measure in the order of `MEASURES`; None where the file has nothing."""
EMPTY: Amounts = (None,) * len(KEYS)
UNITS = {"tenge": 1, "thousand": 1_000, "million": 1_000_000}
