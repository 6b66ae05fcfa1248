"""What pages and the API read of the Commission. Reads of sessions begin at `visible_to`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jariya.kernel.lifecycle import paging
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.portals.requests import matters
from jariya.portals.requests.commission.lifecycle import KIND
from jariya.portals.requests.commission.models import AgendaItem, Member, Minutes, Seat, Session, Side
from jariya.portals.requests.monitoring import queries as recommendations
from jariya.portals.requests.monitoring.models import Recommendation

_SEATS = [seat.value for seat in Seat]


@dataclass(frozen=True)
class SessionView:
    """A session as anyone may see it."""

    row: Session
    state: State
    agenda: list[AgendaItem]
    minutes: list[Minutes]
    """The newest first; none before they are published."""
    recommendations: list[recommendations.Line]
    timeline: list[Said]


def members(day: dt.date) -> list[tuple[Any, list[Member]]]:
    """Members on a day by their side, chairs first. Sides without a member are left out."""
    rows = list(Member.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day)).select_related("body"))
    rows.sort(key=lambda row: (_SEATS.index(row.seat), row.pk))
    sides = [(side, [row for row in rows if row.side == side]) for side in Side]
    return [(side, found) for side, found in sides if found]


def former(day: dt.date, limit: int = 50) -> list[Member]:
    """Those who were members, the last first."""
    return list(Member.objects.filter(until__lt=day).select_related("body").order_by("-until", "pk")[:limit])


def sessions(*, after: str | None = None, limit: int = 20) -> tuple[list[Session], str | None]:
    """Announced and held sessions, newest first; the key of the next page or None."""
    rows = Session.objects.visible_to(None).select_related("case__body")
    return paging.newest(rows, by="starts_at", after=after, limit=limit)


def find(public_id: str, *, today: dt.date, lang: str) -> SessionView | None:
    """One session; None when there is none."""
    row = matters.find(Session, public_id)
    if row is None:
        return None
    decided = Recommendation.objects.visible_to(None).filter(session=row.case).select_related("case__body")
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return SessionView(
        row,
        lifecycle(KIND).state(row.case.state),
        list(row.agenda.all()),
        list(row.minutes.all()),
        recommendations.lines(list(decided.order_by("case_id")), today=today),
        say(events, lang),
    )


def values(row: Session, *, whole: bool = False) -> dict[str, Any]:
    """A session in plain values, for the API; `whole`: with agenda, decisions and minutes."""
    found: dict[str, Any] = {
        "id": row.case.public_id,
        "state": row.case.state,
        "title_kk": row.title_kk,
        "title_ru": row.title_ru,
        "starts_at": row.starts_at,
        "place_kk": row.place_kk,
        "place_ru": row.place_ru,
        "broadcast": row.broadcast or None,
        "closed_kk": row.closed_kk or None,
        "closed_ru": row.closed_ru or None,
        "present": row.present,
        "demo": row.case.invented,
    }
    if whole:
        names = ("number", "title_kk", "title_ru", "decision_kk", "decision_ru")
        found["agenda"] = [{name: getattr(item, name) for name in names} for item in row.agenda.all()]
        texts = ("number", "text_kk", "text_ru", "corrected_kk", "corrected_ru", "on")
        found["minutes"] = [{name: getattr(one, name) for name in texts} for one in row.minutes.all()]
    return found
