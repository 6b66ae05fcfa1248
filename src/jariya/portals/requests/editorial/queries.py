"""What pages and requests read of the register. `office_of` and `name_of` are joined to `requests.media`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import translation

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.requests import media
from jariya.portals.requests.editorial.models import Invitation, Member, Office
from jariya.portals.requests.models import Request

PAGE = 30


def member_of(person: Person, day: dt.date) -> Member | None:
    """The person's membership on a day, in an office whose accreditation holds; None without one. One query."""
    rows = Member.objects.filter(person=person, since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    found: Member | None = rows.select_related("office").order_by("-since", "-pk").first()
    return found if found is not None and found.office.accredited_on(day) else None


def office_of(person: Person, day: dt.date) -> media.Office | None:
    """The office on whose behalf a person may ask on a day: `requests.media.join`."""
    member = member_of(person, day)
    if member is None:
        return None
    return media.Office(member.office.code, member.office.name(translation.get_language() or "kk").text)


def name_of(code: str) -> str:
    """The name of an office by its code, also of one that ended; the code itself where there is none."""
    office = Office.objects.filter(code=code).first()
    return office.name(translation.get_language() or "kk").text if office else code


def offices(*, after: str = "", limit: int = PAGE) -> tuple[list[Office], str | None]:
    """Offices by address, and the key of the next page or None. One query."""
    rows = list(Office.objects.filter(code__gt=after).select_related("region").order_by("code")[: limit + 1])
    return rows[:limit], rows[limit - 1].code if len(rows) > limit else None


def published(office: Office, *, before: int | None = None, limit: int = PAGE) -> tuple[list[Request], int | None]:
    """Requests of an office that everyone may read, newest first; and the key of the next page or None."""
    rows = Request.objects.visible_to(None).filter(office=office.code, published_on__isnull=False)
    rows = rows.filter(case_id__lt=before) if before else rows
    found = list(rows.select_related("case__body", "case__letter").order_by("-case_id")[: limit + 1])
    return found[:limit], found[limit - 1].case_id if len(found) > limit else None


def room(office: Office, *, before: int | None = None, limit: int = PAGE) -> tuple[list[Case], int | None]:
    """All requests of an office for its own members: number, body, state and term; the texts stay with who asked."""
    rows = Case.objects.filter(request__office=office.code)
    rows = rows.filter(pk__lt=before) if before else rows
    shown = rows.select_related("body", "letter", "request").prefetch_related("obligations").order_by("-pk")
    found = list(shown[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def invitations(office: Office, *, now: dt.datetime) -> Any:
    """Invitations that still open the office, newest first."""
    return Invitation.objects.filter(office=office, used_at=None, cancelled_at=None, expires_at__gt=now).order_by("-pk")
