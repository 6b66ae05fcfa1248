"""What pages and the API read of guides and seminars. Each read begins at `visible_to`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from jariya.kernel.lifecycle import paging
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.requests import matters
from jariya.portals.requests.learning.lifecycle import SEMINAR_KIND
from jariya.portals.requests.learning.models import Audience, Guide, GuideVersion, Place, PlaceStatus, Seminar


@dataclass(frozen=True)
class GuideView:
    """A guide as anyone may see it. `version` is None once it was withdrawn."""

    row: Guide
    version: GuideVersion | None
    versions: list[GuideVersion]
    timeline: list[Said]


@dataclass(frozen=True)
class SeminarView:
    """A seminar as anyone may see it: how many places are free and how many wait, never who."""

    row: Seminar
    state: State
    free: int
    waiting: int
    timeline: list[Said]


def guides(audience: str = "") -> list[Guide]:
    """Published guides with their newest version, those for citizens first."""
    newest = Prefetch("versions", GuideVersion.objects.filter(public=True), to_attr="shown")
    rows = Guide.objects.visible_to(None).filter(case__state="published").select_related("case__body")
    rows = rows.filter(audience=audience) if audience in Audience.values else rows
    order = Audience.values
    return sorted(rows.prefetch_related(newest), key=lambda row: (order.index(row.audience), row.case_id))


def find_guide(public_id: str, *, lang: str, number: int | None = None) -> GuideView | None:
    """One guide, or a former version of it; None when there is none."""
    row = matters.find(Guide, public_id)
    if row is None:
        return None
    versions = list(row.versions.filter(public=True)) if row.case.state == "published" else []
    chosen = next((one for one in versions if number is None or one.number == number), None)
    if number is not None and chosen is None:
        return None
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return GuideView(row, chosen, versions, say(events, lang))


def _counted(rows: Any) -> Any:
    return rows.annotate(
        seated=Count("places", filter=Q(places__status=PlaceStatus.SEATED)),
        waits=Count("places", filter=Q(places__status=PlaceStatus.WAITING)),
    )


def seminars(
    *, coming: bool, now: dt.datetime, after: str | None = None, limit: int = 20
) -> tuple[list[Seminar], str | None]:
    """Seminars to come (the next first), or past and cancelled ones (newest first, keyset-paged)."""
    rows = _counted(Seminar.objects.visible_to(None)).select_related("case__body")
    if coming:
        return list(rows.filter(case__state="announced", ends_at__gt=now).order_by("starts_at", "pk")[:50]), None
    past = rows.exclude(case__state="announced", ends_at__gt=now)
    return paging.newest(past, by="starts_at", after=after, limit=limit)


def find_seminar(public_id: str, *, lang: str) -> SeminarView | None:
    """One seminar; None when there is none."""
    row = matters.find(Seminar, public_id)
    if row is None:
        return None
    counts = _counted(Seminar.objects.filter(pk=row.pk)).values_list("seated", "waits").get()
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    state = lifecycle(SEMINAR_KIND).state(row.case.state)
    return SeminarView(row, state, max(0, row.seats - counts[0]), counts[1], say(events, lang))


def mine(person: Person) -> list[Place]:
    """Seminars a person is registered for, the newest registration first."""
    rows = Place.objects.filter(person=person).exclude(status=PlaceStatus.GIVEN_UP)
    return list(rows.select_related("seminar__case__body").order_by("-pk")[:50])


def guide_values(row: Guide, *, whole: GuideView | None = None) -> dict[str, Any]:
    """A guide in plain values, for the API; `whole`: with its texts and versions."""
    version = whole.version if whole else next(iter(row.shown), None)  # type: ignore[attr-defined]
    found: dict[str, Any] = {
        "id": row.case.public_id,
        "audience": row.audience,
        "state": row.case.state,
        "version": version.number if version else None,
        "demo": row.case.invented,
    }
    for lang in ("kk", "ru", "en"):
        found[f"title_{lang}"] = (getattr(version, f"title_{lang}") or None) if version else None
        if whole:
            found[f"text_{lang}"] = (getattr(version, f"text_{lang}") or None) if version else None
    if whole:
        found["versions"] = [
            {"number": one.number, "on": one.on, "changed_kk": one.changed_kk, "changed_ru": one.changed_ru}
            for one in whole.versions
        ]
    return found


def seminar_values(row: Seminar) -> dict[str, Any]:
    """A seminar in plain values, for the API."""
    names = ("audience", "title_kk", "title_ru", "about_kk", "about_ru", "place_kk", "place_ru", "starts_at",
             "ends_at", "seats", "materials_kk", "materials_ru", "materials_link")  # fmt: skip
    return {"id": row.case.public_id, "state": row.case.state, "demo": row.case.invented} | {
        name: getattr(row, name) for name in names
    }
