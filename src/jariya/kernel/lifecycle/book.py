"""The engine's work without the database: decides with the same pure `decide` and keeps the rows in memory.

What a portal's simulation derives from, so that a history made in bulk is the history that the actions would make; a
test of each portal compares both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

import orjson

from jariya.kernel.law.calendar import Calendar, zone
from jariya.kernel.law.norms import Norms
from jariya.kernel.lifecycle.copying import Ids, Rows
from jariya.kernel.lifecycle.decide import Decision, decide
from jariya.kernel.lifecycle.engine import SYSTEM, acting_role, plain, standing_topics, topics_of
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import CaseFacts, Context, Lifecycle, OpenObligation

OVERDUE_AT = dt.time(0, 10)
"""When the periodic job of the nights tells what is overdue, in the zone of the calendar."""
Held = tuple[int | None, str, dt.date, dt.date | None]
"""A role: body (None: everywhere), kind, since, until."""


class Step(Protocol):
    """What a book reads of a step of a history."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def by(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the nights: nobody acts."""

    at: dt.datetime
    by: int | None = None


@dataclass(slots=True)
class Duty:
    """A row of obligations while its history is being written."""

    id: int
    row: Any
    assignee_id: int | None
    due_on: dt.date
    extended_to: dt.date | None = None
    met_at: dt.datetime | None = None
    met_on: dt.date | None = None
    cancelled_on: dt.date | None = None
    told_at: dt.datetime | None = None

    @property
    def running(self) -> bool:
        """Neither met nor cancelled."""
        return self.met_on is None and self.cancelled_on is None


@dataclass(slots=True)
class Line:
    """One case while its history is being written."""

    case: Case
    duties: list[Duty] = field(default_factory=list)
    last: dt.datetime | None = None


