"""One official answer to many comments that say nearly the same: given once, read below each, told to each author."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from tests.kernel.discussion import topic
from tests.kernel.discussion.conftest import take

from jariya.kernel.discussion import actions, exits, feed, groups, queries
from jariya.kernel.discussion.models import Comment, Step
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.refusals import Refused

pytestmark = pytest.mark.django_db
LETTER = "Біздің {} ауылына мектеп автобусын беріңіздер, балалар қыста алты шақырым жаяу жүреді."
VILLAGES = ("Ақтөбе", "Қарасу", "Жаңатас")
ANSWER = "Автобустар қыркүйекте шығады."


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=rf"^{code.replace('.', '[.]')}$")


@pytest.fixture
def campaign(say: Any) -> list[Comment]:
    """Three citizens send one letter, each with the name of a village."""
    return [say(LETTER.format(name), by=f"citizen-{number}") for number, name in enumerate(VILLAGES, start=1)]


@pytest.fixture
def together(person: Any, now: Any) -> Any:
    def do(comments: list[Comment], text: str = ANSWER, *, by: str = "officer-1", **more: Any) -> Comment:
        return actions.answer_together(
            comments=comments, text=text, language="kk", by=person(by), identity="staff", **{"now": now, **more}
        )

    return do


def test_one_answer_stands_below_each_and_is_one_comment(campaign: Any, together: Any, case: Any) -> None:
    answer = together(campaign)
    assert Comment.objects.filter(voice="body").count() == 1 and answer.shared == 2
    rows = queries.thread(case).rows
    assert [[reply.text for reply in row.replies] for row in rows] == [[ANSWER]] * 3
    assert all(row.comment.answered_at and row.replies_total == 1 for row in rows)
    assert [view.text for row in campaign for view in queries.replies(row)[0]] == [ANSWER] * 3
    assert queries.unanswered(case) == 0


def test_each_author_is_told_once_and_of_the_own_comment(campaign: Any, together: Any, say: Any, person: Any) -> None:
    again = say(LETTER.format("Бесарық"), by="citizen-1")
    together([*campaign, again])
    told = Event.objects.filter(kind="comment_answered")
    assert sorted(topic for row in told for topic in row.topics if topic.startswith("told:")) == sorted(
        f"told:{person(f'citizen-{number}').pk}" for number in (1, 2, 3)
    )
    assert {row.codes["comment"] for row in told} <= {row.public_id for row in [*campaign, again]}


def test_the_record_names_all_that_was_answered_and_the_feed_has_it_once(
    campaign: Any, together: Any, case: Any
) -> None:
    answer = together(campaign)
    step = Step.objects.get(comment=answer)
    assert [step.codes["parent"], *step.codes["together"]] == [row.public_id for row in campaign]
    assert [line.mark for line in feed.lines(case, "kk")].count(answer.public_id) == 1
    said = exits.comment(queries.views([campaign[2]], replies=3)[0])
    assert said["replies"][0]["id"] == answer.public_id and said["replies"][0]["answered_together"] == 3


def test_a_form_sent_twice_answers_once(campaign: Any, together: Any) -> None:
    assert together(campaign, key="f-1").pk == together(campaign, key="f-1").pk


def test_what_says_something_else_is_not_answered_unread(campaign: Any, together: Any, say: Any, case: Any) -> None:
    with refused("together.changed"):
        together([*campaign, say("Жолды жөндеңіздер, көпір құлап жатыр.", by="citizen-2")])
    with refused("together.too_few"):
        together(campaign[:1])
    assert queries.unanswered(case) == 4


def test_an_edited_a_hidden_and_an_answered_comment_leave_the_group(
    campaign: Any, together: Any, answer: Any, say: Any, person: Any, now: Any, case: Any
) -> None:
    fourth = say(LETTER.format("Бесарық"), by="citizen-2")
    actions.edit(comment=campaign[0], text="Көпір керек, жол бұзылған.", by=person("citizen-1"), now=now)
    answer(campaign[1])
    actions.hide(
        review=take(campaign[2], person("moderator"), now), ground="discussion.ground.insult", reason="Дөрекі.",
        by=person("moderator"), now=now,
    )  # fmt: skip
    with refused("together.changed"):
        together([*campaign, fourth])
    assert groups.alike(case, unanswered=True) == []


def test_only_officials_of_the_body_answer(campaign: Any, together: Any) -> None:
    with refused("comment.not_staff"):
        together(campaign, by="citizen-2")
    assert Comment.objects.filter(voice="body").count() == 0


def test_comments_of_another_matter_are_not_answered_with_it(
    campaign: Any, together: Any, say: Any, person: Any, ministry: Any, now: Any
) -> None:
    other = topic.begin(person("officer-1"), ministry, now)
    with refused("together.changed"):
        together([*campaign, say(LETTER.format("Бесарық"), by="citizen-2", case=other)])


def test_the_text_is_changed_everywhere_at_once_until_somebody_replies_below_any(
    campaign: Any, together: Any, say: Any, person: Any, now: Any, case: Any
) -> None:
    answer = together(campaign)
    actions.edit(comment=answer, text="Автобустар тамызда шығады.", by=person("officer-1"), now=now)
    assert {row.replies[0].text for row in queries.thread(case).rows} == {"Автобустар тамызда шығады."}
    assert [one.text for one in queries.history(answer)] == [ANSWER, "Автобустар тамызда шығады."]
    say("Рақмет!", by="citizen-3", parent=campaign[2])
    with refused("comment.answered"):
        actions.edit(comment=answer, text="Автобустар болмайды.", by=person("officer-1"), now=now)


def test_taken_back_it_leaves_a_stub_below_each(campaign: Any, together: Any, person: Any, now: Any, case: Any) -> None:
    actions.withdraw(comment=together(campaign), by=person("officer-1"), now=now)
    assert [row.replies[0].text for row in queries.thread(case).rows] == [None] * 3


def test_the_page_of_the_answer_shows_text_versions_and_all_that_it_answers(
    client: Any, campaign: Any, together: Any, person: Any, now: Any, hidden: Any
) -> None:
    answer = together(campaign)
    actions.edit(comment=answer, text="Автобустар тамызда шығады.", by=person("officer-1"), now=now)
    page = client.get(f"/kk/discussion/comments/{answer.public_id}/together/")
    tree = html.fromstring(page.content)
    assert page.status_code == 200 and tree.xpath("//*[@id='versions']//div[contains(@class,'comment-text')]")
    assert all(tree.xpath(f"//*[@id='c-{row.public_id}']") for row in campaign)
    assert client.get(f"/kk/discussion/comments/{campaign[0].public_id}/together/").status_code == 404
    first, following = groups.members(answer, limit=2)
    last, end = groups.members(answer, after=following, limit=2)
    assert [view.comment.pk for view in [*first, *last]] == [row.pk for row in campaign] and end is None


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", "Тағы 2 пікірмен бірге жауап берілді"),
        ("ru", "Ответ дан вместе с ещё 2 комментариями"),
        ("en", "Answered together with 2 other comments"),
    ],
)
def test_each_page_says_that_it_was_answered_together(
    client: Any, campaign: Any, together: Any, case: Any, lang: str, words: str
) -> None:
    together(campaign)
    for address in (f"comments/{campaign[1].public_id}/", f"{case.public_id}/"):
        tree = html.fromstring(client.get(f"/{lang}/discussion/{address}").content)
        assert words in " ".join(tree.text_content().split())
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), "an answer that stands below many has a mark of its own below each"


def test_at_the_desk_it_is_chosen_looked_at_and_published(
    monkeypatch: pytest.MonkeyPatch, now: Any, client: Any, campaign: Any, case: Any
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    address = f"/kk/discussion/comments/{campaign[0].public_id}/answer-together/"
    assert client.get(address).status_code in {302, 403}
    assert client.post("/kk/sign-in/demo/", {"handle": "demo-officer-1"}).status_code == 302
    tree = html.fromstring(client.get(address).content)
    assert sorted(tree.xpath("//input[@name='of' and @checked]/@value")) == sorted(row.public_id for row in campaign)
    typed = {"key": "k" * 12, "text": ANSWER, "language": "kk", "of": [row.public_id for row in campaign[:2]]}
    few = client.post(address, {**typed, "of": [campaign[0].public_id], "do": "look"})
    assert few.status_code == 422 and ANSWER in few.content.decode()
    look = client.post(address, {**typed, "do": "look"})
    assert look.status_code == 200 and "2 пікірдің астында тұрады" in look.content.decode()
    done = client.post(address, {**typed, "do": "publish"})
    answer = Comment.objects.get(voice="body")
    assert done["Location"] == f"/kk/discussion/comments/{answer.public_id}/together/" and answer.shared == 1
    late = client.post(address, {**typed, "key": "l" * 12, "do": "publish"})
    assert late.status_code == 409 and queries.unanswered(case) == 1
