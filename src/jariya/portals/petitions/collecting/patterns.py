"""What a supervisor looks at: signatures per minute, region and certificate issuer, and what is strange about them.

A finding decides nothing: people are brought to sign by a television programme as by an order. It says where to look.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting.models import Issuer, Pace

BURST = 10
"""A minute is a burst when it has this many times the mean of the hours before, and at least `LEAST`."""
LEAST = 30
SHARE = 0.9
"""One region or issuer with this share of an hour's signatures, of at least `LEAST`."""


@dataclass(frozen=True)
class Finding:
    """`kind`: burst, one_region, one_issuer. `what`: the minute, KATO code or issuer's name. `number` of `whole`."""

    kind: str
    at: dt.datetime
    what: str
    number: int
    whole: int


def minutes(case: Case, *, since: dt.datetime) -> list[tuple[dt.datetime, int]]:
    """Signatures by minute, oldest first; minutes without any are left out."""
    rows = Pace.objects.filter(petition_id=case.pk, minute__gte=since).values_list("minute")
    return [(minute, int(number)) for minute, number in rows.annotate(n=Sum("number")).order_by("minute")]


def shares(case: Case, *, since: dt.datetime) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(by region, by issuer), most first."""
    rows = Pace.objects.filter(petition_id=case.pk, minute__gte=since)
    regions = rows.values_list("region").annotate(n=Sum("number")).order_by("-n", "region")
    issuers = rows.values_list("issuer_id").annotate(n=Sum("number")).order_by("-n", "issuer_id")
    names = dict(Issuer.objects.values_list("pk", "name"))
    return [(one, int(n)) for one, n in regions], [(names.get(pk, "-"), int(n)) for pk, n in issuers]


def findings(case: Case, *, since: dt.datetime) -> list[Finding]:
    """What is strange since a moment, newest first."""
    found = _bursts(minutes(case, since=since))
    hours: dict[dt.datetime, list[tuple[str, int, int]]] = {}
    for minute, region, issuer, number in Pace.objects.filter(petition_id=case.pk, minute__gte=since).values_list(
        "minute", "region", "issuer_id", "number"
    ):
        hours.setdefault(minute.replace(minute=0), []).append((region, issuer, number))
    names = dict(Issuer.objects.values_list("pk", "name"))
    for hour, rows in hours.items():
        whole = sum(number for *_which, number in rows)
        if whole < LEAST:
            continue
        for kind, at in (("one_region", 0), ("one_issuer", 1)):
            sums: dict[str | int, int] = {}
            for row in rows:
                sums[row[at]] = sums.get(row[at], 0) + row[2]  # type: ignore[index]
            top = max(sums, key=lambda one: sums[one])
            if top and len(sums) > 1 and sums[top] >= SHARE * whole:
                said = names.get(int(top), "-") if kind == "one_issuer" else str(top)
                found.append(Finding(kind, hour, said, sums[top], whole))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _bursts(by_minute: list[tuple[dt.datetime, int]]) -> list[Finding]:
    found, before = [], 0
    for place, (minute, number) in enumerate(by_minute):
        mean = before / place if place else 0
        if number >= LEAST and place and number >= BURST * max(mean, 1):
            found.append(Finding("burst", minute, f"{minute:%H:%M}", number, round(mean)))
        before += number
    return found


def forget_old(now: dt.datetime) -> int:
    """Drop what is older than norm `petition.patterns.kept`; how many rows."""
    kept = dt.timedelta(days=norms_now().at(legal_day(now))["petition.patterns.kept"].count)
    gone, _rows = Pace.objects.filter(minute__lt=now - kept).delete()
    return gone
