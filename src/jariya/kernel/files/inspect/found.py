"""One thing that hides in a file: where, how often, how grave. Holds no word of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jariya.kernel.files.inspect import codes

Unit = Literal["", "sheet", "page", "slide", "part"]


@dataclass(frozen=True)
class Finding:
    """`unit` and `number`: the sheet, page or slide counted from 1, 0 for the file as a whole; `count`: how many.

    `detail`: columns or rows ("B:D", "4-9"), never a name or a text out of the file.
    """

    code: str
    unit: Unit = ""
    number: int = 0
    count: int = 1
    detail: str = ""

    @property
    def severity(self) -> codes.Severity:
        """`blocks` publishing or `warns`."""
        return codes.FINDINGS[self.code].severity

    @property
    def sentence(self) -> str:
        """What was found: an English msgid."""
        return codes.FINDINGS[self.code].sentence

    @property
    def remedy(self) -> str:
        """What to do: an English msgid."""
        return codes.FINDINGS[self.code].remedy

    @property
    def leaves(self) -> bool:
        """Whether the cleaned copy is without it."""
        return codes.FINDINGS[self.code].leaves

    @property
    def on_request(self) -> bool:
        """Whether it leaves only when the hidden is asked to be taken out too."""
        return codes.FINDINGS[self.code].on_request

    def row(self) -> dict[str, str | int]:
        """Plain values for JSON."""
        return {
            "code": self.code,
            "unit": self.unit,
            "number": self.number,
            "count": self.count,
            "detail": self.detail,
            "severity": self.severity,
        }
