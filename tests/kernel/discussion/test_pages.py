"""The pages: written, looked at with hints, published; supported, reported, withdrawn, appealed; without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.project.test_registers import problems

from jariya.kernel.discussion.models import Comment, Review, Support
from jariya.project.registers import ANYONE, PageKind, at

pytestmark = pytest.mark.django_db


def signed(who: str) -> Client:
    client = Client()
    assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
    return client


def key_of(page: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: Any) -> None:
    """Pages read the clock of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def citizen(clock: None, db: None) -> Client:
    return signed("citizen-1")


def write(client: Client, case: Any, text: str, **more: str) -> Any:
    path = f"/kk/discussion/{case.public_id}/write/"
    fields = {"text": text, "language": "kk", "key": key_of(client.get(path)), **more}
    looked = client.post(path, {**fields, "do": "look"})
    return client.post(path, {**fields, "do": "publish", "key": key_of(looked)})


def test_a_comment_is_written_looked_at_and_published(citizen: Client, case: Any) -> None:
    answer = write(citizen, case, "Екі жол\nбар")
    assert answer.status_code == 302
    page = citizen.get(answer["Location"]).content.decode()
    comment = Comment.objects.get()
    assert "Екі жол\nбар" in page and comment.public_id in page
    public = Client().get(f"/kk/discussion/{case.public_id}/").content.decode()
    assert "Екі жол\nбар" in public and "csrf" not in public


def test_a_form_sent_twice_makes_one_comment(citizen: Client, case: Any) -> None:
    path = f"/kk/discussion/{case.public_id}/write/"
    fields = {"text": "Бір рет", "language": "kk", "key": key_of(citizen.get(path)), "do": "publish"}
    first, second = citizen.post(path, fields), citizen.post(path, fields)
    assert first["Location"] == second["Location"] and Comment.objects.count() == 1


def test_personal_data_are_shown_before_publishing_and_need_a_tick(citizen: Client, case: Any) -> None:
    text = "Телефоным +7 701 555 01 42"
    refused = write(citizen, case, text)
    assert refused.status_code == 422 and 'name="confirmed"' in refused.content.decode()
    assert text in refused.content.decode(), "what was typed stays"
    assert write(citizen, case, text, confirmed="1").status_code == 302


def test_a_text_that_is_too_long_comes_back_whole(citizen: Client, case: Any) -> None:
    path = f"/kk/discussion/{case.public_id}/write/"
    text = "қ" * 4001
    answer = citizen.post(path, {"text": text, "language": "kk", "key": key_of(citizen.get(path)), "do": "look"})
    assert answer.status_code == 422 and text in answer.content.decode()


def test_a_reader_supports_and_takes_it_back(citizen: Client, case: Any, say: Any) -> None:
    comment = say(by="citizen-2")
    path = f"/kk/discussion/comments/{comment.public_id}/support/"
    citizen.post(path, {"do": "support"})
    citizen.post(path, {"do": "support"})
    assert Support.objects.filter(comment=comment, withdrawn_at=None).count() == 1
    citizen.post(path, {"do": "back"})
    assert not Support.objects.filter(comment=comment, withdrawn_at=None).exists()


def test_a_get_changes_nothing(citizen: Client, say: Any) -> None:
    comment = say(by="citizen-1")
    for verb in ("support", "report", "mine/withdraw", "mine/edit", "mine/appeal", "reply"):
        assert citizen.get(f"/kk/discussion/comments/{comment.public_id}/{verb}/").status_code in (200, 409), verb
    comment.refresh_from_db()
    assert comment.shown and not Support.objects.exists()


def test_another_persons_pages_answer_as_if_there_were_none(citizen: Client, say: Any) -> None:
    comment = say(by="citizen-2")
    for verb in ("mine", "mine/withdraw", "mine/edit", "mine/appeal", "mine/receipt"):
        assert citizen.get(f"/kk/discussion/comments/{comment.public_id}/{verb}/").status_code == 404, verb


def test_a_citizen_finds_no_door_to_official_answers(citizen: Client, say: Any) -> None:
    answer = citizen.post(f"/kk/discussion/comments/{say().public_id}/answer/", {"text": "x"})
    assert answer.status_code in (302, 403) and Comment.objects.count() == 1


