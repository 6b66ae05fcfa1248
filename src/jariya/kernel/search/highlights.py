"""The words found, marked in title and text; made from the page's rows alone."""

from __future__ import annotations

import re
from collections.abc import Collection

from jariya.kernel.language import fold, words
from jariya.kernel.search.lexemes import alternatives
from jariya.kernel.search.results import Segment

SNIPPET = 240
"""Characters of text shown under a title."""


def mark(text: str, wanted: Collection[str]) -> tuple[Segment, ...]:
    """The whole text in segments; `wanted` holds the lexemes that answer the query."""
    return _segments(text, _hits(text, wanted))


def snippet(text: str, wanted: Collection[str], *, longest: int = SNIPPET) -> tuple[Segment, ...]:
    """The stretch of the text with the most different words found, whole words, marked."""
    hits = _hits(text, wanted)
    if len(text) <= longest:
        return _segments(text, hits)
    start = 0
    if hits:
        best = -1
        for at, (place, _, _) in enumerate(hits):
            inside = {key for begin, end, key in hits[at:] if end <= place + longest - 40}
            if len(inside) > best:
                best, start = len(inside), max(0, place - 40)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + longest
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    end = min(end, len(text))
    inside_hits = [(b - start, e - start, key) for b, e, key in hits if b >= start and e <= end]
    segments = list(_segments(text[start:end], inside_hits))
    if start:
        segments.insert(0, Segment("… ", False))
    if end < len(text):
        segments.append(Segment(" …", False))
    return tuple(segments)


def _hits(text: str, wanted: Collection[str]) -> list[tuple[int, int, str]]:
    """Places of words found, and which lexeme found them. The stored text is normal already.

    A stem begins as its word does, so only words that begin like a lexeme sought are looked at: of a page's 3,000 words
    a few, where analysing a new one takes a tenth of a millisecond.
    """
    heads = sorted({fold(lexeme.lstrip("="))[:2] for lexeme in wanted})
    low = fold(text.lower())
    if not heads or len(low) != len(text):  # a letter whose small form is two letters: no page of ours has one
        return []
    found = []
    for word in re.finditer(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, heads))})[^\W_]*(?:'[^\W\d_]+)*", low):
        for one in words(text[word.start() : word.end()]):
            for lexeme in (f"={one.low}", *alternatives(one.low)):
                if lexeme in wanted:
                    found.append((word.start() + one.start, word.start() + one.end, lexeme))
                    break
    return found


def _segments(text: str, hits: list[tuple[int, int, str]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = 0
    for start, end, _ in hits:
        if start > at:
            segments.append(Segment(text[at:start], False))
        segments.append(Segment(text[start:end], True))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:], False))
    return tuple(segments)
