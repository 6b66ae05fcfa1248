"""The blog of a head: written in three languages, corrected in the open, withdrawn to a stub, followed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies.models import Delegation, Post
from jariya.kernel.discussion import actions as talk
from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices import actions as notices
from jariya.kernel.notices.models import InboxEntry
from jariya.kernel.search.queries import search
from jariya.portals.dialogue.blog import actions, queries

pytestmark = pytest.mark.django_db

WORDS = Words(
    "Ауыл жолдары жөнделеді",
    "Дороги в сёлах отремонтируют",
    "Биыл он ауылдың жолын жөндейміз.\nҚаражат бөлінді.",
    "В этом году отремонтируем дороги в десяти сёлах.",
    "Village roads",
    "Ten roads this year.",
)


@pytest.fixture
def prepared(person: Any, ministry: Any, now: dt.datetime) -> Any:
    def do(words: Words = WORDS) -> Case:
        return actions.prepare(body=ministry, words=words, by=person("officer-1"), now=now).case

    return do


@pytest.fixture
def published(prepared: Any, person: Any, now: dt.datetime) -> Any:
    def do() -> Case:
        return actions.publish(case=prepared(), by=person("head"), now=now).case

    return do


def test_a_prepared_post_is_nobodys_business(prepared: Any, client: Client) -> None:
    case = prepared()
    assert client.get(f"/kk/heads/posts/{case.public_id}/").status_code == 404
    assert queries.listed()[0] == []
    assert not search("жолдары", lang="kk").rows


def test_only_the_head_or_who_an_order_names_publishes(prepared: Any, person: Any, now: dt.datetime) -> None:
    case = prepared()
    with pytest.raises(Refused) as refusal:
        actions.publish(case=case, by=person("deputy"), now=now)
    assert refusal.value.code == "lifecycle.not_yours"
    post = person("deputy").roles.get(body=case.body).post
    head = Post.objects.get(body=case.body, kind="head")
    order = {"from_post": head, "to_post": post, "order_ref": "№ 7", "since": now.date()}
    Delegation.objects.create(scope=["answers"], **order)
    with pytest.raises(Refused):
        actions.publish(case=case, by=person("deputy"), now=now)
    Delegation.objects.create(scope=["blog"], **order)
    outcome = actions.publish(case=case, by=person("deputy"), now=now)
    assert outcome.event is not None and outcome.event.role == "delegate"
    assert outcome.event.codes["signer_post"] == post.pk


def test_a_post_in_one_language_is_not_published(prepared: Any, person: Any, now: dt.datetime) -> None:
    case = prepared(Words("Тақырып", "", "Мәтін", ""))
    with pytest.raises(Refused) as refusal:
        actions.publish(case=case, by=person("head"), now=now)
    assert refusal.value.code == "blog.language_missing"


@pytest.mark.parametrize(
    ("lang", "words"), [("kk", "Ауыл жолдары жөнделеді"), ("ru", "Дороги в сёлах"), ("en", "Village roads")]
)
def test_each_reader_gets_the_post_in_the_own_language(published: Any, client: Client, lang: str, words: str) -> None:
    case = published()
    assert words in client.get(f"/{lang}/heads/posts/{case.public_id}/").content.decode()
    assert [row.url_args for row in search(words.split()[-1], lang=lang).rows] == [[case.public_id]]


def test_a_correction_shows_what_was_mended_and_keeps_the_former_text(
    published: Any, person: Any, now: dt.datetime, client: Client
) -> None:
    case = published()
    words = Words(**{**WORDS.__dict__, "text_kk": "Биыл он бір ауылдың жолын жөндейміз."})
    later = now + dt.timedelta(days=1)
    said = {"corrected_kk": "Ауылдар саны түзетілді", "corrected_ru": "Исправлено число сёл"}
    with pytest.raises(Refused) as refusal:
        actions.correct(case=case, words=words, corrected_kk="", corrected_ru="", by=person("head"), now=later)
    assert refusal.value.code == "blog.reason_missing"
    with pytest.raises(Refused) as refusal:
        actions.correct(case=case, words=WORDS, by=person("head"), now=later, **said)
    assert refusal.value.code == "blog.unchanged"
    actions.correct(case=case, words=words, by=person("head"), now=later, **said)
    page = client.get(f"/kk/heads/posts/{case.public_id}/").content.decode()
    assert "он бір ауылдың" in page and "Ауылдар саны түзетілді" in page
    former = client.get(f"/kk/heads/posts/{case.public_id}/versions/1/").content.decode()
    assert "он ауылдың жолын" in former and "он бір" not in former
    assert client.get(f"/kk/heads/posts/{case.public_id}/versions/9/").status_code == 404


def test_a_withdrawn_post_leaves_every_exit_and_a_stub_with_the_reason(
    published: Any, person: Any, now: dt.datetime, client: Client, ministry: Any
) -> None:
    case = published()
    reason = {"reason_kk": "Қате дерек берілген", "reason_ru": "Даны неверные данные"}
    actions.withdraw(case=case, by=person("head"), now=now, **reason)
    page = client.get(f"/kk/heads/posts/{case.public_id}/").content.decode()
    assert "Қате дерек берілген" in page
    seen = [
        page,
        client.get("/kk/heads/posts/").content.decode(),
        client.get("/kk/heads/ulgi-ministry/").content.decode(),
        client.get("/kk/heads/").content.decode(),
        client.get("/feeds/kk/posts.atom").content.decode(),
        client.get("/feeds/kk/post/ulgi-ministry/0.atom").content.decode(),
        client.get(f"/kk/discussion/{case.public_id}/").content.decode(),
        client.get("/kk/search/?q=жолдары").content.decode(),
    ]
    assert not any("жолдары жөнделеді" in text or "он ауылдың" in text for text in seen)
    assert client.get(f"/kk/heads/posts/{case.public_id}/versions/1/").status_code == 404
    assert not search("жолдары", lang="kk").rows


def test_people_comment_on_a_post_until_it_is_withdrawn(published: Any, person: Any, now: dt.datetime) -> None:
    case = published()
    said = {"language": "kk", "identity": "phone", "now": now, "by": person("citizen-1")}
    talk.post(case=case, text="Біздің ауыл бар ма?", **said)
    case = actions.withdraw(case=case, by=person("head"), now=now, reason_kk="Қате", reason_ru="Ошибка").case
    with pytest.raises(Refused) as refusal:
        talk.post(case=case, text="Тағы бір сұрақ", **said)
    assert refusal.value.code == "blog.discussion_closed"


def test_who_follows_the_head_is_told_of_a_post_and_the_feed_has_it(
    published: Any, person: Any, now: dt.datetime, client: Client, ministry: Any
) -> None:
    head = Post.objects.get(body=ministry, kind="head")
    notices.follow(person=person("citizen-1"), topic=f"post:{head.pk}", now=now)
    case = published()
    assert InboxEntry.objects.filter(person=person("citizen-1"), case=case).count() == 1
    feed = client.get(f"/feeds/kk/post/ulgi-ministry/{head.order}.atom").content.decode()
    assert case.public_id in feed and "Ауыл жолдары жөнделеді" in feed


def test_the_page_of_a_head_shows_who_since_when_and_how_terms_are_kept(
    answered: Any, published: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    answered()
    case = published()
    client.get("/kk/heads/ulgi-ministry/")
    with django_assert_max_num_queries(22):
        page = client.get("/kk/heads/ulgi-ministry/").content.decode()
    assert "Нұрлан Мысалов" in page and case.public_id in page and "Аула жарығы туралы" in page


def test_officials_write_publish_and_correct_at_the_desk(client: Client, person: Any) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-head"})
    made = client.post("/kk/heads/desk/new/", {**WORDS.__dict__, "key": "abcdefgh12", "body": "ulgi-ministry"})
    assert made.status_code == 302, made.content.decode()[-3000:]
    again = client.post("/kk/heads/desk/new/", {**WORDS.__dict__, "key": "abcdefgh12", "body": "ulgi-ministry"})
    assert again["Location"] == made["Location"], "the same form sent twice makes one post"
    case = Case.objects.get(kind="blog_post")
    assert client.get(made["Location"]).status_code == 200
    step = f"/kk/heads/desk/{case.public_id}"
    assert client.get(f"{step}/publish/").status_code == 200
    assert client.post(f"{step}/publish/", {"key": "k1234567", "version": case.version}).status_code == 302
    bad = client.post(f"{step}/correct/", {**WORDS.__dict__, "title_kk": "", "key": "k2"})
    assert bad.status_code == 422 and "Дороги в сёлах" in bad.content.decode()
    assert Client().get(f"/kk/heads/posts/{case.public_id}/").status_code == 200


def test_citizens_and_other_bodies_find_no_desk(client: Client, prepared: Any) -> None:
    case = prepared()
    client.post("/kk/sign-in/demo/", {"handle": "demo-district-officer"})
    assert client.get(f"/kk/heads/desk/{case.public_id}/").status_code == 404
    assert case.public_id not in client.get("/kk/heads/desk/").content.decode()
    other = Client()
    other.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    assert other.get("/kk/heads/desk/").status_code == 403
