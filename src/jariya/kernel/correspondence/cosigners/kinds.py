"""Which letters many may send together: portals are joined here by `project/wiring.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome


@dataclass(frozen=True)
class Collectable:
    """A kind of letter. `open`: the action of a single person's letter, as in `correspondence.registration.register`.

    `norm`: key of the norm its due day rests on.
    """

    kind: str
    title: Any
    norm: str
    open: Callable[..., Outcome]


_KINDS: dict[str, Collectable] = {}


def register(kind: Collectable) -> None:
    """Let letters of a kind be sent by many."""
    _KINDS[kind.kind] = kind


def kinds() -> tuple[Collectable, ...]:
    """All kinds, in the order they were joined."""
    return tuple(_KINDS.values())


def of(kind: str) -> Collectable | None:
    """The kind with this code."""
    return _KINDS.get(kind)