def test_an_official_answers_on_the_page(clock: None, case: Any, say: Any) -> None:
    comment, officer = say(), signed("officer-1")
    path = f"/kk/discussion/comments/{comment.public_id}/answer/"
    fields = {"text": "Қыркүйекте шығады", "language": "kk", "key": key_of(officer.get(path)), "do": "publish"}
    assert officer.post(path, fields).status_code == 302
    public = Client().get(f"/kk/discussion/{case.public_id}/").content.decode()
    assert "Органның жауабы" in public and "Қыркүйекте шығады" in public
    assert signed("district-officer").get(path).status_code == 404


def test_a_moderator_hides_and_the_author_appeals_to_another(clock: None, citizen: Client, say: Any, case: Any) -> None:
    comment = say("Дөрекі")
    moderator, desk = signed("moderator"), f"/kk/desk/moderation/{comment.public_id}/"
    assert comment.public_id in moderator.get("/kk/desk/moderation/").content.decode()
    moderator.post(desk, {"do": "claim"})
    empty = moderator.post(desk, {"do": "hide", "ground": "", "reason": ""})
    assert empty.status_code == 422
    hide = {"do": "hide", "ground": "discussion.ground.insult", "reason": "Адамды қорлайды."}
    assert moderator.post(desk, hide).status_code == 303
    assert "Дөрекі" not in Client().get(f"/kk/discussion/{case.public_id}/").content.decode()
    mine = citizen.get(f"/kk/discussion/comments/{comment.public_id}/mine/").content.decode()
    assert "Адамды қорлайды." in mine
    citizen.post(f"/kk/discussion/comments/{comment.public_id}/mine/appeal/", {"reason": "Бұл сын."})
    assert moderator.post(desk, {"do": "claim"}).status_code == 403
    other = signed("supervisor")
    assert "Бұл сын." in other.get(desk).content.decode()
    other.post(desk, {"do": "claim"})
    assert other.post(desk, {"do": "decide", "decision": "restore", "reason": "Сын."}).status_code == 303
    assert "Дөрекі" in Client().get(f"/kk/discussion/{case.public_id}/").content.decode()


def test_a_second_decision_leads_back_and_changes_nothing(clock: None, say: Any) -> None:
    comment, moderator = say(), signed("moderator")
    desk = f"/kk/desk/moderation/{comment.public_id}/"
    moderator.post(desk, {"do": "claim"})
    moderator.post(desk, {"do": "keep"})
    assert moderator.post(desk, {"do": "keep"}).status_code == 303
    assert Review.objects.filter(comment=comment).count() == 1


@pytest.mark.parametrize("who", ["citizen-1", "officer-1", "district-officer"])
def test_the_moderators_desk_is_closed_to_others(clock: None, who: str, say: Any) -> None:
    client, comment = signed(who), say()
    for path in ("/kk/desk/moderation/", f"/kk/desk/moderation/{comment.public_id}/"):
        assert client.get(path).status_code in (302, 403, 404)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_are_sound_in_every_language(
    clock: None, citizen: Client, case: Any, say: Any, hidden: Any, answer: Any, language: str
) -> None:
    comment = say("Бірінші", version=1, element="goal")
    say("Жауап", by="citizen-2", parent=comment)
    answer(comment)
    out = hidden(text="Дөрекі")
    public = [
        f"/{language}/discussion/{case.public_id}/",
        f"/{language}/discussion/{case.public_id}/?order=supported",
        f"/{language}/discussion/{case.public_id}/?waiting=1&at=1.goal",
        f"/{language}/discussion/comments/{comment.public_id}/",
        f"/{language}/discussion/comments/{out.public_id}/",
    ]
    own = [
        f"/{language}/discussion/mine/",
        f"/{language}/discussion/organisation/",
        f"/{language}/discussion/{case.public_id}/write/?at=1.goal",
        *(f"/{language}/discussion/comments/{comment.public_id}/{verb}/" for verb in ("reply", "report", "mine")),
        *(f"/{language}/discussion/comments/{out.public_id}/mine/{verb}" for verb in ("", "appeal/", "withdraw/")),
    ]
    moderator = signed("moderator")
    moderator.post(f"/kk/desk/moderation/{comment.public_id}/", {"do": "claim"})
    desk = [f"/{language}/desk/moderation/", f"/{language}/desk/moderation/{comment.public_id}/"]
    found = []
    for client, persona, paths in (
        (Client(), ANYONE, public),
        (citizen, "citizen-1", own),
        (moderator, "moderator", desk),
    ):
        for path in paths:
            page = client.get(path)
            assert page.status_code == 200, path
            found += [f"{path}: {said}" for said in problems(PageKind("x", persona, at()), page, language)]
    assert found == []
