"""What moves now: the last public events of public cases, as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.pages import places

READ = 40
"""Events read to find some of different cases: answering and publishing leave two or three at once."""


@dataclass(frozen=True)
class Moved:
    """The last thing that happened in a case. `title` is None until the public copy was checked."""

    said: Said
    case: Case
    body: Body
    path: str | None
    title: str | None


def moving(lang: str, *, body: Body | None = None, limit: int = 6) -> list[Moved]:
    """The last public event of each of the cases that moved last, newest first. At most four queries."""
    rows = Event.objects.filter(public=True, case__visibility="public", case__sealed=False)
    # What the platform does by itself at night (a case closes because its time is over) would fill the list and tell
    # a citizen nothing; that a term has passed does tell.
    rows = rows.filter(~Q(role="system") | Q(kind="overdue"))
    if body is not None:
        rows = rows.filter(body=body)
    latest: dict[int, Event] = {}
    for event in rows.select_related("case", "case__body").order_by("-id")[:READ]:
        latest.setdefault(event.case_id, event)
    events = list(latest.values())[:limit]
    titles = places.titles(event.case for event in events)
    return [
        Moved(said, event.case, event.case.body, places.path(event.case), titles.get(event.case_id))
        for event, said in zip(events, say(events, lang), strict=True)
    ]
