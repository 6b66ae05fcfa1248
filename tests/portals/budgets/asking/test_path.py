"""A question to a line on its way: asked, answered, passed on, hidden, put back, withdrawn; who hears of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.budgets.asking.conftest import LINE, OTHER, QUESTION

from jariya.kernel.discussion import actions as talk
from jariya.kernel.discussion.models import Comment, Review
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices import actions as notices
from jariya.kernel.notices import queries as followed
from jariya.kernel.notices.models import InboxEntry
from jariya.portals.budgets.asking import actions, queries
from jariya.portals.budgets.asking.lifecycle import KIND
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.models import Node

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def reply(
    case: Case, person: Any, now: dt.datetime, text: str = "Екі мектеп салынады.", who: str = "officer-1"
) -> Comment:
    root = LineQuestion.objects.get(case=case).comment
    return talk.answer(parent=root, text=text, language="kk", by=person(who), identity="staff", now=now)


def test_the_body_behind_the_line_owes_the_answer_by_the_houses_term(asked: Any, ministry: Any) -> None:
    case = asked()
    duty = Obligation.objects.running().get(case=case)
    assert (case.body_id, case.state, duty.norm_key, duty.value) == (ministry.pk, "asked", "budget.line.answer", 10)
    view = queries.find(case.public_id)
    assert view.said.text == QUESTION and view.term.due_on == duty.due_on
    assert QUESTION not in str(list(Event.objects.filter(case=case).values()))


def test_the_answer_in_the_open_meets_the_term(asked: Any, person: Any, now: dt.datetime) -> None:
    case = asked()
    reply(case, person, now + DAY)
    assert fresh(case).state == "answered"
    assert not Obligation.objects.running().filter(case=case).exists()
    reply(case, person, now + 2 * DAY, "Үшінші мектеп қосылды.")
    assert Event.objects.filter(case=case, kind="line_answered").count() == 1, "a second answer is no second event"


def test_a_line_without_a_known_body_is_refused_and_nothing_stays(asked: Any) -> None:
    with pytest.raises(Refused) as refusal:
        asked(OTHER)
    assert refusal.value.code == "line.nobody_answers"
    assert not Case.objects.filter(kind=KIND).exists()


def test_a_body_that_nobody_serves_here_is_not_made_late(asked: Any, ministry: Any) -> None:
    type(ministry).objects.filter(pk=ministry.pk).update(connected=False)
    with pytest.raises(Refused) as refusal:
        asked()
    assert refusal.value.code == "line.not_connected"
    assert not Case.objects.filter(kind=KIND).exists()


def test_a_text_that_is_refused_leaves_no_case(asked: Any) -> None:
    with pytest.raises(Refused) as refusal:
        asked(text="Маған +7 701 555 01 42 нөміріне хабарласыңыз")
    assert refusal.value.code == "comment.not_confirmed"
    assert not Case.objects.filter(kind=KIND).exists()


def test_the_form_sent_twice_asks_once(asked: Any) -> None:
    assert asked(key="line:1").pk == asked(key="line:1").pk
    assert Comment.objects.filter(case__kind=KIND).count() == 1


def test_citizens_say_nothing_below_but_support(asked: Any, person: Any, now: dt.datetime) -> None:
    case = asked()
    with pytest.raises(Refused) as refusal:
        talk.post(case=case, text="Мен де", language="kk", by=person("citizen-3"), identity="phone", now=now)
    assert refusal.value.code == "line.one_question"
    assert talk.support(comment=LineQuestion.objects.get(case=case).comment, by=person("citizen-3"), now=now)


def test_it_is_passed_on_once_and_the_term_begins_anew(
    asked: Any, person: Any, district: Any, ministry: Any, now: Any
) -> None:
    case = asked()
    case = actions.pass_on(case=case, to=district, by=person("officer-1"), now=now + 3 * DAY).case
    duty = Obligation.objects.running().get(case=case)
    assert (case.body_id, duty.body_id) == (district.pk, district.pk) and duty.started_on == (now + 3 * DAY).date()
    with pytest.raises(Refused) as refusal:
        actions.pass_on(case=case, to=ministry, by=person("district-officer"), now=now + 4 * DAY)
    assert refusal.value.code == "line.passed_on_already"
    with pytest.raises(Refused):
        reply(case, person, now + 4 * DAY)
    reply(case, person, now + 4 * DAY, who="district-officer")
    assert fresh(case).state == "answered"


def test_what_a_moderator_hides_nobody_owes_and_what_is_put_back_is_owed_anew(
    asked: Any, person: Any, now: Any
) -> None:
    case = asked()
    comment = LineQuestion.objects.get(case=case).comment

    def look() -> Review:
        return Review.objects.select_related("comment__case").get(comment=comment, decided_at=None)

    moderator = person("moderator")
    review = talk.claim(review=look(), by=moderator, now=now)
    talk.hide(review=review, ground="discussion.ground.insult", reason="Дөрекі", by=moderator, now=now)
    assert fresh(case).state == "hidden" and not Obligation.objects.running().filter(case=case).exists()
    assert queries.find(case.public_id).said.text is None
    comment.refresh_from_db()
    talk.appeal(comment=comment, reason="Дұрыс сұрақ", by=person("citizen-1"), now=now + DAY)
    review = talk.claim(review=look(), by=person("supervisor"), now=now + DAY)
    talk.decide_appeal(review=review, restore=True, reason="Қалады", by=person("supervisor"), now=now + DAY)
    assert fresh(case).state == "asked"
    assert Obligation.objects.running().get(case=case).started_on == (now + DAY).date()


def test_a_withdrawn_question_is_closed(asked: Any, person: Any, now: Any) -> None:
    case = asked()
    talk.withdraw(comment=LineQuestion.objects.get(case=case).comment, by=person("citizen-1"), now=now)
    assert fresh(case).state == "withdrawn" and fresh(case).closed_on is not None


def test_who_follows_the_line_hears_the_question_and_the_answer(
    asked: Any, release: Any, person: Any, now: Any
) -> None:
    reader = person("citizen-3")
    thing = followed.topic(f"line:{release.budget.slug}/full/{LINE}", reader)
    notices.follow(person=reader, topic=thing.topic, now=now)
    case = asked()
    reply(case, person, now + DAY)
    heard = InboxEntry.objects.filter(person=reader, case=case).order_by("id").values_list("about", flat=True)
    assert list(heard) == ["followed", "followed"]
    [row] = followed.followed(reader)
    assert row.name == f"line:{release.budget.slug}/full/{LINE}"


@pytest.mark.parametrize(
    "name", ["line:none/full/II", "line:x", "line:", "programme:ulgi-ministry/999", "person:1", "wrong:1"]
)
def test_what_is_not_there_is_not_followed(release: Any, person: Any, name: str) -> None:
    assert followed.topic(name, person("citizen-1")) is None


def test_questions_stand_at_their_line_in_every_year(asked: Any, release: Any) -> None:
    case = asked()
    node = Node.objects.get(cut="full", path=LINE)
    assert [
        row.case.pk
        for row in queries.of_line(release.supersedes.budget if release.supersedes else release.budget, node)
    ] == [case.pk]
    assert queries.of_line(release.budget, Node.objects.get(cut="full", path=OTHER)) == []
    assert [row.case.pk for row in queries.listed(which="waiting")[0]] == [case.pk]
    assert queries.listed(which="answered")[0] == []
