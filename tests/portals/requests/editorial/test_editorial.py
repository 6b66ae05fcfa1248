"""The register of editorial offices: who may ask as the press, on which term, and who sees what of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.models import Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests import actions as requests
from jariya.portals.requests.editorial import actions, queries
from jariya.portals.requests.editorial.demo import load_invented_offices
from jariya.portals.requests.editorial.models import Invitation, Member, MemberRole, Office
from jariya.portals.requests.models import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offices(db: None, now: dt.datetime) -> None:
    load_invented_offices(now)


@pytest.fixture
def office() -> Office:
    return Office.objects.get(code="ulgi-habary")


def ask(person: Any, ministry: Any, now: dt.datetime, **more: Any) -> Any:
    given = {"title": "Мектеп шығыны", "points": ["Қанша жұмсалды?"], "language": "kk", "identity": "phone"}
    return requests.ask(by=person, body=ministry, now=now, **{**given, **more}).case


def test_a_newspapers_request_runs_on_its_own_term(person: Any, ministry: Any, now: dt.datetime) -> None:
    press = ask(person("journalist"), ministry, now, as_media=True)
    own = ask(person("citizen-1"), ministry, now, title="Тағы", points=["Басқа не?"])
    due = {case.pk: Obligation.objects.get(case=case, kind="answer") for case in (press, own)}
    assert due[press.pk].norm_key == "media.answer" and due[own.pk].norm_key == "ati.answer"
    # Five working days from Wednesday 18 March 2026: 21 to 25 March are days off.
    assert due[press.pk].due_on == dt.date(2026, 3, 30) and due[own.pk].due_on == dt.date(2026, 4, 2)
    assert (press.request.kind, press.request.office) == (Kind.MEDIA, "ulgi-habary")


def test_who_is_no_member_cannot_ask_as_the_press(person: Any, ministry: Any, now: dt.datetime) -> None:
    with pytest.raises(Refused) as error:
        ask(person("citizen-1"), ministry, now, as_media=True)
    assert error.value.code == "media.no_office"


def test_an_ended_member_or_office_gives_no_right_and_takes_none_back(
    person: Any, ministry: Any, office: Office, now: dt.datetime
) -> None:
    case = ask(person("journalist"), ministry, now, as_media=True)
    member = Member.objects.get(person=person("journalist"))
    actions.end_member(member=member, by=person("editor"), now=now)
    day = now.date()
    assert queries.office_of(person("journalist"), day) is not None, "the last day is still theirs"
    assert queries.office_of(person("journalist"), day + dt.timedelta(days=1)) is None
    assert Obligation.objects.get(case=case, kind="answer").norm_key == "media.answer"
    actions.end_office(office=office, last_day=day, by=person("supervisor"), now=now)
    assert queries.office_of(person("editor"), day + dt.timedelta(days=1)) is None
    assert queries.name_of("ulgi-habary").startswith("«Үлгі"), "requests of the past keep their office's name"


def test_the_head_invites_by_a_link_that_is_good_once(person: Any, office: Office, now: dt.datetime) -> None:
    with pytest.raises(Refused) as error:
        actions.invite(office=office, role="journalist", by=person("journalist"), now=now)
    assert error.value.code == "editorial.not_head"
    secret = actions.invite(office=office, role="journalist", by=person("editor"), now=now)
    assert secret not in Invitation.objects.get().digest
    member = actions.join(secret=secret, person=person("citizen-1"), name="Айгерім", now=now)
    assert member.role == MemberRole.JOURNALIST
    for who, code in (("citizen-3", "editorial.link_dead"), ("citizen-1", "editorial.link_dead")):
        with pytest.raises(Refused) as error:
            actions.join(secret=secret, person=person(who), name="x", now=now)
        assert error.value.code == code


@pytest.mark.parametrize("days", [8, 30])
def test_an_invitation_grows_old(days: int, person: Any, office: Office, now: dt.datetime) -> None:
    secret = actions.invite(office=office, role="journalist", by=person("editor"), now=now)
    with pytest.raises(Refused) as error:
        actions.join(secret=secret, person=person("citizen-1"), name="x", now=now + dt.timedelta(days=days))
    assert error.value.code == "editorial.link_dead"


def test_an_official_and_a_member_of_another_office_cannot_join(person: Any, office: Office, now: dt.datetime) -> None:
    other = Office.objects.get(code="mysal-tv")
    secret = actions.invite(office=other, role="head", by=person("supervisor"), now=now)
    for who, code in (("officer-1", "editorial.official"), ("editor", "editorial.elsewhere")):
        with pytest.raises(Refused) as error:
            actions.join(secret=secret, person=person(who), name="x", now=now)
        assert error.value.code == code


def test_an_office_is_not_left_without_a_head(person: Any, office: Office, now: dt.datetime) -> None:
    head = Member.objects.get(person=person("editor"))
    with pytest.raises(Refused) as error:
        actions.end_member(member=head, by=person("editor"), now=now)
    assert error.value.code == "editorial.last_head"
    actions.hand_on(member=Member.objects.get(person=person("journalist")), by=person("editor"), now=now)
    head.refresh_from_db()
    actions.end_member(member=head, by=person("editor"), now=now)


def test_only_the_authorised_body_accredits(person: Any, now: dt.datetime) -> None:
    given = {"code": "x", "names": {"kk": "X"}, "medium": "radio", "region": None, "source": "test", "now": now}
    with pytest.raises(Refused) as error:
        actions.accredit(by=person("officer-1"), **given)
    assert error.value.code == "editorial.not_supervisor"
    actions.accredit(by=person("supervisor"), **given)
    with pytest.raises(Refused) as error:
        actions.accredit(by=person("supervisor"), **given)
    assert error.value.code == "editorial.code_taken"


def test_the_public_list_names_offices_and_no_journalist(person: Any) -> None:
    for lang in ("kk", "ru", "en"):
        for path in ("", "ulgi-habary/"):
            page = Client().get(f"/{lang}/editorial/{path}")
            assert page.status_code == 200 and "Cookie" not in page.get("Vary", "")
            text = page.content.decode()
            assert "Арман" not in text and "Ләззат" not in text and person("journalist").handle not in text
    assert Client().get("/kk/editorial/none/").status_code == 404


def signed_in(name: str) -> Client:
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"})
    return client


def test_a_newsroom_sees_its_requests_and_keeps_texts_with_who_asked(
    person: Any, ministry: Any, now: dt.datetime
) -> None:
    case = ask(person("journalist"), ministry, now, as_media=True, track="closed")
    room = signed_in("editor").get("/kk/editorial/room/").content.decode()
    assert case.public_id in room and "Қанша жұмсалды" not in room
    assert signed_in("citizen-1").get("/kk/editorial/room/").status_code == 404
    assert Client().get("/kk/editorial/room/").status_code == 302


def test_the_link_of_an_invitation_is_shown_once_and_joins(person: Any, office: Office) -> None:
    head = signed_in("editor")
    assert head.post("/kk/editorial/room/invite/").status_code == 303
    page = head.get("/kk/editorial/room/").content.decode()
    link = re.search(r"/kk/editorial/join/[\w-]+/", page)
    assert link and link.group() not in head.get("/kk/editorial/room/").content.decode()
    joiner = signed_in("citizen-3")
    assert joiner.post(link.group(), {"name": ""}).status_code == 422
    assert joiner.post(link.group(), {"name": "Серік"})["Location"] == "/kk/editorial/room/"
    assert joiner.get(link.group()).status_code == 410
    number = Member.objects.get(person=person("citizen-3")).pk
    assert head.post("/kk/editorial/room/change/", {"do": "end", "member": number}).status_code == 303
    assert signed_in("journalist").post("/kk/editorial/room/invite/").status_code == 403


def test_the_desk_of_accreditation_is_the_supervisors(person: Any) -> None:
    assert signed_in("officer-1").get("/kk/editorial/desk/").status_code == 404
    desk = signed_in("supervisor")
    form = {"do": "accredit", "code": "jana", "name_kk": "Жаңа", "name_ru": "Жана", "medium": "online", "source": "x"}
    assert desk.post("/kk/editorial/desk/", {**form, "source": ""}).status_code == 422
    assert desk.post("/kk/editorial/desk/", form).status_code == 303
    assert (
        "/kk/editorial/join/" in desk.post("/kk/editorial/desk/", {"do": "invite", "office": "jana"}).content.decode()
    )
