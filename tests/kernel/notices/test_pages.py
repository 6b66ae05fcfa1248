"""The pages of notices: inbox, following, preferences, unsubscribing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import html5lib
import pytest
from tests.kernel.notices.matter import NOW, SECRET, act, ask

from jariya.kernel.notices import actions, queries
from jariya.kernel.notices.models import InboxEntry, Preference, Subscription


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[:300]
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "no-store" in response["Cache-Control"]
    return str(html)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_inbox_shows_number_sentence_and_due_day(someone: Any, body: Any, client: Any, language: str) -> None:
    asker = someone()
    case = ask(asker, body)
    client.force_login(asker)
    html = page(client.get(f"/{language}/my/inbox/"))
    assert case.public_id in html and f"/{language}/matters/{case.public_id}" in html
    assert "Registered." in html
    assert SECRET not in html
    assert str(InboxEntry.objects.get().pk) not in re.findall(r'value="([^"]*)"', html)


def test_an_empty_inbox_says_what_will_be_there(someone: Any, client: Any) -> None:
    client.force_login(someone())
    assert "No notices yet" in page(client.get("/en/my/inbox/"))


def test_the_inbox_needs_a_sign_in_and_leads_back(client: Any, db: None) -> None:
    response = client.get("/kk/my/inbox/")
    assert response.status_code == 302
    assert response["Location"] == "/kk/sign-in/?next=/kk/my/inbox/"


def test_opening_the_inbox_reads_nothing_and_a_form_does(someone: Any, body: Any, client: Any) -> None:
    asker = someone()
    ask(asker, body)
    ask(asker, body)
    client.force_login(asker)
    page(client.get("/kk/my/inbox/"))
    assert queries.unread(asker) == 2
    entry = InboxEntry.objects.filter(person=asker).first()
    assert client.post("/kk/my/inbox/read/", {"entry": entry.token}).status_code == 303
    assert queries.unread(asker) == 1
    newest = InboxEntry.objects.filter(person=asker).order_by("-id").first()
    ask(asker, body)
    client.post("/kk/my/inbox/read/", {"until": newest.token})
    assert queries.unread(asker) == 1, "what came after the page was made stays unread"


def test_nobody_marks_the_notices_of_another_as_read(someone: Any, body: Any, client: Any) -> None:
    asker = someone()
    ask(asker, body)
    client.force_login(someone())
    entry = InboxEntry.objects.get(person=asker)
    for data in ({"entry": entry.token}, {"until": entry.token}, {"entry": "x"}, {}):
        assert client.post("/kk/my/inbox/read/", data).status_code == 303
    assert queries.unread(asker) == 1


def test_the_inbox_is_paged_by_key_and_its_queries_do_not_grow(
    someone: Any, body: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    asker = someone()
    cases = [ask(asker, body) for _index in range(queries.PAGE + 3)]
    client.force_login(asker)
    client.get("/kk/my/inbox/")
    with django_assert_max_num_queries(7):
        first = page(client.get("/kk/my/inbox/"))
    following = re.search(r'href="(/kk/my/inbox/\?before=[0-9a-f-]+)"', first)
    assert following
    second = page(client.get(following.group(1)))
    shown = [set(re.findall(r"M2026-[0-9A-Z]{8}-[0-9A-Z]", html)) for html in (first, second)]
    assert [len(numbers) for numbers in shown] == [queries.PAGE, 3]
    assert shown[0] | shown[1] == {case.public_id for case in cases}
    page(client.get("/kk/my/inbox/?before=nonsense"))


def test_following_takes_a_form_and_returns_to_the_page(someone: Any, body: Any, client: Any) -> None:
    reader = someone()
    case = ask(someone(), body)
    client.force_login(reader)
    topic = f"case:{case.public_id.lower()}"
    html = page(client.get("/en/my/follow/", {"topic": topic, "next": "/en/x"}))
    assert case.public_id in html and not Subscription.objects.exists()
    for _twice in range(2):
        response = client.post("/en/my/follow/", {"topic": topic, "do": "follow", "next": "/en/x"})
        assert (response.status_code, response["Location"]) == (303, "/en/x")
    assert list(Subscription.objects.values_list("person", "topic")) == [(reader.pk, f"case:{case.pk}")]
    assert "Stop following" in page(client.get("/en/my/follow/", {"topic": topic}))
    client.post("/en/my/follow/", {"topic": topic, "do": "unfollow"})
    assert not Subscription.objects.exists()


def test_a_body_is_followed_by_its_address(someone: Any, body: Any, client: Any) -> None:
    client.force_login(someone())
    response = client.post("/kk/my/follow/", {"topic": "body:one", "next": "https://evil.example/"})
    assert (response.status_code, response["Location"]) == (303, "/kk/my/notices/")
    assert Subscription.objects.get().topic == f"body:{body.pk}"


@pytest.mark.parametrize(
    "topic", ["", "case:", "case:Q2026-AAAAAAAA-A", "body:none", "person:1", "x", "case:" + "9" * 9000]
)
def test_what_does_not_exist_cannot_be_followed(someone: Any, client: Any, topic: str) -> None:
    client.force_login(someone())
    assert client.post("/kk/my/follow/", {"topic": topic}).status_code == 404


def test_a_case_one_may_not_see_cannot_be_followed(someone: Any, body: Any, client: Any) -> None:
    asker = someone()
    case = ask(asker, body, visibility="parties")
    client.force_login(someone())
    assert client.get("/kk/my/follow/", {"topic": f"case:{case.public_id}"}).status_code == 404
    client.force_login(asker)
    assert client.get("/kk/my/follow/", {"topic": f"case:{case.public_id}"}).status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_preferences_show_and_keep_choices(someone: Any, body: Any, client: Any, language: str) -> None:
    person = someone(phone=True)
    actions.follow(person=person, topic=f"body:{body.pk}", now=NOW)
    client.force_login(person)
    html = page(client.get(f"/{language}/my/notices/"))
    assert body.name(language).text in html
    assert "arrived:mail" not in html, "a citizen is not asked about an official's work"
    assert not Preference.objects.exists(), "a GET writes nothing"
    response = client.post(f"/{language}/my/notices/", {"language": "en", "on": ["own:sms", "arrived:mail"]})
    assert response.status_code == 303
    person.refresh_from_db()
    assert person.language == "en"
    assert Preference.objects.get().chosen == {
        "own:mail": False,
        "followed:mail": False,
        "own:sms": True,
        "comment:mail": False,
        "signed:mail": False,
        "signed:sms": False,
        "seminar:mail": False,
    }
    html = page(client.get(f"/{language}/my/notices/"))
    assert re.findall(r'name="on" value="([^"]+)" checked', html) == ["own:sms"]


def test_a_language_that_is_none_is_refused_with_a_sentence(someone: Any, client: Any) -> None:
    client.force_login(someone())
    assert "Choose a language." in page(client.post("/en/my/notices/", {"language": "xx"}), 400)


def test_an_officials_preferences_offer_their_work(someone: Any, body: Any, client: Any) -> None:
    client.force_login(someone.official(body, "officer"))
    html = page(client.get("/kk/my/notices/"))
    assert {"assigned:mail", "arrived:mail", "supervision:mail"} <= set(re.findall(r'name="on" value="([^"]+)"', html))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_unsubscribing_is_a_button_for_people_and_one_post_for_programs(
    someone: Any, client: Any, language: str
) -> None:
    person = someone()
    token = actions.preference_of(person).unsubscribe_token
    address = f"/{language}/unsubscribe/{token}/?about=followed"
    html = page(client.get(address))
    assert Preference.objects.get().chosen == {}, "a GET writes nothing"
    assert person.email not in html and SECRET not in html
    program = type(client)(enforce_csrf_checks=True)
    page(program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"))
    assert Preference.objects.get().chosen == {"followed:mail": False}
    page(client.post(address, {"all": "1"}))
    assert set(Preference.objects.get().chosen.values()) == {False}
    assert len(Preference.objects.get().chosen) == 8


def test_a_secret_that_is_none_answers_as_a_page_that_is_none(client: Any, db: None) -> None:
    assert client.get("/kk/unsubscribe/nonsense/").status_code == 404
    assert client.post(f"/kk/unsubscribe/{'x' * 3000}/").status_code == 404


def test_forms_of_other_sites_change_nothing(someone: Any, body: Any, client: Any) -> None:
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(someone())
    for address in ("/kk/my/follow/", "/kk/my/notices/", "/kk/my/notices/calendar/", "/kk/my/inbox/read/"):
        assert strict.post(address, {"topic": "body:one", "language": "kk"}).status_code == 403


def test_pages_of_addresses_that_take_forms_only_say_so(someone: Any, client: Any) -> None:
    client.force_login(someone())
    assert client.get("/kk/my/inbox/read/").status_code == 405


def test_the_inbox_of_a_sealed_case_keeps_the_sentence_but_not_the_title(someone: Any, body: Any, client: Any) -> None:
    asker, follower = someone(), someone()
    case = ask(asker, body)
    actions.follow(person=follower, topic=f"case:{case.pk}", now=NOW)
    act(case, "note", asker, now=NOW + dt.timedelta(hours=1))
    client.force_login(follower)
    assert "тасқын" in page(client.get("/kk/my/inbox/"))
    type(case).objects.filter(pk=case.pk).update(sealed=True)
    assert "тасқын" not in page(client.get("/kk/my/inbox/"))
