"""The life of a draft: by the clock and by the administrator, with what is refused and by which name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.portals.budgets.drafts.conftest import CONTENT, changed

from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.search.models import Entry
from jariya.portals.budgets.drafts import actions, queries
from jariya.portals.budgets.drafts.lifecycle import DRAFT
from jariya.portals.budgets.drafts.models import EARLY, Draft, Version

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=rf"^{code.replace('.', '[.]')}$")


@pytest.fixture
def say(person: Any, now: dt.datetime) -> Any:
    def do(case: Case, text: str = "Автобус аз.", by: str = "citizen-1", **more: Any) -> Comment:
        given: dict[str, Any] = {"language": "kk", "identity": "phone", "now": now + 2 * DAY}
        return discussion.post(case=case, text=text, by=person(by), **{**given, **more})

    return do


@pytest.fixture
def answer(person: Any, now: dt.datetime) -> Any:
    def do(comment: Comment, when: dt.datetime) -> Comment:
        return discussion.answer(
            parent=comment,
            text="Тағы екеуін аламыз.",
            language="kk",
            by=person("officer-1"),
            identity="staff",
            now=when,
        )

    return do


def test_a_draft_lives_from_the_desk_to_the_evaluation(
    open_: Any, say: Any, answer: Any, person: Any, now: Any
) -> None:
    officer, head = person("officer-1"), person("head")
    case = open_()
    draft = Draft.objects.get(case=case)
    assert (draft.published_on, draft.discussion_from) == (now.date(), (now + DAY).date())
    comment = say(case)
    after = dt.datetime.combine(draft.discussion_until + DAY, dt.time(6), tzinfo=dt.UTC)
    case = actions.close_discussion(case=case, by=None, now=after).case
    with refused("draft.unanswered"):
        actions.report(case=case, text_kk="Есеп", text_ru="Отчёт", by=officer, now=after)
    answer(comment, after)
    case = actions.report(case=case, text_kk="Есеп", text_ru="Отчёт", by=officer, now=after).case
    assert Obligation.objects.get(case=case, kind="answers").met_on == after.date()
    case = actions.approve(case=case, approved_on=after.date(), approval="№ 1 шешім", by=head, now=after).case
    with refused("draft.payment_not_noted"):
        actions.execute(case=case, by=officer, now=after)
    case = actions.note_payment(
        case=case, first_paid_on=after.date(), first_paid_source="Есеп", by=officer, now=after
    ).case
    case = actions.execute(case=case, by=officer, now=after).case
    with refused("draft.results_missing"):
        actions.evaluate(case=case, text_kk="Бар", text_ru="Есть", results={1: None}, by=head, now=after)
    case = actions.evaluate(case=case, text_kk="Бар", text_ru="Есть", results={1: Decimal(12)}, by=head, now=after).case
    assert case.state == "evaluated" and case.closed_on
    view = queries.find(case.public_id)
    assert view.line.wrongs == () and set(view.statements) == {"report", "evaluation"}
    assert [said.kind for said in view.timeline][0] == "draft_published", "what was prepared is the body's own business"


def test_what_is_prepared_is_seen_at_the_desk_alone(prepared: Any, person: Any) -> None:
    case = prepared()
    assert queries.find(case.public_id) is None
    assert queries.find(case.public_id, person=person("citizen-1")) is None
    assert queries.find(case.public_id, official=True) is not None
    assert not Entry.objects.filter(ref=f"case:{case.pk}").exists()


def test_a_published_draft_is_found_in_both_languages(published: Any) -> None:
    case = published()
    assert set(Entry.objects.filter(ref=f"case:{case.pk}").values_list("language", flat=True)) == {"kk", "ru"}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_database_refuses_a_version_without_plain_words(prepared: Any, lang: str) -> None:
    with pytest.raises(IntegrityError, match="draft_in_plain_words"), transaction.atomic():
        prepared(content=changed(**{f"summary_{lang}": ""}))


@pytest.mark.parametrize("missing", [{"amounts": ()}, {"indicators": ()}])
def test_no_draft_is_published_without_its_passport(prepared: Any, person: Any, now: Any, missing: Any) -> None:
    with refused("draft.no_passport"):
        actions.publish(case=prepared(content=changed(**missing)), by=person("officer-1"), now=now)


@pytest.mark.parametrize("who", ["citizen-1", "district-officer", "moderator"])
def test_strangers_do_nothing_to_a_draft(prepared: Any, person: Any, now: Any, who: str) -> None:
    case = prepared()
    for verb in DRAFT.verbs():
        action = getattr(actions, verb, None)
        if verb in {"publish", "open_discussion", "close_discussion", "execute"}:
            with pytest.raises(Refused):
                action(case=case, by=person(who), now=now)
    assert Event.objects.filter(case=case).count() == 1


def test_a_programme_has_one_draft_a_year(prepared: Any) -> None:
    prepared()
    with pytest.raises(IntegrityError, match="draft_once_a_year"), transaction.atomic():
        prepared()
    prepared(code="002")


def test_the_discussion_opens_on_the_working_day_after_and_closes_by_itself(published: Any, now: Any) -> None:
    case = published()
    with refused("draft.notice_runs"):
        actions.open_discussion(case=case, by=None, now=now)
    assert actions.advance(now=now) == 0
    assert actions.advance(now=now + DAY) == 1 and actions.advance(now=now + DAY) == 0
    draft = Draft.objects.get(case=case)
    last = dt.datetime.combine(draft.discussion_until, dt.time(6), tzinfo=dt.UTC)
    case.refresh_from_db()
    with refused("draft.discussion_runs"):
        actions.close_discussion(case=case, by=None, now=last)
    assert actions.advance(now=last) == 0 and actions.advance(now=last + DAY) == 1
    case.refresh_from_db()
    assert case.state == "answering"


def test_the_clock_catches_up_after_an_outage_without_losing_the_discussion(published: Any, now: Any) -> None:
    case = published()
    late = now + 40 * DAY
    assert actions.advance(now=late) == 1
    case.refresh_from_db()
    assert case.state == "discussion", "an outage of ours takes nobody's days to speak"
    assert Draft.objects.get(case=case).discussion_until > late.date()


def test_before_and_after_the_discussion_nothing_is_said_but_answers(
    published: Any, say: Any, open_: Any, answer: Any, now: Any
) -> None:
    with refused("draft.not_yet_open"):
        say(published())
    case = open_(code="002")
    comment = say(case)
    until = Draft.objects.get(case=case).discussion_until
    after = dt.datetime.combine(until + DAY, dt.time(6), tzinfo=dt.UTC)
    actions.advance(now=after)
    case.refresh_from_db()
    with refused("draft.discussion_closed"):
        say(case, "Кешіктім", now=after)
    assert answer(comment, after).official


def test_places_are_those_of_public_versions(open_: Any, say: Any) -> None:
    case = open_()
    assert say(case, version=1, element="indicator-1").element == "indicator-1"
    for version, element in ((1, "indicator-2"), (2, "goal"), (1, "nowhere")):
        with refused("comment.place_unknown"):
            say(case, f"{version}{element}", version=version, element=element)


def test_a_change_of_words_keeps_the_clock(open_: Any, person: Any, now: Any) -> None:
    case, later = open_(), now + 3 * DAY
    until = Draft.objects.get(case=case).discussion_until
    content = changed(summary_kk=CONTENT.summary_kk + " Жүргізушілер де алынады.")
    case = actions.change(
        case=case, content=content, changed_kk="Түсіндірілді", changed_ru="Пояснено", by=person("officer-1"), now=later
    ).case
    draft = Draft.objects.get(case=case)
    assert (draft.version, draft.discussion_until, case.state) == (2, until, "discussion")
    assert not Version.objects.get(draft=draft, number=2).material


def test_a_change_of_money_begins_the_discussion_anew(open_: Any, person: Any, now: Any) -> None:
    case, later = open_(), now + 3 * DAY
    until = Draft.objects.get(case=case).discussion_until
    content = changed(amounts=((2027, 150_000_000),))
    case = actions.change(
        case=case,
        content=content,
        changed_kk="Сома өсті",
        changed_ru="Сумма выросла",
        by=person("officer-1"),
        now=later,
    ).case
    draft = Draft.objects.get(case=case)
    assert draft.discussion_until > until
    running = Obligation.objects.filter(case=case, kind="discussion").running().get()
    assert running.due_on == draft.discussion_until


def test_a_material_change_while_answering_opens_the_discussion_but_hides_no_late_answer(
    open_: Any, person: Any, now: Any
) -> None:
    case = open_()
    after = dt.datetime.combine(Draft.objects.get(case=case).discussion_until + DAY, dt.time(6), tzinfo=dt.UTC)
    case = actions.close_discussion(case=case, by=None, now=after).case
    due = Obligation.objects.get(case=case, kind="answers").due_on
    case = actions.change(
        case=case,
        content=changed(goal_kk="Басқа мақсат"),
        changed_kk="Мақсат",
        changed_ru="Цель",
        by=person("officer-1"),
        now=after,
    ).case
    assert case.state == "discussion"
    assert Obligation.objects.filter(case=case, kind="answers").running().get().due_on == due


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (CONTENT, ("a", "b"), "draft.unchanged"),
        (changed(goal_kk="Өзге"), ("", "b"), "draft.change_unsaid"),
        (changed(goal_kk="Өзге"), ("a", " "), "draft.change_unsaid"),
        (changed(amounts=()), ("a", "b"), "draft.no_passport"),
    ],
)
def test_a_change_that_says_nothing_is_refused(
    open_: Any, person: Any, now: Any, content: Any, words: tuple[str, str], code: str
) -> None:
    case = open_()
    with refused(code):
        actions.change(
            case=case,
            content=content,
            changed_kk=words[0],
            changed_ru=words[1],
            by=person("officer-1"),
            now=now + 2 * DAY,
        )
    assert Version.objects.filter(draft_id=case.pk).count() == 1


def test_of_two_changes_from_the_same_page_one_is_told_that_it_is_old(open_: Any, person: Any, now: Any) -> None:
    case = open_()
    stale = Case.objects.get(pk=case.pk)
    common: dict[str, Any] = {"changed_kk": "a", "changed_ru": "b", "by": person("officer-1"), "now": now + 2 * DAY}
    actions.change(case=case, content=changed(summary_kk="Бір"), **common)
    with refused("lifecycle.changed_meanwhile"):
        actions.change(case=stale, content=changed(summary_kk="Екі"), **common)


def test_a_form_sent_twice_publishes_one_version(open_: Any, person: Any, now: Any) -> None:
    case = open_()
    stale = Case.objects.get(pk=case.pk)
    common: dict[str, Any] = {
        "content": changed(summary_kk="Бір"), "changed_kk": "a", "changed_ru": "b", "by": person("officer-1"),
        "now": now + 2 * DAY, "key": "change:1",
    }  # fmt: skip
    actions.change(case=case, **common)
    assert actions.change(case=stale, **common).repeated
    assert Version.objects.filter(draft_id=case.pk).count() == 2


def test_money_that_moved_first_is_red_and_stands_in_the_list(open_: Any, person: Any, now: Any) -> None:
    case = open_()
    actions.note_payment(
        case=case, first_paid_on=now.date(), first_paid_source="Наурыз есебі", by=person("officer-1"), now=now + 2 * DAY
    )
    view = queries.find(case.public_id)
    assert view.line.wrongs == ("paid_before_end", "paid_before_approval")
    assert [row.pk for row in queries.red()] == [case.pk]


def test_the_list_of_money_that_moved_first_is_read_by_its_index(db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Draft.objects.filter(EARLY).order_by("-first_paid_on", "-case_id")[:50]
        assert "draft_early" in rows.explain()


@pytest.mark.parametrize("days", [1, 400])
def test_a_payment_of_tomorrow_is_not_noted(open_: Any, person: Any, now: Any, days: int) -> None:
    with refused("draft.payment_unknown"):
        actions.note_payment(
            case=open_(),
            first_paid_on=now.date() + days * DAY + 2 * DAY,
            first_paid_source="x",
            by=person("officer-1"),
            now=now + 2 * DAY,
        )


def test_only_leaders_note_approvals_and_withdraw(open_: Any, person: Any, now: Any) -> None:
    case = open_()
    with refused("lifecycle.not_yours"):
        actions.withdraw(case=case, text_kk="a", text_ru="b", by=person("officer-1"), now=now + 2 * DAY)
    case = actions.withdraw(case=case, text_kk="a", text_ru="b", by=person("head"), now=now + 2 * DAY).case
    assert queries.find(case.public_id) is not None, "what was published stays readable"
