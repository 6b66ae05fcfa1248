"""Who is told of an act, in the transaction of the act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.kernel.notices.matter import NOW, act, ask

from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.notices import actions
from jariya.kernel.notices.models import InboxEntry, Outbox, Subscription
from jariya.kernel.notices.recipients import recipients


def told(event: Event) -> dict[int, str]:
    """Whom an event is told to, and why; the demonstration's own supervisor, who sees everything, is left out."""
    rows = InboxEntry.objects.filter(event_id=event.pk).exclude(person__handle__startswith="demo-")
    return dict(rows.values_list("person_id", "about"))


def queued(event: Event) -> set[tuple[int, str]]:
    return set(Outbox.objects.filter(event_id=event.pk).values_list("person_id", "channel"))


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.deliver_event'")
        return int(cursor.fetchone()[0])


def first_event(case: Case) -> Event:
    event: Event = Event.objects.get(case=case)
    return event


def test_the_asker_gets_the_coupon_of_their_own_act_and_the_officers_learn_that_a_case_arrived(
    someone: Any, body: Any
) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    someone.official(body, "moderator")
    event = first_event(ask(asker, body))
    assert told(event) == {asker.pk: "own", officer.pk: "arrived"}
    assert queued(event) == {(asker.pk, "mail")}


def test_a_rolled_back_act_leaves_no_row_and_no_job(someone: Any, body: Any) -> None:
    asker = someone()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(asker, body)
        assert InboxEntry.objects.count() == 1
        assert Outbox.objects.count() == 1
        assert jobs() == 1
        raise ZeroDivisionError
    assert (InboxEntry.objects.count(), Outbox.objects.count(), jobs()) == (0, 0, 0)


def test_an_act_with_nobody_to_mail_defers_no_job(someone: Any, body: Any) -> None:
    ask(someone(mail=False), body)
    assert InboxEntry.objects.count() == 1
    assert jobs() == 0


def test_who_acted_is_not_told_of_their_own_act(someone: Any, body: Any) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    case = ask(asker, body)
    assigned = act(case, "assign", officer, changes={"assignee": officer})
    assert told(assigned) == {asker.pk: "own"}
    noted = act(case, "note", asker)
    assert told(noted) == {officer.pk: "assigned"}


def test_an_internal_step_is_told_to_the_assignee_and_to_nobody_outside(someone: Any, body: Any) -> None:
    asker, officer, head, follower = (
        someone(),
        someone.official(body, "officer"),
        someone.official(body, "head"),
        someone(),
    )
    case = ask(asker, body)
    act(case, "assign", head, changes={"assignee": officer})
    actions.follow(person=follower, topic=f"case:{case.pk}", now=NOW)
    assert told(act(case, "draft", head)) == {officer.pk: "assigned"}


def test_a_forwarded_case_is_told_to_the_officers_of_the_body_it_comes_to(
    someone: Any, body: Any, other_body: Any
) -> None:
    asker, officer, other = someone(), someone.official(body, "officer"), someone.official(other_body, "officer")
    event = act(ask(asker, body), "forward", officer, facts={"to_body_id": other_body.pk})
    assert told(event) == {asker.pk: "own", other.pk: "arrived"}


def test_supervisors_of_the_body_and_of_everything_are_told_of_what_they_must_see(
    someone: Any, body: Any, other_body: Any
) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    here = someone.official(body, "supervisor")
    elsewhere = someone.official(other_body, "supervisor")
    everywhere = someone.official(other_body, "supervisor", everywhere=True)
    event = act(ask(asker, body), "alarm", officer)
    assert told(event) == {asker.pk: "own", here.pk: "supervision", everywhere.pk: "supervision"}
    assert elsewhere.pk not in told(event)


def test_an_overdue_term_is_told_to_the_asker_the_officers_and_the_supervisor(someone: Any, body: Any) -> None:
    asker, officer, supervisor = (
        someone(),
        someone.official(body, "officer"),
        someone.official(body, "supervisor"),
    )
    case = ask(asker, body)
    with transaction.atomic():
        event = engine.record(
            case, "overdue", now=NOW, codes={"obligation": "answer", "due": NOW.date()}, topics=("supervisor",)
        )
    assert told(event) == {asker.pk: "own", officer.pk: "arrived", supervisor.pk: "supervision"}


def test_followers_learn_public_events_of_public_cases_only(someone: Any, body: Any) -> None:
    asker, officer, follower = someone(), someone.official(body, "officer"), someone()
    actions.follow(person=follower, topic=f"body:{body.pk}", now=NOW)
    public, hidden = ask(asker, body), ask(asker, body, visibility="parties")
    assert told(first_event(public))[follower.pk] == "followed"
    assert follower.pk not in told(first_event(hidden))
    sealed = act(public, "note", asker, changes={"sealed": True})
    assert follower.pk not in told(sealed)
    assert follower.pk not in told(act(public, "draft", officer))


