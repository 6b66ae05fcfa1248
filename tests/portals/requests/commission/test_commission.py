"""The Commission: announced in time, minuted point by point, corrected in the open, recommending to bodies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.requests.information_made import BOTH, DAY, finding, plan

from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests.commission import actions, queries
from jariya.portals.requests.commission.actions import Plan
from jariya.portals.requests.commission.models import Member

pytestmark = pytest.mark.django_db
DECIDED = (("Мақұлданды", "Одобрено"), ("Ұсынылды", "Рекомендовано"))


@pytest.fixture
def announced(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Announce a session on Monday 30 March: `announced(days=12)`; returns its case."""

    def do(days: int = 12, **changed: Any) -> Case:
        by = person("supervisor")
        said = Plan(**{**plan(now + days * DAY).__dict__, **changed})
        case = actions.prepare(body=ministry, plan=said, by=by, now=now).case
        return actions.announce(case=case, by=by, now=now).case

    return do


def code(call: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **said)
    return refusal.value.code


def test_a_session_is_announced_in_time_with_its_agenda(announced: Any) -> None:
    assert code(announced, 8) == "commission.short_notice", "21-25 March are days off"
    assert code(announced, agenda=()) == "commission.no_agenda"
    assert code(announced, place_ru="") == "commission.language_missing"
    assert code(announced, closed_kk="Құпия") == "commission.language_missing", "a closed one says its ground"
    minutes = Obligation.objects.get(case=announced(), kind="minutes")
    assert (minutes.started_on, minutes.due_on) == (dt.date(2026, 3, 30), dt.date(2026, 4, 13))


def test_minutes_say_what_was_decided_on_each_point_and_are_corrected_in_the_open(
    announced: Any, person: Any, now: dt.datetime, client: Client
) -> None:
    case, after = announced(), now + 13 * DAY
    said: dict[str, Any] = {"case": case, "by": person("supervisor"), "present": 7, **BOTH}
    assert code(actions.minute, decisions=DECIDED, now=now + DAY, **said) == "commission.not_held_yet"
    assert code(actions.minute, decisions=DECIDED[:1], now=after, **said) == "commission.decisions_missing"
    held = actions.minute(decisions=DECIDED, now=after, **said).case
    assert Obligation.objects.get(case=case, kind="minutes").met_on == after.date()
    texts = {"text_kk": "Түзетілген хаттама", "text_ru": "Исправленный протокол"}
    mended = {"corrected_kk": "Қатысқандар", "corrected_ru": "Присутствовавшие"}
    actions.correct(case=held, by=person("supervisor"), now=after + DAY, **texts, **mended)
    page = client.get(f"/ru/access-commission/{case.public_id}/").content.decode()
    assert all(word in page for word in ("Рекомендовано", "Исправленный протокол", "Присутствовавшие", "Текст по"))
    whole = client.get(f"/api/v1/access/commission/sessions/{case.public_id}").json()
    assert [one["number"] for one in whole["minutes"]] == [2, 1] and len(whole["agenda"]) == 2


def test_a_recommendation_hangs_on_the_session_that_decided_it(
    announced: Any, person: Any, district: Any, now: dt.datetime, client: Client
) -> None:
    from jariya.portals.requests.monitoring import actions as monitoring

    case, by = announced(), person("supervisor")
    common: dict[str, Any] = {"holder": district, "finding": finding(), "by": by, "now": now + 13 * DAY}
    assert code(actions.recommend, case=case, **common) == "lifecycle.not_in_this_state"
    held = actions.minute(case=case, decisions=DECIDED, present=5, by=by, now=now + 13 * DAY, **BOTH).case
    for _twice in range(2):
        actions.recommend(case=held, key="once", **common)
    (made,) = held.recommendations.all()
    page = f"/kk/access-commission/{case.public_id}/"
    assert made.case.public_id not in client.get(page).content.decode(), "nobody sees it before it is sent"
    monitoring.issue(case=made.case, by=by, now=now + 14 * DAY)
    assert made.case.public_id in client.get(page).content.decode()
    assert made.case.public_id in client.get("/kk/access-commission/").content.decode()


def test_a_cancelled_session_says_why_and_owes_no_minutes(announced: Any, person: Any, now: dt.datetime) -> None:
    case = actions.cancel(case=announced(), by=person("supervisor"), now=now + DAY, **BOTH).case
    assert (case.state, Obligation.objects.running().filter(case=case).count()) == ("cancelled", 0)


def test_members_have_a_source_and_an_end(person: Any, ministry: Any, now: dt.datetime, client: Client) -> None:
    row = {"name_kk": "Сәуле Үлгіқызы", "name_ru": "Сауле Улгикызы", "side": "press", "seat": "chair", "post_kk": "",
           "post_ru": "", "since": now.date(), "source": "№ 5"}  # fmt: skip
    assert code(actions.seat, body=ministry, columns=row, by=person("head"), now=now) == "commission.not_yours"
    client.post("/kk/sign-in/demo/", {"handle": "demo-supervisor"})
    form = {**row, "since": "2026-03-01", "do": "seat"}
    assert client.post("/kk/access-commission/members/", {**form, "source": ""}).status_code == 422
    assert client.post("/kk/access-commission/members/", form).status_code == 302
    member = Member.objects.get()
    assert [side.value for side, _found in queries.members(now.date())] == ["press"]
    client.post("/kk/access-commission/members/", {"do": "unseat", "member": member.pk})
    member.refresh_from_db()
    assert member.until is not None
    assert queries.members(member.until + DAY) == [] and queries.former(member.until + DAY) == [member]
