"""Loading, editing and keeping of the law on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jariya.kernel.law import actions, loader, queries
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.edits import amend, correct, differences, moved_dues, row_of_mark, turned_days
from jariya.kernel.law.errors import BadData, EditDecided, EditStale, NothingLoaded, ReasonMissing, SamePerson
from jariya.kernel.law.live import law
from jariya.kernel.law.models import CalendarDay, CalendarEdition, Edit, NormEdition, NormRow
from jariya.kernel.law.norms import Norm, Norms
from jariya.kernel.law.rows import row_of
from jariya.kernel.law.shipped import shipped_calendar, shipped_norms

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
DAY = date(2026, 3, 18)
AUTHOR, SECOND = "person:1", "person:2"


@pytest.fixture
def loaded() -> loader.Loaded:
    """The shipped law as the shared test database holds it: edition 1."""
    return loader.load_law("kz", now=NOW)


@pytest.fixture
def empty() -> None:
    """A database before its first load, for the length of one test."""
    kept = ("law_normrow", "law_calendarday", "law_normedition", "law_calendaredition")
    with connection.cursor() as cursor:
        for statement in ("ALTER TABLE {} DISABLE TRIGGER kept", "DELETE FROM {}", "SET CONSTRAINTS ALL IMMEDIATE",
                          "ALTER TABLE {} ENABLE TRIGGER kept"):  # fmt: skip
            for table in kept:
                cursor.execute(statement.format(table))


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Pretend that a new release ships other norms or another calendar (the files themselves are constants here)."""

    def ships(norms: Norms | None = None, calendar: Calendar | None = None) -> None:
        if norms:
            monkeypatch.setattr(loader, "shipped_norms", lambda _: norms)
            monkeypatch.setattr(actions, "shipped_norms", lambda _: norms)
        if calendar:
            monkeypatch.setattr(loader, "shipped_calendar", lambda _: calendar)

    return ships


def with_row(norm: Norm) -> Norms:
    """The shipped norms with `norm` in the place of the row of the same key and day."""
    shipped = shipped_norms("kz")
    rows = {(row.key, row.valid_from): row for row in shipped.rows}
    rows[(norm.key, norm.valid_from)] = norm
    return Norms(1, tuple(rows.values()), shipped.acts)


def edited(**fields: Any) -> NormEdition:
    """A person corrects the row question.answer and a second one approves."""
    norm = queries.norms_now().at(DAY)["question.answer"]
    edit = actions.propose_norm_edit(changes=correct(norm, **fields), reason="order No 1", by=AUTHOR, now=NOW)
    return actions.approve_norm_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")


def test_an_empty_database_says_so(empty: None) -> None:
    with pytest.raises(NothingLoaded):
        queries.norms_now()


def test_what_is_loaded_reads_back_as_it_was_shipped(loaded: loader.Loaded) -> None:
    now = queries.law_now()
    assert {row_of(row)["key"]: row_of(row) for row in now.norms.rows} == {
        row.key: row_of(row) for row in shipped_norms("kz").rows
    }
    assert {row.key: (row.url, row.act_title) for row in now.norms.rows} == {
        row.key: (row.url, row.act_title) for row in shipped_norms("kz").rows
    }
    shipped = shipped_calendar("kz")
    assert dict(now.calendar.marks) == dict(shipped.marks)
    assert (now.calendar.names, now.calendar.zone) == (shipped.names, shipped.zone)
    assert now.norms.at(DAY)["appeal.answer"].ends(DAY, now.calendar).day == date(2026, 4, 13)


def test_loading_twice_makes_nothing_new(empty: None) -> None:
    loaded = loader.load_law("kz", now=NOW)
    again = loader.load_law("kz", now=NOW)
    assert (loaded.changed, again.changed) == (True, False)
    assert (again.norm_edition, again.calendar_edition, again.conflicts) == (1, 1, [])
    assert NormRow.objects.count() == len(shipped_norms("kz").rows)


def test_a_new_release_makes_a_new_edition_and_the_old_one_stays(loaded: loader.Loaded, release: Any) -> None:
    row = shipped_norms("kz").at(DAY)["question.answer"]
    release(with_row(replace(row, value=Decimal(10))))
    assert loader.load_law("kz", now=NOW).norm_edition == 2
    assert queries.norms_now().at(DAY)["question.answer"].count == 10
    assert queries.norms_of_edition(1).at(DAY)["question.answer"].count == 15


