"""Who opens the parties' copy of a letter at a desk: recorded once a day, and barred to whoever must not see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from jariya.kernel.correspondence.models import LetterView
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

Bar = Callable[[Case, Person], bool]
_bars: list[Bar] = []


def bar(rule: Bar) -> None:
    """Join a rule that closes a letter to an official for good; called by `project/wiring.py` alone."""
    if rule not in _bars:
        _bars.append(rule)


def barred(case: Case, person: Person) -> bool:
    """Whether the letter is closed to this official, whatever roles they hold: they wrote it down for the asker."""
    return any(rule(case, person) for rule in _bars)


def opened(case: Case, person: Person, *, on: dt.date) -> bool:
    """Open a letter at a desk: False when it is closed to this official, else the look is recorded (once a day)."""
    if barred(case, person):
        return False
    LetterView.objects.get_or_create(case=case, person=person, on=on)
    return True
