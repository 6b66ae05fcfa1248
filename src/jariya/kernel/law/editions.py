"""Writing of editions: the only code that adds rows to the tables of the law."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.edits import Identity, digest, identity
from jariya.kernel.law.merging import Kept
from jariya.kernel.law.models import PLAIN, Act, CalendarDay, CalendarEdition, NormEdition, NormRow
from jariya.kernel.law.norms import Act as ActFacts
from jariya.kernel.law.norms import Norm, Norms
from jariya.kernel.law.rows import row_of_mark

_LOCK = 0x6C6177  # "law": one writer of editions at a time


def lock() -> None:
    """Let one transaction at a time make an edition; the numbers stay without gaps. Call inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def mark_digest(mark: Mark | None) -> str:
    """Return a fingerprint of what a day's row says; None is the day as its weekday says."""
    return _sha(row_of_mark(mark) if mark else None)


def kept_norms(norms: Norms) -> dict[Identity, Kept[Norm | None]]:
    """Return the rows of an edition in the database with their origin: from a file, or edited by a person."""
    rows = {identity(row): row for row in norms.rows}
    stored = NormRow.objects.filter(edition=norms.edition).order_by("id")
    return {
        (key, since): kept_norm(rows.get((key, since)), file, edited)
        for key, since, file, edited in stored.values_list("key", "valid_from", "file_digest", "edited")
    }


def kept_norm(row: Norm | None, file: str | None, edited: bool) -> Kept[Norm | None]:
    """Keep `row` with its fingerprint; None is a shipped row that a person took away."""
    return Kept(row, digest(row) if row else "", file, edited)


def kept_days(calendar: Calendar) -> dict[date, Kept[Mark | None]]:
    """Return the days of an edition in the database with their origin, those set back to plain by a person included."""
    rows = CalendarDay.objects.filter(edition=calendar.edition).values_list("date", "file_digest", "edited")
    return {
        day: Kept(calendar.marks.get(day), mark_digest(calendar.marks.get(day)), file, edited)
        for day, file, edited in rows
    }


def write_acts(acts: Iterable[ActFacts]) -> None:
    """Bring the acts up to date with the shipped list; acts that norms of old editions cite stay."""
    rows = [
        Act(
            short=act.short,
            number=act.number,
            adopted_on=act.adopted_on,
            in_force_on=act.in_force_on,
            adilet_id=act.adilet_id,
            **_columns("title", act.title),
            **_columns("note", act.note),
        )
        for act in acts
    ]
    fields = [field.name for field in Act._meta.concrete_fields if not field.primary_key]
    Act.objects.bulk_create(rows, update_conflicts=True, unique_fields=["short"], update_fields=fields)


def write_norms(
    kept: Mapping[Identity, Kept[Norm | None]], number: int, *, origin: str, now: datetime, **who: str
) -> NormEdition:
    """Write edition `number` of the norms. `who`: author, approved_by, reason for an edition made on a page."""
    said = sorted([key, str(since), one.digest] for (key, since), one in kept.items())
    edition = NormEdition.objects.create(number=number, made_at=now, origin=origin, digest=_sha(said), **who)
    NormRow.objects.bulk_create(_norm_row(edition, known, one) for known, one in kept.items())
    return edition


def _norm_row(edition: NormEdition, known: Identity, one: Kept[Norm | None]) -> NormRow:
    row = one.row
    if row is None:
        key, since = known
        return NormRow(edition=edition, key=key, valid_from=since, unit="text", standing="house", dropped=True,
                       edited=True, file_digest=one.file)  # fmt: skip
    return NormRow(
        edition=edition,
        key=row.key,
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        act_id=row.act,
        article=row.article,
        standing=row.standing,
        direction=row.direction,
        items=[dict(item) for item in row.items],
        edited=one.edited,
        file_digest=one.file,
        **_columns("title", row.title),
        **_columns("text", row.text),
        **_columns("note", row.note),
    )


def write_calendar(
    frame: Calendar,
    kept: Mapping[date, Kept[Mark | None]],
    number: int,
    *,
    edited_names: list[str],
    origin: str,
    now: datetime,
    **who: str,
) -> CalendarEdition:
    """Write edition `number` of the calendar: the years, zone and names of `frame`, the days of `kept`."""
    names = {key: dict(words) for key, words in frame.names.items()}
    edition = CalendarEdition.objects.create(
        number=number,
        made_at=now,
        origin=origin,
        first=frame.first,
        last=frame.last,
        zone=frame.zone,
        weekend=sorted(frame.weekend),
        names=names,
        edited_names=edited_names,
        digest=frame_digest(frame, kept),
        **who,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            edition=edition,
            date=day,
            kind=one.row.kind if one.row else PLAIN,
            holiday=one.row.holiday if one.row else None,
            instead_of=one.row.instead_of if one.row else None,
            estimated=bool(one.row and one.row.estimated),
            source=one.row.source if one.row else "–",
            edited=one.edited,
            file_digest=one.file,
        )
        for day, one in sorted(kept.items())
    )
    return edition


def frame_digest(frame: Calendar, kept: Mapping[date, Kept[Mark | None]]) -> str:
    """Return a fingerprint of all that an edition of the calendar says."""
    names = {key: dict(words) for key, words in frame.names.items()}
    days = [[day.isoformat(), one.digest] for day, one in sorted(kept.items())]
    return _sha([str(frame.first), str(frame.last), frame.zone, sorted(frame.weekend), names, days])


def _columns(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{lang}": words.get(lang, "") for lang in ("kk", "ru", "en")}


def _sha(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