def test_the_loader_keeps_a_persons_edit_and_lists_the_conflict(loaded: loader.Loaded, release: Any) -> None:
    edited(value="12")
    assert loader.load_law("kz", now=NOW).changed is False
    row = shipped_norms("kz").at(DAY)["question.answer"]
    assert loader.conflicts("kz") == []
    release(with_row(replace(row, value=Decimal(10))))
    after = loader.load_law("kz", now=NOW)
    assert queries.norms_now().at(DAY)["question.answer"].count == 12
    assert [(found.ours.count, found.theirs.count) for found in after.conflicts] == [(12, 10)]
    assert [found.name for found in loader.conflicts("kz")] == ["question.answer (…)"]


def test_an_edit_of_the_row_in_conflict_settles_it_whatever_it_decides(loaded: loader.Loaded, release: Any) -> None:
    edited(value="12")
    release(with_row(replace(shipped_norms("kz").at(DAY)["question.answer"], value=Decimal(10))))
    edited(value="12")
    assert loader.conflicts("kz") == []
    assert loader.load_law("kz", now=NOW).changed is False
    assert queries.norms_now().at(DAY)["question.answer"].count == 12


def test_rows_that_would_be_in_force_twice_are_not_taken_from_the_files(loaded: loader.Loaded, release: Any) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    edit = actions.propose_norm_edit(
        changes=amend(norm, date(2027, 1, 1), value="10"), reason="order No 2", by=AUTHOR, now=NOW
    )
    actions.approve_norm_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    later = replace(shipped_norms("kz").at(DAY)["question.answer"], value=Decimal(7), valid_from=date(2027, 6, 1))
    shipped = shipped_norms("kz")
    rows = tuple(
        replace(row, valid_to=date(2027, 5, 31)) if row.key == "question.answer" else row for row in shipped.rows
    )
    release(Norms(1, (*rows, later), shipped.acts))
    after = loader.load_law("kz", now=NOW)
    assert after.changed is False
    assert {found.name for found in after.conflicts} == {"question.answer (…)", "question.answer (2027-06-01)"}
    assert queries.norms_now().at(date(2027, 7, 1))["question.answer"].count == 10


def test_a_new_rule_leaves_older_matters_under_the_old_one(loaded: loader.Loaded) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    changes = amend(norm, date(2027, 1, 1), value="10")
    edit = actions.propose_norm_edit(changes=changes, reason="order No 2", by=AUTHOR, now=NOW)
    preview = differences(queries.norms_now(), queries.norms_after(edit))
    assert [(was and was.valid_to, now and now.valid_to) for was, now in preview] == [
        (None, date(2026, 12, 31)),
        (None, None),
    ]
    edition = actions.approve_norm_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    norms = queries.norms_now()
    assert (edition.author, edition.approved_by, edition.reason) == (AUTHOR, SECOND, "order No 2")
    assert norms.at(date(2026, 12, 31))["question.answer"].count == 15
    assert norms.at(date(2027, 1, 1))["question.answer"].count == 10
    assert [row.count for row in norms.history("question.answer")] == [15, 10]


def test_the_author_may_not_approve_and_nobody_may_decide_twice(loaded: loader.Loaded) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    edit = actions.propose_norm_edit(changes=correct(norm, value="10"), reason="r", by=AUTHOR, now=NOW)
    with pytest.raises(SamePerson):
        actions.approve_norm_edit(edit=edit.pk, by=AUTHOR, now=NOW, jurisdiction="kz")
    with pytest.raises(Edit.DoesNotExist):
        actions.approve_calendar_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    with pytest.raises(Edit.DoesNotExist):
        actions.withdraw_edit(edit=edit.pk, by=SECOND, now=NOW)
    actions.refuse_edit(edit=edit.pk, by=SECOND, reason="no such order", now=NOW)
    for verb in (actions.approve_norm_edit, actions.approve_norm_edit):
        with pytest.raises(EditDecided):
            verb(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    with pytest.raises(EditDecided):
        actions.withdraw_edit(edit=edit.pk, by=AUTHOR, now=NOW)
    assert queries.norms_now().edition == 1


def test_of_two_edits_of_one_row_the_second_is_stale(loaded: loader.Loaded) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    one, other = (
        actions.propose_norm_edit(changes=correct(norm, value=value), reason="r", by=AUTHOR, now=NOW)
        for value in ("10", "20")
    )
    actions.approve_norm_edit(edit=one.pk, by=SECOND, now=NOW, jurisdiction="kz")
    with pytest.raises(EditStale):
        actions.approve_norm_edit(edit=other.pk, by=SECOND, now=NOW, jurisdiction="kz")
    other.refresh_from_db()
    assert (other.status, queries.norms_now().edition) == ("proposed", 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "-1"}, {"value": "1.5"}, {"value": "NaN"}, {"value": "Infinity"}, {"value": "fifteen"},
        {"value": "99999999999999999999"}, {"unit": "fortnight"}, {"standing": "sure"}, {"act": "NO-SUCH"},
        {"standing": "confirmed"}, {"title": {}}, {"title": {"kk": "x" * 301}}, {"title": {"de": "Frist"}},
        {"title": {"kk": "a\0b"}}, {"article": ""}, {"article": 76}, {"valid_to": "yesterday"}, {"key": "Ключ"},
        {"direction": "sideways"}, {"items": "many"}, {"colour": "red"}, {"unit": "people", "direction": "before"},
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_law_is_refused_by_name_before_anything_is_written(
    loaded: loader.Loaded, fields: dict[str, Any]
) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    with pytest.raises(BadData) as refusal:
        actions.propose_norm_edit(changes=correct(norm, **fields), reason="r", by=AUTHOR, now=NOW)
    assert refusal.value.sentence("kk") != refusal.value.sentence("en")
    assert Edit.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        [], [{}], ["x"], [{"set": 1, "was": None}], [{"drop": ["question.answer", "x"], "was": None}],
        [{"drop": "ab", "was": None}], [{"drop": [1], "was": None}],
    ],
)  # fmt: skip
def test_an_unreadable_change_is_refused(loaded: loader.Loaded, changes: list[Any]) -> None:
    with pytest.raises((BadData, EditStale)):
        actions.propose_norm_edit(changes=changes, reason="r", by=AUTHOR, now=NOW)


