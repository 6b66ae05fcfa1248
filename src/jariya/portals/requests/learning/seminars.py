"""The verbs of a seminar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.requests.learning import places
from jariya.portals.requests.learning.lifecycle import SEMINAR_KIND
from jariya.portals.requests.learning.models import PlaceStatus, Seminar


@dataclass(frozen=True)
class Plan:
    """What a seminar is about, for whom, when, where, and how many can come."""

    audience: str
    title_kk: str
    title_ru: str
    about_kk: str
    about_ru: str
    place_kk: str
    place_ru: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    seats: int

    @property
    def words(self) -> tuple[str, ...]:
        """What has to stand in both languages."""
        return self.title_kk, self.title_ru, self.about_kk, self.about_ru, self.place_kk, self.place_ru


def plan_of(seminar: Seminar) -> Plan:
    """What a seminar is about."""
    return Plan(**{name: getattr(seminar, name) for name in Plan.__dataclass_fields__})


def prepare(*, body: Body, plan: Plan, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Prepare a seminar; nobody else sees it."""

    def rows(case: Case, _event: Event) -> None:
        Seminar.objects.create(case=case, **plan.__dict__)

    return engine.prepare(SEMINAR_KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, plan: Plan, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a prepared seminar."""

    def rows(locked: Case, _event: Event) -> None:
        Seminar.objects.filter(case=locked).update(**plan.__dict__)

    return engine.act(case, "rework", by=by, now=now, rows=rows, **options)


def announce(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Announce a seminar: from now on one can register, and the term for its materials is set."""
    plan = plan_of(Seminar.objects.get(case=case))
    day = legal_day(plan.starts_at)
    return engine.act(
        case,
        "announce",
        by=by,
        now=now,
        facts={"words": plan.words, "ahead": plan.starts_at > now, "day": day},
        codes={"since": day, "seats": plan.seats},
        changes={"visibility": "public"},
        **options,
    )


def change(*, case: Case, plan: Plan, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change an announced seminar; who registered is told, and who waits moves up where places were added."""
    day = legal_day(plan.starts_at)

    def rows(locked: Case, _event: Event) -> None:
        Seminar.objects.filter(case=locked).update(**plan.__dict__)
        places.move_up(Seminar.objects.select_related("case__body").get(case=locked), now=now)

    facts = {
        "words": plan.words,
        "ahead": plan.starts_at > now,
        "day": day,
        "seats_enough": plan.seats >= places.taken(case),
    }
    codes = {"since": day, "seats": plan.seats}
    return engine.act(case, "change", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def cancel(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Cancel an announced seminar; who registered is told why."""

    def rows(locked: Case, _event: Event) -> None:
        Seminar.objects.filter(case=locked).update(cancelled_kk=text_kk.strip(), cancelled_ru=text_ru.strip())

    return engine.act(case, "cancel", by=by, now=now, facts={"words": (text_kk, text_ru)}, rows=rows, **options)


def publish(
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    link: str,
    came: Collection[int],
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Publish the materials of a seminar that took place.

    Args:
        came: ids of the places whose people were there.
    """
    seminar = Seminar.objects.get(case=case)
    there = seminar.places.filter(status=PlaceStatus.SEATED, pk__in=came)

    def rows(locked: Case, _event: Event) -> None:
        places.attend(there, now=now)
        Seminar.objects.filter(case=locked).update(
            materials_kk=text_kk.strip(), materials_ru=text_ru.strip(), materials_link=link.strip()
        )

    facts = {"words": (text_kk, text_ru), "over": seminar.ends_at <= now}
    codes = {"came": there.count()}
    return engine.act(case, "publish", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared seminar away."""
    return engine.act(case, "drop", by=by, now=now, **options)
