"""The verbs of an item of a publishing plan. The only code that changes its state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.planning.lifecycle import KIND, NORMS, TERM
from jariya.portals.opendata.planning.models import PlanItem


@dataclass(frozen=True)
class Planned:
    """What is to be published: words, how often, from which day the first term is counted, on which ground."""

    title_kk: str
    title_ru: str
    frequency: str
    since: dt.date
    title_en: str = ""
    text_kk: str = ""
    text_ru: str = ""
    ground: str = ""
    number: str = ""


def plan(
    *,
    body: Body,
    planned: Planned,
    by: Person,
    now: dt.datetime,
    key: str | None = None,
    parent: Case | None = None,
) -> Outcome:
    """Enter an item: public at once, and the first term begins.

    Args:
        parent: the matter it came from, such as a request for data.

    Raises:
        Refused: plan.language_missing, plan.frequency_unknown, plan.due_passed.
    """

    def rows(case: Case, _event: Event) -> None:
        PlanItem.objects.create(case=case, body=body, **planned.__dict__)

    due = due_of(planned.frequency, planned.since, day=legal_day(now))
    return engine.open_case(
        KIND,
        "plan",
        by=by,
        body_id=body.pk,
        region_id=body.region_id,
        language="kk",
        now=now,
        parent=parent,
        visibility="public",
        facts=_facts(planned),
        codes={"due": due, "frequency": planned.frequency},
        rows=rows,
        key=key,
    )


def due_of(frequency: str, since: dt.date, *, day: dt.date) -> dt.date | None:
    """The day by which an item of this frequency falls due, counted from `since`; None for an unknown frequency."""
    law = law_now()
    if frequency not in NORMS:
        return None
    return law.norms.at(day)[NORMS[frequency]].ends(since, law.calendar).day


def change(*, case: Case, planned: Planned, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change words or frequency. A new frequency is counted from the last publication, or from `since` before it.

    Raises:
        Refused: plan.late_stays where an overdue item would get a new clock; as `plan` else.
    """
    item = PlanItem.objects.get(case=case)
    moved = planned.frequency != item.frequency or (item.kept_on is None and planned.since != item.since)
    facts = {**_facts(planned), "moved": moved, "kept": item.kept_on is not None}
    if item.kept_on is not None:
        facts["since"] = item.kept_on

    def rows(locked: Case, _event: Event) -> None:
        PlanItem.objects.filter(case=locked).update(**planned.__dict__)

    codes = {"frequency": planned.frequency} if moved else {}
    return engine.act(case, "change", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def link(*, case: Case, data_set: DataSet | None, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Name the data set that meets the item; one that is published already meets the running term at once.

    Raises:
        Refused: plan.set_of_another_body, plan.set_planned_already.
    """
    taken = data_set is not None and PlanItem.objects.filter(data_set=data_set).exclude(case=case).exists()
    facts = {"set_body": data_set.case.body_id if data_set else None, "taken": taken}

    def rows(locked: Case, _event: Event) -> None:
        PlanItem.objects.filter(case=locked).update(data_set=data_set)

    codes = {"set": data_set.slug} if data_set else {}
    outcome = engine.act(case, "link", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)
    if data_set is not None and not outcome.repeated and meets(outcome.case, data_set):
        keep(case=outcome.case, now=now)
    return outcome


def meets(case: Case, data_set: DataSet) -> bool:
    """Whether what the set holds already was published within the running term."""
    running = Obligation.objects.running().filter(case=case, kind=TERM).first()
    renewed = data_set.renewed_at
    return bool(running and renewed and data_set.published_at and legal_day(renewed) >= running.started_on)


def keep(*, case: Case, now: dt.datetime) -> Outcome:
    """A version was published: the term is met, and by the item's frequency the next one begins today."""
    item = PlanItem.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        PlanItem.objects.filter(case=locked).update(kept_on=legal_day(now))

    facts = {"frequency": item.frequency, "kept": True}
    return engine.act(case, "keep", by=None, now=now, facts=facts, rows=rows)


def drop(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take an item that is not overdue out of the plan, with the reason in both languages."""
    return _end("drop", case, text_kk, text_ru, by, now, **options)


def strike(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The authorised body strikes an item entered by mistake, overdue or not."""
    return _end("strike", case, text_kk, text_ru, by, now, **options)


def _end(
    verb: str, case: Case, reason_kk: str, reason_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    def rows(locked: Case, _event: Event) -> None:
        PlanItem.objects.filter(case=locked).update(reason_kk=reason_kk, reason_ru=reason_ru)

    return engine.act(case, verb, by=by, now=now, facts={"words": (reason_kk, reason_ru)}, rows=rows, **options)


def _facts(planned: Planned) -> dict[str, Any]:
    return {
        "words": (planned.title_kk, planned.title_ru),
        "frequency": planned.frequency,
        "since": planned.since,
    }
