"""Sending what the outbox holds: at least once, in any number of workers, after any crash or outage.

A row is claimed by moving its next try into the future (a lease), in its own short transaction with SKIP LOCKED; then
it is sent; then marked. Killed between sending and marking, the row comes back after the lease and goes out again under
the same Message-ID or gateway id, so the receiver keeps one copy.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from jariya.kernel.notices import about, links, reach
from jariya.kernel.notices.channels import Channel, channels
from jariya.kernel.notices.compose import Notice, Wanted, compose
from jariya.kernel.notices.failures import Later, Never
from jariya.kernel.notices.models import Outbox, OutboxState, Preference
from jariya.kernel.people.models import Person

log = logging.getLogger("jariya.notices")

BATCH = 20
LEASE = dt.timedelta(minutes=10)
"""Longer than a batch can take (`SPEND` and one timeout): nobody else sends a row that is being sent."""
SPEND = 300.0
"""Seconds after which the rest of a batch goes back to the queue."""
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=4)
OUTAGE_WAIT = dt.timedelta(minutes=2)
"""When the other side is away altogether: no message is to blame, so all go out soon after it is back."""
GIVE_UP = dt.timedelta(days=5)
"""RFC 5321, 4.5.4.1: the give-up time generally needs to be at least 4-5 days."""


@dataclass
class Count:
    """What a run did."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    skipped: int = 0


def wait(tries: int) -> dt.timedelta:
    """Pause before the next try: 1, 2, 4 ... minutes, at most four hours."""
    return min(FIRST_WAIT * 2 ** min(max(tries, 1) - 1, 12), LONGEST_WAIT)


def deliver_due(now: dt.datetime, *, event_id: int | None = None, batch: int = BATCH) -> Count:
    """Send what is due at `now`, oldest first, until nothing is left or the other side is away.

    Args:
        now: the moment of this run (aware); what is due later stays.
        event_id: only the messages of one event (the job that follows an act).
        batch: rows claimed at a time.

    Returns:
        How many rows were sent, put off, given up and skipped.
    """
    run = _Run(now, channels())
    try:
        while rows := _claim(run, event_id, batch):
            _send(rows, run)
    finally:
        for way in run.ways.values():
            way.close()
    return run.count


@dataclass
class _Run:
    """One run: its own clock (a long backlog outlives its first lease), what it did, and which channel is away."""

    started: dt.datetime
    ways: dict[str, Channel]
    away: set[str] = field(default_factory=set)
    count: Count = field(default_factory=Count)
    began: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> dt.datetime:
        return self.started + dt.timedelta(seconds=time.monotonic() - self.began)


def _claim(run: _Run, event_id: int | None, batch: int) -> list[Outbox]:
    now = run.now
    with transaction.atomic():
        due = Outbox.objects.filter(state=OutboxState.QUEUED, next_try_at__lte=now).exclude(channel__in=run.away)
        if event_id is not None:
            due = due.filter(event_id=event_id)
        ids = list(
            due.select_for_update(skip_locked=True).order_by("next_try_at", "id").values_list("pk", flat=True)[:batch]
        )
        Outbox.objects.filter(pk__in=ids).update(next_try_at=now + LEASE, tries=F("tries") + 1)
    return list(Outbox.objects.filter(pk__in=ids).select_related("person", "case").order_by("queued_at", "id"))


def _send(rows: list[Outbox], run: _Run) -> None:
    preferences = _preferences({row.person for row in rows})
    notices, broken = _notices(rows)
    began = time.monotonic()
    for row in rows:
        notice, mine = notices.get(_wanted(row)), preferences[row.person_id]
        if row.channel in run.away or time.monotonic() - began > SPEND:
            _put_off(row, run, "waiting", OUTAGE_WAIT)
        elif row.pk in broken:
            _put_off(row, run, "broken", wait(row.tries))
        elif reason := _not_any_more(row, notice, run.ways[row.channel], mine):
            _close(row, OutboxState.SKIPPED, run, reason)
            run.count.skipped += 1
        elif notice is not None:
            _try(row, notice, mine.unsubscribe_token, run)


def _notices(rows: list[Outbox]) -> tuple[dict[Wanted, Notice], set[int]]:
    """The notices of a batch, and the rows that could not be written (a kind without its table, a template at fault).

    One broken row must not stop the others, so when the batch fails each row is tried alone.
    """
    try:
        return compose([_wanted(row) for row in rows]), set()
    except Exception:
        log.exception("a batch of notices could not be written; trying one by one")
    notices: dict[Wanted, Notice] = {}
    broken: set[int] = set()
    for row in rows:
        try:
            notices |= compose([_wanted(row)])
        except Exception:
            log.exception("notice %s could not be written", row.pk)
            broken.add(row.pk)
    return notices, broken


def _try(row: Outbox, notice: Notice, token: str, run: _Run) -> None:
    try:
        run.ways[row.channel].send(row, notice, token)
    except Never as error:
        _close(row, OutboxState.FAILED, run, error.code)
        run.count.failed += 1
    except Later as error:
        if error.away:
            run.away.add(row.channel)
        _put_off(row, run, error.code, OUTAGE_WAIT if error.away else wait(row.tries))
    except Exception:
        log.exception("notice %s could not be sent", row.pk)
        _put_off(row, run, "broken", wait(row.tries))
    else:
        _close(row, OutboxState.SENT, run, "")
        run.count.sent += 1


def _close(row: Outbox, state: OutboxState, run: _Run, reason: str) -> None:
    Outbox.objects.filter(pk=row.pk, state=OutboxState.QUEUED).update(state=state, done_at=run.now, reason=reason)


def _put_off(row: Outbox, run: _Run, reason: str, pause: dt.timedelta) -> None:
    now = run.now
    if now - row.queued_at > GIVE_UP:
        _close(row, OutboxState.FAILED, run, reason)
        run.count.failed += 1
        log.error("notice %s given up after %s tries: %s", row.pk, row.tries, reason)
        return
    Outbox.objects.filter(pk=row.pk, state=OutboxState.QUEUED).update(next_try_at=now + pause, reason=reason)
    run.count.later += 1


def _not_any_more(row: Outbox, notice: Notice | None, way: Channel, preference: Preference) -> str:
    """Why a message is not to be sent although it was queued; empty when it is. All may change while it waits."""
    person = row.person
    if notice is None:
        return "no_event"
    if not person.is_active:
        return "account_closed"
    if not way.reaches(person):
        return "no_address"
    has_mail = reach.by_mail(person, preference.mail_refused_at)
    if row.channel == about.MAIL and not has_mail:
        return "mail_refused"
    if not about.wants(row.about, row.channel, preference.chosen, has_mail=has_mail):
        return "switched_off"
    if row.about == about.FOLLOWED.code and not links.is_public(notice.case):
        return "not_public"
    return ""


def _preferences(people: set[Person]) -> dict[int, Preference]:
    found = {row.person_id: row for row in Preference.objects.filter(person__in=people)}
    missing = [Preference(person=person) for person in people if person.pk not in found]
    if missing:
        Preference.objects.bulk_create(missing, ignore_conflicts=True)
        found = {row.person_id: row for row in Preference.objects.filter(person__in=people)}
    return found


def _wanted(row: Outbox) -> Wanted:
    return Wanted(row.event_id, row.about, row.person.language)
