"""Whether the links of resources answer: looked at by a job, with a wait that doubles with each failure.

One failure is no verdict: sites stand still for an hour. A link counts as broken from the second failure in a row, and
readers and the measure of quality are told then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web import outgoing
from jariya.portals.opendata import scoring
from jariya.portals.opendata.models import Resource
from jariya.portals.opendata.running.asking import neighbours

BATCH = 50
FAILURES = 2
FIRST_WAIT = dt.timedelta(hours=1)
Opens = Callable[[str], int]


def check(now: dt.datetime, *, opens: Opens | None = None, batch: int = BATCH) -> int:
    """Look at links whose time has come. A periodic job. Returns how many.

    Args:
        opens: address -> status of the answer; raises `outgoing.Refused` and `outgoing.Unreached`.
    """
    usual = dt.timedelta(days=norms_now().at(legal_day(now))["opendata.link.check"].count)
    rows = Resource.objects.filter(removed_at=None, link_again_at__lte=now).exclude(url="").order_by("link_again_at")
    looked = 0
    for row in rows[:batch]:
        trouble = look(row.url, opens)  # outside of any transaction: a slow site holds no lock
        failures = row.link_failures + 1 if trouble else 0
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, 12), usual) if trouble else usual
        said = trouble if failures >= FAILURES else ""
        with transaction.atomic():
            same = Resource.objects.filter(pk=row.pk, url=row.url)
            same.update(
                link_checked_at=now, link_failures=min(failures, 1000), link_again_at=now + wait, link_trouble=said
            )
            if said != row.link_trouble:
                scoring.score(row.data_set_id, now)
        looked += 1
    return looked


def look(url: str, opens: Opens | None = None) -> str:
    """What is wrong with an address: `private`, `unreached`, the status of its answer; empty where it answered."""
    try:
        status = opens(url) if opens else outgoing.opens(url, neighbours=neighbours())
    except outgoing.Refused:
        return "private"
    except outgoing.Unreached:
        return "unreached"
    return "" if 200 <= status < 300 else str(status)
