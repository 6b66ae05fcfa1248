"""Public ids: kind letter, year, eight random Crockford base-32 characters and a check character.

`Q2026-7K3F9ZT2-X`. The check character is Luhn's algorithm over base 32, so one wrong or two swapped characters are
noticed before the database is asked.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {char: index for index, char in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_SHAPE = re.compile(r"^([A-Z])(\d{4})([0-9A-HJKMNP-TV-Z]{8})([0-9A-HJKMNP-TV-Z])$")


def check_character(body: str) -> str:
    """Luhn mod 32 over `body` (characters outside the alphabet count by their code, e.g. the kind letter)."""
    total = 0
    for place, char in enumerate(reversed(body)):
        value = _VALUE.get(char, ord(char) % 32)
        if place % 2 == 0:
            doubled = value * 2
            value = doubled // 32 + doubled % 32
        total += value
    return ALPHABET[-total % 32]


def new(letter: str, year: int, token: str | None = None) -> str:
    """A new public id of a kind and year; `token` fixes the random part (simulations)."""
    token = token or "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letter}{year}-{token}-{check_character(f'{letter}{year}{token}')}"


def normal(text: str) -> str | None:
    """The canonical form of what a person typed (lower case, without dashes, O for 0), or None when it is no id."""
    if len(text) > 40:
        return None
    text = text.strip().upper()
    plain = text[:1] + text[1:].translate(_MISREAD)
    match = _SHAPE.match(plain)
    if match is None or check_character(plain[:-1]) != plain[-1]:
        return None
    letter, year, token, check = match.groups()
    return f"{letter}{year}-{token}-{check}"
