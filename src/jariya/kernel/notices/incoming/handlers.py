"""What a reply may do: one registered function per kind of case. The kernel knows no portal; `wiring.py` joins them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jariya.kernel.notices.incoming.letter import Attachment

if TYPE_CHECKING:
    from jariya.kernel.lifecycle.models import Case
    from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Reply:
    """A reply as a handler gets it. `key` is the same at a second try: an act under it is done once."""

    case: Case
    person: Person
    text: str
    key: str
    received_at: dt.datetime


Handler = Callable[..., None]
"""`function(reply, now=…)` adds the words to the case. It raises `lifecycle.refusals.Refused` when that cannot be: the
letter is kept then, and its writer is told what the refusal says."""

Taker = Callable[..., int]
"""`function(reply, files, now=…)` takes attachments and returns how many it took."""


@dataclass(frozen=True)
class Handed:
    """A handler, and what our letters say of a reply."""

    function: Handler
    says: Callable[[Case], Any]


_HANDLERS: dict[str, Handed] = {}
_TAKERS: list[Taker] = []


def handler(kind: str, function: Handler, says: Callable[[Case], Any]) -> None:
    """Let replies to notices of a kind of case do something.

    Args:
        kind: `Case.kind`.
        function: called in a transaction as `function(reply, now=now)`.
        says: of a case as it now stands: what a reply does, a sentence for our letters; empty when it does nothing.
    """
    _HANDLERS[kind] = Handed(function, says)


def handler_of(kind: str) -> Handed | None:
    """What was registered for a kind; None: replies are kept and the writer is led to the page."""
    return _HANDLERS.get(kind)


def invitation(case: Case) -> str:
    """The sentence that invites to reply, in the active language; empty where a reply does nothing."""
    found = _HANDLERS.get(case.kind)
    return str(found.says(case)) if found else ""


def attachments(function: Taker) -> None:
    """Let something take the files that come with replies. Without it they are counted, and the writer is told."""
    _TAKERS[:] = [function]


def take(reply: Reply, files: Sequence[Attachment], *, now: dt.datetime) -> int:
    """Hand files over; returns how many were taken."""
    return _TAKERS[0](reply, files, now=now) if _TAKERS and files else 0
