"""Log lines: whose moment is known, which nobody can forge, and in which no row of the database is quoted."""

from __future__ import annotations

import logging

from django.db import IntegrityError

from jariya.project.logs import Plain

ROW = 'null value in column "body_id"\nDETAIL:  Failing row contains (7, 990101300123, Үлгі).\nline two of a text\n'
FORMAT = Plain("%(asctime)s %(levelname)s %(name)s %(message)s")


def line(text: str, *values: object, error: BaseException | None = None) -> str:
    shown = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("jariya.test", logging.ERROR, __file__, 1, text, values, shown)
    record.created = 1_773_810_000.5
    return FORMAT.format(record)


def test_a_line_says_when_with_its_offset_how_grave_who_and_what() -> None:
    assert line("it %s", "broke") == "2026-03-18T05:00:00.500+00:00 ERROR jariya.test it broke"


def test_a_strangers_line_end_begins_no_record() -> None:
    said = line("agent %s", "x\n2026-03-18T05:00:00 INFO jariya.people signed in\r\x1b[2J\u2028")
    assert len(said.splitlines()) == 1 and r"x\n2026" in said and r"\x1b[2J" in said
    try:
        raise ValueError("x\n2026-03-18T05:00:00 INFO jariya.people signed in")
    except ValueError as error:
        lines = line("it broke", error=error).splitlines()
    assert all(one.startswith("  ") for one in lines[1:]) and "signed in" in lines[-1]


def test_a_refused_row_is_not_quoted_in_the_message_nor_in_the_traceback() -> None:
    try:
        raise IntegrityError(ROW)
    except IntegrityError as error:
        said = line("a row was refused: %s", error, error=error)
    assert "990101300123" not in said and "Үлгі" not in said and "line two" not in said
    assert said.count("DETAIL: not logged") == 2 and 'column "body_id"' in said


def test_words_in_any_script_stay_readable() -> None:
    assert line("Қате: %s", "бар").endswith("Қате: бар")
