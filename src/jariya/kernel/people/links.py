"""Links on the account page to rooms of higher floors, which people does not know. `project/wiring.py` adds them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise

_links: dict[str, str | Promise] = {}


def add(url_name: str, label: str | Promise) -> None:
    """Show a link on every account page; `label` is lazy, in the reader's language."""
    _links[url_name] = label


def shown() -> list[tuple[str, str]]:
    """(address, label) in the order they were added."""
    return [(reverse(name), str(label)) for name, label in _links.items()]
