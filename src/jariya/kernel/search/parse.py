"""What a person typed, read as a query: words, "quoted phrases", -words to leave out. Takes any input."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jariya.kernel.language import normal, words
from jariya.kernel.search.stopwords import STOPWORDS

LONGEST_QUERY = 400
"""Characters that are read of a query; more is a pasted text, and its beginning says what it is about."""
MOST_WORDS = 12

_QUOTE = re.compile('["\u00ab\u00bb\u201c\u201d\u201e]')
_PART = re.compile(r'(?P<minus>(?<!\S)[-\u2212]\s?(?=[\w"]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Wanted:
    """A query as read. `words` must be there in any form, `phrases` exactly, nothing of `excluded` may be."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    cut: bool = False
    """The query was longer than is read."""

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases)


def parse(text: str) -> Wanted:
    """Read a query. Stop words count only when nothing else was typed, or inside quotes."""
    clean = _QUOTE.sub('"', normal(text[: LONGEST_QUERY * 4]))
    cut = len(clean) > LONGEST_QUERY or len(text) > LONGEST_QUERY * 4
    clean = clean[:LONGEST_QUERY]
    wanted: dict[str, None] = {}
    common: dict[str, None] = {}
    excluded: dict[str, None] = {}
    phrases: dict[tuple[str, ...], None] = {}
    room = MOST_WORDS
    for part in _PART.finditer(clean):
        typed = part["phrase"] if part["phrase"] is not None else part["word"]
        found = [word.low for word in words(typed or "")]
        if not found:
            continue
        if len(found) > room:
            found, cut = found[:room], True
            if not found:
                break
        room -= len(found)
        if part["minus"]:
            excluded.update(dict.fromkeys(w for w in found if w not in STOPWORDS))
        elif part["phrase"] is not None:
            phrases[tuple(found)] = None
        else:
            for word in found:
                (common if word in STOPWORDS else wanted)[word] = None
    if not wanted and not phrases and common:
        phrases = {(word,): None for word in common}
    for word in wanted:
        excluded.pop(word, None)
    return Wanted(tuple(wanted), tuple(phrases), tuple(excluded), cut)
