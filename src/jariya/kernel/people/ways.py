"""Ways to sign in that floors above bring (a signature, the state's service). `project/wiring.py` adds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class _Way:
    label: str | Promise
    note: str | Promise
    open: Callable[[], bool]


_ways: dict[str, _Way] = {}


def add(
    url_name: str, label: str | Promise, *, note: str | Promise = "", open: Callable[[], bool] | None = None
) -> None:
    """Offer a way on the sign-in page; `label` and `note` are lazy, in the reader's language.

    The page of the way takes `?next=` as the sign-in page does.

    Args:
        open: asked at each visit: whether the way is there on this installation; always when left out.
    """
    _ways[url_name] = _Way(label, note, open or (lambda: True))


def shown() -> list[tuple[str, str, str]]:
    """(address, label, note) of every open way, in the order they were added."""
    return [(reverse(name), str(way.label), str(way.note)) for name, way in _ways.items() if way.open()]
