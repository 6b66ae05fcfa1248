"""What the rules share: alphabets as character classes, blanks, and looking at the words beside a number."""

from __future__ import annotations

import re

BLANK = "[ \u00a0\u2009\u202f\t]"
DASH = "[-\u2010-\u2014]"
GAP = "[ \u00a0\u2009\u202f\t\\-\u2010-\u2014]"
"""A blank or a dash, as people put them between digits."""
UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
LOWER = "a-zа-яёәғқңөұүһі"

LATIN = str.maketrans("АВЕКМНОРСТУХІавекмнорстухі", "ABEKMHOPCTYXIabekmhopctyxi")
"""Cyrillic letters that look like Latin ones: people type either into an account or a plate."""

_MONEY = re.compile(
    r"\s*(?:[₸$€%]|теңге|тенге|тг\b|KZT|млн|млрд|миллион|миллиард|мың\b|тыс|руб|долл|гектар|га\b|шаршы|кв\.?\s?м|км\b"
    r"|тонн|дана|экз|куб|литр|кВт)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^\W\d_]{4}|[0-9])[.!?]\s(?!$)")
"""An end of a sentence, not of an abbreviation (`тел. `)."""
_NUMBER_SIGN = re.compile(r"(?:№|N°|#)\s*$")


def before(text: str, start: int, length: int = 40) -> str:
    """What stands before a place in the same sentence, in lower case."""
    words = text[max(0, start - length) : start].rpartition("\n")[2].lower()
    ends = [match.end() for match in _SENTENCE.finditer(words)]
    return words[ends[-1] :] if ends else words


def after(text: str, end: int, length: int = 25) -> str:
    """What stands after a place on the same line, in lower case."""
    return text[end : end + length].partition("\n")[0].lower()


def counts_something(text: str, end: int) -> bool:
    """Whether a unit or a currency follows: the number is a sum or a measure."""
    return _MONEY.match(text, end) is not None


def has_number_sign(text: str, start: int) -> bool:
    """Whether № stands before: a number of a paper."""
    return _NUMBER_SIGN.search(text, max(0, start - 4), start) is not None


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(char for char in text if char in "0123456789")
