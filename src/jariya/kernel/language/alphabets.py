"""How much a text looks like Kazakh or Russian: what tells the code page in which bytes were written. Pure.

Detectors on offer know no KZ-1048, the Kazakh code page, and guess by languages that are not ours. Two questions are
asked of every letter beyond ASCII: does it belong to our alphabets, and does it stand in a word as a letter of its
case stands there? Windows-1251 read as KOI8-R has capitals inside of words; Kazakh letters of KZ-1048 read as
Windows-1251 are Serbian and Ukrainian ones.
"""

from __future__ import annotations

import re
from collections import Counter

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_KAZAKH = "әғқңөұүһі"
_OURS = frozenset(_RUSSIAN + _KAZAKH + (_RUSSIAN + _KAZAKH).upper())
_FREQUENT = frozenset("оеаинтсрвлкмыд")
_SIGNS = frozenset("№«»—–“”„…°§€₸·\u00a0’‘•±²³×")
_WORD = re.compile(r"[^\W\d_]+")


def likeness(text: str) -> float:
    """About 1 for prose and tables in Kazakh or Russian, far below zero for a wrong reading, 0 for ASCII alone."""
    points = 0.0
    beyond = 0
    for letter, count in Counter(text).items():
        if letter < "\x80":
            points -= 6 * count if letter < " " and letter not in "\t\n\r\f\x00" or letter == "\x7f" else 0
            continue
        beyond += count
        if letter in _OURS:
            points += count * (1.2 if letter.lower() in _FREQUENT else 1.0)
        else:
            points += count * (0.4 if letter in _SIGNS else -3.0)
    if not beyond:
        return 0.0
    for word, count in Counter(_WORD.findall(text)).items():
        cyrillic = sum(letter in _OURS for letter in word)
        if cyrillic == 1 and len(word) > 1 and any(letter.isascii() for letter in word):
            points -= count * len(word)  # `JosИ`: a letter of another page among Latin ones
        if cyrillic < 2:
            continue
        if not (word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())):
            points -= count * 0.8 * len(word)
        if cyrillic != len(word):
            points -= count * 0.5 * len(word)
        if word[0] in "ъыьЪЬ":
            points -= count * 2
    return points / beyond
