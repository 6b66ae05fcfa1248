"""Routers of floors beside the API, which it does not know. `project/wiring.py` joins them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

_joined: dict[str, str] = {}


def join(prefix: str, module: str) -> None:
    """Put the `router` of a module under a prefix of the API; it is loaded with the addresses, not before."""
    _joined[prefix] = module


def routers() -> Iterator[tuple[str, Any]]:
    """(prefix, router) in the order they were joined."""
    for prefix, module in _joined.items():
        yield prefix, import_module(module).router
