"""The officials' desk through HTTP: the queue, the steps, and what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.office.conftest import hidden

from jariya.kernel.correspondence.models import Answer, Letter, LetterView
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.office.models import DeskDraft

pytestmark = pytest.mark.django_db


def step(client: Client, case: Case, verb: str, **fields: Any) -> Any:
    path = f"/kk/desk/{case.public_id}/{verb}/"
    shown = client.get(path)
    assert shown.status_code == 200, (verb, shown.status_code)
    return client.post(path, {**hidden(shown.content.decode()), **fields})


def test_officials_walk_a_question_from_the_queue_to_publication(at: Any, ask: Any) -> None:
    case = ask()
    officer, head = at("officer-1"), at("head")
    assert case.public_id in officer.get("/kk/desk/").content.decode()
    assert step(officer, case, "accept").status_code == 302
    assert step(officer, case, "draft_answer", answer_1="Маусымда орнатылады.").status_code == 302
    assert "Маусымда орнатылады." in head.get(f"/kk/desk/{case.public_id}/sign_answer/").content.decode()
    assert step(head, case, "sign_answer", confirmed="on").status_code == 302
    done = step(officer, case, "publish", title="Жарық", point_1="Қашан?", answer_1="Маусымда.", checked="on")
    assert done.status_code == 302, done.content.decode()[:3000]
    public = Client().get(f"/kk/questions/{case.public_id}/").content.decode()
    assert "Маусымда." in public and "Біздің көшеде" not in public, "only the public copy is public"
    assert Answer.objects.get(case=case).as_role == "head"


def test_opening_a_letter_is_recorded(at: Any, ask: Any, person: Any) -> None:
    case = ask()
    at("officer-1").get(f"/kk/desk/{case.public_id}/")
    assert LetterView.objects.get(case=case).person == person("officer-1")


def test_a_citizen_has_no_desk(at: Any, ask: Any) -> None:
    case = ask()
    for path in ("", f"{case.public_id}/", f"{case.public_id}/accept/"):
        assert at("citizen-1").get(f"/kk/desk/{path}").status_code in {403, 404}


def test_an_official_of_another_body_does_not_see_the_case(at: Any, ask: Any) -> None:
    case = ask()
    assert at("district-officer").get(f"/kk/desk/{case.public_id}/").status_code == 404
    assert case.public_id not in at("district-officer").get("/kk/desk/").content.decode()


def test_forwarding_moves_the_case_to_the_other_desk(at: Any, ask: Any, district: Any) -> None:
    case = ask()
    sent = step(at("officer-1"), case, "forward", to=district.slug, reason="Аудан құзыреті.")
    assert sent.status_code == 302
    assert at("officer-1").get(f"/kk/desk/{case.public_id}/").status_code == 404
    assert at("district-officer").get(f"/kk/desk/{case.public_id}/").status_code == 200
    assert Letter.objects.get(case=case).hops == 1


def test_what_was_typed_stays_after_a_refusal(at: Any, ask: Any) -> None:
    case = ask()
    officer = at("officer-1")
    step(officer, case, "accept")
    head = at("head")
    page = step(head, case, "extend", due_on="2026-04-18", reason="Сараптама керек болды.")
    assert page.status_code == 422
    text = page.content.decode()
    assert "extend.out_of_bounds" in text and "Сараптама керек болды." in text and "2026-04-18" in text


def test_the_second_of_two_officials_is_told_and_loses_nothing(at: Any, ask: Any) -> None:
    case = ask()
    first, second = at("officer-1"), at("officer-2")
    step(first, case, "accept")
    path = f"/kk/desk/{case.public_id}/draft_answer/"
    opened = hidden(second.get(path).content.decode())
    assert step(first, case, "draft_answer", answer_1="Бірінші жауап").status_code == 302
    page = second.post(path, {**opened, "answer_1": "Екінші жауап"})
    assert page.status_code == 409 and "Екінші жауап" in page.content.decode()


def test_a_draft_is_kept_on_the_server_and_comes_back(at: Any, ask: Any) -> None:
    case = ask()
    officer = at("officer-1")
    step(officer, case, "accept")
    path = f"/kk/desk/{case.public_id}/draft_answer/"
    officer.post(path + "draft/", {**hidden(officer.get(path).content.decode()), "answer_1": "Жартылай"})
    assert DeskDraft.objects.count() == 1
    assert "Жартылай" in officer.get(path).content.decode()
    step(officer, case, "draft_answer", answer_1="Бітті")
    assert not DeskDraft.objects.exists()


def test_the_queue_shows_late_first_and_keeps_its_query_budget(
    at: Any, ask: Any, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    late = ask(now=now - dt.timedelta(days=40))
    fresh = ask()
    officer = at("officer-1")
    with django_assert_max_num_queries(14):
        page = officer.get("/kk/desk/").content.decode()
    assert page.index(late.public_id) < page.index(fresh.public_id)
    only = officer.get("/kk/desk/?when=late").content.decode()
    assert late.public_id in only and fresh.public_id not in only


def test_the_supervisor_sees_complaints_and_decides(at: Any, ask: Any, now: dt.datetime, person: Any) -> None:
    from jariya.portals.dialogue import actions

    case = ask(now=now - dt.timedelta(days=40))
    actions.complain(case=case, reason="Жауап жоқ.", by=person("citizen-1"), now=now)
    supervisor = at("supervisor")
    assert case.public_id in supervisor.get("/kk/desk/").content.decode()
    assert step(supervisor, case, "uphold", reason="Жауап берілуі тиіс.").status_code == 302
    assert Case.objects.get(pk=case.pk).state == "assigned"
    assert Obligation.objects.running().filter(case=case, kind="answer").get().due_on < now.date()


@pytest.mark.parametrize("verb", ["nonsense", "close", "ask"])
def test_a_step_that_is_none_answers_404(at: Any, ask: Any, verb: str) -> None:
    case = ask()
    assert at("officer-1").get(f"/kk/desk/{case.public_id}/{verb}/").status_code == 404
