"""What the public may know of refusals: how many on which ground, how many fell after a complaint, and which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from jariya.kernel.lifecycle.models import Event
from jariya.portals.petitions import law
from jariya.portals.petitions.models import Refusal, RefusalState
from jariya.portals.petitions.queries import FOUND
from jariya.portals.petitions.states import KIND, TURNED_AWAY


@dataclass(frozen=True)
class Counted:
    """Refusals on one ground. `overturned`: of them, fell after a complaint."""

    code: str
    title: str
    article: str | None
    confirmed: bool
    refused: int
    overturned: int


def refusals_by_ground(year: int, lang: str, today: dt.date) -> list[Counted]:
    """Refusals of a year by ground, every ground in force in it, most first. One query, public refusals alone."""
    rows = Refusal.objects.filter(state__in=FOUND, on__year=year, case__sealed=False, case__visibility="public")
    numbers: dict[str, list[int]] = {}
    for code, state, n in rows.values_list("ground", "state").annotate(n=Count("id")).order_by():
        told = numbers.setdefault(code, [0, 0])
        told[0] += n
        told[1] += n if state == RefusalState.OVERTURNED else 0
    day = min(today, dt.date(year, 12, 31))
    listed = {one.code: one for one in law.grounds(day, lang)}
    order = [*listed, *sorted(set(numbers) - set(listed))]
    found = []
    for code in order:
        one = listed.get(code)
        refused, overturned = numbers.get(code, [0, 0])
        found.append(
            Counted(
                code,
                one.title if one else code,
                one.article if one else None,
                one is not None and one.standing in ("confirmed", "house"),
                refused,
                overturned,
            )
        )
    return sorted(found, key=lambda row: -row.refused)


def checked(year: int) -> dict[str, int]:
    """What moderators decided in a year: approved, refused, returned. One query over public-safe counts alone."""
    rows = Event.objects.filter(
        case__kind=KIND, on__year=year, kind__in=("petition_approved", "petition_refused", "petition_returned")
    )
    return dict(rows.values_list("kind").annotate(n=Count("id")).order_by())


def refusals_by_month(year: int) -> list[tuple[dt.date, str, int, int]]:
    """Month, ground, refusals and how many of them fell: the rows of the table that may be downloaded."""
    rows = Refusal.objects.filter(state__in=FOUND, on__year=year, case__sealed=False, case__visibility="public")
    found: dict[tuple[dt.date, str], list[int]] = {}
    grouped: Any = rows.annotate(month=TruncMonth("on")).values_list("month", "ground", "state")
    for month, code, state, n in grouped.annotate(n=Count("id")).order_by("month", "ground"):
        told = found.setdefault((month, code), [0, 0])
        told[0] += n
        told[1] += n if state == RefusalState.OVERTURNED else 0
    return [(month, code, *told) for (month, code), told in sorted(found.items())]  # type: ignore[misc]


def turned_away(*, ground: str = "", after: str | None = None, limit: int = 20) -> tuple[list[Refusal], str | None]:
    """Refused petitions anyone may read, the newest refusal first; all of them or on one ground."""
    rows = Refusal.objects.filter(
        state__in=FOUND, on__isnull=False, case__sealed=False, case__visibility="public", case__state__in=TURNED_AWAY
    )
    if ground:
        rows = rows.filter(ground=ground)
    day, _sep, pk = (after or "").partition("_")
    try:
        since = dt.date.fromisoformat(day) if day and pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        since = None
    if since is not None:
        rows = rows.filter(on__lte=since).exclude(on=since, pk__gte=int(pk))
    found = list(rows.select_related("case__petition__addressee").order_by("-on", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.on.isoformat()}_{last.pk}" if last and last.on else None
