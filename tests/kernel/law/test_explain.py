"""The explanation of a due date, read by people: each day by its name, in three languages."""

from __future__ import annotations

import json
from datetime import date

import pytest

from jariya.kernel.law.dates import say_value
from jariya.kernel.law.explain import explain
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.law.words import catalogue

CALENDAR = shipped_calendar("kz")
NORMS: Norms = shipped_norms("kz")


def said(key: str, start: date, lang: str) -> str:
    return "\n".join(explain(NORMS.at(start)[key].ends(start, CALENDAR), lang))


def test_each_skipped_holiday_is_named_in_the_readers_language() -> None:
    start = date(2026, 3, 18)
    assert "2026 жылғы 21 наурыз, сенбі – мереке: Наурыз мейрамы" in said("appeal.answer", start, "kk")
    assert "вторник, 24 марта 2026 года – выходной, перенесённый с 21 марта 2026 года" in said(
        "appeal.answer", start, "ru"
    )
    assert "Monday, 13 April 2026 (UTC+5)" in said("appeal.answer", start, "en")


def test_a_worked_saturday_is_named_as_counted() -> None:
    assert "4 мая 2024 года – рабочий день вместо 8 мая 2024 года" in said("appeal.forward", date(2024, 5, 2), "ru")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("appeal.answer", "article 76."),
        ("complaint.file", "until a lawyer confirms it"),
        ("complaint.decide", "from a secondary source"),
        ("council.answer", "the article is to be confirmed"),
        ("question.answer", "the platform itself has published"),
    ],
)
def test_the_explanation_says_how_sure_we_are(key: str, sentence: str) -> None:
    assert sentence in said(key, date(2026, 3, 18), "en")


def test_a_term_over_an_estimated_holiday_warns_that_it_may_move() -> None:
    assert "күні болжамды" in said("appeal.answer", date(2026, 5, 20), "kk")
    assert "is an estimate" not in said("appeal.answer", date(2026, 3, 18), "en")


def test_a_stored_trace_explains_itself_as_the_living_one() -> None:
    due = NORMS.at(date(2026, 3, 18))["question.rating"].ends(date(2026, 3, 18), CALENDAR)
    assert explain(json.loads(json.dumps(due.trace)), "kk") == explain(due, "kk")


def test_an_unknown_language_gets_english_and_never_an_error() -> None:
    assert said("appeal.answer", date(2026, 3, 18), "xx")[:5] == "Term:"


def test_before_the_change_of_the_zone_the_offset_is_six_hours() -> None:
    assert "(UTC+6)" in said("appeal.answer", date(2024, 1, 15), "en")
    assert "(UTC+5)" in said("appeal.answer", date(2024, 3, 1), "en")


def test_values_are_written_with_their_unit() -> None:
    row = NORMS.at(date(2026, 3, 18))
    assert [say_value(row[key].value, row[key].unit, "ru") for key in (
        "council.quorum", "office.closes", "petition.threshold.oblast.akimat", "petition.threshold.government",
        "appeal.extension", "petition.signer_age",
    )] == ["2/3", "18:30", "1 %", "50\u00a0000 человек", "2 месяца", "–"]  # fmt: skip
    assert say_value(row["appeal.answer"].value, "working_day", "kk") == "15 жұмыс күні"


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_sentence_of_an_explanation_is_left_in_english(lang: str) -> None:
    for row in NORMS.rows:
        if row.is_term:
            start = date(2026, 3, 18)
            due = row.latest_before(start, CALENDAR) if row.direction == "before" else row.ends(start, CALENDAR)
            english = set(explain(due, "en"))
            assert english.isdisjoint(explain(due, lang)), row.key


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_refusal_is_translated_with_its_remedy(lang: str) -> None:
    from jariya.kernel.law import errors

    for error in vars(errors).values():
        if isinstance(error, type) and issubclass(error, errors.LawError):
            for text in (error.said, error.advised):
                assert catalogue(lang).gettext(text) != text or text == "%(where)s: %(what)s.", text
