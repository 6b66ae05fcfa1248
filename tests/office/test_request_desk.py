"""A request at the desk, through HTTP: every step of officers, heads and supervisors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.office.conftest import hidden

from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests import actions, links
from jariya.portals.requests.models import Decision, LinkState, Request

pytestmark = pytest.mark.django_db
PHONE = "+7 701 555 01 42"


@pytest.fixture
def case(person: Any, ministry: Any, now: dt.datetime) -> Any:
    return actions.ask(
        by=person("citizen-1"), body=ministry, title="Жол жөндеу", points=["Қанша шақырым?", "Кімнің үйі?"],
        language="kk", identity="phone", subject="transport", now=now,
    ).case  # fmt: skip


def step(client: Client, case: Any, verb: str, status: int = 302, **fields: Any) -> str:
    address = f"/kk/desk/{case.public_id}/{verb}/"
    form = client.get(address)
    assert form.status_code == 200, (verb, form.status_code)
    done = client.post(address, {**hidden(form.content.decode()), **fields})
    assert done.status_code == status, (verb, done.status_code, done.content.decode()[:1500])
    return done.content.decode()


def state(case: Any) -> str:
    return str(Case.objects.get(pk=case.pk).state)


DECISION = {
    "outcome_1": "granted", "answer_1": "12 шақырым.", "outcome_2": "refused", "answer_2": "Берілмейді.",
    "ground_2": "personal_data", "harm_2": f"Үй иесінің телефоны {PHONE}", "whole_2": "Бір адам туралы.",
}  # fmt: skip


def test_from_the_desk_to_the_public_page_and_back_after_a_complaint(at: Any, case: Any, person: Any, now: Any) -> None:
    officer, head, supervisor = at("officer-1"), at("head"), at("supervisor")
    step(officer, case, "accept")
    step(officer, case, "draft_answer", **DECISION)
    shown = head.get(f"/kk/desk/{case.public_id}/sign_answer/").content.decode()
    assert "Бір адам туралы." in shown and "12 шақырым." in shown
    step(head, case, "sign_answer", confirmed="on")
    assert state(case) == "partly"
    form = officer.get(f"/kk/desk/{case.public_id}/publish/").content.decode()
    assert f"{PHONE}" in form and form.count(PHONE) == 3, "in the letter, in the text, and in the note beside it"
    public = {
        "title": "Жол", "point_1": "Қанша?", "answer_1": "12", "point_2": "Кімнің?", "answer_2": "Берілмейді.",
        "harm_2": "Үй иесінің █", "whole_2": "Бір адам туралы.",
    }  # fmt: skip
    step(officer, case, "publish", status=422, **public)
    step(officer, case, "publish", checked="on", **public)
    page = Client().get(f"/kk/requests/{case.public_id}/").content.decode()
    assert "Үй иесінің █" in page and PHONE not in page
    assert "publish/" not in officer.get(f"/kk/desk/{case.public_id}/").content.decode()
    actions.complain(case=case, reason="Келіспеймін.", by=person("citizen-1"), now=now)
    step(officer, case, "pass_on", reason="Дұрыс шешім.")
    step(supervisor, case, "overturn", reason="Бөлігі берілуі керек.")
    assert state(case) == "overturned"
    step(officer, case, "draft_answer", **{**DECISION, "outcome_2": "granted", "answer_2": "Мынау."})
    step(head, case, "sign_answer", confirmed="on")
    assert state(case) == "granted" and Request.objects.get(case=case).rounds == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ground_2": ""}, "refusal.ground_missing"), ({"harm_2": " "}, "refusal.harm_missing"),
        ({"whole_2": ""}, "refusal.part_not_considered"), ({"outcome_2": "partly"}, "refusal.severed_missing"),
        ({"outcome_1": "already_public"}, "public.link_missing"), ({"other_way_1": "on"}, "answer.document_missing"),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_comes_back_with_all_that_was_typed(
    at: Any, case: Any, changed: dict[str, str], code: str
) -> None:
    officer = at("officer-1")
    step(officer, case, "accept")
    shown = step(officer, case, "draft_answer", status=422, **{**DECISION, **changed})
    assert code in shown and "12 шақырым." in shown


def test_a_refusal_on_a_subject_that_may_not_be_restricted_is_blocked_and_said_beforehand(at: Any, case: Any) -> None:
    Request.objects.filter(case=case).update(subject="environment")
    officer = at("officer-1")
    step(officer, case, "accept")
    assert "refusal.unrestrictable" in step(officer, case, "draft_answer", status=422, **DECISION)
    step(officer, case, "classify", subject="social", reason="Зейнетақы туралы.")
    step(officer, case, "draft_answer", **DECISION)


def test_what_is_already_public_is_signed_once_its_address_opens(at: Any, case: Any, now: dt.datetime) -> None:
    officer, head = at("officer-1"), at("head")
    step(officer, case, "accept")
    there = {"outcome_1": "already_public", "link_1": "https://open.example.kz/roads"}
    step(officer, case, "draft_answer", **{**DECISION, **there})
    assert Decision.objects.get(case=case, number=1).link_state == LinkState.WAITING
    assert "public.link_broken" in step(head, case, "sign_answer", status=422, confirmed="on")
    links.check(now=now, opens=lambda address: 200)
    step(head, case, "sign_answer", confirmed="on")
    assert state(case) == "partly"


def test_clarification_extension_and_forwarding(at: Any, case: Any, district: Any) -> None:
    officer, head = at("officer-1"), at("head")
    step(officer, case, "ask_to_clarify", reason="Қай аудан?")
    assert state(case) == "clarification"
    assert "go_on/" not in officer.get(f"/kk/desk/{case.public_id}/").content.decode(), "the person still may"
    step(officer, case, "forward_part", points=["2"], to=district.slug, reason="Ауданда.")
    assert "extend.holder_missing" in step(
        head, case, "extend", status=422, due_on="2026-04-10", reason="Ауданның дерегі керек."
    )
    step(head, case, "extend", due_on="2026-04-10", reason="Ауданның дерегі керек.", holder=district.slug)
    page = officer.get(f"/kk/desk/{case.public_id}/").content.decode()
    assert "extend/" not in page and "tell_extension/" not in page, "the person was told by the message"


def test_a_document_is_attached_to_the_answer(at: Any, case: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    officer = at("officer-1")
    step(officer, case, "accept")
    file = SimpleUploadedFile("кесте.csv", "жол;шақырым\n".encode(), content_type="text/csv")
    step(officer, case, "draft_answer", **{**DECISION, "other_way_1": "on", "files": file})
    assert case.attachments.get().role == "answer"
    assert "кесте.csv" in officer.get(f"/kk/desk/{case.public_id}/").content.decode()
    citizen = at("citizen-1").get(f"/kk/requests/{case.public_id}/mine/").content.decode()
    assert "кесте.csv" not in citizen, "nobody has signed the answer"
