"""Registration: a letter gets a number, a legal day and a coupon the moment it is sent, also at night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Letter, Part, Point, Wording
from jariya.kernel.law.queries import law_now
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


def next_number(body_id: int, year: int) -> int:
    """The next registration number of a body in a year. Locks the counter's row until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO correspondence_counter (body_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (body_id, year) DO UPDATE SET last = correspondence_counter.last + 1 RETURNING last",
            [body_id, year],
        )
        return int(cursor.fetchone()[0])


def register(
    kind: str,
    *,
    by: Person,
    body: Body,
    title: str,
    points: list[str],
    language: str,
    public: bool,
    identity: str,
    now: dt.datetime,
    addressee: Post | None = None,
    channel: str = "web",
    key: str | None = None,
    rows: Any = None,
    signing: SigningSession | None = None,
    received_at: dt.datetime | None = None,
    noted: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    joining: Callable[[Case], None] | None = None,
) -> Outcome:
    """Register a citizen's letter: opens the case, gives the number, keeps the texts.

    Args:
        kind: kind of case whose table has the verb `ask`.
        points: the numbered points, at least one.
        public: whether the asker agrees to publication.
        identity: by which means of sign-in the asker is known.
        key: idempotency key of the form; a second sending returns the first case.
        rows: the portal's own rows, called with (case, event).
        signing: the session in which the letter was signed, its check passed.
        received_at: when a letter on paper or by word of mouth reached the body, where that was before `now`; the
            day of registration, and with it every term, is counted from it.
        noted: further codes for the event (channel, the office and clerk who helped); ids and codes only.
        facts: what else the portal's table looks at.
        joining: joins the new case to who else is its party, before the event is told.

    Raises:
        Refused: the body does not take letters here.
    """
    law = law_now()
    received = received_at or now
    registered = received_on(received, law.norms, law.calendar)
    codes: dict[str, Any] = {"registered_on": registered, "body": body.pk, "points": len(points), **(noted or {})}
    state: dict[str, Any] = {}

    def before(case: Case) -> None:
        state["number"] = next_number(body.pk, registered.year)
        codes["number"] = f"{registered.year}-{state['number']:05d}"
        state["texts"] = _write_texts(case, title, points, language=language, by=by, now=now)
        if joining:
            joining(case)

    def after(case: Case, event: Event) -> None:
        Letter.objects.create(
            case=case,
            number=state["number"],
            year=registered.year,
            received_at=received,
            registered_on=registered,
            first_registered_on=registered,
            digest=wordings.common_digest(state["texts"]),
            addressee=addressee,
            channel=channel,
            identity=identity,
            signing=signing,
        )
        if rows:
            rows(case, event)

    return engine.open_case(
        kind,
        "ask",
        by=by,
        body_id=body.pk,
        region_id=body.region_id,
        person_id=by.pk,
        language=language,
        visibility="public" if public else "parties",
        now=now,
        facts={"body_connected": takes_letters(body, legal_day(now)), "registered_on": registered, **(facts or {})},
        codes=codes,
        before=before,
        digest=lambda: wordings.common_digest(state["texts"]),
        rows=after,
        key=key,
    )


def takes_letters(body: Body, day: dt.date) -> bool:
    """Whether a body is connected and exists on a day."""
    begun = body.valid_from is None or body.valid_from <= day
    return bool(body.connected and begun and (body.valid_to is None or body.valid_to >= day))


def _write_texts(
    case: Case, title: str, points: list[str], *, language: str, by: Person | None, now: dt.datetime
) -> list[Wording]:
    texts = [wordings.write(case, Part.TITLE, title, language=language, by=by, now=now)]
    for number, text in enumerate(points, start=1):
        texts.append(wordings.write(case, Part.POINT, text, language=language, by=by, now=now, number=number))
    Point.objects.bulk_create([Point(case=case, number=number) for number in range(1, len(points) + 1)])
    return texts


def receive_part(
    parent: Case,
    *,
    by: Person,
    to_body: Body,
    points: list[int],
    now: dt.datetime,
    rows: Any = None,
    facts: Mapping[str, Any] | None = None,
) -> Outcome:
    """Open the child case of forwarded points: same asker and language, own number, own clock, first day kept."""
    today = legal_day(now)
    letter = Letter.objects.get(case=parent)
    title = wordings.latest(parent, Part.TITLE)[0]
    texts = wordings.latest(parent, Part.POINT)
    codes: dict[str, Any] = {"body": to_body.pk, "points": len(points), "part_of": parent.public_id}
    state: dict[str, Any] = {}

    def before(case: Case) -> None:
        state["number"] = next_number(to_body.pk, today.year)
        codes["number"] = f"{today.year}-{state['number']:05d}"
        chosen = [texts[number].text for number in points]
        state["texts"] = _write_texts(case, title.text, chosen, language=parent.language, by=parent.person, now=now)

    def after(case: Case, event: Event) -> None:
        Letter.objects.create(
            case=case,
            number=state["number"],
            year=today.year,
            received_at=now,
            registered_on=today,
            first_registered_on=letter.first_registered_on,
            digest=wordings.common_digest(state["texts"]),
            channel=letter.channel,
            identity=letter.identity,
            hops=letter.hops + 1,
        )
        Point.objects.filter(case=parent, number__in=points).update(moved_to=case)
        if rows:
            rows(case, event)

    return engine.open_case(
        parent.kind,
        "receive_part",
        by=by,
        roles_in=parent.body_id,
        body_id=to_body.pk,
        region_id=to_body.region_id,
        person_id=parent.person_id,
        parent=parent,
        language=parent.language,
        visibility=parent.visibility,
        now=now,
        facts={"body_connected": takes_letters(to_body, today), **(facts or {})},
        codes=codes,
        before=before,
        digest=lambda: wordings.common_digest(state["texts"]),
        rows=after,
    )


def reregister(case: Case, *, now: dt.datetime) -> str:
    """Give a wholly forwarded letter the receiving body's number and day; the first registration day is kept.

    Returns the new number as printed. The case's row is locked by the act that calls this.
    """
    today = legal_day(now)
    number = next_number(case.body_id, today.year)
    letter = Letter.objects.get(case=case)
    letter.number, letter.year, letter.registered_on, letter.hops = number, today.year, today, letter.hops + 1
    letter.addressee = None
    letter.save(update_fields=["number", "year", "registered_on", "hops", "addressee"])
    return letter.label
