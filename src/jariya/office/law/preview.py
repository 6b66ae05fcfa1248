"""What a proposed edit would do, before anybody decides: which days turn, which due days move, where most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.calendar import Calendar, Day, Mark
from jariya.kernel.law.dates import say_day, say_value
from jariya.kernel.law.edits import Change, calendar_changed, differences, norms_changed, turned_days
from jariya.kernel.law.explain import why
from jariya.kernel.law.models import Edit
from jariya.kernel.law.norms import Norm, Norms
from jariya.kernel.law.queries import calendar_of_edition, current_calendar, norms_now, norms_of_edition
from jariya.kernel.law.rows import row_of
from jariya.kernel.lifecycle import moves
from jariya.kernel.lifecycle.moves import Moves
from jariya.office.law.words import FIELDS, STANDINGS

_SHOWN_UNITS = ("value", "unit")


@dataclass(frozen=True)
class Difference:
    """One thing that an edit changes: what it is called, what it was, what it would be. None: there is none."""

    what: str
    was: str | None
    now: str | None


@dataclass(frozen=True)
class Preview:
    """What an edit changes and moves. `retroactive`: a row's first day lies in the past, so running terms recount."""

    differences: tuple[Difference, ...]
    moves: Moves
    bodies: tuple[tuple[Body, int], ...] = ()
    turned: int = 0
    resting: int = 0
    retroactive: bool = False
    keys: tuple[str, ...] = field(default=())


def of_changes(subject: str, changes: list[Change], *, today: dt.date, lang: str) -> Preview:
    """The preview of changes as if they were approved now. Raises `BadData`, `EditStale`.

    One scan of running terms (measured: under a second at a million), however many cases there are.
    """
    if subject == "calendar":
        calendar = current_calendar()
        after = calendar_changed(calendar, changes, calendar.edition + 1)
        found = moves.by_calendar(after)
        turned = len(turned_days(calendar, after))
        return Preview(_of_calendar(calendar, after, changes, lang), found, _named(found), turned)
    norms = norms_now()
    changed = norms_changed(norms, changes, norms.edition + 1)
    pairs = differences(norms, changed)
    keys = tuple(sorted({row.key for pair in pairs for row in pair if row}))
    found = moves.by_norms(changed, keys, current_calendar())
    return Preview(
        _of_norms(norms, changed, lang),
        found,
        _named(found),
        resting=moves.resting_on(keys),
        retroactive=any(_in_the_past(was, now, today) for was, now in pairs),
        keys=keys,
    )


def _in_the_past(was: Norm | None, now: Norm | None, today: dt.date) -> bool:
    """Whether a pair changes the rule for days gone by; ending a row tomorrow does not."""
    if was and now:
        same_rule = (was.value, was.unit, was.valid_from) == (now.value, now.unit, now.valid_from)
        ends = [row.valid_to for row in (was, now) if row.valid_to]
        if same_rule:
            return was.valid_to != now.valid_to and bool(ends) and min(ends) < today
    row = now or was
    return row is not None and (row.valid_from is None or row.valid_from < today)


def of_edit(edit: Edit, *, lang: str) -> tuple[Difference, ...]:
    """What an edit changed, told from the edition its author saw: the same for proposed, approved and refused."""
    if edit.subject == "calendar":
        calendar = calendar_of_edition(edit.base_edition)
        after = calendar_changed(calendar, edit.changes, calendar.edition + 1)
        return _of_calendar(calendar, after, edit.changes, lang)
    norms = norms_of_edition(edit.base_edition)
    return _of_norms(norms, norms_changed(norms, edit.changes, norms.edition + 1), lang)


def _named(found: Moves) -> tuple[tuple[Body, int], ...]:
    bodies = Body.objects.in_bulk([pk for pk, _count in found.bodies])
    return tuple((bodies[pk], count) for pk, count in found.bodies if pk in bodies)


def _of_norms(before: Norms, after: Norms, lang: str) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for was, now in differences(before, after):
        row = now or was
        assert row is not None
        name = _words(row.title, lang) or row.key
        if was is None or now is None:
            since = say_day(row.valid_from, lang, weekday=False) if row.valid_from else "…"
            found.append(
                Difference(
                    f"{name}: {since}",
                    say_value(was.value, was.unit, lang) if was else None,
                    say_value(now.value, now.unit, lang) if now else None,
                )
            )
            continue
        old, new = row_of(was), row_of(now)
        for column in (column for column in old if old[column] != new[column]):
            found.append(
                Difference(f"{name}: {FIELDS.get(column, column)}", _said(was, column, lang), _said(now, column, lang))
            )
    return tuple(found)


def _said(norm: Norm, column: str, lang: str) -> str | None:
    value = getattr(norm, column)
    if value is None or value == "" or value == {}:
        return None
    if column == "value":
        return say_value(norm.value, norm.unit, lang)
    if column == "standing":
        return str(STANDINGS[str(value)])
    if isinstance(value, dt.date):
        return say_day(value, lang, weekday=False)
    if isinstance(value, Mapping):
        return " / ".join(f"{code}: {text}" for code, text in value.items())
    return str(value)


def _of_calendar(
    before: Calendar, after: Calendar, changes: list[Change] | list[dict[str, Any]], lang: str
) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for change in changes:
        if "day" in change:
            day = dt.date.fromisoformat(change["day"])
            found.append(Difference(say_day(day, lang), _day(before, day, lang), _day(after, day, lang)))
        elif "last" in change:
            said = [say_day(calendar.last, lang, weekday=False) for calendar in (before, after)]
            found.append(Difference(str(FIELDS["valid_to"]), said[0], said[1]))
        elif "words" in change:
            found.append(Difference(change["name"], None, " / ".join(change["words"].values())))
    return tuple(found)


def _day(calendar: Calendar, day: dt.date, lang: str) -> str | None:
    if not calendar.first <= day <= calendar.last:
        return None
    found: Day = calendar.day(day)
    mark: Mark | None = calendar.marks.get(day)
    step: dict[str, Any] = {"kind": found.kind, "name": found.name, "estimated": found.estimated}
    if found.instead_of:
        step["instead_of"] = found.instead_of.isoformat()
    said = why(step, lang)
    return f"{said} ({mark.source})" if mark and mark.source else said


def _words(words: Mapping[str, str], lang: str) -> str:
    return words.get(lang) or next((words[code] for code in ("kk", "ru", "en") if words.get(code)), "")
