"""Whether the addresses that answers lead to open: looked at by a job, never by the act that needs to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web import outgoing
from jariya.portals.requests.models import Decision, LinkState

Opens = Callable[[str], int]
WORKS = LinkState.WORKS
BATCH = 50


def look(link: str, opens: Opens = outgoing.opens) -> LinkState:
    """Open an address: works, broken, or unsafe (not public, not http: never called). A page of our own is resolved.

    Args:
        opens: address -> status of the answer; raises `outgoing.Refused` and `outgoing.Unreached`.
    """
    own = settings.PUBLIC_URL.rstrip("/") + "/"
    if link.startswith(own):
        path = "/" + link[len(own) :].partition("?")[0].partition("#")[0]
        language = path.split("/")[1]
        try:
            # Pages are resolved in the active language alone; a worker has but one.
            with translation.override(language if language in dict(settings.LANGUAGES) else None):
                resolve(path)
        except Resolver404:
            return LinkState.BROKEN
        return LinkState.WORKS
    try:
        status = opens(link)
    except outgoing.Refused:
        return LinkState.UNSAFE
    except outgoing.Unreached:
        return LinkState.BROKEN
    return LinkState.WORKS if 200 <= status < 300 else LinkState.BROKEN


def check_soon(case: Case) -> None:
    """Have the addresses of a case looked at by a worker, once the transaction stands."""
    from jariya.portals.requests import tasks

    tasks.check_links.defer(case_id=case.pk)


def check(*, now: dt.datetime, case_id: int | None = None, opens: Opens = outgoing.opens, batch: int = BATCH) -> int:
    """Look at addresses that wait, and again at signed ones whose last look is old (norm `request.link.check`).

    A signed address that no longer opens is told once as an event of its case. Returns how many were looked at.
    """
    days = norms_now().at(legal_day(now))["request.link.check"].count
    rows = Decision.objects.exclude(link="")
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    else:
        old = now - dt.timedelta(days=days)
        rows = rows.filter(Q(link_checked_at=None) | Q(link_checked_at__lt=old, signed_at__isnull=False))
    looked = 0
    for row in rows.select_related("case").order_by("link_checked_at", "id")[:batch]:
        found = look(row.link, opens)  # outside of any transaction: a slow site holds no lock
        with transaction.atomic():
            before = Decision.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if before.link != row.link:
                continue
            Decision.objects.filter(pk=row.pk).update(link_state=found, link_checked_at=now)
            if before.signed_at and before.link_state == LinkState.WORKS and found != LinkState.WORKS:
                engine.record(row.case, "link_broken", now=now, codes={"points": [row.number]}, topics=("supervisor",))
        looked += 1
    return looked
