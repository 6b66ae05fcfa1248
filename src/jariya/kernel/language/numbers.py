"""Check digits of the individual (IIN) and the business identification number (BIN).

Source: Government resolution No 565 of 11 June 2003 (adilet P030000565_). Twelve digits: an IIN is birth day YYMMDD,
century and sex, four of a series and the check digit; a BIN is YYMM of registration, kind, sign, five of a series and
the check digit. Certificates of the TEST authority hold numbers that do not satisfy the rule, so it is asked of
production certificates only.
"""

from __future__ import annotations

_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def iin_valid(text: str) -> bool:
    """Return whether the text is an IIN that could have been issued: a real day of birth and the check digit.

    The seventh digit is 1-6 for people born in XIX-XXI; 0 has been met at foreigners and is let through.
    """
    return has_check_digit(text) and text[6] in "0123456" and 1 <= int(text[2:4]) <= 12 and 1 <= int(text[4:6]) <= 31


def bin_valid(text: str) -> bool:
    """Return whether the text is a BIN that could have been issued: month, kind (4-6), sign (0-3), check digit."""
    return has_check_digit(text) and 1 <= int(text[2:4]) <= 12 and text[4] in "456" and text[5] in "0123"


def has_check_digit(text: str) -> bool:
    """Whether the text is twelve digits of which the last is the check digit, of an IIN or of a BIN."""
    if len(text) != 12 or not text.isascii() or not text.isdigit():
        return False
    digits = [int(digit) for digit in text]
    for weights in _WEIGHTS:
        check = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if check < 10:
            return check == digits[11]
    return False  # such a series is not issued
