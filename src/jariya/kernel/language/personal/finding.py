"""The finder: each rule over the stretches of a text that can hold what it looks for.

Almost every kind hangs on a digit, and most of a text is far from one: rules that need digits look only near them.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from jariya.kernel.language.personal import figures, homes, mails, names, papers, phones
from jariya.kernel.language.personal.found import KINDS, RANK, SURE, Found

_DIGIT = re.compile(r"[0-9][^\s0-9]*")
_LONG = re.compile(r"[0-9](?:[^\w\n]{0,3}[0-9]){4}")
"""What figures, telephones and documents have at the least."""
_BEFORE, _AFTER = 60, 60
"""Characters around a digit that a rule can need: a street's name on the left, «-үй, 5-пәтер» on the right."""


def find(text: str, kinds: frozenset[str] = SURE) -> list[Found]:
    """What of these kinds is in the text, in its order; where two overlap, the surer or else the longer one.

    Args:
        text: any text; nothing is normalised, so that places are places of this very text.
        kinds: keys of `KINDS`. `SURE` stops nobody wrongly often; `PERSONAL` adds weak ones; BINs are public and
            come only when asked for.
    """
    found: list[Found] = []
    taken: list[tuple[int, int]] = []  # sorted, without overlaps
    for one in sorted(_all(text, kinds), key=lambda row: (RANK[row.kind], row.start - row.end, row.start)):
        at = bisect(taken, (one.start, one.end))
        if (at == 0 or taken[at - 1][1] <= one.start) and (at == len(taken) or one.end <= taken[at][0]):
            taken.insert(at, (one.start, one.end))
            found.append(one)
    return sorted((one for one in found if one.kind in kinds), key=lambda row: row.start)


def _all(text: str, kinds: frozenset[str]) -> Iterator[Found]:
    low = text.lower()
    if len(low) != len(text):  # İ: two characters when small
        low = "".join(char if len(char.lower()) > 1 else char.lower() for char in text)
    for start, end in _stretches(text):
        near = low[start:end]
        if _LONG.search(text, start, end):
            # BINs too, so that a firm's number is not read as a telephone's.
            yield from figures.look(text, start, end)
            yield from phones.look(text, low, start, end)
            yield from papers.look_documents(text, start, end)
        yield from papers.look_plates(text, low, start, end)
        if any(word in near for word in papers.BIRTHS):
            yield from papers.look_births(text, low, start, end)
        if any(word in near for word in homes.WORDS):
            yield from homes.look(text, low, start, end)
    yield from phones.look_spoken(text, low)
    yield from mails.look(text, low)
    if any(KINDS[kind].weak for kind in kinds):
        yield from names.look(text)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around digits, cut at blanks, near ones joined."""
    start = end = -1
    for match in _DIGIT.finditer(text):
        if start >= 0 and match.start() - _BEFORE <= end:
            end = match.end() + _AFTER
            continue
        if start >= 0:
            yield start, _cut(text, end)
        start, end = _open(text, match.start() - _BEFORE), match.end() + _AFTER
    if start >= 0:
        yield start, _cut(text, end)


def _open(text: str, at: int) -> int:
    """A place at or after `at` where a word begins."""
    if at <= 0:
        return 0
    while not text[at - 1].isspace() and not text[at].isdigit():
        at += 1
    return at


def _cut(text: str, at: int) -> int:
    """A place at or after `at` where a word ends; a run without blanks is cut."""
    limit = min(len(text), at + 60)
    while at < limit and not text[at].isspace():
        at += 1
    return min(at, len(text))
