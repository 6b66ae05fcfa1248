"""Pages of a thread: order, keys, query budgets, and what a stranger may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from tests.conftest import WEDNESDAY
from tests.kernel.discussion import topic

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions, queries
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def crowd(module_data: None) -> tuple[Case, list[Comment]]:
    """A case with forty-five comments, some with the same number of supporters: made once for all tests here."""
    # Some days back, so that the limits of an hour and a day do not count them for the tests.
    began = WEDNESDAY - dt.timedelta(days=5)
    people = [Person.objects.get(handle=f"demo-citizen-{number}") for number in (1, 2, 3)]
    with pytest.MonkeyPatch.context() as patch:
        topic.join(patch)
        case = topic.begin(Person.objects.get(handle="demo-officer-1"), Body.objects.get(slug="ulgi-ministry"), began)
        made = [
            actions.post(
                case=case, text=f"Пікір {number}", by=people[number % 3], language="kk", identity="phone",
                now=began + dt.timedelta(hours=number),
            )
            for number in range(45)
        ]  # fmt: skip
    Comment.objects.filter(case=case).update(supports=F("id") % 4)
    return case, made


@pytest.fixture
def crowded(crowd: tuple[Case, list[Comment]]) -> Case:
    """The case of `many`."""
    return crowd[0]


@pytest.fixture
def many(crowd: tuple[Case, list[Comment]]) -> list[Comment]:
    """Its comments, the oldest first."""
    return crowd[1]


@pytest.mark.parametrize("order", queries.ORDERS)
def test_every_order_shows_each_comment_once(crowded: Case, many: list[Comment], order: str) -> None:
    seen: list[int] = []
    after = None
    while True:
        page = queries.thread(crowded, order=order, after=after, limit=7)
        seen += [view.comment.pk for view in page.rows]
        after = page.following
        if after is None:
            break
    assert sorted(seen) == [row.pk for row in many]
    rows = Comment.objects.in_bulk(seen)
    key = {"newest": lambda pk: -pk, "oldest": lambda pk: pk, "supported": lambda pk: (-rows[pk].supports, -pk)}[order]
    assert seen == sorted(seen, key=key)


@pytest.mark.parametrize("key", ["", "x", "K2026-AAAAAAAA-0", "' OR 1=1", "ж" * 40])
def test_a_key_that_is_none_starts_anew(crowded: Case, many: list[Comment], key: str) -> None:
    assert queries.thread(crowded, after=key).rows[0].comment.pk == many[-1].pk


def test_a_key_of_another_case_starts_anew(
    crowded: Case, many: Any, say: Any, person: Any, ministry: Any, now: Any
) -> None:
    other = say(case=topic.begin(person("officer-1"), ministry, now), by="citizen-2", now=now + dt.timedelta(days=9))
    assert queries.thread(crowded, after=other.public_id).rows[0].comment.pk == many[-1].pk


def test_what_the_body_has_not_answered_can_be_read_alone(crowded: Case, many: list[Comment], answer: Any) -> None:
    answer(many[0])
    assert queries.thread(crowded, unanswered=True).rows[0].comment.pk == many[1].pk
    assert queries.unanswered(crowded) == 44


def test_a_page_of_a_thread_costs_seven_queries_at_most(
    crowded: Case, many: list[Comment], say: Any, answer: Any, django_assert_max_num_queries: Any
) -> None:
    for row in many[-20:]:
        answer(row, f"Жауап {row.pk}")
    with django_assert_max_num_queries(7):
        assert sum(len(view.replies) for view in queries.thread(crowded).rows) == 20


def test_the_public_page_costs_twelve_queries_at_most(
    client: Client, crowded: Case, many: list[Comment], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert client.get(f"/kk/discussion/{crowded.public_id}/").status_code == 200


def test_a_sealed_case_hides_its_discussion_at_every_exit(client: Client, case: Any, say: Any) -> None:
    comment = say("Құпия сөз")
    Case.objects.filter(pk=case.pk).update(sealed=True)
    for path in (
        f"/kk/discussion/{case.public_id}/",
        f"/kk/discussion/comments/{comment.public_id}/",
        f"/feeds/kk/case/{case.public_id}/comments.atom",
    ):
        assert client.get(path).status_code == 404, path


def test_a_hidden_text_stands_at_no_public_exit(client: Client, case: Any, hidden: Any, say: Any) -> None:
    comment = hidden(text="Сөзжасырын")
    reply_path = f"/kk/discussion/comments/{comment.public_id}/"
    for path in (
        f"/kk/discussion/{case.public_id}/",
        reply_path,
        f"/feeds/kk/case/{case.public_id}/comments.atom",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Сөзжасырын" not in answer.content.decode(), path
    assert client.get("/api/v1/search?q=Сөзжасырын").json()["total"] == 0


def test_a_feed_holds_comments_and_replies_with_their_speakers(
    client: Client, case: Any, say: Any, answer: Any
) -> None:
    comment = say("Автобус керек")
    answer(comment, "Болады")
    text = client.get(f"/feeds/kk/case/{case.public_id}/comments.atom").content.decode()
    assert "Автобус керек" in text and "Болады" in text and "demo-citizen" not in text


def test_a_reply_leads_to_its_comment(client: Client, say: Any) -> None:
    root = say()
    reply = say("Жауап", by="citizen-2", parent=root)
    answer = client.get(f"/kk/discussion/comments/{reply.public_id}/")
    assert answer.status_code == 301
    assert answer["Location"].startswith(f"/kk/discussion/comments/{root.public_id}/?reply=")


def test_a_reply_far_down_is_shown_to_who_was_led_to_it(client: Client, say: Any, now: Any) -> None:
    root = say()
    replies = [
        say(f"Жауап {n}", by=f"citizen-{n % 3 + 1}", parent=root, now=now + dt.timedelta(hours=n)) for n in range(25)
    ]
    path = f"/kk/discussion/comments/{root.public_id}/?reply={replies[-1].public_id}"
    assert "Жауап 24" in client.get(path).content.decode()
