"""Values that people type, read by the type of the column. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re

from jariya.portals.opendata.importing.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER
from jariya.portals.opendata.querying.refusals import Misasked

Value = str | int | float | bool | dt.date | dt.datetime

_GAPS = re.compile("[ \u00a0\u202f]")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:[.,]\d{0,18})?|[.,]\d{1,18})(?:[eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WRITTEN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES, _NO = ("true", "1", "yes", "да", "иә", "t"), ("false", "0", "no", "нет", "жоқ", "f")


def read(text: str, kind: str, *, column: str) -> Value:
    """The value a text means in a column of a type.

    Args:
        text: as it was typed.
        kind: of `importing.types.TYPES`.
        column: its name, for the refusal.

    Raises:
        Misasked: value.misfit.
    """
    found: Value | None = text
    if kind in (INTEGER, DECIMAL):
        found = _number(text)
    elif kind in (DATE, DATETIME):
        found = _moment(text.strip())
    elif kind == BOOLEAN:
        word = text.strip().lower()
        found = True if word in _YES else False if word in _NO else None
    elif "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        found = None
    if found is None:
        raise Misasked("value.misfit", value=text, column=column)
    return found


def _number(text: str) -> int | float | None:
    bare = _GAPS.sub("", text)
    if not bare.isascii():
        return None
    if _WHOLE.fullmatch(bare):
        return int(bare)
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare.replace(",", "."))
    return number if math.isfinite(number) else None


def _moment(text: str) -> dt.date | dt.datetime | None:
    """A day, or a moment without its zone: the tables hold UTC where the file named a zone, else what was written."""
    if not text.isascii():
        return None
    try:
        if day := _DAY.fullmatch(text):
            return dt.date(int(day[1]), int(day[2]), int(day[3]))
        if day := _WRITTEN_DAY.fullmatch(text):
            return dt.date(int(day[3]), int(day[2]), int(day[1]))
        if not _DAY.match(text):
            return None
        moment = dt.datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return None
    try:
        return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return None
