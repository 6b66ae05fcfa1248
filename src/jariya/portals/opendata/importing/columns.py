"""What is known of one column of a table: its type and why, what it holds by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN = "text", "integer", "decimal", "date", "datetime", "boolean"
TYPES = (TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN)

_ROLES = (
    ("bin", r"(^|[\W_])(бсн|бин|bin)([\W_]|$)"),
    ("iin", r"(^|[\W_])(жсн|иин|iin)([\W_]|$)"),
    ("kato", r"(^|[\W_])(қато|әаоо|әаож|като|kato|cato)([\W_]|$)"),
    ("oked", r"(^|[\W_])(эқжж|оқэд|окэд|oked)([\W_]|$)"),
    ("postcode", r"почтовый|пошта(лық)? индекс|postcode|post_?code|postal|(^|[\W_])zip([\W_]|$)"),
    ("phone", r"телефон|тел\.|phone|(^|[\W_])(tel|факс|fax)([\W_]|$)"),
    ("account", r"(^|[\W_])(жск|иик|iban|iik|шот|сч[её]т)([\W_]|$)"),
    ("code", r"(^|[\W_])(код|коды|code|шифр|артикул)([\W_]|$)"),
)
CODES = frozenset({"bin", "iin", "kato", "oked", "postcode", "phone", "account"})
"""Roles whose digits are no number."""


@dataclass(frozen=True)
class Column:
    """One column. `form`: how its values are written (a key of the checks); `reasons`: why the type is what it is.

    `unit`: sign that stands at every value and is no part of it: `%`, `₸`. `padded`: other blanks than spaces stand
    around its values.
    """

    number: int
    name: str
    type: str = TEXT
    form: str = ""
    role: str = ""
    reasons: tuple[str, ...] = ()
    filled: int = 0
    missing_marks: dict[str, int] = field(default_factory=dict)
    unit: str = ""
    padded: bool = False

    @property
    def source(self) -> str:
        """Its name in `raw`."""
        return f"c{self.number}"

    @property
    def personal(self) -> bool:
        """Whether it holds identification numbers of people: no value of it may be shown."""
        return self.role == "iin"

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {
            "name": self.name,
            "type": self.type,
            "form": self.form,
            "role": self.role,
            "unit": self.unit,
            "personal": self.personal,
            "reasons": list(self.reasons),
            "filled": self.filled,
            "missing_marks": self.missing_marks,
        }


def role(name: str) -> str:
    """What a column holds, by its name: bin, iin, kato, oked, postcode, phone, account, code, or nothing."""
    lowered = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    return next((found for found, pattern in _ROLES if re.search(pattern, lowered)), "")
