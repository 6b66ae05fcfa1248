"""What the desk knows of each kind of letter: how it is read, which steps it has, how its answer is signed by EDS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jariya.kernel.correspondence.reading import Reading
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import Move
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.office import steps
from jariya.office.requests import steps as request_steps
from jariya.portals.dialogue import queries as questions
from jariya.portals.dialogue import signed as signed_questions
from jariya.portals.requests import queries as requests
from jariya.portals.requests import signed as signed_requests


@dataclass(frozen=True)
class Desked:
    """One kind of letter.

    `find`: public id -> what an official may see of it. `parts`: template of its texts. `extension`: the norm by which
    its term is extended. `sensible`: whether a step that the table allows leads anywhere now.
    """

    find: Callable[..., Reading | None]
    steps: Mapping[str, steps.Step]
    parts: str
    begin_answer: Callable[..., SigningSession]
    extension: Callable[[Any], str]
    sensible: Callable[[Move, Any, dt.date], bool] = lambda move, view, today: True


KINDS: dict[str, Desked] = {
    "question": Desked(
        questions.find,
        steps.STEPS,
        "dialogue/parts.html",
        signed_questions.begin_answer,
        lambda view: "question.extension",
    ),
    "request": Desked(
        requests.find,
        request_steps.STEPS,
        "requests/parts.html",
        signed_requests.begin_answer,
        lambda view: "media.extension" if view.media else "ati.extension",
        request_steps.sensible,
    ),
}


def find(public_id: str, person: Person) -> tuple[Desked, Reading] | None:
    """The letter with this id and what the desk knows of its kind; None when there is none that a desk works on."""
    kind = Case.objects.filter(public_id=ids.normal(public_id) or "").values_list("kind", flat=True).first()
    desked = KINDS.get(kind or "")
    view = desked.find(public_id, person=person, official=True) if desked else None
    return (desked, view) if desked and view else None
