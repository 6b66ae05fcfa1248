"""A small kind of case that may be discussed, for the tests of the discussion; it belongs to no portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.discussion.kinds import Discussed, Place, Spot
from jariya.kernel.lifecycle import engine, table
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, Lifecycle, Move, State

KIND = "topic"
TOPIC = Lifecycle(
    kind=KIND,
    letter="T",
    title="Topic",
    states=(State("open", "open", "Open."), State("closed", "closed", "Closed.", final=True)),
    moves=(
        Move("begin", "Begin", (NEW,), "open", ("person",), "begun", "Begun."),
        Move("close", "Close", ("open",), "closed", ("officer",), "closed", "Closed."),
    ),
)


def closed(case: Case, now: dt.datetime) -> Refused | None:
    return Refused("topic.closed", "The topic is closed.", "Read on.", 409) if case.state == "closed" else None


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    return {spot: Place(f"Place {spot[1]}", "en", "/x/") for spot in wanted if spot[0] == 1 and spot[1] == "goal"}


def home(case: Case, lang: str) -> str:
    return f"/{lang}/"


DISCUSSED = Discussed(home=home, title=lambda case, lang: ("Мектеп автобусы", "kk"), closed=closed, places=places)


def join(patch: Any) -> None:
    """Make the kind known for a test."""
    from jariya.kernel.discussion import kinds

    patch.setitem(table._TABLES, KIND, TOPIC)
    patch.setitem(kinds._KINDS, KIND, DISCUSSED)


def begin(person: Any, body: Any, now: dt.datetime, visibility: str = "public") -> Case:
    return engine.open_case(
        KIND, "begin", by=person, body_id=body.pk, language="kk", person_id=person.pk, visibility=visibility, now=now
    ).case
