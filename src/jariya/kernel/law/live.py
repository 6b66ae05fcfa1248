"""The law of the running installation for programs that must start in a fraction of a second. No Django.

The database's tables are read here and nowhere else; `queries` hands the same statements to Django's connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.norms import Act, Norm, Norms
from jariya.kernel.law.rows import plain

Run = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

EDITIONS = (
    "SELECT n.number, n.digest, c.number, c.digest"
    " FROM (SELECT number, digest FROM law_normedition ORDER BY number DESC LIMIT 1) n,"
    " (SELECT number, digest FROM law_calendaredition ORDER BY number DESC LIMIT 1) c"
)
ACTS = (
    "SELECT short, title_kk, title_ru, title_en, number, adopted_on, in_force_on, adilet_id, note_kk, note_ru, note_en"
    " FROM law_act"
)
NORMS = (
    "SELECT key, value, unit, valid_from, valid_to, act_id, article, standing, direction, title_kk, title_ru, title_en,"
    " text_kk, text_ru, text_en, note_kk, note_ru, note_en, items FROM law_normrow"
    " WHERE edition_id = %s AND NOT dropped"
)
FRAME = "SELECT first, last, zone, weekend, names FROM law_calendaredition WHERE number = %s"
DAYS = (
    "SELECT date, kind, holiday, instead_of, estimated, source FROM law_calendarday"
    " WHERE edition_id = %s AND kind <> 'plain'"
)


def law(database_url: str, jurisdiction: str) -> tuple[Norms, Calendar, str]:
    """Return the norms, the calendar and one sentence that says where they are from.

    The database is asked when `database_url` is given and it answers within two seconds and holds an edition;
    otherwise the files that ship for `jurisdiction` are read. Raises `BadData` when those are wrong.
    """
    why = "no running installation"
    if database_url:
        import psycopg

        try:
            with psycopg.connect(database_url, connect_timeout=2) as connection:
                run: Run = connection.execute  # type: ignore[assignment]
                found = next(iter(run(EDITIONS, ())), None)
                if found:
                    norm_edition, _digest, calendar_edition, _digest = found
                    source = f"law: running database, norms edition {norm_edition}, calendar edition {calendar_edition}"
                    return read_norms(run, norm_edition), read_calendar(run, calendar_edition), source
                why = "the database holds no law yet"
        except psycopg.errors.UndefinedTable:
            why = "the database holds no law yet"
        except psycopg.Error:
            why = "the database does not answer"
    from jariya.kernel.law.shipped import shipped_calendar, shipped_norms  # YAML costs a tenth of a second

    return shipped_norms(jurisdiction), shipped_calendar(jurisdiction), f"law: shipped files of {jurisdiction} ({why})"


def read_norms(run: Run, edition: int) -> Norms:
    """Read one edition of all norms with the statement runner `run`."""
    acts = {
        row[0]: Act(row[0], _words(row[1:4]), row[4], row[5], row[6], row[7], _words(row[8:11]))
        for row in run(ACTS, ())
    }
    rows = []
    for row in run(NORMS, (edition,)):
        key, value, unit, valid_from, valid_to, short, article, standing, direction = row[:9]
        act = acts[short] if short else None
        rows.append(
            Norm(
                key=key,
                value=None if value is None else plain(value),
                unit=unit,
                valid_from=valid_from,
                valid_to=valid_to,
                act=short,
                article=article,
                url=act.url if act else None,
                standing=standing,
                edition=edition,
                title=_words(row[9:12]),
                text=_words(row[12:15]),
                note=_words(row[15:18]),
                items=tuple(_json(row[18])),
                direction=direction,
                act_title=act.title if act else {},
            )
        )
    return Norms(edition=edition, rows=tuple(rows), acts=acts)


def read_calendar(run: Run, edition: int) -> Calendar:
    """Read one edition of the calendar with the statement runner `run`."""
    first, last, zone, weekend, names = next(iter(run(FRAME, (edition,))))
    marks = {row[0]: Mark(row[1], row[2], row[3], row[4], row[5]) for row in run(DAYS, (edition,))}
    return Calendar(edition, first, last, marks, _json(names), zone, frozenset(_json(weekend)))


def _words(texts: Sequence[str]) -> Mapping[str, str]:
    return {lang: text for lang, text in zip(("kk", "ru", "en"), texts, strict=True) if text}


def _json(value: Any) -> Any:
    """Take what a driver made of a JSON column: psycopg parses it, Django's cursor leaves the text."""
    import json

    return json.loads(value) if isinstance(value, str) else value
