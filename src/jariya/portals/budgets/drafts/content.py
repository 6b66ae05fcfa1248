"""What a draft says, as typed, and what differs between two of it. Pure: no database."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

TEXTS = ("title", "summary", "goal")


@dataclass(frozen=True)
class Measured:
    """An indicator: what is measured, from where to where."""

    number: int
    name_kk: str
    name_ru: str
    unit: str
    baseline: Decimal | None
    target: Decimal


@dataclass(frozen=True)
class Content:
    """The whole of a draft's version. Amounts: (year, tenge)."""

    title_kk: str
    title_ru: str
    summary_kk: str
    summary_ru: str
    goal_kk: str
    goal_ru: str
    amounts: tuple[tuple[int, int], ...] = ()
    indicators: tuple[Measured, ...] = ()

    def text(self, part: str, lang: str) -> str:
        """Title, summary or goal in Kazakh or Russian; an English reader gets the Russian one."""
        return str(getattr(self, f"{part}_{'kk' if lang == 'kk' else 'ru'}"))


@dataclass(frozen=True)
class Piece:
    """A run of words: kept, added or taken out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """What two versions do not share: texts by part, amounts by year, indicators by number."""

    texts: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
    amounts: tuple[tuple[int, int | None, int | None], ...] = ()
    indicators: tuple[tuple[Measured | None, Measured | None], ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.texts or self.amounts or self.indicators)

    text_lang: str = "kk"
    """In which language the texts are shown."""
    other_language: bool = False
    """The texts of the reader's language are the same; those of the other one differ."""
    material: bool = field(default=False)
    """Whether money, goal or an indicator differs: then the discussion begins anew (`budget.discussion.restart`)."""


def difference(old: Content, new: Content, lang: str = "kk") -> Difference:
    """What differs, for a reader of `lang`. `any` and `material` look at both languages."""
    texts = tuple(
        (part, words(old.text(part, lang), new.text(part, lang)))
        for part in TEXTS
        if old.text(part, lang) != new.text(part, lang)
    )
    own, other = ("kk", "ru") if lang == "kk" else ("ru", "kk")
    shown = own
    if not texts:  # the other language alone was mended: shown as it stands there
        texts = tuple(
            (part, words(old.text(part, other), new.text(part, other)))
            for part in TEXTS
            if old.text(part, other) != new.text(part, other)
        )
        shown = other if texts else own
    was, now = dict(old.amounts), dict(new.amounts)
    amounts = tuple(
        (year, was.get(year), now.get(year))
        for year in sorted(was.keys() | now.keys())
        if was.get(year) != now.get(year)
    )
    before, after = ({row.number: row for row in one.indicators} for one in (old, new))
    indicators = tuple(
        (before.get(number), after.get(number))
        for number in sorted(before.keys() | after.keys())
        if before.get(number) != after.get(number)
    )
    goal = (old.goal_kk, old.goal_ru) != (new.goal_kk, new.goal_ru)
    return Difference(
        texts,
        amounts,
        indicators,
        text_lang=shown,
        other_language=shown != own,
        material=bool(amounts or indicators or goal),
    )


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as runs of words kept, taken out and added.

    A space or a single short word between two changes goes with them: a speckled text is read by nobody.
    """
    one, other = _split(old), _split(new)
    made: list[Piece] = []
    for kind, start, end, from_, to in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(Piece("kept", "".join(one[start:end])))
            continue
        if end > start:
            made.append(Piece("out", "".join(one[start:end])))
        if to > from_:
            made.append(Piece("in", "".join(other[from_:to])))
    return _joined(made)


SHORT = 4
"""Letters up to which a word that stayed between two changes is told as changed with them."""


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Changes that only a short run parts are one: first all that went, then all that came."""
    made: list[Piece] = []
    out = new = ""
    for place, piece in enumerate(pieces):
        if piece.kind == "kept":
            between = bool(out or new) and place + 1 < len(pieces) and len(piece.text.strip()) <= SHORT
            if between:
                out, new = out + piece.text, new + piece.text
                continue
            made += _change(out, new)
            out = new = ""
            made.append(piece)
        elif piece.kind == "out":
            out += piece.text
        else:
            new += piece.text
    return (*made, *_change(out, new))


def _change(out: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("out", out), ("in", new)) if text]


KEPT = 40
"""Words of an unchanged run that stay in sight on each side of a change."""


def folded(pieces: Sequence[Piece]) -> list[Piece | None]:
    """Pieces for a page: the middle of a long unchanged run gives way to None."""
    made: list[Piece | None] = []
    for place, piece in enumerate(pieces):
        words_ = _split(piece.text) if piece.kind == "kept" else []
        if len(words_) <= 4 * KEPT:
            made.append(piece)
            continue
        head = "".join(words_[: 2 * KEPT]) if place else ""
        tail = "".join(words_[-2 * KEPT :]) if place + 1 < len(pieces) else ""
        made += [*([Piece("kept", head)] if head else []), None, *([Piece("kept", tail)] if tail else [])]
    return made


def _split(text: str) -> Sequence[str]:
    return re.findall(r"\s+|[^\s]+", text)
