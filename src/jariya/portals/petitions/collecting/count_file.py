"""`count.json`: the number that everyone looks at, a static file beside the log's checkpoint.

It is written by the sequencer after the checkpoint it was counted from, whole or not at all. 100,000 readers ask a web
server or CDN for it, and the application for nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db.models import Sum

from jariya.kernel.record.models import Checkpoint, Log, Total
from jariya.kernel.record.shelves import Files
from jariya.portals.petitions.collecting import leaf
from jariya.portals.petitions.collecting.models import Collection

NAME = "count.json"


def files(log: Log, checkpoint: Checkpoint) -> Files:
    """Further files of a petition's log: `shelves.Shelf.files`. The same checkpoint gives the same bytes."""
    found = Collection.objects.filter(log=log).select_related("case").prefetch_related("thresholds").first()
    if found is None:
        return {}
    return {NAME: json.dumps(said(found, log), ensure_ascii=False, separators=(",", ":")).encode()}


def said(found: Collection, log: Log) -> dict[str, Any]:
    """What the file says: docs/petitions-log.md explains each word."""
    return {
        "v": 1,
        "petition": found.case.public_id,
        "origin": log.origin,
        "size": found.size,
        "count": found.count,
        "signatures": found.signatures,
        "minus": found.minus,
        "paper": found.paper,
        "regions": by_region(log),
        "thresholds": {
            one.kind: {"number": one.number, "crossed": _time(one.crossed_at)}
            for one in sorted(found.thresholds.all(), key=lambda one: one.number)
        },
        "closes_on": found.closes_on.isoformat() if found.closes_on else None,
        "closed": found.closed_at is not None,
        "at": _time(found.counted_at),
    }


def by_region(log: Log) -> dict[str, int]:
    """Electronic signatures that count, by KATO code; the empty code is those who did not say."""
    rows = Total.objects.filter(log=log, kind__in=[leaf.SIGN, leaf.MINUS]).values_list("region", "kind")
    found: dict[str, int] = {}
    for region, kind, number in rows.annotate(number=Sum("count")).order_by("region"):
        found[region] = found.get(region, 0) + int(number if kind == leaf.SIGN else -number)
    return found


def _time(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None
