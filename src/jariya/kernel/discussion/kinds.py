"""Which kinds of cases may be discussed, and what the discussion asks of them. Portals register theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused

Spot = tuple[int, str]
"""Version of a case's text, and the id of an element in it."""


@dataclass(frozen=True)
class Place:
    """A place inside a case: its name for readers, in which language it is, and its address."""

    title: str
    lang: str
    href: str


@dataclass(frozen=True)
class Discussed:
    """What the discussion asks a portal about a case of one kind.

    `home`: (case, lang) -> path of the case's page. `title`: (case, lang) -> (public title, its language).
    `closed`: (case, now) -> why nothing more may be said, or None. `places`: (case, wanted (version, element), lang) ->
    those that are there, in a constant number of queries.
    """

    home: Callable[[Case, str], str]
    title: Callable[[Case, str], tuple[str, str]]
    closed: Callable[[Case, dt.datetime], Refused | None]
    places: Callable[[Case, frozenset[Spot], str], Mapping[Spot, Place]]


_KINDS: dict[str, Discussed] = {}


def register(kind: str, discussed: Discussed) -> None:
    """Let cases of a kind be discussed; called when the portal's app is ready."""
    _KINDS[kind] = discussed


def of(case: Case) -> Discussed | None:
    """What is registered for the case's kind."""
    return _KINDS.get(case.kind)


def known() -> frozenset[str]:
    """Kinds that may be discussed."""
    return frozenset(_KINDS)


def open_now(case: Case, now: dt.datetime | None = None) -> bool:
    """Whether something may be said on the case now."""
    found = of(case)
    return found is not None and found.closed(case, now or timezone.now()) is None
