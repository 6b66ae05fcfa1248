"""Histories done through the actions, in the order of their moments, with the periodic jobs in between."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.db.models import Min, Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.people.models import Person
from jariya.portals.dialogue import actions
from jariya.portals.dialogue.simulate.tale import Step, Tale, _zone

OVERDUE_AT = dt.time(0, 10)
CLOSED_AT = dt.time(0, 20)
"""When the periodic jobs run, in the zone of the calendar."""

Progress = Callable[[int, int], None]


def perform(tales: list[Tale], *, jobs: bool = True, progress: Progress | None = None) -> dict[int, int]:
    """Do all steps of the histories through the actions.

    Args:
        jobs: run the jobs of each night (overdue, closing) between the steps, up to the `now` of the histories.

    Returns:
        Case id by the place of the history in `tales`; a part's case hangs on its parent.
    """
    stage = _Stage(tales)
    total = sum(len(tale.steps) for tale in stage.tales)
    last: dt.date | None = None
    for done, (index, step) in enumerate(stage.in_order(), start=1):
        if jobs:
            last = nights(last, step.at, tales[0])
        stage.do(index, step)
        if progress:
            progress(done, total)
    if jobs and tales:
        nights(last, tales[0].now, tales[0])
    return {index: stage.cases[index] for index in range(len(tales)) if index in stage.cases}


def nights(last: dt.date | None, until: dt.datetime, tale: Tale) -> dt.date:
    """Run the jobs of the nights after `last` and before a moment, as far as there is work; returns the last night."""
    today = legal_day(until)
    day = today if last is None else last
    while (night := _next_night(day)) and night <= today:
        day = night
        for at, job in ((OVERDUE_AT, tell_overdue), (CLOSED_AT, actions.close_when_over)):
            moment = dt.datetime.combine(day, at, tzinfo=_zone(tale.cast)).astimezone(dt.UTC)
            if moment <= until:
                job(now=moment)
    return today


def _next_night(after: dt.date) -> dt.date | None:
    """The first night after a day that finds something overdue or over."""
    untold = Q(duty_of="body", overdue_told_at=None) | Q(kind="rate")
    first = Obligation.objects.running().filter(untold).aggregate(first=Min("due_on"))["first"]
    if Case.objects.open().filter(kind="question", state="rated").exists():
        first = after if first is None else min(first, after)
    return None if first is None else max(first, after) + dt.timedelta(days=1)


class _Stage:
    """Knows which case belongs to which history and turns a step into a call."""

    def __init__(self, tales: list[Tale]) -> None:
        self.tales = list(tales)
        self.parent_of: dict[int, int] = {}
        for index, tale in enumerate(tales):
            if tale.child is not None:
                self.parent_of[len(self.tales)] = index
                self.tales.append(tale.child)
        self.cases: dict[int, int] = {}
        steps = [step for tale in self.tales for step in tale.steps]
        people = {step.by for step in steps} | {step.args["to"] for step in steps if step.verb == "assign"}
        self.people = Person.objects.in_bulk([person for person in people if person is not None])
        bodies = {tale.body_id for tale in self.tales} | {
            step.args["body_id"] if step.verb == "ask" else step.args["to"]
            for step in steps
            if step.verb in {"ask", "forward", "forward_part"}
        }
        self.bodies = Body.objects.in_bulk(list(bodies))

    def in_order(self) -> Iterator[tuple[int, Step]]:
        """All steps by moment; a part's steps come after the step that made it."""
        lines: list[Iterable[tuple[dt.datetime, int, int, Step]]] = [
            [(step.at, index, place, step) for place, step in enumerate(tale.steps)]
            for index, tale in enumerate(self.tales)
        ]
        for _at, index, _place, step in heapq.merge(*lines, key=lambda row: row[:3]):
            yield index, step

    def case(self, index: int) -> Case:
        """The case of a history, read anew."""
        if index not in self.cases:
            parent = self.cases[self.parent_of[index]]
            self.cases[index] = Case.objects.values_list("pk", flat=True).get(parent_id=parent)
        found: Case = Case.objects.select_related("body", "letter", "question").get(pk=self.cases[index])
        return found

    def do(self, index: int, step: Step) -> None:
        """Do one step."""
        by = self.people.get(step.by) if step.by is not None else None
        args: dict[str, Any] = dict(step.args)
        if step.verb == "ask":
            body = self.bodies[args.pop("body_id")]
            asker = self.people[cast(int, step.by)]
            self.cases[index] = actions.ask(by=asker, body=body, now=step.at, **args).case.pk
            return
        if step.verb == "assign":
            args["to"] = self.people[args["to"]]
        elif step.verb in {"forward", "forward_part"}:
            args["to"] = self.bodies[args["to"]]
        elif step.verb == "sign_answer":
            args |= {"confirmed": True, "level": "staff"}
        elif step.verb == "publish":
            args["checked"] = True
        getattr(actions, step.verb)(case=self.case(index), by=by, now=step.at, **args)
