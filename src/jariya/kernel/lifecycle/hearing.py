"""What listeners hear of an act, inside its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.lifecycle.decide import Decision
from jariya.kernel.lifecycle.models import Case, Event, Obligation


@dataclass(frozen=True)
class Happening:
    """What a listener hears, inside the transaction of the act."""

    case: Case
    event: Event
    decision: Decision | None
    obligations: tuple[Obligation, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    now: dt.datetime | None = None


Listener = Callable[[Happening], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Join a listener; called by `project/wiring.py` alone. A listener that fails undoes the act."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(happening: Happening) -> None:
    """Call every listener; one that fails undoes the act."""
    for listener in _listeners:
        listener(happening)
