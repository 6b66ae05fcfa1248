"""What portals hang on a body's lasting page. A portal adds one row to `PARTS`; the page itself knows no portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.figures import punctuality, satisfaction
from jariya.kernel.law.queries import Law
from jariya.pages.queries.owed import duties, owed
from jariya.portals.dialogue.queries import public_list
from jariya.portals.opendata.reading.finding import sets_of
from jariya.portals.petitions.listed import to as petitions_to
from jariya.portals.petitions.thresholds import scope_of
from jariya.portals.requests import facets
from jariya.portals.requests import queries as requests
from jariya.portals.requests.monitoring import queries as recommendations
from jariya.portals.requests.officers import queries as officers
from jariya.portals.requests.queries import Wish


@dataclass(frozen=True)
class Asked:
    """What a part is made from."""

    body: Body
    today: dt.date
    lang: str
    law: Law | None
    places: Mapping[str, str] = field(default_factory=dict)
    """Where a list of a part goes on, by the part's key."""


@dataclass(frozen=True)
class Part:
    """A part of the page: its template (a block of sections) and what the template needs."""

    key: str
    template: str
    read: Callable[[Asked], dict[str, Any]]


def _owes(asked: Asked) -> dict[str, Any]:
    """What the body owes today, the soonest first. Three queries."""
    rows, more = duties("all", asked.today, body=asked.body, limit=5)
    return {"counts": owed(asked.today, asked.body), "rows": rows, "more": more is not None}


def _punctuality(asked: Asked) -> dict[str, Any]:
    """How the body kept its terms this year. Two queries."""
    first, last = asked.today.replace(month=1, day=1), asked.today.replace(month=12, day=31)
    figures = punctuality([asked.body.pk], first=first, last=last, today=asked.today)[asked.body.pk]
    norm = asked.law.norms.row("statistic.min_n", asked.today) if asked.law else None
    # Without the norm no mean is shown: a threshold is law, not a number in a program.
    said = satisfaction(asked.body.pk, min_n=norm.count) if norm else None
    return {"figures": figures, "satisfaction": said, "year": asked.today.year}


def _petitions(asked: Asked) -> dict[str, Any]:
    """Petitions to the body that anyone may read, the newest first. Two queries."""
    takes = asked.body.connected and scope_of(asked.body.kind, asked.body.level) is not None
    return {"petitions": petitions_to(asked.body.pk, asked.lang), "takes": takes}


def _questions(asked: Asked) -> dict[str, Any]:
    """Answered questions, newest first. One query."""
    rows, more = public_list(body_id=asked.body.pk, limit=6)
    return {"questions": rows, "more": more}


def _requests(asked: Asked) -> dict[str, Any]:
    """Decided requests for information, newest first, page by page; the facets lead to their search. One query."""
    listed = requests.public_list(Wish(body=asked.body), after=asked.places.get("requests"), limit=6)
    return {
        "requests": listed.rows,
        "following": listed.following,
        "outcomes": facets.outcomes(),
        "subjects": facets.subjects(asked.today, asked.lang, asked.law.norms) if asked.law else [],
    }


def _access(asked: Asked) -> dict[str, Any]:
    """Officers for access to information, and recommendations past their term. Seven queries."""
    overdue, _more = recommendations.newest(recommendations.rows(body=asked.body, late_on=asked.today), limit=5)
    return {
        "lines": officers.of_body(asked.body, today=asked.today),
        "late": recommendations.lines(overdue, today=asked.today),
    }


def _data(asked: Asked) -> dict[str, Any]:
    """Data sets of the body, renewed last first. One query."""
    return {"sets": sets_of(asked.body.pk, asked.lang)}


PARTS = (
    Part("owes", "pages/body/owes.html", _owes),
    Part("punctuality", "pages/body/figures.html", _punctuality),
    Part("questions", "pages/body/questions.html", _questions),
    Part("requests", "pages/body/requests.html", _requests),
    Part("petitions", "pages/body/petitions.html", _petitions),
    Part("data", "data/of_body.html", _data),
    Part("access", "officers/of_body.html", _access),
)
