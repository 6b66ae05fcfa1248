"""Which texts say nearly the same: campaigns send one text with another name in it. Pure: no database, no Django.

Each text becomes a sketch: the smallest hashes of its runs of five letters. Two sketches estimate how much of both is
shared (Broder, "On the resemblance and containment of documents", 1997). A text is compared with the first of each
group alone, so ten thousand copies of one letter cost ten thousand comparisons and not fifty million.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

from rapidfuzz import fuzz

RUN = 5
SKETCH = 64
PROBES = 12
"""Of a sketch, so many of the smallest hashes lead to the groups that are looked at."""
COMMON, LOOKED_AT = 200, 20
SHARED = 0.5
"""Estimated share from which two texts are compared letter by letter."""
ALIKE = 80.0
"""Percent of letters in the same order from which they are alike."""
SHORT = 16
"""Shorter texts are alike only when they are the same: «Қолдаймын» is no campaign."""
_NO_WORD = re.compile(r"[\W\d_]+")


def plain(text: str) -> str:
    """What is compared: words without case, digits and signs."""
    return _NO_WORD.sub(" ", text.casefold()).strip()


def sketch(words: str) -> tuple[int, ...]:
    """The smallest hashes of the runs of a plain text, in order."""
    raw = words.encode()
    # A letter of Kazakh or Russian takes two bytes: a run is ten of them, at any byte.
    runs = {zlib.crc32(raw[at : at + 2 * RUN]) for at in range(max(1, len(raw) - 2 * RUN + 1))}
    return tuple(nsmallest(SKETCH, runs))


def shared(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of runs that two texts have in common, 0 to 1."""
    union = sorted(set(one) | set(other))[:SKETCH]
    both = set(one) & set(other)
    return sum(run in both for run in union) / len(union) if union else 0.0


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Places of texts that say nearly the same, the largest group first; a text alone is in none.

    A group is led by its first text, and every member is like that one. The order of the texts decides who leads.
    """
    same: dict[str, int] = {}
    members: list[list[int]] = []
    leaders: list[tuple[str, tuple[int, ...]]] = []
    index: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        words = plain(text)
        known = same.get(words)
        if known is None and len(words) >= SHORT:
            known = _like(words, sketch_ := sketch(words), leaders, index)
            if known is None:
                for run in sketch_[:PROBES]:
                    index.setdefault(run, []).append(len(leaders))
        if known is None:
            known = len(leaders)
            leaders.append((words, sketch(words) if len(words) >= SHORT else ()))
            members.append([])
        same.setdefault(words, known)
        members[known].append(place)
    found = [group for group in members if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _like(
    words: str, own: tuple[int, ...], leaders: Sequence[tuple[str, tuple[int, ...]]], index: dict[int, list[int]]
) -> int | None:
    """The group whose leader is most like a text; None when no one is."""
    hits: Counter[int] = Counter()
    for run in own[:PROBES]:
        # A run that hundreds of groups have ("Құрметті министрлік") tells nothing about this one.
        if len(known := index.get(run, ())) <= COMMON:
            hits.update(known)
    best, most = None, ALIKE
    for group, _number in hits.most_common(LOOKED_AT):
        other, sketch_ = leaders[group]
        if shared(own, sketch_) < SHARED:
            continue
        score = fuzz.ratio(words, other, score_cutoff=most)
        if score >= most and (best is None or score > most):
            best, most = group, score
    return best
