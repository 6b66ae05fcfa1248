"""The head decides by EDS, nobody else; promises are kept, moved, late; the petition is closed."""

# ruff: noqa: F811
from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.dialogue.test_signed import authority, sign, trust  # noqa: F401
from tests.portals.petitions.consideration.conftest import DAY

from jariya.kernel.discussion import actions as discussion
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.petitions.consideration import actions, signed, waiting
from jariya.portals.petitions.consideration.models import Decision, Promise
from jariya.portals.petitions.consideration.outcome import Lateness, counted
from jariya.portals.petitions.consideration.queries import considered_by, kept_by, late_promises, room
from jariya.portals.petitions.models import Petition

pytestmark = pytest.mark.django_db
BOTH = {"reason_kk": "Себебі бар.", "reason_ru": "Есть причина."}
REPORT = {"report_kk": "Салынды.", "report_ru": "Построено.", "link": "https://example.kz/act"}


def refusal(code: str, do: Any, **given: Any) -> None:
    with pytest.raises(Refused) as error:
        do(**given)
    assert error.value.code == code


@pytest.fixture
def decided(drafted: Any, person: Any, sign: Any, now: dt.datetime) -> Any:
    """A petition on which the head has decided, ten days later: `decided(outcome="refused")`."""

    def do(who: str = "head", days: int = 14, **more: Any) -> Any:
        case, later = drafted(**more), now + days * DAY
        session = signed.begin(case=case, version=1, by=person(who), back="/kk/", language="kk", now=later)
        session = sign(session, who, at=later)
        return Case.objects.get(pk=case.pk), session

    return do


