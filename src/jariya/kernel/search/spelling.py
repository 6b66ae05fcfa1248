"""Mending a word that stands in no entry: by the vocabulary's trigrams, then by the fewest slips of the finger."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper
from rapidfuzz.distance import OSA

from jariya.kernel.language import fold
from jariya.kernel.search.lexemes import alternatives, quoted

_QWERTY = dict(
    zip(
        map(ord, "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
        "йцукенгшщзхъфывапролджэячсмитьбю",
        strict=True,
    )
)
SHORTEST = 4
"""A shorter word has too many neighbours to guess which was meant."""
SIMILARITY = 0.3


def unknown(cursor: CursorWrapper, words: Iterable[str]) -> list[str]:
    """Those of the words that no entry holds in any form. Ask for rare words only: a common one costs its list."""
    missing = []
    for word in dict.fromkeys(words):
        query = " | ".join(map(quoted, alternatives(word)))
        cursor.execute("SELECT 1 FROM search_entry WHERE words @@ %s::tsquery LIMIT 1", [query])
        if cursor.fetchone() is None:
            missing.append(word)
    return missing


def mend(cursor: CursorWrapper, word: str) -> str | None:
    """The known word most likely meant, or None. Also a Russian word typed on the English layout."""
    if len(word) < SHORTEST or word.isdigit():
        return None
    tried = [fold(word)]
    if word.isascii():
        tried.append(fold(word.translate(_QWERTY)))
    best: tuple[int, int, str] | None = None
    cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILARITY)])
    for folded in tried:
        slips = 1 if len(folded) < 6 else 2 if len(folded) < 11 else 3
        cursor.execute(
            "SELECT word, fold, docs FROM search_vocabulary WHERE fold %% %s AND length(fold) BETWEEN %s AND %s"
            " ORDER BY similarity(fold, %s) DESC, docs DESC LIMIT 60",
            [folded, len(folded) - slips, len(folded) + slips, folded],
        )
        for known, known_fold, docs in cursor.fetchall():
            distance = OSA.distance(folded, known_fold, score_cutoff=slips)
            if distance <= slips and (best is None or (distance, -docs, known) < best):
                best = (distance, -docs, known)
    return best[2] if best else None
