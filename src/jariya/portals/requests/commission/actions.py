"""The verbs of the Commission: seat and unseat members, prepare, announce and minute sessions, recommend."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of
from jariya.portals.requests.commission.lifecycle import KIND
from jariya.portals.requests.commission.models import AgendaItem, Member, Minutes, Session
from jariya.portals.requests.monitoring import actions as recommendations
from jariya.portals.requests.monitoring.actions import Finding
from jariya.portals.requests.monitoring.models import Source

Pairs = tuple[tuple[str, str], ...]
"""Lines in Kazakh and in Russian, in the same order."""


@dataclass(frozen=True)
class Plan:
    """What a session is about, when and where; `closed_*`: the ground on which it is closed, empty for an open one."""

    title_kk: str
    title_ru: str
    place_kk: str
    place_ru: str
    starts_at: dt.datetime
    agenda: Pairs
    broadcast: str = ""
    closed_kk: str = ""
    closed_ru: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the session's own row."""
        return {name: value for name, value in self.__dict__.items() if name != "agenda"}

    @property
    def words(self) -> tuple[str, ...]:
        """What has to stand in both languages."""
        closed = (self.closed_kk, self.closed_ru) if self.closed_kk or self.closed_ru else ()
        lines = tuple(text for pair in self.agenda for text in pair)
        return self.title_kk, self.title_ru, self.place_kk, self.place_ru, *closed, *lines


def seat(*, body: Body, columns: dict[str, Any], by: Person, now: dt.datetime) -> Member:
    """Enter a member. `columns`: of `Member`, without the body.

    Raises:
        Refused: commission.not_yours.
    """
    _works_here(body, by, now)
    return Member.objects.create(body=body, **columns)


def unseat(*, member: Member, last: dt.date, by: Person, now: dt.datetime) -> None:
    """End a membership; the row stays.

    Raises:
        Refused: commission.not_yours.
    """
    _works_here(member.body, by, now)
    Member.objects.filter(pk=member.pk, until=None).update(until=max(last, member.since))


def _works_here(body: Body, by: Person, now: dt.datetime) -> None:
    if body.pk not in bodies_of(by, day=legal_day(now), kinds=frozenset({"supervisor"})):
        raise Refused(
            "commission.not_yours",
            _("Only the authorised body keeps the list of members."),
            _("A supervisor of the authorised body does it."),
            403,
        )


def plan_of(session: Session) -> Plan:
    """What a session is about."""
    agenda = tuple((item.title_kk, item.title_ru) for item in session.agenda.all())
    names = (name for name in Plan.__dataclass_fields__ if name != "agenda")
    return Plan(agenda=agenda, **{name: getattr(session, name) for name in names})


def prepare(*, body: Body, plan: Plan, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Prepare a session; nobody else sees it."""

    def rows(case: Case, _event: Event) -> None:
        _agenda(Session.objects.create(case=case, **plan.columns), plan)

    return engine.prepare(KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, plan: Plan, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a prepared session."""

    def rows(locked: Case, _event: Event) -> None:
        AgendaItem.objects.filter(session_id=locked.pk).delete()
        Session.objects.filter(case=locked).update(**plan.columns)
        _agenda(Session.objects.get(case=locked), plan)

    return engine.act(case, "rework", by=by, now=now, rows=rows, **options)


def _agenda(session: Session, plan: Plan) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(session=session, number=number, title_kk=kk, title_ru=ru)
        for number, (kk, ru) in enumerate(plan.agenda, start=1)
    )


def announce(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Announce a session: day, place and agenda are public, and the term for its minutes is set."""
    session = Session.objects.get(case=case)
    plan, law, today = plan_of(session), law_now(), legal_day(now)
    earliest = law.norms.at(today)["commission.announcement"].ends(today, law.calendar).day
    day = legal_day(session.starts_at)
    return engine.act(
        case,
        "announce",
        by=by,
        now=now,
        facts={"words": plan.words, "agenda": plan.agenda, "told_in_time": day > earliest, "day": day},
        codes={"since": day},
        changes={"visibility": "public"},
        **options,
    )


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared session away."""
    return engine.act(case, "drop", by=by, now=now, **options)


def cancel(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Cancel an announced session, with the reason."""

    def rows(locked: Case, _event: Event) -> None:
        Session.objects.filter(case=locked).update(cancelled_kk=text_kk.strip(), cancelled_ru=text_ru.strip())

    return engine.act(case, "cancel", by=by, now=now, facts={"words": (text_kk, text_ru)}, rows=rows, **options)


def minute(
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    decisions: Pairs,
    present: int,
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Publish the minutes and what was decided on each point.

    Args:
        decisions: a pair for each point of the agenda, in its order.
        present: how many members were there.
    """
    session = Session.objects.get(case=case)
    items = list(session.agenda.all())

    def rows(locked: Case, _event: Event) -> None:
        for item, (kk, ru) in zip(items, decisions, strict=True):
            AgendaItem.objects.filter(pk=item.pk).update(decision_kk=kk, decision_ru=ru)
        Minutes.objects.create(session=session, number=1, text_kk=text_kk, text_ru=text_ru, on=legal_day(now))
        Session.objects.filter(case=locked).update(present=present)

    decided = len(decisions) == len(items) and all(kk.strip() and ru.strip() for kk, ru in decisions)
    facts = {"words": (text_kk, text_ru), "over": session.over(now), "each_decided": decided}
    return engine.act(case, "minute", by=by, now=now, facts=facts, codes={"present": present}, rows=rows, **options)


def correct(
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    corrected_kk: str,
    corrected_ru: str,
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Publish corrected minutes with what was mended; the former ones stay readable."""
    number = Minutes.objects.filter(session_id=case.pk).count() + 1

    def rows(locked: Case, _event: Event) -> None:
        Minutes.objects.create(
            session_id=locked.pk, number=number, text_kk=text_kk, text_ru=text_ru, corrected_kk=corrected_kk,
            corrected_ru=corrected_ru, on=legal_day(now),
        )  # fmt: skip

    # Somebody else's version of this moment must not be taken for the one that was corrected.
    if options.get("version") is None:
        options["version"] = case.version
    facts = {"words": (text_kk, text_ru, corrected_kk, corrected_ru)}
    return engine.act(case, "correct", by=by, now=now, facts=facts, codes={"version": number}, rows=rows, **options)


def recommend(
    *, case: Case, holder: Body, finding: Finding, by: Person, now: dt.datetime, key: str | None = None, **options: Any
) -> Outcome:
    """Write down a recommendation that the session decided; its own desk sends it to the body."""
    with transaction.atomic():
        made = recommendations.prepare(
            holder=holder, finding=finding, by=by, now=now, source=Source.COMMISSION, session=case, key=key
        )
        if made.repeated:
            return Outcome(case, None, repeated=True)
        codes = {"recommendation": made.case.public_id}
        return engine.act(case, "recommend", by=by, now=now, codes=codes, **options)
