"""Who stands in, which orders allow to sign, and the templates of answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.office.conftest import hidden
from tests.office.test_queue import read

from jariya.kernel.bodies.models import Absence, Delegation, Post
from jariya.kernel.correspondence.models import Answer
from jariya.kernel.people.models import Person, Role
from jariya.office.deputies import stands_for
from jariya.office.models import AnswerTemplate, DeskDraft
from jariya.portals.dialogue import actions

pytestmark = pytest.mark.django_db
PAGE = "/kk/desk/deputies/"


@pytest.fixture
def posts(ministry: Any) -> dict[str, Post]:
    """The ministry's posts by kind, the first of each."""
    found: dict[str, Post] = {}
    for post in Post.objects.filter(body=ministry).order_by("order"):
        found.setdefault(post.kind, post)
    return found


def away(client: Any, who: Post, deputy: Post, since: str = "2026-03-16", until: str = "2026-03-27") -> Any:
    fields = {"away-who": who.order, "away-deputy": deputy.order, "away-since": since, "away-until": until}
    return client.post(PAGE, {"do": "away", **fields})


def test_cases_of_an_absent_official_show_at_the_desk_of_the_deputy(
    at: Any, ask: Any, person: Any, posts: dict[str, Post], now: dt.datetime
) -> None:
    case = ask()
    actions.assign(case=case, to=person("deputy"), by=person("officer-1"), now=now)
    deputy_post = Role.objects.get(person=person("deputy")).post
    head = at("head")
    assert case.public_id not in read(head.get("/kk/desk/?whose=mine"))
    assert away(head, deputy_post, posts["head"]).status_code == 303
    html = read(head.get("/kk/desk/?whose=mine"))
    assert case.public_id in html and person("deputy").name in html
    absence = Absence.objects.get()
    row = f"{deputy_post.order}_{absence.since}"
    assert head.post(PAGE, {"do": "back", "row": row, "until": "2026-03-17"}).status_code == 303
    assert case.public_id not in read(head.get("/kk/desk/?whose=mine"))


def test_nobody_stands_in_before_the_first_day_or_after_the_last(
    at: Any, person: Any, posts: dict[str, Post], now: dt.datetime
) -> None:
    deputy_post = Role.objects.get(person=person("deputy")).post
    assert away(at("head"), deputy_post, posts["head"], "2026-03-20", "2026-03-24").status_code == 303
    head = person("head")
    found = {day: stands_for(head, dt.date(2026, 3, day)) for day in (19, 20, 24, 25)}
    assert [bool(rows) for rows in found.values()] == [False, True, True, False]


def test_where_two_share_a_post_the_one_with_the_holders_name_is_meant(
    person: Any, posts: dict[str, Post], at: Any, now: dt.datetime
) -> None:
    post = posts["officer"]
    Role.objects.filter(person__in=[person("officer-1"), person("officer-2")], kind="officer").update(post=post)
    holding = post.holdings.filter(until=None).get()
    assert away(at("head"), post, posts["head"]).status_code == 303
    Person.objects.filter(handle="demo-officer-1").update(name="Басқа Адам")
    Person.objects.filter(handle="demo-officer-2").update(name=holding.holder_kk)
    assert [one.handle for one in stands_for(person("head"), now.date())] == ["demo-officer-2"]
    Person.objects.filter(handle="demo-officer-2").update(name="Тағы Басқа")
    assert len(stands_for(person("head"), now.date())) == 2, "unknown who is meant: rather both than nobody"


def test_a_delegation_entered_on_the_page_lets_the_deputy_sign_until_it_ends(
    at: Any, ask: Any, person: Any, posts: dict[str, Post], now: dt.datetime
) -> None:
    Delegation.objects.all().delete()
    case = ask()
    actions.accept(case=case, by=person("officer-1"), now=now)
    actions.draft_answer(case=case, answers={1: "Жауап"}, by=person("officer-1"), now=now)
    deputy = at("deputy")
    sign = f"/kk/desk/{case.public_id}/sign_answer/"
    assert deputy.get(sign).status_code == 302
    post = Role.objects.get(person=person("deputy")).post
    fields = {
        "order-to": post.order,
        "order-scope": ["answers"],
        "order-order_ref": "№ 9-Ө",
        "order-since": "2026-03-01",
    }
    assert at("head").post(PAGE, {"do": "order", **fields}).status_code == 303
    assert "№ 9-Ө" in read(at("head").get(PAGE))
    shown = read(deputy.get(sign))
    assert deputy.post(sign, {**hidden(shown), "confirmed": "on"}).status_code == 302
    answer = Answer.objects.get(case=case)
    assert answer.as_role == "delegate" and answer.delegation.order_ref == "№ 9-Ө"
    row = f"{posts['head'].order}-{post.order}_2026-03-01"
    assert at("head").post(PAGE, {"do": "revoke", "row": row, "until": "2026-03-17"}).status_code == 303
    other = ask()
    actions.accept(case=other, by=person("officer-1"), now=now)
    actions.draft_answer(case=other, answers={1: "Жауап"}, by=person("officer-1"), now=now)
    assert deputy.get(f"/kk/desk/{other.public_id}/sign_answer/").status_code == 302


