"""Showing what was found: blocks in place of characters, and a text cut into marked and plain pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jariya.kernel.language.personal.found import Found

BLOCK = "█"
_SHOWN = re.compile(r"\S")


def blackened(text: str, found: Iterable[Found]) -> str:
    """The text with every piece replaced by as many blocks; spaces stay, so that lines break as before."""
    for one in found:
        text = text[: one.start] + _SHOWN.sub(BLOCK, one.text) + text[one.end :]
    return text


def only_blackened(original: str, public: str) -> bool:
    """Whether `public` is `original` with some characters, and nothing else, replaced by blocks."""
    return len(original) == len(public) and all(b in (a, BLOCK) for a, b in zip(original, public, strict=True))


def pieces(text: str, found: Sequence[Found]) -> Iterator[tuple[str, Found | None]]:
    """The text cut at what was found: each piece with its finding, or with None."""
    at = 0
    for one in found:
        if at < one.start:
            yield text[at : one.start], None
        yield one.text, one
        at = one.end
    if at < len(text):
        yield text[at:], None
