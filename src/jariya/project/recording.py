"""How an event becomes a leaf of the public record, and how events written past the acts are found.

It stands here because the record may know no case, and the engine calls what `wiring.py` joins. A leaf shows kind,
region and hour, so that anyone can count, and commits to the rest with a salt. What it committed to is shown as long as
its case may be seen by all: a case that is sealed later takes its openings back, and no entry has to be changed. The
leaf of a case that only its parties may see shows the hour alone, until the case becomes public.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.leaves import LOG, key_of
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.record import actions as record
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.leaves import canonical

BODY_CODES = frozenset({"body", "from_body", "to_body", "part_body"})
PLAIN_CODES = frozenset(
    {
        "number",
        "registered_on",
        "due",
        "old_due",
        "new",
        "obligation",
        "edition",
        "level",
        "as",
        "points",
        "hop",
        "version",
        "comments",
        "approved_on",
        "paid_on",
        "since",
        "into",
        "ground",
        "answers",
        "unanswered",
        "carried",
        "file",
        "revision",
        "needed",
        "count",
        "promise",
        "promises",
        "kept",
    }
)
"""Codes that a public leaf shows, all of them shown by the case's own timeline; inner ids are left out."""
WAIT_SECONDS = 10.0


def listener(happening: Happening) -> None:
    """Queue the leaf of an event in the transaction of its act. What is not for the public has no leaf."""
    event = happening.event
    if event.public:
        event.case = happening.case
        record.append(LOG, _leaves([event]), now=happening.now or event.at)


def mark_of(public_id: str, event_id: int) -> str:
    """A public name of an event; its inner id stays inside."""
    return hashlib.sha256(f"{public_id}:{event_id}".encode()).hexdigest()[:20]


def rows(after: int, up_to: int, limit: int) -> Sequence[tuple[int, NewLeaf | None]]:
    """Events by their ids, each with its leaf where it has one: `sources.Source.rows`."""
    found = list(
        Event.objects.filter(id__gt=after, id__lte=up_to)
        .select_related("case", "case__region", "body", "body__region")
        .order_by("id")[:limit]
    )
    leaves = {leaf.key: leaf for leaf in _leaves([event for event in found if event.public])}
    return [(event.pk, leaves.get(key_of(event.pk))) for event in found]


def shown(keys: Iterable[str]) -> set[str]:
    """Of these leaves, those whose commitments anyone may see opened: their cases have become public since."""
    return shown_of("event", keys)


def shown_of(prefix: str, keys: Iterable[str]) -> set[str]:
    """The same of leaves whose keys are `<prefix>:<number of the event>`."""
    ids = {int(key.partition(":")[2]): key for key in keys if key.startswith(f"{prefix}:")}
    rows = Event.objects.filter(pk__in=ids, public=True, case__visibility="public", case__sealed=False)
    return {ids[pk] for pk in rows.values_list("pk", flat=True)}


def horizon() -> int:
    """The largest event id below which no transaction can add an event any more."""
    return horizon_of("lifecycle_event")


def horizon_of(table: str) -> int:
    """The largest id of an append-only table below which no transaction can add a row any more.

    An event's id is drawn inside the statement that writes it, and the table stays locked for writing until that
    transaction ends. So: take the largest id seen, then wait until everyone who was writing at that moment has ended.
    Where someone writes for longer, nothing new is looked through this time.
    """
    until = time.monotonic() + WAIT_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608  a name of ours
        largest = int(cursor.fetchone()[0])
        cursor.execute(_WRITERS, [table])
        writers = {row[0] for row in cursor.fetchall()}
        while writers:
            if time.monotonic() > until:
                return 0
            time.sleep(0.05)
            cursor.execute(_WRITERS, [table])
            writers &= {row[0] for row in cursor.fetchall()}
    return largest


_WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND relation = %s::regclass AND pid <> pg_backend_pid()"
)


def _leaves(events: Iterable[Event]) -> list[NewLeaf]:
    events = list(events)
    wanted = {event.codes[name] for event in events for name in BODY_CODES & event.codes.keys() if event.codes[name]}
    slugs = dict(Body.objects.filter(pk__in=wanted).values_list("pk", "slug")) if wanted else {}
    return [_leaf(event, slugs) for event in events]


def _leaf(event: Event, slugs: dict[int, str]) -> NewLeaf:
    case = event.case
    at = event.at.astimezone(dt.UTC)
    hour = at.strftime("%Y-%m-%dT%H")
    region = case.region or event.body.region
    code = region.code if region else ""
    codes: dict[str, Any] = {name: value for name, value in event.codes.items() if name in PLAIN_CODES}
    codes |= {name: slugs.get(event.codes[name]) for name in BODY_CODES & event.codes.keys()}
    content = canonical(
        {
            "v": 1,
            "kind": f"{case.kind}.{event.kind}",
            "case": case.public_id,
            "event": mark_of(case.public_id, event.pk),
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "hour": hour,
            "body": event.body.slug,
            "region": code,
            "role": event.role,
            "codes": codes,
            "digest": bytes(event.digest).hex() if event.digest else None,
        }
    )
    key = key_of(event.pk)
    if is_public(case):
        return record.sealed(f"{case.kind}.{event.kind}", content, hour=hour, key=key, region=code)
    return record.sealed("sealed", content, hour=hour, key=key)


def is_public(case: Case) -> bool:
    """Whether anyone may see the case."""
    return case.visibility == "public" and not case.sealed
