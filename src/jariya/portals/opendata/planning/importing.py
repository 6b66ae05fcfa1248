"""A whole plan entered from a table: good rows become items, bad ones come back named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.opendata.planning import actions, sheet
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.planning.sheet import Problem


@dataclass(frozen=True)
class Entered:
    """How many items were entered, and what was wrong with the other rows."""

    entered: int
    problems: list[Problem]


def enter(*, body: Body, data: bytes, by: Person, now: dt.datetime) -> Entered:
    """Enter a plan. Each row is an act of its own: one that is refused leaves the others.

    Raises:
        Refused: lifecycle.not_yours, where the person may not keep the plan of this body.
    """
    read = sheet.read(data, today=legal_day(now))
    problems, entered = list(read.problems), 0
    known = set(PlanItem.objects.filter(body=body).exclude(number="").values_list("number", flat=True))
    for row in read.rows:
        if row.number and row.number in known:
            problems.append(Problem(row.row, "number", row.number, "plan.number_taken"))
            continue
        said = {name: getattr(row, name) for name in Planned.__dataclass_fields__ if hasattr(row, name)}
        try:
            actions.plan(body=body, planned=Planned(**said), by=by, now=now)
        except Refused as error:
            if error.code not in sheet.RULES:
                raise
            problems.append(Problem(row.row, "since", row.since.isoformat(), error.code))
            continue
        entered += 1
    return Entered(entered, sorted(problems, key=lambda one: one.row))
