"""What the public list is filtered by, each with its words in the reader's language: data of the law, not of code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.table import lifecycle
from jariya.portals.requests.decisions import GROUND, OTHER_SUBJECT, OUTCOMES, SUBJECT, UNRESTRICTABLE
from jariya.portals.requests.lifecycle import KIND


@dataclass(frozen=True)
class Choice:
    """One value: its code, its words, the key of its norm; `unrestrictable` for a subject that may not be refused."""

    code: str
    title: str
    key: str
    confirmed: bool = True
    unrestrictable: bool = False


def _choices(prefix: str, day: dt.date, lang: str, norms: Norms) -> list[Choice]:
    law = norms.at(day)
    keys = [key for key in law.norms.keys if key.startswith(prefix) and key in law]
    return [
        Choice(
            (code := key.removeprefix(prefix)),
            law[key].title[lang],
            key,
            law[key].confirmed and not law[key].source_needed,
            prefix == SUBJECT and f"{UNRESTRICTABLE}{code}" in law,
        )
        for key in keys
    ]


def subjects(day: dt.date, lang: str, norms: Norms | None = None) -> list[Choice]:
    """Subjects in force on a day, by their words; "another subject" stands last."""
    rows = _choices(SUBJECT, day, lang, norms or norms_now())
    return sorted(rows, key=lambda row: (row.code == OTHER_SUBJECT, row.title))


def grounds(day: dt.date, lang: str, norms: Norms | None = None) -> list[Choice]:
    """Grounds on which information may be withheld, in force on a day."""
    return _choices(GROUND, day, lang, norms or norms_now())


def ground_titles(lang: str, norms: Norms | None = None) -> Mapping[str, str]:
    """Words of all grounds by code, also of those no longer in force."""
    law = norms or norms_now()
    return {key.removeprefix(GROUND): law.history(key)[-1].title[lang] for key in law.keys if key.startswith(GROUND)}


def subject_title(code: str, lang: str, norms: Norms | None = None) -> str:
    """Words of a subject, also of one no longer in force; the code where it is not known."""
    rows = (norms or norms_now()).history(f"{SUBJECT}{code}")
    return rows[-1].title[lang] if rows else code


def outcomes() -> list[tuple[str, str]]:
    """Decisions with their words, in the order of the table."""
    table = lifecycle(KIND)
    return [(code, str(table.state(code).title)) for code in OUTCOMES]
