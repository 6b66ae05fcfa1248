"""Reads for the supervisor over all bodies. Each touches what runs, never what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Forwarding
from jariya.kernel.lifecycle.models import Obligation

MOST = 20


@dataclass(frozen=True)
class Late:
    """A body with its late duties and since when the oldest is late."""

    body: Body
    count: int
    since: dt.date


def complaints(today: dt.date, *, most: int = MOST) -> tuple[list[Obligation], bool]:
    """Complaints that wait for a decision, by due day, and whether there are more. One query."""
    rows = Obligation.objects.running().filter(duty_of="supervisor").select_related("case", "case__body")
    found = list(rows.order_by("due_on", "id")[: most + 1])
    return found[:most], len(found) > most


def late_by_body(today: dt.date, *, most: int = MOST) -> list[Late]:
    """The bodies with the most late public duties, the worst first. Two queries, the first over what is late alone."""
    rows = Obligation.objects.late(today).of_bodies().filter(public=True).order_by().values("body")
    worst = rows.annotate(count=Count("id"), since=Min("due_on")).order_by("-count", "since", "body")[:most]
    found = list(worst)
    bodies = Body.objects.in_bulk([row["body"] for row in found])
    return [Late(bodies[row["body"]], row["count"], row["since"]) for row in found]


def wandering(hops: Mapping[str, int], *, most: int = MOST) -> list[Forwarding]:
    """Open letters that were forwarded too often, the newest forwarding first. One query.

    `hops`: kind of letter -> from how many forwardings on.
    """
    often = Q(pk=None)
    for kind, count in hops.items():
        often |= Q(case__kind=kind, hop__gte=count)
    rows = Forwarding.objects.filter(often, case__closed_on__isnull=True)
    return list(rows.select_related("case", "child", "from_body", "to_body").order_by("-id")[:most])
