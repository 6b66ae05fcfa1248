"""The verbs of the register of officers. Leave is written into the register of bodies, where everyone looks for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from jariya.kernel.bodies.appointments import come_back as back_again
from jariya.kernel.bodies.appointments import stand_in as stands_in
from jariya.kernel.bodies.models import Absence, Body, Holding, Post
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.requests.officers.lifecycle import KIND, post_free
from jariya.portals.requests.officers.models import Duty, Officer, Training


@dataclass(frozen=True)
class Appointment:
    """Who is appointed as what: post, duty, order, since when, how to reach the office."""

    post: Post
    duty: str
    order_ref: str
    since: dt.date
    phone: str = ""
    mail: str = ""


def appoint(*, body: Body, said: Appointment, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Appoint an officer or a deputy: public at once, and the term for the training begins."""
    taken = Officer.objects.filter(post=said.post, until=None).exists() or (
        said.duty == Duty.MAIN and Officer.objects.filter(body=body, duty=Duty.MAIN, until=None).exists()
    )

    def rows(case: Case, _event: Event) -> None:
        Officer.objects.create(case=case, body=body, **said.__dict__)

    try:
        return engine.open_case(
            KIND,
            "appoint",
            by=by,
            body_id=body.pk,
            region_id=body.region_id,
            language="kk",
            now=now,
            visibility="public",
            facts={"post_body": said.post.body_id, "order_ref": said.order_ref, "since": said.since, "taken": taken},
            codes={"signer_post": said.post.pk, "since": said.since},
            rows=rows,
            key=key,
        )
    except IntegrityError as error:
        # Two appointments at once both found the duty free; the database let one of them pass.
        if "officer_" not in str(error):
            raise
        raise Refused(post_free.code, post_free.title, post_free.remedy, 409) from error


def train(
    *, case: Case, on: dt.date, hours: int, title_kk: str, title_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Enter a training that took place: the duty is met, and the next one falls due in its time."""

    def rows(locked: Case, _event: Event) -> None:
        Training.objects.create(officer_id=locked.pk, on=on, hours=hours, title_kk=title_kk, title_ru=title_ru)

    facts = {"on": on, "words": (title_kk, title_ru)}
    return engine.act(case, "train", by=by, now=now, facts=facts, codes={"hours": hours}, rows=rows, **options)


def away(
    *, case: Case, first: dt.date, last: dt.date, stand_in: Case | None, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Enter a leave from `first` to `last`, both included; `stand_in`: the appointment of who answers meanwhile."""
    officer = Officer.objects.select_related("post").get(case=case)
    other = _there(stand_in, officer, first, last)
    holding = Holding.objects.on(first).filter(post=officer.post).first()

    def rows(_case: Case, _event: Event) -> None:
        assert holding is not None and other is not None
        stands_in(holding=holding, deputy=other.post, since=first, until=last)

    facts = {
        "holder": holding is not None,
        "stand_in": other is not None,
        "days_in_order": first <= last and (holding is None or not _away(holding, first, last).exists()),
    }
    codes = {"since": first, "due": last, "signer_post": other.post_id if other else None}
    return engine.act(case, "away", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def _there(stand_in: Case | None, officer: Officer, first: dt.date, last: dt.date) -> Officer | None:
    """Who stands in, where that is another officer of the body who is not away in those days."""
    rows = Officer.objects.filter(case=stand_in, body=officer.body_id, until=None).exclude(pk=officer.pk)
    found: Officer | None = rows.select_related("post").first()
    if found is None:
        return None
    holding = Holding.objects.on(first).filter(post=found.post).first()
    return None if holding is not None and _away(holding, first, last).exists() else found


def _away(holding: Holding, first: dt.date, last: dt.date) -> Any:
    ended_before = Absence.objects.filter(holding=holding, until__lt=first)
    return Absence.objects.filter(holding=holding, since__lte=last).exclude(pk__in=ended_before)


def come_back(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The officer is back today: the leave ended yesterday."""
    today = legal_day(now)
    absence = (
        Absence.objects.on(today).filter(holding__post__in=Officer.objects.filter(case=case).values("post")).first()
    )

    def rows(_case: Case, _event: Event) -> None:
        assert absence is not None
        back_again(absence=absence, until=today - dt.timedelta(days=1))

    return engine.act(case, "come_back", by=by, now=now, facts={"away": absence is not None}, rows=rows, **options)


def change(*, case: Case, phone: str, mail: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change how the office is reached."""

    def rows(locked: Case, _event: Event) -> None:
        Officer.objects.filter(case=locked).update(phone=phone.strip(), mail=mail.strip())

    return engine.act(case, "change", by=by, now=now, rows=rows, **options)


def end(*, case: Case, last: dt.date, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """End an appointment; `last` is its last day."""
    officer = Officer.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        Officer.objects.filter(case=locked).update(until=max(last, officer.since))

    return engine.act(case, "end", by=by, now=now, facts={"since": last}, codes={"since": last}, rows=rows, **options)
