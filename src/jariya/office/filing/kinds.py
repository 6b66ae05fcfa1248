"""Which letters can be filed for others: portals are joined here by `project/wiring.py`, in the order of the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Fileable:
    """A kind of letter.

    `open`: the action of a citizen's own filing; called with by, body, title, points, language, public, identity,
    channel, received_at, noted, key, now. `read`: what the person themselves may see of their case, with `title`,
    `points` (number, text, answer), `answer`, `term` and `state`; None where it is not theirs.
    """

    kind: str
    title: Any
    note: Any
    norm: str
    """Key of the norm that the due day rests on."""
    open: Callable[..., Outcome]
    read: Callable[[Case, Person], Any]
    answered: frozenset[str] = frozenset({"answered"})
    """Events that bring an answer."""


_KINDS: dict[str, Fileable] = {}


def register(kind: Fileable) -> None:
    """Let a kind of letter be filed for others."""
    _KINDS[kind.kind] = kind


def kinds() -> tuple[Fileable, ...]:
    """All kinds, in the order they were joined."""
    return tuple(_KINDS.values())


def of(kind: str) -> Fileable | None:
    """The kind with this code."""
    return _KINDS.get(kind)
