"""What the law says about one petition on a day: its threshold, its supporters, the grounds it may be refused on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions import thresholds
from jariya.portals.petitions.models import ModerationDesk
from jariya.portals.petitions.models import Population as PopulationRow
from jariya.portals.petitions.thresholds import Population, PopulationUnknown, Threshold

GROUND = "petition.ground."
LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Ground:
    """A ground of refusal in force on a day. `code` is the last word of its norm."""

    code: str
    title: str
    article: str | None
    standing: str
    valid_from: dt.date | None
    norm_key: str


def grounds(day: dt.date, lang: str, *, norms: Norms | None = None) -> list[Ground]:
    """The grounds in force on a day, in the order of the law, titles in the reader's language.

    `norms`: for pages that ask for many days; one query without.
    """
    norms = norms or law_now().norms
    rows = [norms.row(key, day) for key in norms.keys if key.startswith(GROUND)]
    order = {row.key: place for place, row in enumerate(norms.rows)}  # as the law's list has them: the edition keeps it
    found = [
        Ground(
            row.key.removeprefix(GROUND),
            row.title.get(lang) or row.title.get("kk", ""),
            row.article,
            row.standing,
            row.valid_from,
            row.key,
        )
        for row in rows
        if row is not None
    ]
    return sorted(found, key=lambda one: (order.get(one.norm_key, len(order)), one.code))


def ground(code: str, day: dt.date, lang: str, *, norms: Norms | None = None) -> Ground | None:
    """One ground as it stood on a day; None when it was not in force."""
    return next((one for one in grounds(day, lang, norms=norms) if one.code == code), None)


def population_of(body: Body, day: dt.date) -> Population | None:
    """The population of the addressee's region, as known by a day. One query."""
    row = PopulationRow.objects.known(body.region_id, day) if body.region_id else None
    return Population(row.people, row.on, row.source) if row else None


def threshold_of(body: Body, day: dt.date) -> Threshold | None:
    """How many signatures a petition to the body needs by the norms of a day.

    None: the body takes no petitions, or the norm asks for a share of a population that is not known from a source.
    """
    scope = thresholds.scope_of(body.kind, body.level)
    if scope is None:
        return None
    norms = law_now().norms.at(day)
    share = norms[f"petition.threshold.{scope}"].unit == "percent"
    try:
        return thresholds.needed(scope, norms, population_of(body, day) if share else None)
    except PopulationUnknown:
        return None


def desk_of(body: Body, day: dt.date) -> ModerationDesk | None:
    """Which body checks petitions to this one: a real one for real addressees, an invented one for invented ones."""
    return ModerationDesk.objects.filter(invented=body.invented, since__lte=day).select_related("body").first()


def support_needed(day: dt.date) -> int:
    """Supporters a petition needs before it is public, by the norm of a day."""
    return int(law_now().norms.at(day)["petition.support.people"].count)


def bounds(day: dt.date) -> dict[str, tuple[int, int]]:
    """Shortest and longest title and text, in characters."""
    norms = law_now().norms.at(day)
    return {
        part: (norms[f"petition.{part}.min"].count, norms[f"petition.{part}.max"].count) for part in ("title", "text")
    }


def term(key: str, day: dt.date) -> dt.date:
    """The due day of a term that begins on a day."""
    law = law_now()
    due: dt.date = law.norms.at(day)[key].ends(day, law.calendar).day
    return due


def running_due(case: Case, kind: str) -> dt.date | None:
    """The due day of a running term of a case. One query."""
    row: Any = case.obligations.filter(kind=kind, met_on=None, cancelled_on=None).values_list("due_on", flat=True)
    found: dt.date | None = row.first()
    return found


def moved(due: dt.date, days: int) -> dt.date:
    """A due day so many calendar days later; one that falls on a day off ends on the next working day."""
    return law_now().calendar.next_working(due + dt.timedelta(days=days))
