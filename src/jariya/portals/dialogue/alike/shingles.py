"""Runs of words, how much two texts have in common, and clusters of texts that are nearly the same. Pure.

Likeness is the Jaccard index of runs of five words: parts in common, divided by all parts. MinHash with bands finds
the pairs worth comparing without comparing all with all (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive
Datasets", ch. 3); every pair it finds is then compared exactly, so a chance hit joins nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

SIZE = 5
"""Words of a run: shorter ones are shared by all letters that open and close politely."""
BANDS, ROWS = 32, 4
"""128 permutations: a pair of likeness 0.8 is found with probability 1 - (1 - 0.8^4)^32 > 0.9999999, one of 0.3 with
0.23."""
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def shingles(text: str, *, size: int = SIZE) -> frozenset[int]:
    """Digests of all runs of `size` words. Numbers, names of months aside, are left out: a template differs in them.

    A text shorter than a run is one run. An empty text has none.
    """
    words = _WORD.findall(text.lower())
    if not words:
        return frozenset()
    runs = [words[at : at + size] for at in range(max(1, len(words) - size + 1))]
    return frozenset(_digest(" ".join(run)) for run in runs)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of runs that both texts have, 0 to 1; 0 when one of them is empty."""
    if not one or not other:
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def _permutations() -> list[tuple[int, int]]:
    # Fixed, so that the same texts give the same clusters on every machine.
    return [(_digest(f"a{n}") % (_PRIME - 1) + 1, _digest(f"b{n}") % _PRIME) for n in range(BANDS * ROWS)]


_PERMUTATIONS = _permutations()


def signature(runs: frozenset[int]) -> tuple[int, ...]:
    """The MinHash signature of a text's runs."""
    return tuple(min((a * run + b) % _PRIME for run in runs) for a, b in _PERMUTATIONS)


def clusters(texts: Mapping[int, str], *, share: float, least: int = 2) -> list[list[int]]:
    """Groups of texts of which each is like another of its group.

    Args:
        texts: id -> text.
        share: likeness from which two texts count as the same, 0 to 1.
        least: smaller groups are left out.

    Returns:
        Groups of ids, the largest first; ids in order.
    """
    parts = {key: shingles(text) for key, text in texts.items()}
    # Equal texts need no signature of their own: a template word for word is the common case.
    same: dict[frozenset[int], list[int]] = defaultdict(list)
    for key, runs in parts.items():
        if runs:
            same[runs].append(key)
    kinds = list(same)
    leader = list(range(len(kinds)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for first, second in _candidates([signature(runs) for runs in kinds]):
        if find(first) != find(second) and likeness(kinds[first], kinds[second]) >= share:
            leader[find(second)] = find(first)
    groups: dict[int, list[int]] = defaultdict(list)
    for at, runs in enumerate(kinds):
        groups[find(at)].extend(same[runs])
    found = [sorted(group) for group in groups.values() if len(group) >= least]
    return sorted(found, key=lambda group: (-len(group), group))


def _candidates(signatures: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Pairs that have a whole band in common. Each member of a bucket is paired with the bucket's first."""
    pairs: dict[tuple[int, int], None] = {}
    for band in range(BANDS):
        buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for at, made in enumerate(signatures):
            buckets[made[band * ROWS : (band + 1) * ROWS]].append(at)
        for bucket in buckets.values():
            for second in bucket[1:]:
                pairs[(bucket[0], second)] = None
    return list(pairs)
