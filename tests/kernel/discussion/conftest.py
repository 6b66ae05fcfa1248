"""A public case to discuss, and short words for the verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.kernel.discussion import topic

from jariya.kernel.discussion import actions
from jariya.kernel.discussion.models import Comment, Review


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind of the tests."""
    topic.join(monkeypatch)


@pytest.fixture
def case(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """A public case of the ministry that anyone may discuss."""
    return topic.begin(person("officer-1"), ministry, now)


@pytest.fixture
def say(case: Any, person: Any, now: dt.datetime) -> Any:
    """Comment: `say("text", by="citizen-2", parent=…)`; returns the comment."""

    def do(text: str = "Автобус керек.", *, by: str = "citizen-1", **options: Any) -> Comment:
        given: dict[str, Any] = {"case": case, "language": "kk", "identity": "phone", "now": now}
        return actions.post(text=text, by=person(by), **{**given, **options})

    return do


@pytest.fixture
def answer(person: Any, now: dt.datetime) -> Any:
    """Answer officially: `answer(comment, "text")`."""

    def do(parent: Comment, text: str = "Автобус қыркүйекте шығады.", *, by: str = "officer-1", **more: Any) -> Comment:
        return actions.answer(
            parent=parent, text=text, language="kk", by=person(by), identity="staff", **{"now": now, **more}
        )

    return do


@pytest.fixture
def hidden(say: Any, person: Any, now: dt.datetime) -> Any:
    """A comment hidden by the ministry's moderator."""

    def do(**options: Any) -> Comment:
        comment = say(**options)
        look = take(comment, person("moderator"), now)
        actions.hide(
            review=look, ground="discussion.ground.insult", reason="Дөрекі сөз.", by=person("moderator"), now=now
        )
        comment.refresh_from_db()
        return comment

    return do


def take(comment: Comment, by: Any, now: dt.datetime) -> Review:
    """Claim the undecided look at a comment."""
    look = Review.objects.select_related("comment__case").get(comment=comment, decided_at=None)
    return actions.claim(review=look, by=by, now=now)
