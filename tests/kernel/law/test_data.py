"""The shipped rows and days: nothing without a source, and what the law says of the calendar holds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jariya.kernel.law.errors import BadData, NormMissing, NormNotInForce
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.shipped import shipped_acts, shipped_calendar, shipped_norms
from jariya.kernel.law.terms import TERM_UNITS

CALENDAR = shipped_calendar("kz")
NORMS = shipped_norms("kz")
TODAY = date(2026, 11, 21)


def test_every_number_cites_an_act_or_is_the_platforms_own_rule() -> None:
    assert [row.key for row in NORMS.rows if row.value is not None and not row.act and row.standing != "house"] == []
    assert [row.key for row in NORMS.rows if row.standing == "house" and row.act] == []


def test_every_row_has_a_title_in_three_languages_and_says_something_or_admits_that_it_does_not() -> None:
    for row in NORMS.rows:
        assert set(row.title) == {"kk", "ru", "en"}, row.key
        for words in (row.text, row.note, *row.items):
            assert not words or set(words) == {"kk", "ru", "en"}, row.key
        # The name of a subject is all there is to say of it.
        named = row.key.startswith("request.subject.")
        assert named or row.value is not None or row.has_words or row.source_needed, row.key
        assert (row.unit == "text") <= (row.value is None), row.key
        assert row.direction == "after" or row.unit in TERM_UNITS, row.key


def test_a_row_whose_article_or_words_are_unknown_needs_a_source() -> None:
    in_force = NORMS.at(TODAY)
    assert not in_force["appeal.answer"].source_needed
    assert in_force["appeal.anonymous"].source_needed  # confirmed words, unknown article
    assert in_force["complaint.file"].source_needed
    assert not in_force["question.answer"].source_needed


def test_links_lead_to_the_state_register_by_a_known_number_or_nowhere() -> None:
    for act in shipped_acts("kz").values():
        assert (act.url is None) == (act.adilet_id is None)
        assert act.url is None or re.fullmatch(r"https://adilet\.zan\.kz/rus/docs/[KZV]\d{10}", act.url)


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("appeal.answer", 15, "working_day"),
        ("appeal.forward", 3, "working_day"),
        ("appeal.extension", 2, "month"),
        ("ati.answer", 15, "calendar_day"),
        ("media.answer", 5, "working_day"),
        ("petition.threshold.government", 50000, "people"),
        ("petition.consideration.local", 20, "working_day"),
        ("council.size.ministry.max", 30, "people"),
        ("council.quorum", 2, "third"),
        ("question.rating", 14, "calendar_day"),
        ("question.forward.hop_limit", 2, "count"),
        ("request.forward.hop_limit", 2, "count"),
        ("statistic.min_n", 10, "count"),
    ],
)
def test_the_rows_of_the_law_are_there(key: str, value: int, unit: str) -> None:
    norm = NORMS.at(TODAY)[key]
    assert (norm.value, norm.unit) == (value, unit)


def test_a_row_rules_only_from_the_day_its_act_is_in_force() -> None:
    assert NORMS.at(date(2021, 7, 1))["appeal.answer"].count == 15
    with pytest.raises(NormNotInForce) as refusal:
        NORMS.at(date(2021, 6, 30))["appeal.answer"]
    assert "2021-07-01" in refusal.value.remedy("en")


def test_a_mistyped_key_gets_the_names_that_are_near() -> None:
    with pytest.raises(NormMissing) as refusal:
        NORMS.at(TODAY)["apeal.answer"]
    assert refusal.value.code == "law.norm.missing"
    assert "appeal.answer" in refusal.value.near
    assert NORMS.at(TODAY).get("apeal.answer") is None


def test_asking_whether_a_norm_is_there_looks_for_no_names_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(NORMS), "near", lambda *_: pytest.fail("half a millisecond for each guard that asks"))
    law = NORMS.at(TODAY)
    assert "appeal.answer" in law and "apeal.answer" not in law and None not in law


def test_two_rows_of_one_key_may_not_be_in_force_on_one_day() -> None:
    row = NORMS.at(TODAY)["appeal.answer"]
    with pytest.raises(BadData, match="same day"):
        Norms(1, (row, row))


def test_an_unknown_jurisdiction_is_named() -> None:
    for name in ("zz", "../kz", ""):
        with pytest.raises(BadData):
            shipped_norms(name)


def test_holidays_on_a_weekend_move_and_christmas_and_ait_do_not() -> None:
    fixed, last = {"orthodox_christmas", "qurban_ait"}, CALENDAR.last
    moved = {mark.instead_of for mark in CALENDAR.marks.values() if mark.kind == "moved"}
    swapped = {day for day, mark in CALENDAR.marks.items() if mark.kind == "swap_work" and day.isoweekday() < 6}
    for day, mark in CALENDAR.marks.items():
        if mark.kind == "holiday" and day.isoweekday() > 5 and (last - day).days > 10:
            # 9 May 2020 moved to Monday the 11th, which was then worked in exchange for the 8th.
            taken = any(0 < (other - day).days < 4 for other in swapped)
            assert (day in moved) != (mark.holiday in fixed or taken), day


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2020-01-03", "2020-01-05"), ("2020-05-08", "2020-05-11"), ("2020-12-18", "2020-12-20"),
        ("2021-07-05", "2021-07-03"), ("2022-03-07", "2022-03-05"), ("2022-08-29", "2022-08-27"),
        ("2022-10-24", "2022-10-22"), ("2023-07-07", "2023-07-01"), ("2024-05-08", "2024-05-04"),
        ("2025-01-03", "2025-01-05"),
    ],
)  # fmt: skip
def test_the_swaps_of_the_government_are_in_the_calendar(off: str, worked: str) -> None:
    rest, labour = CALENDAR.day(date.fromisoformat(off)), CALENDAR.day(date.fromisoformat(worked))
    assert (rest.working, rest.instead_of) == (False, labour.date)
    assert (labour.working, labour.instead_of) == (True, rest.date)


def test_holidays_begin_and_end_with_their_years() -> None:
    def holiday(day: date) -> str | None:
        mark = CALENDAR.marks.get(day)
        return mark.holiday if mark and mark.kind == "holiday" else None

    for year in range(CALENDAR.first.year, CALENDAR.last.year + 1):
        assert (holiday(date(year, 8, 30)) == "constitution") == (year <= 2025), year
        assert (holiday(date(year, 3, 15)) is not None) == (year >= 2027), year
        assert (holiday(date(year, 10, 25)) is not None) == (year >= 2022), year
        assert (holiday(date(year, 12, 1)) is not None) == (year <= 2021), year
        assert (holiday(date(year, 12, 17)) is not None) == (year <= 2021), year
        for month, number in [(1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6),
                              (12, 16)]:  # fmt: skip
            assert holiday(date(year, month, number)), (year, month, number)


def test_the_first_day_of_ait_is_marked_as_an_estimate_until_it_is_fixed() -> None:
    for day, estimated in [(date(2025, 6, 6), False), (date(2026, 5, 27), True), (date(2027, 5, 16), True)]:
        mark = CALENDAR.marks[day]
        assert (mark.holiday, mark.estimated) == ("qurban_ait", estimated)


def test_every_day_that_differs_has_a_source_and_every_holiday_three_names() -> None:
    assert all(mark.source for mark in CALENDAR.marks.values())
    assert all(set(names) == {"kk", "ru", "en"} and all(names.values()) for names in CALENDAR.names.values())
    assert {mark.holiday for mark in CALENDAR.marks.values()} - {None} <= set(CALENDAR.names)


def test_the_seed_script_makes_the_days_that_are_shipped() -> None:
    holidays = pytest.importorskip("holidays")
    if holidays.__version__ != "0.109":
        pytest.skip("the file was made with holidays 0.109")
    import csv

    from jariya.kernel.law.seed_calendar import rows
    from jariya.kernel.law.shipped import folder

    with (folder("kz") / "days.csv").open(encoding="utf-8", newline="") as file:
        shipped = list(csv.reader(file))[1:]
    assert list(rows("kz")) == shipped
