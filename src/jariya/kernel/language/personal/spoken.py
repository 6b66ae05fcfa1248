"""Digits said in words, Russian and Kazakh: `семьсот один пятьсот пятьдесят пять ноль один` -> `70155501`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RU = (
    ("ноль нуль", 0), ("один одна", 1), ("два две", 2), ("три", 3), ("четыре", 4), ("пять", 5), ("шесть", 6),
    ("семь", 7), ("восемь", 8), ("девять", 9), ("десять", 10), ("одиннадцать", 11), ("двенадцать", 12),
    ("тринадцать", 13), ("четырнадцать", 14), ("пятнадцать", 15), ("шестнадцать", 16), ("семнадцать", 17),
    ("восемнадцать", 18), ("девятнадцать", 19), ("двадцать", 20), ("тридцать", 30), ("сорок", 40),
    ("пятьдесят", 50), ("шестьдесят", 60), ("семьдесят", 70), ("восемьдесят", 80), ("девяносто", 90), ("сто", 100),
    ("двести", 200), ("триста", 300), ("четыреста", 400), ("пятьсот", 500), ("шестьсот", 600), ("семьсот", 700),
    ("восемьсот", 800), ("девятьсот", 900),
)  # fmt: skip
_KK = (
    ("нөл", 0), ("бір", 1), ("екі", 2), ("үш", 3), ("төрт", 4), ("бес", 5), ("алты", 6), ("жеті", 7), ("сегіз", 8),
    ("тоғыз", 9), ("он", 10), ("жиырма", 20), ("отыз", 30), ("қырық", 40), ("елу", 50), ("алпыс", 60),
    ("жетпіс", 70), ("сексен", 80), ("тоқсан", 90),
)  # fmt: skip
_VALUE = {word: value for words, value in (*_RU, *_KK) for word in words.split()}
_HUNDRED = "жүз"
_PLUS = ("плюс", "қосу")
_WORD = re.compile(r"[^\W_]+")
STARTS = ("восемь", "сегіз", "плюс", "қосу", "семьсот", "жеті жүз")
_START = re.compile(rf"\b(?:{'|'.join(STARTS)})\b")
FEWEST = 5
"""Words in a run: eleven digits take no fewer."""


def runs(low: str) -> Iterator[tuple[int, int, str]]:
    """Runs of number words in a text of small letters as (start, end, digits). Digits among them count too."""
    if not any(word in low for word in STARTS):
        return
    reached = 0
    for first in _START.finditer(low):
        if first.start() < reached:
            continue
        run: list[tuple[int, int, str]] = []
        for match in _WORD.finditer(low, first.start()):
            word, near = match.group(), not run or not low[run[-1][1] : match.start()].strip(" \u00a0,-–")
            known = (
                word in _VALUE or word == _HUNDRED or (not run and word in _PLUS) or (word.isdigit() and len(word) < 4)
            )
            if not (known and near):
                break
            run.append((match.start(), match.end(), word))
        reached = run[-1][1] if run else first.end()
        if len(run) >= FEWEST:
            yield _read(run)


def _read(run: list[tuple[int, int, str]]) -> tuple[int, int, str]:
    """A run as digits: hundreds take the tens and ones that follow, tens the ones."""
    digits, group, place = "", 0, 0  # the number being said, and the place its last word filled (100, 10, 1)
    for _start, _end, word in run:
        if word in _PLUS:
            continue
        if word.isdigit():
            digits, group, place = digits + (str(group) if place else "") + word, 0, 0
            continue
        if word == _HUNDRED:
            group, place = (group if place == 1 and 0 < group < 10 else 1) * 100, 100
            continue
        value = _VALUE[word]
        size = 100 if value >= 100 else 10 if value >= 10 else 1
        if place > size and value > 0:
            group += value
        else:
            digits, group = digits + (str(group) if place else ""), value
        place = 1 if value % 10 else size  # eleven to nineteen take no ones
    digits += str(group) if place else ""
    return run[0][0], run[-1][1], digits
