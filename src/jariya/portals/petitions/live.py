"""What is checked while a petition is being written: length, personal data, the addressee, and what is like it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.language import personal
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search.queries import similar
from jariya.portals.petitions import law
from jariya.portals.petitions.collecting import api
from jariya.portals.petitions.states import KIND
from jariya.portals.petitions.texts import LANGUAGES, Texts
from jariya.portals.petitions.thresholds import Threshold, scope_of

MOST_ALIKE = 5


@dataclass(frozen=True)
class Length:
    """A part that is there and is too short or too long. `over`: by how many characters; below zero: too short."""

    part: str
    language: str
    over: int


@dataclass(frozen=True)
class Alike:
    """A public petition much like the one being written. `signable`: it can be signed instead."""

    public_id: str
    title: str
    language: str
    count: int
    signable: bool


@dataclass(frozen=True)
class Checks:
    """What was found. `ready`: it may go on to the last look."""

    lengths: tuple[Length, ...]
    missing: tuple[tuple[str, str], ...]
    """(part, language) without which it is not whole."""
    personal: tuple[personal.Found, ...]
    addressee: Body | None
    competent: bool
    threshold: Threshold | None
    desk: bool
    alike: tuple[Alike, ...]

    @property
    def ready(self) -> bool:
        """Nothing stands in the way: personal data and look-alikes only warn."""
        return bool(
            not self.lengths and not self.missing and self.addressee and self.competent and self.threshold and self.desk
        )


def check(texts: Texts, addressee: Body | None, day: dt.date, *, like: bool = True) -> Checks:
    """Look at what was written so far. Two queries for the addressee, two or three for what is like it."""
    return Checks(
        _lengths(texts, day),
        _missing(texts),
        tuple(one for lang in LANGUAGES for one in personal.find(f"{texts.title(lang)}\n{texts.text(lang)}")),
        addressee,
        addressee is not None and addressee.connected and scope_of(addressee.kind, addressee.level) is not None,
        law.threshold_of(addressee, day) if addressee else None,
        addressee is not None and law.desk_of(addressee, day) is not None,
        alike(texts) if like else (),
    )


def _lengths(texts: Texts, day: dt.date) -> tuple[Length, ...]:
    found = []
    for lang in LANGUAGES:
        for part, (least, most) in law.bounds(day).items():
            size = len(getattr(texts, part)(lang))
            if size and not least <= size <= most:
                found.append(Length(part, lang, size - most if size > most else size - least))
    return tuple(found)


def _missing(texts: Texts) -> tuple[tuple[str, str], ...]:
    wanted = [texts.first]
    wanted += [lang for lang in LANGUAGES if lang != texts.first and (texts.title(lang) or texts.text(lang))]
    return tuple((part, lang) for lang in wanted for part in ("title", "text") if not getattr(texts, part)(lang))


def alike(texts: Texts) -> tuple[Alike, ...]:
    """Public petitions with the same rare words in any form, in either language; what can be signed stands first."""
    rows: dict[str, Any] = {}
    for lang in LANGUAGES:
        words = f"{texts.title(lang)} {texts.text(lang)}".strip()
        if words:
            for row in similar(words[:2000], lang=lang, kind=KIND, limit=MOST_ALIKE, answered=False):
                rows.setdefault(str(row.url_args[0]), row)
    if not rows:
        return ()
    cases = dict(Case.objects.public().filter(public_id__in=rows).values_list("public_id", "pk"))
    open_now = set(Case.objects.filter(pk__in=cases.values(), state="collecting").values_list("public_id", flat=True))
    numbers = api.counts(cases.values())
    found = [
        Alike(
            public_id,
            "".join(piece.text for piece in row.title),
            row.language,
            numbers.get(cases[public_id], 0),
            public_id in open_now,
        )
        for public_id, row in rows.items()
        if public_id in cases
    ]
    return tuple(sorted(found, key=lambda one: not one.signable)[:MOST_ALIKE])