def test_the_head_signs_the_published_draft_and_its_promises_bind(decided: Any, now: dt.datetime) -> None:
    case, session = decided()
    assert session.status == "passed", session.code
    assert "Дәретхана салынсын" in session.shown["text"] and "Построить туалеты" in session.shown["text"]
    petition, decision = Petition.objects.get(case=case), Decision.objects.get(case=case)
    assert (case.state, petition.outcome, decision.status) == ("implementing", "partly", "signed")
    assert decision.signing_id == session.pk and Promise.objects.get().status == "promised"
    assert Obligation.objects.get(case=case, kind="consideration").met_on is not None
    kinds = list(Event.objects.filter(case=case, public=True).order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["petition_partly_satisfied", "petition_implementing"]


def test_a_refusal_promises_nothing_and_waits_to_be_closed(decided: Any, person: Any, now: dt.datetime) -> None:
    case, session = decided(outcome="refused")
    assert session.status == "passed" and case.state == "decided"
    assert not Promise.objects.exists()
    assert actions.close(case=case, by=person("officer-1"), now=now + 11 * DAY).case.state == "closed"


def test_a_deputys_signature_decides_nothing(decided: Any) -> None:
    case, session = decided(who="deputy")
    assert session.status == "failed" and case.state == "considering"
    assert session.code in ("petition.not_the_head", "authority.certificate_without_right", "authority.role_not_held")


def test_nothing_is_decided_without_a_signature_or_before_the_comments_are_over(
    drafted: Any, person: Any, sign: Any, now: dt.datetime
) -> None:
    case, head = drafted(), person("head")
    later = now + 14 * DAY
    refusal(
        "petition.decision_unsigned", actions.decide, case=case, version=1, by=head, signing=None, post=None, now=later
    )
    refusal("petition.comments_run", actions.decide, case=case, version=1, by=head, signing=None, post=None, now=now)
    refusal(
        "petition.no_public_draft", actions.decide, case=case, version=2, by=head, signing=None, post=None, now=later
    )
    refusal(
        "lifecycle.not_yours",
        actions.decide,
        case=case,
        version=1,
        by=person("officer-1"),
        signing=None,
        post=None,
        now=later,
    )


def test_a_comment_on_the_draft_is_answered_before_it_is_signed(drafted: Any, person: Any, now: dt.datetime) -> None:
    case, later = drafted(), now + 14 * DAY
    said = discussion.post(
        case=case, text="Неге биыл емес?", language="kk", by=person("citizen-2"), now=now,
        identity="phone", version=1, element="point-2", key="comment-0001",
    )  # fmt: skip
    assert waiting.unanswered(case, 1) == 1
    head = person("head")
    refusal(
        "petition.comments_unanswered",
        actions.decide,
        case=case,
        version=1,
        by=head,
        signing=None,
        post=None,
        now=later,
    )
    assert said is not None


def test_a_promise_is_kept_with_evidence_and_the_petition_closes(decided: Any, person: Any, now: dt.datetime) -> None:
    case, _session = decided()
    officer, later = person("officer-1"), now + 20 * DAY
    bare = {**REPORT, "link": ""}
    refusal("petition.evidence_missing", actions.keep_promise, case=case, number=1, by=officer, now=later, **bare)
    refusal("petition.promises_open", actions.close, case=case, by=officer, now=later)
    actions.keep_promise(case=case, number=1, by=officer, now=later, **REPORT)
    refusal("petition.changed_meanwhile", actions.keep_promise, case=case, number=1, by=officer, now=later, **REPORT)
    assert actions.close(case=case, by=officer, now=later).case.state == "closed"
    view = room(case, today=later.date()).promises[0]
    assert (view.promise.status, view.days_late, view.tone) == ("kept", 0, "good")


def test_a_late_promise_is_told_once_and_stands_in_the_figures(decided: Any, person: Any, now: dt.datetime) -> None:
    case, _session = decided(due=now.date() + 30 * DAY)
    officer, late = person("officer-1"), now + 31 * DAY
    assert actions.tell_late(now=now + 30 * DAY) == 0
    assert actions.tell_late(now=late) == 1 and actions.tell_late(now=late + DAY) == 0
    assert Event.objects.filter(case=case, kind="promise_late").count() == 1
    today = late.date()
    assert [row.number for row in late_promises(today=today)[0]] == [1]
    assert room(case, today=today).late == 1
    figures = kept_by([case.body_id], today=today)[case.body_id]
    assert (figures.promised, figures.late) == (1, 1)
    actions.move_promise(case=case, number=1, due_on=today + 5 * DAY, by=officer, now=late, **BOTH)
    row = Promise.objects.get()
    assert (row.first_due_on, row.due_on) == (now.date() + 30 * DAY, today + 5 * DAY)
    assert actions.tell_late(now=late + 6 * DAY) == 1
    same = [Lateness(row.due_on, row.kept_on)]
    after = (late + 6 * DAY).date()
    assert kept_by([case.body_id], today=after)[case.body_id] == counted(same, after)
    refusal(
        "petition.promise_day", actions.move_promise, case=case, number=1, due_on=today, by=officer, now=late, **BOTH
    )
    refusal("lifecycle.not_yours", actions.give_up_promise, case=case, number=1, by=officer, now=late, **BOTH)
    actions.give_up_promise(case=case, number=1, by=person("head"), now=late, **BOTH)
    assert kept_by([case.body_id], today=after)[case.body_id].given_up == 1


def test_a_suspended_petition_stands_still(considered: Any, person: Any, now: dt.datetime) -> None:
    case = considered()
    Case.objects.filter(pk=case.pk).update(suspended_since=now.date())
    refusal("petition.suspended", actions.publish_draft, case=case, by=person("officer-1"), now=now)


def test_a_body_is_counted_by_how_it_kept_the_term_of_the_decision(
    decided: Any, considered: Any, now: dt.datetime
) -> None:
    case, _session = decided(outcome="refused")
    considered()
    said = considered_by([case.body_id], today=now.date())[case.body_id]
    assert (said.in_time, said.running, said.overdue, said.petitions) == (1, 1, 0, 2)
    later = considered_by([case.body_id], today=now.date() + 90 * DAY)[case.body_id]
    assert (later.overdue, later.running) == (1, 0)


def test_late_promises_are_paged_and_their_page_leads_on(decided: Any, client: Any, now: dt.datetime) -> None:
    case, _session = decided(due=now.date() + 30 * DAY)
    first = Promise.objects.get()
    for number in range(2, 24):
        given = {
            name: getattr(first, name) for name in ("case", "decision", "body", "text_kk", "text_ru", "due_on", "post")
        }
        Promise.objects.create(**given, number=number, first_due_on=first.due_on, status="promised")
    Promise.objects.update(due_on=dt.date(2026, 4, 1))
    page = client.get("/ru/petitions/promises/")
    assert page.status_code == 200 and "after=" in page.content.decode()
    today = dt.date(2026, 6, 1)
    one, after = late_promises(today=today)
    two, end = late_promises(today=today, after=after or 0)
    assert len({row.pk for row in (*one, *two)}) == 23 and end is None
