"""The engine's work without the database: decides with the same pure `decide` and keeps the rows in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import orjson

from jariya.kernel.law.calendar import zone
from jariya.kernel.lifecycle.decide import Decision, decide
from jariya.kernel.lifecycle.engine import SYSTEM, acting_role, plain, standing_topics, topics_of
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import CaseFacts, Context, OpenObligation
from jariya.kernel.search.actions import Document
from jariya.portals.dialogue.lifecycle import QUESTION
from jariya.portals.dialogue.simulate.acted import CLOSED_AT, OVERDUE_AT
from jariya.portals.dialogue.simulate.cast import Cast
from jariya.portals.dialogue.simulate.copying import Ids, Rows
from jariya.portals.dialogue.simulate.line import Duty, Line
from jariya.portals.dialogue.simulate.tale import Step


class Book:
    """Decisions, terms, events and nights of histories.

    Args:
        token: gives the random part of public ids.
    """

    def __init__(
        self,
        cast: Cast,
        *,
        now: dt.datetime,
        seed: int,
        number: Callable[[int, int], int],
        token: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.cast, self.now, self.number, self.token = cast, now, number, token
        self.rng = Random(seed)
        self.rows, self.documents = Rows(), list[Document]()
        self.case_id = Ids("lifecycle_case")
        self.wording_id = Ids("correspondence_wording", 20_000)
        self.duty_id = Ids("lifecycle_obligation", 12_000)
        self.zone = zone(cast.calendar.zone)
        self.roles: dict[int, list[tuple[int | None, str, dt.date, dt.date | None]]] = {}
        for (body, kind), held in cast.staff.items():
            for since, until, person in held:
                self.roles.setdefault(person, []).append((body, kind, since, until))
        for since, until, person in cast.supervisors:
            self.roles.setdefault(person, []).append((None, "supervisor", since, until))

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
            self.cast.norms.at(today),
            self.cast.calendar,
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
        decision = decide(QUESTION, verb, context, codes=codes)
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

    def _nights(self, line: Line, until: dt.datetime) -> None:
        """What the periodic jobs of the nights before a moment do to a case: overdue is told, what is over closes."""
        while True:
            due = [
                (self._night(duty.due_on + dt.timedelta(days=1), OVERDUE_AT), duty.due_on, duty.id, duty)
                for duty in line.duties
                if duty.running and duty.told_at is None and duty.row.duty_of == "body"
            ]
            close = self._closes(line)
            first = min(due, key=lambda row: row[:3], default=None)
            if first and first[0] <= until and (close is None or first[0] <= close):
                at, _due, _id, duty = first
                duty.told_at = at
                self._event(
                    line, "overdue", Step(at, "overdue", None), "system", line.case.body_id,
                    {"obligation": duty.row.kind, "body": duty.row.body_id, "due": duty.due_on}, None,
                    duty.row.public, [*standing_topics(line.case), "supervisor"],
                )  # fmt: skip
            elif close and close <= until:
                self._act(line, "close", Step(close, "close", None))
            else:
                return

    def _closes(self, line: Line) -> dt.datetime | None:
        if line.case.state not in {"answered", "published", "rated"}:
            return None
        rate = next((duty for duty in line.duties if duty.running and duty.row.kind == "rate"), None)
        if rate is not None:
            return self._night(rate.due_on + dt.timedelta(days=1), CLOSED_AT)
        if line.case.state != "rated" or line.last is None:
            return None
        tonight = self._night(self._day(line.last), CLOSED_AT)
        return tonight if tonight >= line.last else self._night(self._day(line.last) + dt.timedelta(days=1), CLOSED_AT)

    def _night(self, day: dt.date, at: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, at, tzinfo=self.zone).astimezone(dt.UTC)

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self.zone).date()


def _rest(context: Context) -> tuple[Any, ...]:
    return (context.facts, context.obligations, context.norms, context.calendar, context.today, context.now)
