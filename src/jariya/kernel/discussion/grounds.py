"""Grounds on which a comment may be hidden: norms `discussion.ground.*`, so they are data with dates and editions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import norms_now

PREFIX = "discussion.ground."


@dataclass(frozen=True)
class Ground:
    """A ground as readers see it. `key` is that of its norm, which has a page of its own."""

    key: str
    title: str
    meaning: str


def in_force(day: dt.date, lang: str, norms: Norms | None = None) -> list[Ground]:
    """The grounds of a day, in the order of their keys. One query when `norms` is not given."""
    law = (norms or norms_now()).at(day)
    keys = [key for key in law.norms.keys if key.startswith(PREFIX) and key in law]
    return [Ground(key, law[key].title[lang], law[key].text.get(lang, "")) for key in keys]


def title(key: str, lang: str, norms: Norms | None = None) -> str:
    """The words of a ground, also of one that is no longer in force; empty for no ground."""
    rows = (norms or norms_now()).history(key) if key else ()
    return rows[-1].title[lang] if rows else ""
