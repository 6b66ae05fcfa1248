"""What can be followed besides cases, bodies and posts: portals register theirs. `project/wiring.py` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jariya.kernel.notices.feeds.parts import Line
from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Named:
    """A thing that is followed. `key` and `rest` follow the kind: `line:<key>` is kept, `line:<rest>` is in addresses.

    `label`: lang -> what it is called; `path`: lang -> its page; `author`: lang -> whose feed it is.
    """

    key: str
    rest: str
    label: Callable[[str], str]
    path: Callable[[str], str]
    author: Callable[[str], str]
    invented: bool = False


def _nothing(thing: Named) -> None:
    """Nothing has to be kept."""


@dataclass(frozen=True)
class Topic:
    """A kind of thing that can be followed.

    `find`: (rest of the address, reader) -> the thing, or None where there is none or it is not theirs to see.
    `load`: keys -> those things that anyone may see, by key, in a constant number of queries.
    `lines`: (thing, lang) -> what its Atom feed holds, newest first.
    `keep`: called when somebody follows the thing, for what exists only while it is followed (a search).
    """

    find: Callable[[str, Person | None], Named | None]
    load: Callable[[Sequence[str]], Mapping[str, Named]]
    lines: Callable[[Named, str], Sequence[Line]]
    keep: Callable[[Named], None] = _nothing


_TOPICS: dict[str, Topic] = {}
RESERVED = frozenset({"case", "body", "post", "person", "told", "supervisor"})


def register(kind: str, topic: Topic) -> None:
    """Let things of a kind be followed."""
    if kind in RESERVED:
        raise ValueError(kind)
    _TOPICS[kind] = topic


def topic(kind: str) -> Topic | None:
    """What is registered under a kind."""
    return _TOPICS.get(kind)


def kinds() -> tuple[str, ...]:
    """All registered kinds."""
    return tuple(sorted(_TOPICS))
