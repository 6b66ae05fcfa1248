"""How a kind of case is named and reached. The kernel knows no portal: `project/wiring.py` registers each here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from jariya.kernel.lifecycle.models import Case

Link = Callable[[Case, str], str]
Title = Callable[[Case, str], str | None]


@dataclass(frozen=True)
class Linked:
    """What notices and feeds ask a portal about a case of one kind."""

    link: Link
    title: Title
    desk: Link | None = None
    feed: str | None = None


_KINDS: dict[str, Linked] = {}


def register(kind: str, link: Link, title: Title, *, desk: Link | None = None, feed: str | None = None) -> None:
    """Make a kind of case known.

    Args:
        kind: `Case.kind`.
        link: path of the case's page in a language, for the public and the parties.
        title: the PUBLIC title in its own language, or None where there is none. It is asked one case at a time,
            so it should read what `Case` already carries or one row; it is never asked for a case that is not public.
        desk: path of the case on the officials' desk.
        feed: word of the kind's own feed, `questions` for `feeds/kk/questions.atom`.
    """
    _KINDS[kind] = Linked(link, title, desk, feed)


def known(kind: str) -> bool:
    """Whether the kind has a page."""
    return kind in _KINDS


def path(case: Case, lang: str, *, official: bool = False) -> str:
    """Path of the case's page; the front page of the language when its portal has none."""
    row = _KINDS.get(case.kind)
    if row is None:
        return f"/{lang}/"
    return (row.desk if official and row.desk else row.link)(case, lang)


def address(case: Case, lang: str, *, official: bool = False) -> str:
    """Absolute address of the case's page."""
    return f"{settings.PUBLIC_URL}{path(case, lang, official=official)}"


def title(case: Case, lang: str) -> str | None:
    """Public title of a public case on one line, without control characters; None otherwise."""
    row = _KINDS.get(case.kind)
    if row is None or not is_public(case):
        return None
    words = row.title(case, lang) or ""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split()) or None


def is_public(case: Case) -> bool:
    """Whether anyone may see the case."""
    return case.visibility == "public" and not case.sealed


def kind_of_feed(word: str) -> str | None:
    """Kind of the cases in `feeds/<lang>/<word>.atom`."""
    return next((kind for kind, row in _KINDS.items() if row.feed == word), None)


def feed_words() -> tuple[str, ...]:
    """Words of all feeds of kinds."""
    return tuple(row.feed for row in _KINDS.values() if row.feed)
