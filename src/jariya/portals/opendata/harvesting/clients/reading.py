"""What clients share: JSON that is what it says it is, languages, frequencies. Pure."""

from __future__ import annotations

import json
from typing import Any

from jariya.portals.opendata.harvesting.fetching import Answer, Unfetched

_FREQUENCIES = {
    "cont": "continuous", "continuous": "continuous", "daily": "daily", "r/p1d": "daily", "weekly": "weekly",
    "r/p1w": "weekly", "monthly": "monthly", "r/p1m": "monthly", "quarterly": "quarterly", "r/p3m": "quarterly",
    "annual_2": "half_yearly", "semiannual": "half_yearly", "r/p6m": "half_yearly", "half_yearly": "half_yearly",
    "annual": "yearly", "yearly": "yearly", "r/p1y": "yearly", "irreg": "irregular", "irregular": "irregular",
    "never": "never", "ежедневно": "daily", "еженедельно": "weekly", "ежемесячно": "monthly",
    "ежеквартально": "quarterly", "раз в полгода": "half_yearly", "ежегодно": "yearly", "раз в год": "yearly",
    "по мере изменения": "irregular", "по мере обновления": "irregular", "однократно": "never",
}  # fmt: skip
THEMES = frozenset(
    ("AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN")
)
"""Themes of the EU vocabulary by which the catalogue is ordered."""


def frequency(said: object) -> str:
    """One of our frequencies; empty when the word is unknown. Takes codes, addresses of vocabularies, Russian words."""
    return _FREQUENCIES.get(str(said or "").strip().rstrip("/").rpartition("/")[2].lower(), "") or _FREQUENCIES.get(
        str(said or "").strip().lower(), ""
    )


def as_json(answer: Answer) -> Any:
    """The JSON of an answer.

    Raises:
        Unfetched: harvest.not_json, also for one that is nested to no purpose.
    """
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Unfetched("harvest.not_json") from None
