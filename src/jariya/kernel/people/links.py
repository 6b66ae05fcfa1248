"""Links to rooms of higher floors, which people does not know. `project/wiring.py` adds them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class _Link:
    label: str | Promise
    header: bool
    staff: bool
    role: str


_links: dict[str, _Link] = {}


def add(url_name: str, label: str | Promise, *, header: bool = False, staff: bool = False, role: str = "") -> None:
    """Show a link on account pages; `label` is lazy, in the reader's language.

    Args:
        header: also in the private piece of the header that a signed-in reader gets on every page.
        staff: to officials only.
        role: only to those who hold this kind of role for the whole installation.
    """
    _links[url_name] = _Link(label, header, staff, role)


def shown(*, staff: bool, header: bool = False, roles: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """(address, label) in the order they were added; with `header` only those of the header.

    `roles`: what the reader holds for the whole installation.
    """
    return [
        (reverse(name), str(link.label))
        for name, link in _links.items()
        if (link.header or not header) and (staff or not link.staff) and (not link.role or link.role in roles)
    ]
