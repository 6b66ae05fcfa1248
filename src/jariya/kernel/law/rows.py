"""A norm and a calendar day as plain rows: in the shipped files, in a proposed edit, in the API. Pure.

A row is checked here and nowhere else, so a file, a page and a test refuse the same things with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jariya.kernel.language.catalogues import N_
from jariya.kernel.law.calendar import MARKS, Mark
from jariya.kernel.law.errors import BadData
from jariya.kernel.law.norms import STANDINGS, UNITS, Act, Norm, Words
from jariya.kernel.law.terms import TERM_UNITS

LANGUAGES = ("kk", "ru", "en")
FIELDS = (
    "key", "value", "unit", "act", "article", "standing", "valid_from", "valid_to",
    "direction", "title", "text", "items", "note",
)  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_MOST = {"percent": 100, "third": 3, "minute_of_day": 1440, "year_of_age": 150, "working_day": 2500, "year": 50,
         "calendar_day": 3660, "month": 600}  # fmt: skip
_LONGEST = {"title": 300, "text": 4000, "note": 4000}


def norm_of(row: Mapping[str, Any], acts: Mapping[str, Act], *, edition: int, where: str = "") -> Norm:
    """Make a `Norm` of a plain row; dates may be ISO strings, the value a number or a string.

    A row without `valid_from` is in force since its act is, when that day is known, else since before our records.
    Raises `BadData`, naming `where` (default: the row's key) and what is wrong.
    """
    where = where or str(row.get("key", "?"))[:100]

    def need(good: object, what: str) -> None:
        if not good:
            raise BadData(where=where, what=what)

    need(set(row) <= set(FIELDS), N_("there is a field that a norm does not have"))
    need(_KEY.fullmatch(str(row.get("key") or "")), N_("the key must be words joined by dots"))
    need(len(row["key"]) <= 100, N_("the key is too long"))
    unit, standing, direction = row.get("unit"), row.get("standing"), row.get("direction", "after")
    need(unit in UNITS, N_("the unit is not known"))
    need(standing in STANDINGS, N_("the standing is not known"))
    value = _value(row.get("value"), str(unit), where)
    need(direction == "after" or (direction == "before" and unit in TERM_UNITS), N_("only a term can count back"))
    name = row.get("act")
    act = acts.get(name) if name else None
    need(not name or act, N_("the act is not in the list of acts"))
    need(value is None or act or standing == "house", N_("a number needs the act it is from"))
    need(standing != "house" or not act, N_("a rule of the platform cites no act"))
    article = row.get("article")
    need(article is None or (short(article, 50)), N_("the article is not readable"))
    start = _day(row["valid_from"], where) if "valid_from" in row else act.in_force_on if act else None
    end = _day(row.get("valid_to"), where)
    need(not (start and end) or start <= end, N_("the row ends before it begins"))
    words = {name: _words(row.get(name) or {}, _LONGEST[name], where) for name in _LONGEST}
    need(words["title"], N_("the title is missing"))
    items = row.get("items") or ()
    need(isinstance(items, list | tuple) and len(items) <= 100, N_("the list is not readable"))
    return Norm(
        key=row["key"],
        value=value,
        unit=str(unit),
        valid_from=start,
        valid_to=end,
        act=act.short if act else None,
        article=article,
        url=act.url if act else None,
        standing=standing,  # type: ignore[arg-type]
        edition=edition,
        title=words["title"],
        text=words["text"],
        items=tuple(_words(item, 500, where) for item in items),
        note=words["note"],
        direction=direction,
        act_title=act.title if act else {},
    )


def row_of(norm: Norm) -> dict[str, Any]:
    """Return `norm` as a JSON-serialisable row that `norm_of` reads back to the same."""
    return {
        "key": norm.key,
        "value": str(plain(norm.value)) if norm.value is not None else None,
        "unit": norm.unit,
        "act": norm.act,
        "article": norm.article,
        "standing": norm.standing,
        "valid_from": norm.valid_from.isoformat() if norm.valid_from else None,
        "valid_to": norm.valid_to.isoformat() if norm.valid_to else None,
        "direction": norm.direction,
        "title": dict(norm.title),
        "text": dict(norm.text),
        "items": [dict(item) for item in norm.items],
        "note": dict(norm.note),
    }


def mark_of(row: Mapping[str, Any], *, day: date) -> Mark:
    """Make a `Mark` of a plain row of the calendar. Raises `BadData`."""
    where = day.isoformat()
    kind = next((kind for kind in MARKS if kind == row.get("kind")), None)
    if kind is None or set(row) - {"kind", "holiday", "instead_of", "estimated", "source"}:
        raise BadData(where=where, what=N_("the kind of the day is not known"))
    other, holiday = _day(row.get("instead_of"), where), row.get("holiday") or None
    if (other is None) != (kind == "holiday") or other == day:
        raise BadData(where=where, what=N_("a moved or swapped day needs the day it stands for, a holiday none"))
    if (holiday is None) != kind.startswith("swap"):
        raise BadData(where=where, what=N_("a holiday needs its name, a swapped day has none"))
    source = row.get("source")
    if not short(source, 300):
        raise BadData(where=where, what=N_("the source of the day is missing"))
    return Mark(kind, holiday, other, row.get("estimated") is True, str(source))


def row_of_mark(mark: Mark) -> dict[str, Any]:
    """Return `mark` as a JSON-serialisable row that `mark_of` reads back to the same."""
    return {
        "kind": mark.kind,
        "holiday": mark.holiday,
        "instead_of": mark.instead_of.isoformat() if mark.instead_of else None,
        "estimated": mark.estimated,
        "source": mark.source,
    }


def plain(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros and without an exponent: 15, not 15.0000 and not 1.5E+1."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def short(said: Any, longest: int) -> bool:
    return isinstance(said, str) and 0 < len(said.strip()) <= len(said) <= longest and "\0" not in said


def _value(said: Any, unit: str, where: str) -> Decimal | None:
    if said is None or said == "":
        return None
    if unit == "text":
        raise BadData(where=where, what=N_("a rule in words has no number"))
    try:
        value = Decimal(str(said).strip())
    except InvalidOperation:
        raise BadData(where=where, what=N_("the value is not a number")) from None
    whole_unit = unit not in ("percent", "count")
    if not value.is_finite() or value < 0 or value > _MOST.get(unit, 10**9) or value != round(value, 4):
        raise BadData(where=where, what=N_("the value is out of range"))
    if whole_unit and value != value.to_integral_value():
        raise BadData(where=where, what=N_("the value must be whole"))
    return plain(value)


def _day(said: Any, where: str) -> date | None:
    if said is None or said == "":
        return None
    if type(said) is date:
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        raise BadData(where=where, what=N_("a day must be written YYYY-MM-DD")) from None


def _words(said: Any, longest: int, where: str) -> Words:
    good = isinstance(said, Mapping) and all(lang in LANGUAGES and short(text, longest) for lang, text in said.items())
    if not good:
        raise BadData(where=where, what=N_("words must be given by language (kk, ru, en) and not be too long"))
    return dict(said)
