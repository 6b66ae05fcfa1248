"""Routers of floors beside the API, which it does not know. `project/wiring.py` joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

_joined: dict[str, Callable[[], object]] = {}


def join(prefix: str, module: str) -> None:
    """Put the `router` of a module under a prefix of the API; it is loaded with the addresses, not before."""
    _joined[prefix] = lambda: import_module(module).router


def routers() -> Iterator[tuple[str, object]]:
    """(prefix, router) in the order they were joined."""
    for prefix, router in _joined.items():
        yield prefix, router()
