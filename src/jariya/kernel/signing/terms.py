"""Times and sizes of signing in one table. None of them is a term of the law: they are the platform's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """`life`: from page to signature. `retry`: waits between checks while a service is out; the last one repeats."""

    life: dt.timedelta = dt.timedelta(minutes=30)
    life_of: tuple[tuple[str, dt.timedelta], ...] = (("login", dt.timedelta(minutes=5)),)
    retry: tuple[dt.timedelta, ...] = (
        dt.timedelta(seconds=5),
        dt.timedelta(seconds=20),
        dt.timedelta(minutes=1),
        dt.timedelta(minutes=5),
        dt.timedelta(minutes=15),
        dt.timedelta(hours=1),
    )
    give_up: dt.timedelta = dt.timedelta(days=3)
    max_cms: int = 64 * 1024
    """Bytes of a CMS, as in verify's policy."""
    max_manifest: int = 32 * 1024
    open_per_person: int = 20
    """Open sessions of one person or browser; the oldest is cancelled when another one opens."""
    keep_text: dt.timedelta = dt.timedelta(days=30)
    """A finished session's text and manifest stay this long on its page; the evidence keeps its own sealed copy."""
    fetch_timeout: float = 8.0
    max_answer: int = 64 * 1024
    """Bytes of an OCSP answer or time-stamp."""
    max_crl: int = 64 * 1024 * 1024
    crl_again: dt.timedelta = dt.timedelta(hours=6)
    """A list is asked for again after this, even where it says that it holds longer."""
    view_for: dt.timedelta = dt.timedelta(hours=24)
    """How long an approved opening of evidence may be used."""


TERMS = Terms()


def life_of(act: str) -> dt.timedelta:
    """How long a session of this act waits for its signature."""
    return dict(TERMS.life_of).get(act, TERMS.life)