class Book:
    """Decisions, terms, events and nights of histories of one kind.

    Args:
        roles: of each person, as `Held`.
    """

    def __init__(
        self,
        table: Lifecycle,
        rows: Rows,
        *,
        norms: Norms,
        calendar: Calendar,
        roles: Mapping[int, list[Held]],
        now: dt.datetime,
        seed: int,
    ) -> None:
        self.table, self.rows, self.norms, self.calendar, self.roles, self.now = (
            table, rows, norms, calendar, roles, now,
        )  # fmt: skip
        self.rng = Random(seed)
        self.case_id = Ids("lifecycle_case")
        self.duty_id = Ids("lifecycle_obligation", 12_000)
        self.zone = zone(calendar.zone)

    def _context(self, line: Line, by: int | None, at: dt.datetime, facts: Mapping[str, Any]) -> Context:
        case, today = line.case, self._day(at)
        roles = SYSTEM if by is None else self._roles(by, case, today)
        return Context(
            CaseFacts(case.pk, case.kind, case.state, case.body_id, case.person_id, case.assignee_id, case.language,
                      case.sealed, case.visibility == "public"),
            roles,
            facts,
            tuple(
                OpenObligation(duty.id, duty.row.kind, duty.row.body_id, duty.row.started_on, duty.due_on,
                               duty.extended_to)
                for duty in line.duties
                if duty.running
            ),
            self.norms.at(today),
            self.calendar,
            today,
            at,
        )  # fmt: skip

    def _roles(self, by: int, case: Case, day: dt.date) -> frozenset[str]:
        held = {
            kind
            for body, kind, since, until in self.roles.get(by, ())
            if (body is None or body == case.body_id) and since <= day and (until is None or until >= day)
        }
        held.add("person")
        if by == case.person_id:
            held.add("asker")
        if by == case.assignee_id:
            held.add("assignee")
        return frozenset(held)

    def _act(
        self,
        line: Line,
        verb: str,
        step: Step,
        *,
        facts: Mapping[str, Any] | None = None,
        codes: Mapping[str, Any] | None = None,
        changes: Mapping[str, Any] | None = None,
        digest: bytes | None = None,
        alerts: tuple[str, ...] = (),
        extra: frozenset[str] = frozenset(),
    ) -> Decision:
        context = self._context(line, step.by, step.at, facts or {})
        if extra:
            context = Context(context.case, context.roles | extra, *_rest(context))
        decision = decide(self.table, verb, context, codes=codes)
        self._apply(line, decision, context, step, changes=changes, digest=digest, alerts=alerts)
        return decision

    def _apply(
        self,
        line: Line,
        decision: Decision,
        context: Context,
        step: Step,
        *,
        changes: Mapping[str, Any] | None = None,
        digest: bytes | None = None,
        alerts: tuple[str, ...] = (),
        codes: Mapping[str, Any] | None = None,
    ) -> None:
        case, today = line.case, context.today
        case.state, case.body_id = decision.state, decision.body_id
        case.version += 1
        case.closed_on = today if decision.final else None
        for column, value in (changes or {}).items():
            setattr(case, column, value)
        for duty in line.duties:
            if duty.id in decision.meets:
                duty.met_at, duty.met_on = step.at, today
            elif duty.id in decision.cancels:
                duty.cancelled_on = today
        for moved in decision.moves:
            duty = next(duty for duty in line.duties if duty.id == moved.obligation_id)
            duty.due_on = duty.extended_to = moved.new
            self.rows.add("change", (duty.id, moved.old, moved.new, "extension", step.at))
        line.duties += [Duty(self.duty_id(), row, row.assignee_id, row.due_on) for row in decision.opens]
        if changes and "assignee_id" in changes:
            for duty in line.duties:
                if duty.running and duty.row.duty_of == "body":
                    duty.assignee_id = changes["assignee_id"]
        topics = sorted({*topics_of(case, decision), *alerts})
        kept = {**decision.codes, **(codes or {})}
        self._event(line, decision.move.event, step, acting_role(context, decision.move), context.case.body_id, kept,
                    digest, decision.move.public, topics)  # fmt: skip

    def _event(
        self,
        line: Line,
        kind: str,
        step: Step,
        role: str,
        body_id: int,
        codes: Mapping[str, Any],
        digest: bytes | None,
        public: bool,
        topics: list[str],
    ) -> None:
        kept = orjson.dumps({name: plain(value) for name, value in codes.items()}).decode()
        self.rows.add(
            "event",
            (line.case.pk, kind, step.at, self._day(step.at), role, step.by, body_id, kept, digest, public,
             "{" + ",".join(topics) + "}"),
        )  # fmt: skip
        line.last = step.at

    def _overdue(self, line: Line, until: dt.datetime) -> tuple[dt.datetime, Duty] | None:
        """The first lateness that a night before a moment finds, not told yet."""
        due = [
            (self._night(duty.due_on + dt.timedelta(days=1), OVERDUE_AT), duty.due_on, duty.id, duty)
            for duty in line.duties
            if duty.running and duty.told_at is None and duty.row.duty_of == "body"
        ]
        first = min(due, key=lambda row: row[:3], default=None)
        return (first[0], first[3]) if first and first[0] <= until else None

    def _tell_overdue(self, line: Line, at: dt.datetime, duty: Duty) -> None:
        duty.told_at = at
        self._event(
            line, "overdue", Moment(at), "system", line.case.body_id,
            {"obligation": duty.row.kind, "body": duty.row.body_id, "due": duty.due_on}, None,
            duty.row.public, [*standing_topics(line.case), "supervisor"],
        )  # fmt: skip

    def write_case(self, line: Line) -> None:
        """The rows of a case and its terms, once its history is whole."""
        case = line.case
        self.rows.add(
            "case",
            (case.pk, case.public_id, case.kind, case.state, case.body_id, case.region_id, case.person_id,
             case.parent_id, case.language, case.opened_at, case.opened_on, case.closed_on, case.visibility,
             case.sealed, case.assignee_id, case.version),
        )  # fmt: skip
        for duty in line.duties:
            row = duty.row
            self.rows.add(
                "obligation",
                (duty.id, case.pk, row.body_id, duty.assignee_id, row.kind, row.duty_of, row.public, row.norm_key,
                 row.norm_valid_from, row.value, row.unit, row.started_on, duty.due_on, duty.extended_to, row.edition,
                 duty.met_at, duty.met_on, duty.cancelled_on, duty.told_at),
            )  # fmt: skip

    def _night(self, day: dt.date, at: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, at, tzinfo=self.zone).astimezone(dt.UTC)

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self.zone).date()


def _rest(context: Context) -> tuple[Any, ...]:
    return (context.facts, context.obligations, context.norms, context.calendar, context.today, context.now)