def test_an_edit_needs_a_reason(loaded: loader.Loaded) -> None:
    norm = queries.norms_now().at(DAY)["question.answer"]
    with pytest.raises(ReasonMissing):
        actions.propose_norm_edit(changes=correct(norm, value="10"), reason=" \0 ", by=AUTHOR, now=NOW)


def test_a_new_day_off_moves_due_days_and_the_preview_says_which(loaded: loader.Loaded) -> None:
    swap = [
        {"day": "2026-03-20", "was": None, "mark": {"kind": "swap_off", "instead_of": "2026-03-28", "source": "act 7"}},
        {
            "day": "2026-03-28",
            "was": None,
            "mark": {"kind": "swap_work", "instead_of": "2026-03-20", "source": "act 7"},
        },
    ]
    edit = actions.propose_calendar_edit(changes=swap, reason="act No 7", by=AUTHOR, now=NOW)
    before, after = queries.current_calendar(), queries.calendar_after(edit)
    assert turned_days(before, after) == [date(2026, 3, 20), date(2026, 3, 28)]
    moved = moved_dues(1, "working_day", before, after)
    assert moved[date(2026, 3, 19)] == (date(2026, 3, 20), date(2026, 3, 26))
    assert moved[date(2026, 3, 27)] == (date(2026, 3, 30), date(2026, 3, 28))
    edition = actions.approve_calendar_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    assert queries.current_calendar().edition == edition.number == 2
    assert queries.current_calendar().day(date(2026, 3, 28)).kind == "swap_work"
    assert queries.calendar_of_edition(1).is_working(date(2026, 3, 20))
    assert loader.load_law("kz", now=NOW).changed is False


def test_a_swap_needs_both_its_days_and_a_holiday_its_name(loaded: loader.Loaded) -> None:
    half = {"day": "2026-03-20", "was": None, "mark": {"kind": "swap_off", "instead_of": "2026-03-28", "source": "a"}}
    nameless = {"day": "2026-03-20", "was": None, "mark": {"kind": "holiday", "holiday": "feast", "source": "a"}}
    outside = {"day": "2041-03-20", "was": None, "mark": {"kind": "holiday", "holiday": "nauryz", "source": "a"}}
    for change in (half, nameless, outside, {"last": "2020-01-01"}, {"name": "x", "words": {"kk": "y"}}, {"last": 5}):
        with pytest.raises(BadData):
            actions.propose_calendar_edit(changes=[change], reason="r", by=AUTHOR, now=NOW)


def test_a_mark_that_a_person_took_away_does_not_come_back_with_the_next_load(loaded: loader.Loaded) -> None:
    day = date(2027, 3, 15)
    mark = row_of_mark(queries.current_calendar().marks[day])
    edit = actions.propose_calendar_edit(
        changes=[{"day": day.isoformat(), "mark": None, "was": mark}], reason="no act yet", by=AUTHOR, now=NOW
    )
    actions.approve_calendar_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    assert queries.current_calendar().is_working(day)
    assert loader.load_law("kz", now=NOW).changed is False
    assert CalendarDay.objects.get(edition=2, date=day).kind == "plain"


