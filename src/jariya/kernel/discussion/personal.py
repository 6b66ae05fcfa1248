"""What in a text looks like personal data, by rule. A hint before publishing: a human decides. Pure.

Numbers with a check digit are found by it, so a sum of tenge is not taken for a person, and a firm's number, which is
public, is let through. What has no check digit
(a telephone, a plate) is found by its shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jariya.kernel.signing.numbers import iin_valid

_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:\+7|8)[\s\-(]*7\d{2}[\s\-)]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"\bKZ\d{2}(?:[ ]?[0-9A-Z]{4}){4}\b")
_CARD = re.compile(r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)")
_PLATE = re.compile(r"(?<!\w)\d{3}\s?[A-ZА-Я]{2,3}\s?\d{2}(?!\w)")
_HOME = re.compile(
    r"(?:\b(?:пәтер|кв|квартира|apt|apartment|flat)\.?\s*№?\s*\d+)|(?:\b\d+[-\s]?(?:пәтер|үй|кв)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Found:
    """A piece that looks like personal data: its kind (iin, phone, mail, account, card, plate, home) and place."""

    kind: str
    text: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Everything found, in the order of the text, without pieces inside other pieces."""
    found: list[Found] = []
    for one in sorted(_all(text), key=lambda row: (row.start, -row.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def blackened(text: str, found: list[Found]) -> str:
    """The text with every piece replaced by as many blocks; spaces stay, so that lines break as before."""
    for one in found:
        text = text[: one.start] + re.sub(r"\S", "█", one.text) + text[one.end :]
    return text


def only_blackened(original: str, public: str) -> bool:
    """Whether `public` is `original` with some characters, and nothing else, replaced by blocks."""
    return len(original) == len(public) and all(b in (a, "█") for a, b in zip(original, public, strict=True))


def _all(text: str) -> Iterator[Found]:
    for kind, pattern, holds in (
        ("iin", _TWELVE, iin_valid),
        ("phone", _PHONE, lambda _text: True),
        ("mail", _MAIL, lambda _text: True),
        ("account", _ACCOUNT, lambda _text: True),
        ("card", _CARD, _is_card),
        ("plate", _PLATE, lambda _text: True),
        ("home", _HOME, lambda _text: True),
    ):
        for match in pattern.finditer(text):
            if holds(match.group()):
                yield Found(kind, match.group(), match.start(), match.end())


def _is_card(text: str) -> bool:
    """Luhn's check."""
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [value * 2 - 9 * (value > 4) if place % 2 else value for place, value in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
