"""Each use of power over signatures is an entry of the public log of events: what, how many, when; never whose."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.record import actions as record
from jariya.kernel.record.leaves import canonical
from jariya.portals.petitions.collecting import leaf

LOG = "events"


def say(kind: str, key: str, *, now: dt.datetime, **facts: Any) -> None:
    """Queue the entry in the caller's transaction.

    Args:
        kind: `petition.switch`, `petition.invalidation`, `petition.paper`, `petition.scan`.
        key: unique among entries of the log; the same is said once.
        facts: codes, ids and numbers.
    """
    entry = canonical({"v": 1, "kind": kind, "hour": leaf.hour_of(now), **facts})
    record.append(LOG, [record.NewLeaf(entry, f"{kind}:{key}"[:80])], now=now)
