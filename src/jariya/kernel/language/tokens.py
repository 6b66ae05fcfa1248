"""Words of a text, as the analyser sees them, with the places they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jariya.kernel.language.scripts import normal, one_script

# Letters and digits; an apostrophe inside a word belongs to it (don't, об'єкт), a hyphen does not (ата-ана: two words).
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W\d_]+)*")
LONGEST_WORD = 64
"""In characters; the rest of a longer token (an address, base64, noise) is cut off, so that no index row grows wild."""


class Word(NamedTuple):
    """A word as written, in lower case, and its place in the normalised text."""

    text: str
    low: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Words of a text, in order. `start`/`end` count characters of `normal(text)`. Takes any input, broken too."""
    for found in _WORD.finditer(normal(text)):
        written = found.group()
        low = one_script(written[:LONGEST_WORD].lower().replace("\u2019", "'").replace("\u02bc", "'"))
        yield Word(written, low, found.start(), found.end())
