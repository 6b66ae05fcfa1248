"""A question's whole path as its asker hears of it: by SMS alone, in the inbox, in the feed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.kernel.people.gateway import Gateway

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.notices.delivery import deliver_due
from jariya.kernel.notices.models import InboxEntry, Outbox
from jariya.kernel.people.models import Person
from jariya.portals.dialogue import actions

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def phone(person: Any, now: dt.datetime) -> Person:
    """The first demo citizen, with a telephone and nothing else."""
    found: Person = person("citizen-1")
    Person.objects.filter(pk=found.pk).update(
        phone="+77010000001", phone_confirmed_at=now, email=None, email_confirmed_at=None, language="kk"
    )
    found.refresh_from_db()
    return found


def told(gateway: Gateway, number: str) -> list[str]:
    texts = [message["text"] for message in gateway.messages.values()]
    return [text.replace(number, "№") for text in texts]


def test_a_person_with_only_a_telephone_misses_nothing_that_matters(
    phone: Person, ask: Any, person: Any, now: dt.datetime, settings: Any
) -> None:
    with Gateway() as gateway:
        settings.SMS_URL = gateway.url
        case = ask()
        officer, head = person("officer-1"), person("head")
        step = dt.timedelta(days=1)

        actions.accept(case=case, by=officer, now=now + step)
        actions.extend(case=case, due_on=dt.date(2026, 4, 20), reason="Зерттеу керек", by=head, now=now + step)
        deliver_due(now + step)
        tell_overdue(now=now + 40 * step)
        deliver_due(now + 40 * step)
        actions.draft_answer(case=case, answers={1: "Маусымда."}, by=officer, now=now + 41 * step)
        actions.sign_answer(case=case, confirmed=True, level="staff", by=head, now=now + 41 * step)
        deliver_due(now + 41 * step)
        texts = {("title", 0): "Аула жарығы", ("point", 1): "Қашан?", ("answer", 1): "Маусымда."}
        actions.publish(case=case, texts=texts, checked=True, by=officer, now=now + 42 * step)
        deliver_due(now + 42 * step)

        said = told(gateway, case.public_id)
        assert [re.sub(r"\d\d\.\d\d\.\d{4}", "күн", text.removeprefix("ДЕМО Жария: ")) for text in said] == [
            "№ тіркелді. Жауап мерзімі: күн",
            "№: мерзім ұзартылды, жаңасы: күн",
            "№: жауап кешікті. Шағымдануға болады",
            "№: жауап берілді. Сайттан оқыңыз",
            "№: жауап дайын. Бағалау мерзімі: күн",
        ]
        assert "20.04.2026" in said[1]


def test_mail_and_inbox_of_a_question_read_well_in_every_language(
    ask: Any, answered: Any, person: Any, client: Any, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    citizen = person("citizen-1")
    for _index in range(6):
        answered()
    client.force_login(citizen)
    client.get("/kk/my/inbox/")
    for language, words in (("kk", "Қазір"), ("ru", "Сейчас"), ("en", "Now")):
        with django_assert_max_num_queries(10):
            html = client.get(f"/{language}/my/inbox/").content.decode()
        assert words in html
        assert "%(" not in html
        assert "Аула жарығы туралы" in html


def test_the_feed_of_questions_tells_what_is_public_in_three_queries(
    ask: Any, answered: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    shown, hidden = answered(), answered(public=False, publish=False)
    for language in ("kk", "ru", "en"):
        with django_assert_max_num_queries(5):
            response = client.get(f"/feeds/{language}/questions.atom")
        text = response.content.decode()
        assert shown.public_id in text and hidden.public_id not in text
        assert "%(" not in text
        entries = ET.fromstring(response.content).findall(f"{ATOM}entry")
        assert all(entry.findtext(f"{ATOM}rights") for entry in entries)
    assert client.get(f"/feeds/kk/body/{shown.body.slug}.atom").status_code == 200


def test_a_question_that_is_sealed_leaves_feeds_at_once(answered: Any, person: Any, client: Any, now: Any) -> None:
    case = answered()
    address = f"/feeds/kk/case/{case.public_id}.atom"
    assert client.get(address).status_code == 200
    actions.seal(case=case, reason="Жеке дерек бар", by=person("supervisor"), now=now + dt.timedelta(days=9))
    assert client.get(address).status_code == 404
    assert case.public_id not in client.get("/feeds/kk/questions.atom").content.decode()


def test_a_draft_of_an_answer_is_not_told_to_the_asker(ask: Any, person: Any, now: dt.datetime) -> None:
    case: Case = ask()
    officer = person("officer-1")
    actions.accept(case=case, by=officer, now=now)
    before = InboxEntry.objects.filter(person=case.person).count()
    actions.draft_answer(case=case, answers={1: "Маусымда."}, by=officer, now=now)
    assert InboxEntry.objects.filter(person=case.person).count() == before
    assert not Outbox.objects.exclude(person=case.person).filter(channel="sms").exists()


def test_a_head_is_followed_as_a_post_with_a_feed_of_its_own(answered: Any, person: Any, client: Any, now: Any) -> None:
    first = answered()
    head = first.letter.addressee
    assert head.kind == "head"
    follower = person("citizen-2")
    client.force_login(follower)
    topic = f"post:{first.body.slug}:{head.order}"
    page = client.get("/en/my/follow/", {"topic": topic})
    assert head.name("en").text in page.content.decode()
    client.post("/en/my/follow/", {"topic": topic, "do": "follow"})
    second = answered()
    told = set(InboxEntry.objects.filter(person=follower).values_list("case_id", "about"))
    assert told == {(second.pk, "followed")}, "what happened before is not told"
    assert head.name("en").text in client.get("/en/my/notices/").content.decode()
    feed = client.get(f"/feeds/kk/post/{first.body.slug}/{head.order}.atom")
    assert feed.status_code == 200
    assert first.public_id in feed.content.decode()
    deputy = first.body.posts.exclude(pk=head.pk).first()
    other = client.get(f"/feeds/kk/post/{first.body.slug}/{deputy.order}.atom")
    assert first.public_id not in other.content.decode()
    body_page = client.get(f"/en/bodies/{first.body.slug}/").content.decode()
    assert f"?topic={topic}" in body_page
    assert f"/feeds/en/post/{first.body.slug}/{head.order}.atom" in body_page


@pytest.mark.parametrize("topic", ["post:", "post:no-such:0", "post:x:y", "post:x:99999999", "post::0", "person:1"])
def test_a_post_that_is_none_cannot_be_followed(topic: str, person: Any, client: Any) -> None:
    client.force_login(person("citizen-2"))
    assert client.get("/en/my/follow/", {"topic": topic}).status_code == 404
