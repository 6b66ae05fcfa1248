"""On whose behalf a journalist asks. The register of editorial offices joins itself here; without one, nobody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Office:
    """An editorial office as a request shows it: its code in the public register, its name in the reader's language."""

    code: str
    name: str


Register = Callable[[Person, dt.date], Office | None]
Names = Callable[[str], str]
_register: list[tuple[Register, Names]] = []


def join(register: Register, names: Names) -> None:
    """Join the register of accredited editorial offices; called once by `project/wiring.py`.

    Args:
        register: (person, day) -> the office at which the person is registered on the day, or None.
        names: code of an office -> its name in the active language; also of one that ended.
    """
    _register[:] = [(register, names)]


def office_of(person: Person, day: dt.date) -> Office | None:
    """The editorial office on whose behalf a person may ask on a day; None without one."""
    return _register[0][0](person, day) if _register else None


def name_of(code: str) -> str:
    """The name of an office by its code; the code itself where no register is joined."""
    return _register[0][1](code) if _register and code else code
