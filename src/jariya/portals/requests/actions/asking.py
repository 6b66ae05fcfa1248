"""A request is written, kept, and registered: at one body, or one text at many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import registration
from jariya.kernel.files.actions import attach
from jariya.kernel.files.models import Upload
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import Outcome, done, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.portals.requests import media, refusals
from jariya.portals.requests.actions import repeated
from jariya.portals.requests.decisions import OTHER_SUBJECT
from jariya.portals.requests.lifecycle import KIND
from jariya.portals.requests.models import Batch, Draft, Kind, Request, Track

LETTER = "letter"
"""Role of files that go with a request."""
BATCH_LETTER = "M"
"""Letter of the public id of one text sent to many bodies."""


def save_draft(*, person: Person, body: Body, now: dt.datetime, **columns: Any) -> Draft:
    """Keep what a person has written for a body; one draft per person and body. `columns`: those of `models.Text`."""
    draft, _made = Draft.objects.update_or_create(person=person, body=body, defaults={**columns, "at": now})
    return draft


def ask(
    *,
    by: Person,
    body: Body,
    title: str,
    points: list[str],
    language: str,
    identity: str,
    now: dt.datetime,
    track: str = Track.OPEN.value,
    embargo_until: dt.date | None = None,
    subject: str = OTHER_SUBJECT,
    as_media: bool = False,
    channel: str = "web",
    key: str | None = None,
    signing: SigningSession | None = None,
    batch: Batch | None = None,
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """Register a request for information.

    Args:
        title: what it is about, in a line.
        points: the numbered points, at least one; each is decided and answered.
        identity: means of sign-in by which the person is known.
        track: `open` (published after the copy was checked), `closed`, or `embargo` with `embargo_until`.
        subject: last word of a norm `request.subject.*`.
        as_media: on behalf of the editorial office at which the person is registered: norms `media.*`.
        key: idempotency key of the form; sending twice registers once.
        signing: the session in which the request was signed by EDS, if it was.
        batch: the sending to many bodies that it belongs to.
        uploads: what goes with the letter, sent before by `by`.
        options: `received_at` and `noted` of `correspondence.registration.register`, for other channels than the web.

    Raises:
        Refused: the body does not take requests here, the person is registered at no editorial office, the subject is
            not known, the embargo is not possible, or a file cannot be attached.
    """
    today = legal_day(now)
    _check(today, track, embargo_until, subject)
    office = media.office_of(by, today) if as_media else None
    if as_media and office is None:
        raise refusals.no_office()

    def rows(case: Case, event: Event) -> None:
        Request.objects.create(
            case=case,
            kind=Kind.MEDIA if office else Kind.ORDINARY,
            office=office.code if office else "",
            subject=subject,
            track=track,
            embargo_until=embargo_until,
            batch=batch,
        )
        Draft.objects.filter(person=by, body=body).delete()

    with transaction.atomic():
        outcome = registration.register(
            KIND,
            by=by,
            body=body,
            title=title,
            points=points,
            language=language,
            public=track == Track.OPEN,
            identity=identity,
            channel=channel,
            key=key,
            now=now,
            rows=rows,
            signing=signing,
            facts={"media": office is not None},
            **options,
        )
        if not outcome.repeated:
            attach(case=outcome.case, uploads=uploads, role=LETTER, by=by, now=now)
            repeated.count(outcome.case, points, now=now)
    return outcome


def ask_for(*, public: bool, **given: Any) -> Outcome:
    """Register a request that a clerk wrote down for somebody present: `ask`, with a plain yes or no to publication."""
    return ask(track=Track.OPEN if public else Track.CLOSED, **given)


def _check(today: dt.date, track: str, embargo_until: dt.date | None, subject: str) -> None:
    norms = norms_now().at(today)
    if f"request.subject.{subject}" not in norms:
        raise refusals.subject_unknown()
    if (track == Track.EMBARGO) != (embargo_until is not None):
        raise refusals.embargo_bounds()
    if embargo_until is not None and not embargo_possible(embargo_until, today):
        raise refusals.embargo_bounds()


def embargo_possible(until: dt.date, today: dt.date) -> bool:
    """Whether publication may wait until a day: a later one, and not later than the norm `request.embargo.longest`."""
    longest = norms_now().at(today)["request.embargo.longest"].count
    return today < until <= today + dt.timedelta(days=longest)


@dataclass(frozen=True)
class Sent:
    """What became of one text sent to many bodies: the cases, and who refused to take it and why."""

    batch: Batch
    cases: list[Case]
    refused: list[tuple[Body, Refused]]


def ask_many(*, by: Person, bodies: Sequence[Body], key: str, now: dt.datetime, **text: Any) -> Sent:
    """Send one text to many bodies: a case with its own number and clock at each, a page over all.

    A body that takes no letters is told of and stops nothing; a run that was cut off goes on under the same `key`.

    Args:
        bodies: at most as many as the norm `request.batch.most` says.
        text: the arguments of `ask` besides `by`, `body`, `key`, `now`, `batch`.

    Raises:
        Refused: too many bodies, or none.
    """
    today = legal_day(now)
    most = norms_now().at(today)["request.batch.most"].count
    chosen = list({body.pk: body for body in bodies}.values())
    if not 0 < len(chosen) <= most:
        raise refusals.batch_size()
    batch, _made = Batch.objects.get_or_create(
        person=by, key=key[:40], defaults={"public_id": ids.new(BATCH_LETTER, today.year), "at": now, "on": today}
    )
    cases: list[Case] = []
    refused: list[tuple[Body, Refused]] = []
    for body in chosen:
        try:
            sent = ask(by=by, body=body, key=f"{key[:40]}:{body.pk}", batch=batch, now=now, **text)
            cases.append(sent.case)
        except Refused as error:
            if error.code != "letter.body_not_connected":
                raise
            refused.append((body, error))
    return Sent(batch, cases, refused)


def already_sent(*, by: Person, key: str) -> Outcome | None:
    """The outcome of a request sent before under the same key: for a form that is sent a second time."""
    case = done(by, key)
    return Outcome(case, None, repeated=True) if case else None
