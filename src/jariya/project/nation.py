"""Makes an installation live: law, registers, the invented oblast, the demonstration's people, and a nation's matters.

Every part is idempotent and may be killed at any row; the next run goes on from there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from jariya.project import budgets_nation, invented
from jariya.project.models import Nation

_LOCK = 0x6A61_0002  # one maker at a time, also across processes
CITIZENS = 64
"""Of the small nation, besides the three of the demonstration."""
FRESH_DAYS = 2
"""Notices of older events are not sent any more: nobody wants fourteen months of mail on the first day."""
UNREAD_DAYS = 9
"""What is older counts as read."""

Say = Callable[[str], None]


class NotADemonstration(RuntimeError):
    """A nation is invented: it is made only where JARIYA_MODE is demo or test."""


def is_made(size: str) -> bool:
    """Whether this nation was made to its end. One query."""
    return bool(Nation.objects.filter(size=size, finished_at__isnull=False).exists())


def is_current(size: str) -> bool:
    """Whether this nation was made to its end, and on the registers' files as they are now. One query."""
    ground = Nation.objects.filter(size="small").values_list("plan__ground", flat=True).first()
    return is_made(size) and ground == ground_digest()


def ground_digest() -> str:
    """What the registers' files are, in a word: law, bodies, territories, invented ones."""
    found = hashlib.sha256()
    for file in sorted((settings.SOURCE / "jurisdictions").rglob("*")):
        if file.suffix in {".yaml", ".csv", ".yml"}:
            found.update(file.relative_to(settings.SOURCE).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def load_ground(*, now: dt.datetime, say: Say) -> None:
    """Law, real registers, invented bodies, the demonstration's people. Adds what is missing and changed."""
    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.law.loader import load_law
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.kernel.people.demo import load_demo_people
    from jariya.kernel.search.actions import refresh_shares, refresh_vocabulary
    from jariya.kernel.signing.identity.demo import link_demo_people
    from jariya.pages.indexing import index_registers
    from jariya.portals.petitions.demo import load_invented_ground
    from jariya.portals.requests.editorial.demo import load_invented_offices

    with timed("law and calendar", say):
        load_law(settings.JURISDICTION, now=now)
    with timed("registers of bodies and territories", say):
        load_bodies(settings.JURISDICTION)
    if settings.DEMO:
        with timed("invented bodies and people", say):
            load_invented()
            load_demo_people(now)
            load_invented_offices(now)
            load_invented_ground()
            link_demo_people(now)
    with timed("bodies and norms in the search index", say) as note:
        note(index_registers(legal_day(now)))
        refresh_shares()
        refresh_vocabulary()
    Nation.objects.filter(size="small").update(plan={"ground": ground_digest()})


def make_small(*, now: dt.datetime, seed: int, say: Say) -> int:
    """The small nation, in one transaction: all of it or nothing. Returns how many questions; 0 when it is there.

    Raises:
        NotADemonstration: outside demo and test.
    """
    if not settings.DEMO:
        raise NotADemonstration("An invented nation is made only where JARIYA_MODE is demo or test.")
    from jariya.kernel.people.models import Person
    from jariya.portals.dialogue.simulate import cast, small, spoken
    from jariya.portals.requests.simulate import information
    from jariya.portals.requests.simulate import small as requests
    from jariya.project import drafts_nation, opendata_nation

    with transaction.atomic():
        lock()
        if is_made("small"):
            return 0
        with timed("officials and citizens", say):
            invented.staff(now)
            invented.citizens(CITIZENS, seed=seed, now=now)
        handles = dict(Person.objects.filter(handle__startswith="demo-").values_list("handle", "id"))
        with timed("questions", say) as note:
            shown = _every(say, "steps")
            count = small.make(cast.load(), now=now, seed=seed, handles=handles, progress=shown)
            note(count)
        with timed("posts of heads, conferences, surveys, and questions that came of them", say) as note:
            more = spoken.make(cast.load(), now=now, seed=seed, handles=handles)
            count += more
            note(more)
        with timed("requests for information", say) as note:
            page = f"{settings.PUBLIC_URL}/kk/law/"
            more = requests.make(cast.load(), now=now, seed=seed, handles=handles, link=page)
            count += more
            note(more)
        with timed("officers for access, the Commission, recommendations, guides, seminars", say) as note:
            note(information.make(now=now, handles=handles, calendar=cast.load().calendar))
        with timed("budgets of the invented oblast", say) as note:
            note(budgets_nation.make_invented(now=now, say=say))
        with timed("drafts of budget programmes", say) as note:
            note(drafts_nation.make_small(now=now, seed=seed))
        with timed("open data: invented sets, plans, requests, own tables", say) as note:
            note(opendata_nation.make_small(now=now, seed=seed))
        _quiet(now)
        Nation.objects.create(
            size="small",
            seed=seed,
            now=now,
            questions=count,
            plan={"ground": ground_digest()},
            started_at=now,
            finished_at=now,
        )
    return count


def _quiet(now: dt.datetime) -> None:
    """Old notices count as read and are not sent."""
    from jariya.kernel.notices.models import InboxEntry, Outbox, OutboxState

    old = now - dt.timedelta(days=FRESH_DAYS)
    read = now - dt.timedelta(days=UNREAD_DAYS)
    InboxEntry.objects.filter(at__lt=read, read_at=None).update(read_at=now)
    Outbox.objects.filter(queued_at__lt=old, state=OutboxState.QUEUED).update(
        state=OutboxState.SKIPPED, done_at=now, reason="made_up_past"
    )


def lock() -> None:
    """Wait for another maker of nations; holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@contextmanager
def timed(what: str, say: Say) -> Any:
    """Say what was done, how many and in how many seconds."""
    started, count = time.monotonic(), [0]

    def note(number: int) -> None:
        count[0] = number

    yield note
    seconds = time.monotonic() - started
    say(f"{what}: {f'{count[0]:,} in ' if count[0] else ''}{seconds:.1f} s")


def _every(say: Say, what: str, seconds: float = 2.0) -> Callable[[int, int], None]:
    last = [time.monotonic()]

    def shown(done: int, total: int) -> None:
        if time.monotonic() - last[0] >= seconds:
            last[0] = time.monotonic()
            say(f"  {done:,} of {total:,} {what}")

    return shown