def test_the_calendar_is_extended_with_a_named_holiday_by_one_edit(loaded: loader.Loaded) -> None:
    changes = [
        {"last": "2031-12-31"},
        {"name": "census", "words": {"kk": "Санақ күні", "ru": "День переписи", "en": "Census day"}},
        {"day": "2031-05-20", "was": None, "mark": {"kind": "holiday", "holiday": "census", "source": "act 9"}},
    ]
    edit = actions.propose_calendar_edit(changes=changes, reason="2031", by=AUTHOR, now=NOW)
    actions.approve_calendar_edit(edit=edit.pk, by=SECOND, now=NOW, jurisdiction="kz")
    assert queries.current_calendar().day(date(2031, 5, 20)).name["kk"] == "Санақ күні"
    assert loader.load_law("kz", now=NOW).changed is False


def test_the_database_itself_keeps_editions_and_refuses_two_rows_in_force(loaded: loader.Loaded) -> None:
    row = NormRow.objects.get(key="question.answer")
    refused = [
        "UPDATE law_normrow SET value = 1",
        "DELETE FROM law_normrow",
        "UPDATE law_calendarday SET kind = 'plain'",
        "DELETE FROM law_calendaredition",
        "UPDATE law_normedition SET reason = ''",
    ]
    for statement in refused:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    row.pk, row.valid_from = None, date(2027, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        NormEdition.objects.create(number=9, made_at=NOW, origin="page", author="a", approved_by="a", reason="r")


def test_the_current_law_costs_one_query_and_an_old_edition_one(
    loaded: loader.Loaded, django_assert_num_queries: Any
) -> None:
    queries.law_now()
    with django_assert_num_queries(1):
        queries.law_now()
    with django_assert_num_queries(1):
        queries.calendar_of_edition(1)


def test_editions_are_many_and_edits_page_by_key(loaded: loader.Loaded) -> None:
    for value in ("10", "11", "12"):
        edited(value=value)
    assert [one.made_edition for one in queries.edits(status="approved", limit=2)] == [4, 3]
    last = queries.edits(limit=2)[-1]
    assert [one.made_edition for one in queries.edits(before=last.pk)] == [2]
    assert NormEdition.objects.count() == 4
    assert CalendarEdition.objects.count() == 1


def test_the_reader_without_django_sees_what_the_database_holds() -> None:
    names = connection.get_connection_params()
    url = "postgresql://{user}:{password}@{host}:{port}/{dbname}".format(
        user=names.get("user", ""), password=names.get("password", ""), host=names.get("host", ""),
        port=names.get("port", ""), dbname=names["dbname"],
    )  # fmt: skip
    norms, calendar, source = law(url, "kz")
    assert source == "law: running database, norms edition 1, calendar edition 1"
    assert norms.at(DAY)["appeal.answer"].ends(DAY, calendar).day == date(2026, 4, 13)


def test_a_database_that_does_not_answer_is_said_and_the_shipped_files_serve() -> None:
    norms, _calendar, source = law("postgresql://nobody:x@127.0.0.1:1/none", "kz")
    assert source == "law: shipped files of kz (the database does not answer)"
    assert norms.at(DAY)["question.answer"].count == 15


def test_the_first_day_of_a_shipped_row_can_be_confirmed_and_no_load_brings_the_old_row_back(
    loaded: loader.Loaded,
) -> None:
    edition = edited(valid_from="2026-01-01")
    norms = queries.norms_now()
    assert [row.valid_from for row in norms.history("question.answer")] == [date(2026, 1, 1)]
    assert NormRow.objects.get(edition=edition, key="question.answer", valid_from=None).dropped
    again = loader.load_law("kz", now=NOW)
    assert (again.changed, again.conflicts) == (False, [])
    assert edited(value="12").number == 3
    assert [row.count for row in queries.norms_now().history("question.answer")] == [12]


def test_doctor_hears_of_an_empty_database_conflicts_and_a_calendar_that_runs_out(empty: None, release: Any) -> None:
    assert [finding.code for finding in loader.findings("kz", today=DAY)] == ["law.nothing_loaded"]
    loader.load_law("kz", now=NOW)
    assert loader.findings("kz", today=DAY) == []
    assert [finding.code for finding in loader.findings("kz", today=date(2029, 1, 2))] == ["law.calendar.runs_out"]
    edited(value="12")
    release(with_row(replace(shipped_norms("kz").at(DAY)["question.answer"], value=Decimal(10))))
    assert [finding.sentence("ru")[:26] for finding in loader.findings("kz", today=DAY)] == [
        "Строка «question.answer (…"
    ]
