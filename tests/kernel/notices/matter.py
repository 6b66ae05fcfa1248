"""A small lifecycle for the tests of notices: the events of a letter, and nothing of any portal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.table import NEW, STAY, Lifecycle, Move, State, Term

KIND = "matter"
NOW = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)
SECRET = "СЕКРЕТ-7f3a"
"""Stands in every name and text that must not leave the house."""

ANSWER = Term("answer", "question.answer", "Answer the matter")
RATE = Term("rate", "question.rating", "Rate the answer", duty_of="person")
ANY = ("registered", "assigned", "answered")
OFFICIALS = ("officer", "head", "supervisor")

MATTER = Lifecycle(
    kind=KIND,
    letter="M",
    title="Matter",
    states=(
        State("registered", "registered", "The body has it."),
        State("assigned", "assigned", "An officer prepares the answer."),
        State("answered", "answered", "The answer is there.", waits_for="asker"),
        State("closed", "closed", "Nothing is open any more.", final=True),
    ),
    moves=(
        Move("ask", "Ask", (NEW,), "registered", ("person",), "registered", "Registered.", opens=(ANSWER,)),
        Move("assign", "Assign", ANY, "assigned", OFFICIALS, "assigned", "An officer was named."),
        Move(
            "forward",
            "Forward",
            ANY,
            "registered",
            OFFICIALS,
            "forwarded",
            "Forwarded by %(from_body)s to %(to_body)s.",
            cancels=("answer",),
            opens=(ANSWER,),
        ),
        Move("extend", "Extend", ANY, STAY, OFFICIALS, "extended", "Extended to %(due)s.", extends="answer"),
        Move("draft", "Draft", ANY, STAY, OFFICIALS, "drafted", "A draft was written.", public=False),
        Move("answer", "Answer", ANY, "answered", OFFICIALS, "answered", "Answered.", meets=("answer",)),
        Move("publish", "Publish", ("answered",), STAY, OFFICIALS, "published", "Published.", opens=(RATE,)),
        Move("note", "Note", ANY, STAY, ("asker",), "noted", "The asker added a note."),
        Move("alarm", "Alarm", ANY, STAY, OFFICIALS, "alarmed", "A supervisor must see this.", topics=("supervisor",)),
    ),
    system_events={"overdue": "The due day %(due)s has passed."},
)


def link(case: Case, lang: str) -> str:
    return f"/{lang}/matters/{case.public_id}"


def title(case: Case, lang: str) -> str | None:
    return "Көктемгі су тасқыны <&>\x0b"


def ask(person: Any, body: Any, *, now: dt.datetime = NOW, visibility: str = "public") -> Case:
    return engine.open_case(
        KIND,
        "ask",
        by=person,
        body_id=body.pk,
        language=person.language,
        person_id=person.pk,
        visibility=visibility,
        now=now,
    ).case


def act(case: Case, verb: str, by: Any, *, now: dt.datetime = NOW, **options: Any) -> Event:
    event = engine.act(case, verb, by=by, now=now, **options).event
    assert event is not None
    return event