def test_a_citizen_cannot_be_followed_through_their_topic(someone: Any, body: Any) -> None:
    asker, stranger = someone(), someone()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(person=stranger, topic=f"person:{asker.pk}", at=NOW)
    assert stranger.pk not in told(first_event(ask(asker, body)))


def test_a_person_with_several_reasons_is_told_once_for_the_nearest_one(someone: Any, body: Any) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    case = ask(asker, body)
    for person in (asker, officer):
        actions.follow(person=person, topic=f"case:{case.pk}", now=NOW)
        actions.follow(person=person, topic=f"body:{body.pk}", now=NOW)
    head = someone.official(body, "head")
    act(case, "assign", head, changes={"assignee": officer})
    event = act(case, "answer", head)
    assert told(event) == {asker.pk: "own", officer.pk: "assigned"}


def test_a_telephone_alone_gets_sms_for_what_matters_and_a_mail_address_spares_it(
    someone: Any, body: Any, gateway: Any
) -> None:
    phone, both = someone(mail=False, phone=True), someone(phone=True)
    head = someone.official(body, "head")
    case, other = ask(phone, body), ask(both, body)
    assert queued(first_event(case)) == {(phone.pk, "sms")}
    assert queued(first_event(other)) == {(both.pk, "mail")}
    assert queued(act(case, "assign", head, changes={"assignee": head})) == set()
    assert queued(act(case, "answer", head)) == {(phone.pk, "sms")}


def test_choices_of_a_person_decide_the_channels_but_not_the_inbox(someone: Any, body: Any, gateway: Any) -> None:
    asker = someone(phone=True)
    actions.choose(person=asker, language="ru", chosen={"own:mail": False, "own:sms": True, "evil:mail": True})
    event = first_event(ask(asker, body))
    assert told(event) == {asker.pk: "own"}
    assert queued(event) == {(asker.pk, "sms")}


def test_an_address_that_was_never_confirmed_is_not_written_to(someone: Any, body: Any) -> None:
    asker = someone()
    type(asker).objects.filter(pk=asker.pk).update(email_confirmed_at=None)
    assert queued(first_event(ask(asker, body))) == set()


def test_the_same_event_heard_twice_is_queued_once(someone: Any, body: Any) -> None:
    from jariya.kernel.lifecycle.engine import Happening
    from jariya.kernel.notices.listener import listener

    case = ask(someone(), body)
    happening = Happening(case, first_event(case), None, (), {}, NOW)
    listener(happening)
    listener(happening)
    assert InboxEntry.objects.count() == 1
    assert Outbox.objects.count() == 1


@pytest.mark.parametrize("followers", [1, 30])
def test_the_listener_asks_a_constant_number_of_questions(someone: Any, body: Any, followers: int) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    for _index in range(followers):
        actions.follow(person=someone(), topic=f"body:{body.pk}", now=NOW)
    case = ask(asker, body)
    event = act(case, "alarm", officer)
    from jariya.kernel.lifecycle.engine import Happening
    from jariya.kernel.notices.listener import listener

    InboxEntry.objects.all().delete()
    Outbox.objects.all().delete()
    case = Case.objects.select_related("body").get(pk=case.pk)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        listener(Happening(case, event, None, (), {}, NOW))
    # co-signers, roles, followers, people, preferences; inbox, outbox (each in its savepoint); the job.
    statements = [row["sql"] for row in seen if "SAVEPOINT" not in row["sql"]]
    assert len(statements) == 8, statements
    people = recipients(Happening(case, event, None, (), {}, NOW))[0]
    watching = [row for row in people if row.person.handle.startswith("demo-supervisor")]
    assert len(people) - len(watching) == followers + 1, "the asker and every follower"


def test_a_crowd_of_followers_is_told_by_a_job_and_nobody_twice(someone: Any, body: Any, monkeypatch: Any) -> None:
    from jariya.kernel.notices import listener
    from jariya.kernel.notices import recipients as who

    monkeypatch.setattr(who, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(who.followers, "__kwdefaults__", {"after": 0, "most": 3})
    monkeypatch.setattr(listener, "CROWD_BATCH", 2)
    asker, officer = someone(), someone.official(body, "officer")
    crowd = [someone() for _index in range(5)]
    for person in (*crowd, officer, asker):
        actions.follow(person=person, topic=f"body:{body.pk}", now=NOW)
    event = first_event(ask(asker, body))
    assert told(event) == {asker.pk: "own", officer.pk: "arrived"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.tell_followers'")
        assert cursor.fetchone() == (1,)
    assert listener.tell_followers(event.pk) == 5
    assert told(event) == {asker.pk: "own", officer.pk: "arrived", **{person.pk: "followed" for person in crowd}}
    assert listener.tell_followers(event.pk) == 0
    assert len(queued(event)) == 6
