"""Links to rooms of higher floors, which people does not know. `project/wiring.py` adds them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise

_links: dict[str, tuple[str | Promise, bool]] = {}


def add(url_name: str, label: str | Promise, *, header: bool = False) -> None:
    """Show a link on every account page; `label` is lazy, in the reader's language.

    `header`: also in the private piece of the header that a signed-in reader gets on every page.
    """
    _links[url_name] = (label, header)


def shown(*, header: bool = False) -> list[tuple[str, str]]:
    """(address, label) in the order they were added; with `header` only those of the header."""
    return [(reverse(name), str(label)) for name, (label, above) in _links.items() if above or not header]
