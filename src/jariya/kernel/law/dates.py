"""Days and terms in words, in the three languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby

from jariya.kernel.law.words import catalogue

# The genitive in Russian ("18 марта"); Kazakh writes the year with its ending and the month plainly.
_MONTHS = {
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
           "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня",
           "июля", "августа", "сентября", "октября", "ноября", "декабря"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_WEEKDAYS = {
    "kk": ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def say_day(day: date, lang: str, *, weekday: bool = True) -> str:
    """Write `day` in words in `lang`: “2026 жылғы 18 наурыз, сәрсенбі”. Another language is written in English."""
    lang = lang if lang in _MONTHS else "en"
    month, name = _MONTHS[lang][day.month - 1], _WEEKDAYS[lang][day.weekday()]
    if lang == "kk":
        said = f"{day.year} жылғы {day.day} {month}"
        return f"{said}, {name}" if weekday else said
    said = f"{day.day} {month} {day.year}" + (" года" if lang == "ru" else "")
    return f"{name}, {said}" if weekday else said


def say_days(days: Iterable[date], lang: str) -> str:
    """Write several days shortly, each month once: “21, 22 наурыз, 4 сәуір”. The year is left to the context."""
    lang = lang if lang in _MONTHS else "en"
    said: list[str] = []
    for (_year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        said.append(f"{', '.join(str(day.day) for day in group)} {_MONTHS[lang][month - 1]}")
    return ", ".join(said)


def say_value(value: Decimal | None, unit: str, lang: str) -> str:
    """Write a norm's value with its unit in `lang`: “15 жұмыс күні”, “2/3”, “18:30”; “–” when there is none."""
    if value is None:
        return "–"
    words = catalogue(lang)
    ngettext = words.ngettext
    whole = value == value.to_integral_value()
    n = int(value)
    number = (
        f"{n:,}".replace(",", "\u00a0")
        if whole
        else f"{value.normalize():f}".replace(".", "." if lang == "en" else ",")
    )
    if unit == "minute_of_day":
        return f"{n // 60:02d}:{n % 60:02d}"
    if unit == "third":
        return f"{n}/3"
    if unit == "percent":
        return f"{number} %"
    # Spelt out, not looked up in a table: the extraction of messages must see each plural.
    said = {
        "working_day": ngettext("%(n)s working day", "%(n)s working days", n),
        "calendar_day": ngettext("%(n)s calendar day", "%(n)s calendar days", n),
        "month": ngettext("%(n)s month", "%(n)s months", n),
        "year": ngettext("%(n)s year", "%(n)s years", n),
        "year_of_age": ngettext("%(n)s year of age", "%(n)s years of age", n),
        "people": ngettext("%(n)s person", "%(n)s people", n),
    }.get(unit, "%(n)s")
    return said % {"n": number}
