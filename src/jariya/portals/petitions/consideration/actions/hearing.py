"""The hearing: announced ahead of time with its agenda, held, written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from jariya.kernel.files import actions as files
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.status import WrongMove
from jariya.portals.petitions.consideration.actions.acting import act, both, ends, gone
from jariya.portals.petitions.consideration.models import Hearing
from jariya.portals.petitions.consideration.states import HEARING, after

MINUTES = "minutes"
"""Role of the files of minutes."""


@dataclass(frozen=True)
class Plan:
    """When, where and about what. `stream`: where it can be watched, empty when that is not known yet."""

    starts_at: dt.datetime
    place_kk: str
    place_ru: str
    agenda_kk: str
    agenda_ru: str
    stream: str = ""


def announce_hearing(*, case: Case, plan: Plan, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Announce a hearing with its agenda.

    Raises:
        Refused: petition.hearing_notice (too soon), petition.agenda_missing.
    """
    day = legal_day(plan.starts_at)

    def rows(locked: Case, _event: Event) -> None:
        number = Hearing.objects.filter(case=locked).aggregate(last=Max("number"))["last"] or 0
        Hearing.objects.create(
            case=locked, number=number + 1, status=after(HEARING, "announce"), at=now, **plan.__dict__
        )

    facts = {
        **both("agenda", plan.agenda_kk, plan.agenda_ru),
        **both("place", plan.place_kk, plan.place_ru),
        "notice_given": day > ends("petition.hearing.notice", legal_day(now)),
    }
    return act(case, "announce_hearing", by=by, now=now, facts=facts, codes={"since": day}, rows=rows, **options)


def tell_stream(*, case: Case, number: int, stream: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Say where an announced hearing can be watched. Raises Refused: petition.stream_missing."""
    _announced(case, number)

    def rows(_locked: Case, _event: Event) -> None:
        Hearing.objects.filter(case=case, number=number).update(stream=stream)

    codes = {"hearing": number}
    return act(case, "tell_stream", by=by, now=now, facts={"stream": stream}, codes=codes, rows=rows, **options)


def hold_hearing(
    *,
    case: Case,
    number: int,
    minutes_kk: str,
    minutes_ru: str,
    by: Person,
    now: dt.datetime,
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """Publish the minutes of a hearing that took place.

    Raises:
        Refused: petition.minutes_missing, petition.hearing_ahead (it has not begun), of files.
    """
    hearing = _announced(case, number)

    def rows(locked: Case, _event: Event) -> None:
        _moved(case, number, "hold", minutes_kk=minutes_kk.strip(), minutes_ru=minutes_ru.strip(), minutes_at=now)
        files.attach(case=locked, uploads=uploads, role=MINUTES, by=by, now=now)

    facts = {**both("minutes", minutes_kk, minutes_ru), "begun": hearing.starts_at <= now}
    codes = {"hearing": number}
    return act(case, "hold_hearing", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def cancel_hearing(
    *, case: Case, number: int, reason_kk: str, reason_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Cancel an announced hearing, with the reason. Raises Refused: petition.reason_missing."""
    _announced(case, number)

    def rows(_locked: Case, _event: Event) -> None:
        _moved(case, number, "cancel", cancelled_kk=reason_kk.strip(), cancelled_ru=reason_ru.strip())

    facts = both("reason", reason_kk, reason_ru)
    codes = {"hearing": number}
    return act(case, "cancel_hearing", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def _announced(case: Case, number: int) -> Hearing:
    found = Hearing.objects.filter(case=case, number=number, status="announced").first()
    if found is None:
        raise gone()
    return found


def _moved(case: Case, number: int, verb: str, **values: Any) -> None:
    row = Hearing.objects.select_for_update().get(case=case, number=number)
    try:
        state = after(HEARING, verb, row.status)
    except WrongMove:
        raise gone() from None
    Hearing.objects.filter(pk=row.pk).update(status=state, **values)
