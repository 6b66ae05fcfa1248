"""What can be found, and a piece that was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Kind:
    """A kind of finding. `public`: a firm's or body's own number, which everyone may read. `weak`: often wrong."""

    code: str
    public: bool = False
    weak: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind("iin"),
        Kind("bin", public=True),
        Kind("card"),
        Kind("account"),
        Kind("phone"),
        Kind("mail"),
        Kind("document"),
        Kind("birth"),
        Kind("plate"),
        Kind("home"),
        Kind("name", weak=True),
    )
}
"""In the order in which one reading of the same characters wins over another."""

SURE = frozenset(code for code, kind in KINDS.items() if not kind.public and not kind.weak)
WEAK = frozenset(code for code, kind in KINDS.items() if kind.weak)
PERSONAL = SURE | WEAK

RANK = {code: place for place, code in enumerate(KINDS)}


class Found(NamedTuple):
    """A piece that looks like personal data: its kind (a key of `KINDS`), the characters and their place."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def weak(self) -> bool:
        """Whether the rule is often wrong, so that nobody is stopped by it."""
        return KINDS[self.kind].weak
