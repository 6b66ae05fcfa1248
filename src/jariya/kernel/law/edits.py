"""What an edit does to the norms and to the calendar, before anybody decides on it. Pure: pages preview with it.

A change of norms is `{"set": row, "was": digest or null}` or `{"drop": [key, valid_from], "was": digest}`; a change of
the calendar is `{"day": "YYYY-MM-DD", "mark": row or null, "was": row or null}`, `{"last": "YYYY-MM-DD"}` or
`{"name": key, "words": {kk, ru, en}}`. `was` is what the author saw: another edit in between makes the change stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from jariya.kernel.language.catalogues import N_
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.errors import BadData, EditStale
from jariya.kernel.law.norms import Norm, Norms
from jariya.kernel.law.rows import LANGUAGES, mark_of, norm_of, row_of, row_of_mark, short
from jariya.kernel.law.terms import table

Change = Mapping[str, Any]
Identity = tuple[str, date | None]


def identity(norm: Norm) -> Identity:
    """What makes a row this row within an edition: its key and its first day in force."""
    return norm.key, norm.valid_from


def identity_of(said: Any) -> Identity:
    """Read an identity as a change writes it: [key, valid_from or null]. Raises `BadData`."""
    if not isinstance(said, list | tuple) or len(said) != 2 or not short(said[0], 100):
        raise BadData(where="?", what=N_("the change is not readable"))
    return said[0], _iso(said[1]) if said[1] is not None else None


def digest(norm: Norm) -> str:
    """Return a fingerprint of what a row says, its edition left out."""
    return hashlib.sha256(json.dumps(row_of(norm), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def correct(norm: Norm, **fields: Any) -> list[Change]:
    """Make the changes that correct `norm` itself: the row was wrong all along."""
    row = {**row_of(norm), **fields}
    if row["key"] == norm.key and row["valid_from"] == row_of(norm)["valid_from"]:
        return [{"set": row, "was": digest(norm)}]
    return [{"drop": [norm.key, row_of(norm)["valid_from"]], "was": digest(norm)}, {"set": row, "was": None}]


def amend(norm: Norm, since: date, **fields: Any) -> list[Change]:
    """Make the changes for a new rule from `since` on: `norm` ends the day before, a row with `fields` follows.

    Matters that began before keep the old row; that is what rows with dates are for.
    """
    if norm.valid_from and since <= norm.valid_from:
        raise BadData(where=norm.key, what=N_("the new row must begin after the old one"))
    row = row_of(norm)
    following = {**row, **fields, "valid_from": since.isoformat()}
    ended = {**row, "valid_to": (since - timedelta(days=1)).isoformat()}
    return [{"set": ended, "was": digest(norm)}, {"set": following, "was": None}]


def norms_changed(norms: Norms, changes: Sequence[Change], edition: int) -> Norms:
    """Return `norms` with `changes` made, as `edition`. Raises `BadData` and `EditStale`; nothing is half done."""
    rows = {identity(row): row for row in norms.rows}
    for change in changes:
        if not isinstance(change, Mapping) or set(change) not in ({"set", "was"}, {"drop", "was"}):
            raise BadData(where="?", what=N_("the change is not readable"))
        if "set" in change:
            if not isinstance(change["set"], Mapping):
                raise BadData(where="?", what=N_("the change is not readable"))
            norm = norm_of(change["set"], norms.acts, edition=edition)
            _fresh(rows.get(identity(norm)), change["was"], norm.key)
            rows[identity(norm)] = norm
        else:
            dropped = identity_of(change["drop"])
            _fresh(rows.pop(dropped, None), change["was"], dropped[0])
    if not changes:
        raise BadData(where="?", what=N_("nothing is changed"))
    return Norms(edition, tuple(replace(row, edition=edition) for row in rows.values()), norms.acts)


def calendar_changed(calendar: Calendar, changes: Sequence[Change], edition: int) -> Calendar:
    """Return `calendar` with `changes` made, as `edition`. Raises `BadData` and `EditStale`; nothing is half done."""
    marks, names, last = dict(calendar.marks), dict(calendar.names), calendar.last
    for change in changes:
        if not isinstance(change, Mapping):
            raise BadData(where="?", what=N_("the change is not readable"))
        if set(change) == {"last"}:
            last = _iso(change["last"])
            if not calendar.last <= last <= calendar.last + timedelta(days=3660):
                raise BadData(where=str(last), what=N_("the calendar may only be extended, by ten years at a time"))
        elif set(change) == {"name", "words"}:
            words = change["words"] if isinstance(change["words"], Mapping) else {}
            if (
                not short(change["name"], 50)
                or set(words) != set(LANGUAGES)
                or not all(short(said, 200) for said in words.values())
            ):
                raise BadData(where=str(change["name"])[:100], what=N_("a holiday needs its name in kk, ru and en"))
            names[change["name"]] = dict(words)
        elif set(change) == {"day", "mark", "was"}:
            day = _iso(change["day"])
            was = marks.pop(day, None)
            if (row_of_mark(was) if was else None) != change["was"]:
                raise EditStale(what=day.isoformat())
            if change["mark"] is not None:
                marks[day] = mark_of(change["mark"], day=day)
        else:
            raise BadData(where="?", what=N_("the change is not readable"))
    if not changes:
        raise BadData(where="?", what=N_("nothing is changed"))
    _checked(marks, names, calendar.first, last)
    return Calendar(edition, calendar.first, last, marks, names, calendar.zone, calendar.weekend)


def turned_days(before: Calendar, after: Calendar) -> list[date]:
    """Return the days that are worked by one edition and off by the other, ascending."""
    return [
        day
        for day in sorted(set(before.marks) | set(after.marks))
        if before.first <= day <= min(before.last, after.last) and before.is_working(day) != after.is_working(day)
    ]


def moved_dues(value: int, unit: str, before: Calendar, after: Calendar) -> dict[date, tuple[date, date]]:
    """Return, for each starting day whose term of `value` `unit`s ends on another day now, its (old, new) end.

    Some hundreds of entries whatever the number of open cases: the upper floors join their obligations to it.
    """
    old, new = table(value, unit, before), table(value, unit, after)
    pairs = ((before.first + timedelta(days=n), was, now) for n, (was, now) in enumerate(zip(old, new, strict=False)))
    return {start: (was, now) for start, was, now in pairs if was and now and was != now}


def differences(before: Norms, after: Norms) -> list[tuple[Norm | None, Norm | None]]:
    """Return the rows that differ between two editions, as (old, new) pairs by key: what an edit changes."""
    old, new = ({identity(row): row for row in norms.rows} for norms in (before, after))
    both = sorted(set(old) | set(new), key=lambda known: (known[0], known[1] or date.min))
    pairs = ((old.get(known), new.get(known)) for known in both)
    return [(was, now) for was, now in pairs if not (was and now and digest(was) == digest(now))]


def _fresh(known: Norm | None, was: str | None, what: str) -> None:
    if (digest(known) if known else None) != was:
        raise EditStale(what=what)


def _iso(said: Any) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        raise BadData(where=str(said)[:20], what=N_("a day must be written YYYY-MM-DD")) from None


def _checked(marks: Mapping[date, Any], names: Mapping[str, Any], first: date, last: date) -> None:
    for day, mark in marks.items():
        if not first <= day <= last:
            raise BadData(where=day.isoformat(), what=N_("the day is outside the years of the calendar"))
        if mark.holiday and mark.holiday not in names:
            raise BadData(where=day.isoformat(), what=N_("the holiday has no name in the calendar"))
        other = marks.get(mark.instead_of) if mark.kind.startswith("swap") else None
        wanted = {"swap_off": "swap_work", "swap_work": "swap_off"}.get(mark.kind)
        if wanted and (other is None or other.kind != wanted or other.instead_of != day):
            raise BadData(where=day.isoformat(), what=N_("a swap needs both its days: the one off and the one worked"))
