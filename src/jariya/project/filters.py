"""Template filters: dates, numbers and durations as the reader's language writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, numbers
from django.utils import translation

from jariya.kernel.files.words import weight

ALMATY = ZoneInfo("Asia/Almaty")
_LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}


def _locale() -> str:
    return _LOCALES.get(translation.get_language() or "kk", "kk")


def day(value: dt.date | dt.datetime | None, style: str = "long") -> str:
    """A day in Asia/Almaty, e.g. `2026 жылғы 13 сәуір`; empty for None."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.astimezone(ALMATY).date()
    locale = _locale()
    if locale == "kk":  # as acts and letters write it; CLDR has the calendar's "2026 ж. 13 сәуір"
        style = {"long": "y 'жылғы' d MMMM", "full": "y 'жылғы' d MMMM, EEEE"}.get(style, style)
    return dates.format_date(value, style, locale=locale)


def monthname(value: dt.date) -> str:
    """A month by its name alone, as a heading: `Сәуір`."""
    name = dates.format_date(value, "LLLL", locale=_locale())
    return name[:1].upper() + name[1:]


def moment(value: dt.datetime | None) -> str:
    """Day and time in Asia/Almaty; empty for None."""
    if value is None:
        return ""
    local = value.astimezone(ALMATY)
    return f"{day(local.date())}, {local:%H:%M}"


def iso(value: dt.date | dt.datetime | None) -> str:
    """Machine form for <time datetime>."""
    return "" if value is None else value.isoformat()


def number(value: int | Decimal | float | None) -> str:
    """A number with the reader's separators; a dash when unknown (unknown is not zero)."""
    if value is None:
        return "—"
    return _decimal(value, _locale())


@lru_cache(maxsize=20_000, typed=True)
def _decimal(value: int | Decimal | float, locale: str) -> str:
    """Remembered: the table of three thousand bodies has twenty thousand small numbers, each twenty microseconds."""
    return numbers.format_decimal(value, locale=locale)


def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """A share 0..1 as percent; a dash when unknown."""
    if value is None:
        return "—"
    return numbers.format_percent(value, format=f"#,##0.{'0' * digits}%" if digits else "#,##0%", locale=_locale())


FILTERS = {
    "day": day,
    "moment": moment,
    "monthname": monthname,
    "iso": iso,
    "number": number,
    "percent": percent,
    "weight": weight,
}
