"""A petition from its threshold to a kept promise, through the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.petitions.consideration.conftest import DAY, plan, ruling, seats

from jariya.kernel.lifecycle.models import Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.petitions.consideration import actions
from jariya.portals.petitions.consideration.models import Decision, Hearing, Member, Promise
from jariya.portals.petitions.consideration.queries import room
from jariya.portals.petitions.models import Petition

pytestmark = pytest.mark.django_db
BOTH = {"reason_kk": "Себебі бар.", "reason_ru": "Есть причина."}
REPORT = {"report_kk": "Салынды.", "report_ru": "Построено.", "link": "https://example.kz/act"}


def refusal(code: str, do: Any, **given: Any) -> None:
    with pytest.raises(Refused) as error:
        do(**given)
    assert error.value.code == code


def test_registration_gives_a_number_and_opens_the_term_of_the_level(supported: Any, person: Any, now: Any) -> None:
    first, second = supported(), supported()
    actions.register(case=first, by=person("officer-1"), now=now)
    actions.register(case=second, by=None, now=now)
    numbers = [Petition.objects.get(case=case).number for case in (first, second)]
    assert numbers[0] is not None and numbers[1] == numbers[0] + 1
    term = Obligation.objects.get(case=first, kind="consideration")
    assert (term.norm_key, term.value) == ("petition.consideration.central", 40)
    assert Event.objects.get(case=first, kind="petition_registered").codes["due"] == term.due_on.isoformat()


def test_a_registration_sent_twice_draws_one_number(supported: Any, person: Any, now: Any) -> None:
    case = supported()
    for _try in range(2):
        actions.register(case=case, by=person("officer-1"), now=now, key="register:abcdefgh")
    other = supported()
    actions.register(case=other, by=None, now=now)
    assert Petition.objects.get(case=other).number == Petition.objects.get(case=case).number + 1


def test_the_petitioner_is_always_invited_and_answers(considered: Any, person: Any, ministry: Any, now: Any) -> None:
    case, author = considered(), person("citizen-1")
    refusal("petition.not_invited", actions.answer_invitation, case=case, accept=True, by=author, now=now)
    refusal("petition.group_empty", actions.form_group, case=case, seats=[], by=person("officer-1"), now=now)
    actions.form_group(case=case, seats=seats(ministry), by=person("officer-1"), now=now)
    actions.answer_invitation(case=case, accept=False, by=author, now=now)
    actions.answer_invitation(case=case, accept=True, by=author, now=now)
    actions.form_group(case=case, seats=seats(ministry)[:1], by=person("officer-1"), now=now)
    states = list(Member.objects.filter(case=case).order_by("number").values_list("part", "status"))
    assert states == [
        ("petitioner", "accepted"), ("official", "replaced"), ("public", "replaced"), ("official", "accepted")
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.answer_invitation(case=case, accept=True, by=person("citizen-2"), now=now)


def test_a_hearing_is_announced_ahead_and_written_down(considered: Any, person: Any, now: dt.datetime) -> None:
    case, officer = considered(), person("officer-1")
    said = {"minutes_kk": "Айтылды.", "minutes_ru": "Сказано."}
    refusal("petition.hearing_notice", actions.announce_hearing, case=case, plan=plan(now, 1), by=officer, now=now)
    actions.announce_hearing(case=case, plan=plan(now), by=officer, now=now)
    refusal("petition.hearing_ahead", actions.hold_hearing, case=case, number=1, by=officer, now=now, **said)
    actions.hold_hearing(case=case, number=1, by=officer, now=now + 10 * DAY, **said)
    refusal("petition.changed_meanwhile", actions.cancel_hearing, case=case, number=1, by=officer, now=now, **BOTH)
    actions.announce_hearing(case=case, plan=plan(now), by=officer, now=now)
    actions.cancel_hearing(case=case, number=2, by=officer, now=now, **BOTH)
    assert list(Hearing.objects.order_by("number").values_list("status", flat=True)) == ["held", "cancelled"]


def test_a_draft_is_nobodys_until_it_is_published(considered: Any, person: Any, ministry: Any, now: Any) -> None:
    case, officer = considered(), person("officer-1")
    refusal("petition.no_draft", actions.publish_draft, case=case, by=officer, now=now)
    given = ruling(ministry, now.date() + 90 * DAY)
    actions.draft_decision(case=case, ruling=given, by=officer, now=now)
    actions.draft_decision(case=case, ruling=given, by=officer, now=now)
    assert Decision.objects.get().version == 1 and Promise.objects.get().status == "planned"
    assert room(case, today=now.date()).empty and room(case, today=now.date(), official=True).drafted
    assert not Event.objects.filter(case=case, kind="decision_written", public=True).exists()
    actions.publish_draft(case=case, by=officer, now=now)
    shown = room(case, today=now.date())
    assert shown.public is not None and shown.public.outcome == "partly" and not shown.promises
    actions.draft_decision(case=case, ruling=given, by=officer, now=now)
    actions.publish_draft(case=case, by=officer, now=now)
    assert [row.status for row in room(case, today=now.date()).decisions] == ["published", "superseded"]


def test_promises_fit_what_is_decided(considered: Any, person: Any, ministry: Any, now: Any) -> None:
    from dataclasses import replace

    case, officer = considered(), person("officer-1")
    empty = replace(ruling(ministry, now.date()), pledges=())
    actions.draft_decision(case=case, ruling=empty, by=officer, now=now)
    refusal("petition.promises_missing", actions.publish_draft, case=case, by=officer, now=now)
    half = replace(ruling(ministry, now.date()), reasons_ru=" ")
    refusal("petition.decision_not_whole", actions.draft_decision, case=case, ruling=half, by=officer, now=now)