def test_what_is_wrong_with_an_absence_or_an_order_is_said(at: Any, posts: dict[str, Post]) -> None:
    head = at("head")
    assert "bodies.same_post" in read(away(head, posts["head"], posts["head"]), 422)
    assert "bodies.dates_reversed" in read(away(head, posts["officer"], posts["head"], "2026-03-20", "2026-03-19"), 422)
    away(head, posts["officer"], posts["head"])
    assert "bodies.already_absent" in read(away(head, posts["officer"], posts["head"]), 409)
    html = read(head.post(PAGE, {"do": "order", "order-order_ref": "№ 1", "order-order_url": "javascript:x"}), 422)
    assert "error-summary" in html and "№ 1" in html
    read(head.post(PAGE, {"do": "back", "row": "4_2026-03-16", "until": "қ"}), 422)
    for row in ("x", "99999999_2026-03-16", "4_x", "1-2-3_2026-01-01", ""):
        assert head.post(PAGE, {"do": "back", "row": row, "until": "2026-03-17"}).status_code == 404


@pytest.mark.parametrize("who", ["officer-1", "supervisor", "citizen-1"])
def test_only_leaders_of_the_body_say_who_stands_in(at: Any, who: str) -> None:
    assert at(who).get(PAGE).status_code in {403, 404}
    assert at("head").get(PAGE + "?body=akimat-ulgi-synaq").status_code == 404


# Templates


def add(client: Any, **fields: Any) -> Any:
    known = {"language": "kk", "title": "Жарық", "text": "Сәлеметсіз бе!\nЖарық туралы хабарлаймыз."}
    return client.post("/kk/desk/templates/new/", {**known, **fields})


def test_a_template_is_put_into_the_answer_without_script_and_loses_nothing_typed(at: Any, ask: Any) -> None:
    case, officer = ask(points=["Бірінші?", "Екінші?"]), at("officer-1")
    officer.post(f"/kk/desk/{case.public_id}/accept/", {})
    assert add(officer).status_code == 303
    token = str(AnswerTemplate.objects.get().token)
    path = f"/kk/desk/{case.public_id}/draft_answer/"
    shown = read(officer.get(path))
    sent = {**hidden(shown), "answer_1": "Терілген мәтін", "answer_2": "", "template": token}
    led = officer.post(f"{path}draft/", sent)
    assert led.status_code == 302 and f"template={token}" in led["Location"]
    html = read(officer.get(led["Location"]))
    assert "Терілген мәтін" in html and "Жарық туралы хабарлаймыз.</textarea>" in html
    again = read(officer.get(f"{path}?template={token}&point=1"))
    assert "Терілген мәтін\n\nСәлеметсіз бе!" in again
    for bad in ("x", "1", "00000000-0000-0000-0000-000000000000"):
        read(officer.get(path, {"template": bad, "point": "9999"}))


def test_a_change_is_a_new_version_and_a_removed_template_stays_as_a_row(at: Any) -> None:
    officer = at("officer-1")
    add(officer)
    first = AnswerTemplate.objects.get()
    page = f"/kk/desk/templates/{first.token}/"
    assert officer.post(page, {"language": "kk", "title": "Жарық", "text": "Жаңа мәтін"}).status_code == 303
    now = AnswerTemplate.objects.get(retired_at=None)
    assert (now.version, now.text) == (2, "Жаңа мәтін") and AnswerTemplate.objects.count() == 2
    assert officer.get(page).status_code == 303, "the former version leads to the list"
    assert officer.post(f"/kk/desk/templates/{now.token}/", {"do": "remove"}).status_code == 303
    assert AnswerTemplate.objects.count() == 2 and not AnswerTemplate.objects.filter(retired_at=None).exists()
    assert add(officer).status_code == 303, "the title is free again"


def test_two_templates_of_one_title_are_refused_and_the_text_stays(at: Any) -> None:
    officer = at("officer-1")
    add(officer)
    html = read(add(officer, text="Басқа мәтін"), 422)
    assert "error-summary" in html and "Басқа мәтін" in html
    assert "error-summary" in read(add(officer, title="", text="қ" * 30_000, language="en"), 422)


def test_templates_of_another_body_are_not_found(at: Any) -> None:
    add(at("officer-1"))
    token = AnswerTemplate.objects.get().token
    assert at("district-officer").get(f"/kk/desk/templates/{token}/").status_code == 404
    assert at("supervisor").get("/kk/desk/templates/").status_code == 404
    assert at("officer-1").get("/kk/desk/templates/?body=akimat-ulgi-synaq").status_code == 404


# Drafts that save themselves


def test_a_draft_saved_by_the_page_says_when_and_a_late_saving_does_not_bring_it_back(at: Any, ask: Any) -> None:
    case, officer = ask(), at("officer-1")
    officer.post(f"/kk/desk/{case.public_id}/accept/", {})
    path = f"/kk/desk/{case.public_id}/draft_answer/"
    form = {**hidden(read(officer.get(path))), "answer_1": "Жартылай"}
    saved = officer.post(f"{path}draft/", form, headers={"X-Draft": "1"})
    assert saved.status_code == 200 and "10:00" in saved.content.decode()
    assert officer.post(path, form).status_code == 302
    assert not DeskDraft.objects.exists()
    assert officer.post(f"{path}draft/", form, headers={"X-Draft": "1"}).status_code == 200
    assert not DeskDraft.objects.exists()
