"""The kinds of letters that are filed for others, joined to their portals; called once by `project/wiring.py`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.office.filing import kinds
from jariya.portals.dialogue import actions as questions
from jariya.portals.dialogue import queries
from jariya.portals.requests import queries as request_queries
from jariya.portals.requests.actions.asking import ask_for
from jariya.portals.requests.moves.answering import SIGNED_EVENTS


def _question(case: Case, person: Person) -> Any:
    return queries.find(case.public_id, person=person)


def _request(case: Case, person: Person) -> Any:
    return request_queries.find(case.public_id, person=person)


def connect() -> None:
    """Let open questions and requests for information be filed for others."""
    kinds.register(
        kinds.Fileable(
            kind="question",
            title=_("Open question"),
            note=_("Public, answered on the platform's own published term. It has no administrative effect."),
            norm="question.answer",
            open=questions.ask,
            read=_question,
        )
    )
    kinds.register(
        kinds.Fileable(
            kind="request",
            title=_("Request for information"),
            note=_("For documents and figures that the body holds; the law sets its term."),
            norm="ati.answer",
            open=ask_for,
            read=_request,
            answered=frozenset(SIGNED_EVENTS),
        )
    )
