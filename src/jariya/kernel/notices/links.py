"""How a kind of case is named and reached. The kernel knows no portal: `project/wiring.py` registers each here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from jariya.kernel.lifecycle.models import Case

Link = Callable[[Case, str], str]
Title = Callable[[Case, str], str | None]
Titles = Callable[[Sequence[Case]], Mapping[int, str]]


@dataclass(frozen=True)
class Linked:
    """What notices and feeds ask a portal about a case of one kind."""

    link: Link
    title: Title
    desk: Link | None = None
    feed: str | None = None
    titles: Titles | None = None


_KINDS: dict[str, Linked] = {}
_REASONS: dict[str, Link] = {}


def lead(about: str, link: Link) -> None:
    """Lead whoever is told for a reason (a key of `about.ABOUTS`) to a page of their own, whatever the kind."""
    _REASONS[about] = link


def register(
    kind: str,
    link: Link,
    title: Title,
    *,
    desk: Link | None = None,
    feed: str | None = None,
    titles: Titles | None = None,
) -> None:
    """Make a kind of case known.

    Args:
        kind: `Case.kind`.
        link: path of the case's page in a language, for the public and the parties.
        title: the PUBLIC title in its own language, or None where there is none; never asked for a case that is not
            public.
        desk: path of the case on the officials' desk.
        feed: word of the kind's own feed, `questions` for `feeds/kk/questions.atom`.
        titles: the same as `title` for many cases in one query, by `Case.pk`; lists and feeds ask this one.
    """
    _KINDS[kind] = Linked(link, title, desk, feed, titles)


def known(kind: str) -> bool:
    """Whether the kind has a page."""
    return kind in _KINDS


def path(case: Case, lang: str, *, official: bool = False, about: str = "") -> str:
    """Path of the case's page; the front page of the language when its portal has none.

    `about`: why the reader is told, where that leads elsewhere (`lead`).
    """
    if about in _REASONS:
        return _REASONS[about](case, lang)
    row = _KINDS.get(case.kind)
    if row is None:
        return f"/{lang}/"
    return (row.desk if official and row.desk else row.link)(case, lang)


def address(case: Case, lang: str, *, official: bool = False, about: str = "") -> str:
    """Absolute address of the case's page."""
    return f"{settings.PUBLIC_URL}{path(case, lang, official=official, about=about)}"


def title(case: Case, lang: str) -> str | None:
    """Public title of a public case on one line, without control characters; None otherwise."""
    return titles([case], lang).get(case.pk)


def titles(cases: Iterable[Case], lang: str) -> dict[int, str]:
    """Public titles by `Case.pk`; cases that are not public, and those without a title, are not in it."""
    shown = {case.pk: case for case in cases if is_public(case) and case.kind in _KINDS}
    found: dict[int, str | None] = {}
    for kind in {case.kind for case in shown.values()}:
        row, rows = _KINDS[kind], [case for case in shown.values() if case.kind == kind]
        found |= row.titles(rows) if row.titles else {case.pk: row.title(case, lang) for case in rows}
    return {pk: words for pk, text in found.items() if pk in shown and (words := _line(text or ""))}


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def is_public(case: Case) -> bool:
    """Whether anyone may see the case."""
    return case.visibility == "public" and not case.sealed


def kind_of_feed(word: str) -> str | None:
    """Kind of the cases in `feeds/<lang>/<word>.atom`."""
    return next((kind for kind, row in _KINDS.items() if row.feed == word), None)


def feed_words() -> tuple[str, ...]:
    """Words of all feeds of kinds."""
    return tuple(row.feed for row in _KINDS.values() if row.feed)
