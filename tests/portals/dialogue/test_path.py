"""The path of a question, through its actions, on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jariya.kernel.correspondence.models import Answer, Forwarding, Letter, Wording
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.dialogue import actions, queries

pytestmark = pytest.mark.django_db


def due(case: Case, kind: str = "answer") -> dt.date:
    return Obligation.objects.running().get(case=case, kind=kind).due_on


def test_a_question_is_registered_with_a_number_and_a_due_day_from_the_law(ask: Any) -> None:
    case = ask()
    assert case.state == "registered"
    assert case.letter.label == "2026-00001"
    assert due(case) == dt.date(2026, 4, 13)


def test_numbers_run_within_a_body_and_a_year(ask: Any, district: Any) -> None:
    assert [ask().letter.number, ask().letter.number, ask(body=district).letter.number] == [1, 2, 1]


def test_a_question_sent_at_night_is_registered_the_next_working_day(ask: Any) -> None:
    saturday_night = dt.datetime(2026, 3, 28, 18, 0, tzinfo=dt.UTC)
    case = ask(now=saturday_night)
    assert case.letter.registered_on == dt.date(2026, 3, 30)
    assert Obligation.objects.get(case=case, kind="answer").started_on == dt.date(2026, 3, 30)


def test_the_same_form_sent_twice_is_registered_once(ask: Any) -> None:
    first = ask(key="one-and-the-same")
    second = ask(key="one-and-the-same")
    assert first.pk == second.pk
    assert Case.objects.count() == 1


def test_a_real_body_that_is_not_connected_takes_no_question(ask: Any) -> None:
    from jariya.kernel.bodies.models import Body

    with pytest.raises(Refused) as refusal:
        ask(body=Body.objects.real().filter(kind="ministry").first())
    assert refusal.value.code == "letter.body_not_connected"


def test_the_whole_path_from_question_to_rating(answered: Any, person: Any, now: dt.datetime) -> None:
    case = answered()
    assert case.state == "published"
    answer = Answer.objects.get(case=case)
    assert answer.as_role == "head" and answer.published_at is not None
    view = queries.find(case.public_id, person=None)
    assert view is not None and view.points[0].answer == "Жарық маусым айында орнатылады."
    actions.rate(case=case, score=5, resolved=True, by=person("citizen-1"), now=now + dt.timedelta(days=6))
    assert Case.objects.get(pk=case.pk).state == "rated"
    assert actions.close_when_over(now=now + dt.timedelta(days=60)) == 1
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert not Obligation.objects.running().filter(case=case).exists()


def test_a_forwarded_question_keeps_its_first_registration_day(
    ask: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = ask()
    later = now + dt.timedelta(days=2)
    actions.forward(
        case=case, to=district, reason="Бұл аудан әкімдігінің құзыретінде.", by=person("officer-1"), now=later
    )
    letter = Letter.objects.get(case=case)
    assert (letter.first_registered_on, letter.registered_on) == (dt.date(2026, 3, 18), dt.date(2026, 3, 20))
    assert Case.objects.get(pk=case.pk).body == district
    running = Obligation.objects.running().get(case=case, kind="answer")
    assert (running.body, running.due_on) == (district, dt.date(2026, 4, 15))
    assert Forwarding.objects.get(case=case).hop == 1


def test_the_former_body_can_do_nothing_after_forwarding(
    ask: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = ask()
    actions.forward(case=case, to=district, reason="Құзырет.", by=person("officer-1"), now=now)
    with pytest.raises(Refused) as refusal:
        actions.accept(case=case, by=person("officer-1"), now=now)
    assert refusal.value.code == "lifecycle.not_yours"


def test_the_second_hop_alerts_the_supervisor(
    ask: Any, person: Any, district: Any, ministry: Any, now: dt.datetime
) -> None:
    case = ask()
    actions.forward(case=case, to=district, reason="Құзырет.", by=person("officer-1"), now=now)
    case = Case.objects.get(pk=case.pk)
    actions.forward(case=case, to=ministry, reason="Қайта.", by=person("district-officer"), now=now)
    first, second = Event.objects.filter(case=case, kind="forwarded").order_by("id")
    assert "supervisor" not in first.topics and "supervisor" in second.topics


def test_a_forwarded_point_lives_on_with_its_own_clock(ask: Any, person: Any, district: Any, now: dt.datetime) -> None:
    case = ask(points=["Бірінші сұрақ", "Екінші сұрақ"])
    later = now + dt.timedelta(days=1)
    actions.forward_part(case=case, to=district, points=[2], reason="Құзырет.", by=person("officer-1"), now=later)
    child = Case.objects.get(parent=case)
    assert child.body == district and child.person == case.person
    assert due(child) == dt.date(2026, 4, 14) and due(case) == dt.date(2026, 4, 13)
    assert Wording.objects.get(case=child, part="point", number=1).text == "Екінші сұрақ"
    actions.accept(case=case, by=person("officer-1"), now=later)
    actions.draft_answer(case=case, answers={1: "Жауап"}, by=person("officer-1"), now=later)
    assert Case.objects.get(pk=case.pk).state == "answer_drafted", "the point that left needs no answer here"


def test_an_extension_moves_the_day_once_and_says_so(ask: Any, person: Any, now: dt.datetime) -> None:
    case = ask()
    actions.accept(case=case, by=person("officer-1"), now=now)
    actions.extend(case=case, due_on=dt.date(2026, 5, 15), reason="Сараптама керек.", by=person("deputy"), now=now)
    row = Obligation.objects.get(case=case, kind="answer")
    assert (row.due_on, row.extended_to) == (dt.date(2026, 5, 15), dt.date(2026, 5, 15))
    assert row.changes.get().old == dt.date(2026, 4, 13)
    with pytest.raises(Refused):
        actions.extend(case=case, due_on=dt.date(2026, 5, 18), reason="Тағы.", by=person("deputy"), now=now)


def test_two_officials_answering_at_once_the_second_is_told(ask: Any, person: Any, now: dt.datetime) -> None:
    case = ask()
    seen = Case.objects.get(pk=case.pk).version
    actions.accept(case=case, by=person("officer-1"), now=now, version=seen)
    with pytest.raises(Refused) as refusal:
        actions.accept(case=case, by=person("officer-2"), now=now, version=seen)
    assert refusal.value.code == "lifecycle.changed_meanwhile" and refusal.value.status == 409


def test_a_deputy_signs_only_under_a_published_order(ask: Any, person: Any, now: dt.datetime) -> None:
    from jariya.kernel.bodies.models import Delegation

    case = ask()
    actions.accept(case=case, by=person("officer-1"), now=now)
    actions.draft_answer(case=case, answers={1: "Жауап"}, by=person("officer-1"), now=now)
    order = Delegation.objects.filter(from_post__body=case.body, scope__contains=["answers"]).first()
    assert order is not None
    actions.sign_answer(case=case, confirmed=True, level="staff", by=person("deputy"), now=now)
    answer = Answer.objects.get(case=case)
    assert answer.as_role == "delegate" and answer.delegation == order
    second = ask()
    actions.accept(case=second, by=person("officer-1"), now=now)
    actions.draft_answer(case=second, answers={1: "Жауап"}, by=person("officer-1"), now=now)
    with pytest.raises(Refused):
        actions.sign_answer(case=second, confirmed=True, level="staff", by=person("officer-1"), now=now)


def test_an_order_for_extensions_opens_the_extension_and_nothing_else(ask: Any, person: Any, now: dt.datetime) -> None:
    from jariya.kernel.bodies.models import Delegation, Post
    from jariya.kernel.people.models import Role

    case, officer, due = ask(), person("officer-1"), dt.date(2026, 4, 20)
    actions.accept(case=case, by=officer, now=now)
    extension = {"due_on": due, "reason": "Сараптама қорытындысы керек.", "by": officer, "now": now}
    with pytest.raises(Refused):
        actions.extend(case=case, **extension)
    head = Post.objects.get(body=case.body, kind="head")
    last = Post.objects.filter(body=case.body).order_by("-order").values_list("order", flat=True)[0]
    post = Post.objects.create(
        body=case.body, kind="officer", order=last + 1, name_kk="Бас сарапшы", source="invented for the test"
    )
    Role.objects.filter(person=officer, body=case.body, kind="officer").update(post=post)
    today = now.date()
    over = {"since": today - dt.timedelta(days=20), "until": today - dt.timedelta(days=1)}
    order = Delegation.objects.create(
        from_post=head, to_post=post, scope=["extensions"], order_ref="№ 9", since=over["since"], until=over["until"]
    )
    with pytest.raises(Refused):
        actions.extend(case=case, **extension)
    Delegation.objects.filter(pk=order.pk).update(until=None, scope=["answers"])
    with pytest.raises(Refused):
        actions.extend(case=case, **extension)
    Delegation.objects.filter(pk=order.pk).update(scope=["extensions"])
    event = actions.extend(case=case, **extension).event
    assert event is not None and event.role == "delegate"
    assert Obligation.objects.get(case=case, kind="answer").due_on == due
    actions.draft_answer(case=case, answers={1: "Жауап"}, by=officer, now=now)
    with pytest.raises(Refused):
        actions.sign_answer(case=case, confirmed=True, level="staff", by=officer, now=now)


def test_a_late_term_is_told_once_however_long_the_job_slept(ask: Any, now: dt.datetime) -> None:
    case = ask()
    much_later = now + dt.timedelta(days=90)
    assert tell_overdue(now=much_later) == 2  # to accept or forward, and to answer
    assert tell_overdue(now=much_later) == 0
    assert Event.objects.filter(case=case, kind="overdue").count() == 2


def test_the_text_of_an_unanswered_question_is_not_public(ask: Any) -> None:
    case = ask()
    view = queries.find(case.public_id, person=None)
    assert view is not None
    assert view.title is None and view.points[0].text is None
    assert view.term is not None and view.term.due_on == dt.date(2026, 4, 13)


def test_a_private_question_is_nobodys_business(ask: Any, person: Any) -> None:
    case = ask(public=False)
    assert queries.find(case.public_id, person=None) is None
    assert queries.find(case.public_id, person=person("citizen-2")) is None
    assert queries.find(case.public_id, person=person("citizen-1")) is not None


def test_an_answer_drafted_anew_after_a_complaint_is_not_shown_before_it_is_signed(
    answered: Any, person: Any, now: dt.datetime
) -> None:
    case = answered()
    later = now + dt.timedelta(days=7)
    actions.complain(case=case, reason="Жауап толық емес.", by=person("citizen-1"), now=later)
    actions.uphold(case=case, reason="Иә.", by=person("supervisor"), now=later)
    actions.draft_answer(case=case, answers={1: "Жаңа жауап, қол қойылмаған"}, by=person("officer-1"), now=later)
    for reader in (None, person("citizen-1")):
        view = queries.find(case.public_id, person=reader)
        assert view is not None and view.points[0].answer == "Жарық маусым айында орнатылады."


def test_the_database_refuses_to_change_an_event(ask: Any) -> None:
    case = ask()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in (
        "UPDATE lifecycle_event SET kind = 'x'",
        "DELETE FROM lifecycle_event",
        "TRUNCATE lifecycle_event CASCADE",
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Event.objects.filter(case=case).count() == 1


def test_an_event_holds_no_words_that_a_person_wrote(answered: Any, person: Any) -> None:
    case = answered(title="Құпиясөз", points=["Құпиямәтін"])
    for event in Event.objects.filter(case=case):
        assert "Құпия" not in str(event.codes) and person("citizen-1").name not in str(event.codes)
        assert event.digest is None or len(bytes(event.digest)) == 32
