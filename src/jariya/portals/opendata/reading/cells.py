"""A value of a table as a reader sees it: numbers and days as the language writes them, text as it stands. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

NARROW = "\u202f"
"""The space between thousands: it does not break and does not widen."""
LONGEST = 160
_YES = {"kk": ("иә", "жоқ"), "ru": ("да", "нет"), "en": ("yes", "no")}


def shown(value: object, lang: str) -> str:
    """A cell for reading; nothing for None. No digit is lost or added.

    Args:
        value: as `asking.Answer` gives it.
        lang: kk, ru or en.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES[lang][0 if value else 1]
    if isinstance(value, int | float | Decimal):
        return number(value, lang)
    if isinstance(value, dt.datetime):
        return f"{day(value.date(), lang)}, {value:%H:%M}"
    if isinstance(value, dt.date):
        return day(value, lang)
    return str(value)


def day(value: dt.date, lang: str) -> str:
    """13.04.2026, and in English 2026-04-13, which no reader takes for a month's number."""
    return value.isoformat() if lang == "en" else f"{value.day:02}.{value.month:02}.{value.year:04}"


def number(value: float | Decimal, lang: str) -> str:
    """All digits of a number; thousands parted from five digits on, so that a year stays a year."""
    text = (
        str(value)
        if isinstance(value, int)
        else format(Decimal(repr(value) if isinstance(value, float) else value), "f")
    )
    sign, text = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, _point, part = text.partition(".")
    part = part.rstrip("0")
    if len(whole) > 4:
        gap = "," if lang == "en" else NARROW
        head = len(whole) % 3
        whole = gap.join(([whole[:head]] if head else []) + [whole[at : at + 3] for at in range(head, len(whole), 3)])
    return sign + whole + (("." if lang == "en" else ",") + part if part else "")


def cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of a long text, at a word."""
    if len(text) <= longest:
        return text
    place = text.rfind(" ", longest - 40, longest)
    return text[: place if place > 0 else longest].rstrip() + "…"
