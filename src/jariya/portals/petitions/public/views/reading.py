"""The page of one petition, its decision and its proof: the same bytes for every reader."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Region
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.law.dates import say_day
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.people.gates import private
from jariya.kernel.people.models import Person
from jariya.kernel.web import hot
from jariya.kernel.web.charts import lines
from jariya.portals.petitions.collecting import api as collecting
from jariya.portals.petitions.collecting.switches import all_off
from jariya.portals.petitions.public import progress
from jariya.portals.petitions.public.queries import PetitionView
from jariya.portals.petitions.public.views.shared import HOT, absolute, lang, optional, page, today, view_or_404

COMMENTS_SHOWN = 5
SIGNERS = 100


@require_safe
def petition(request: HttpRequest, public_id: str) -> HttpResponse:
    """A petition as anyone may see it."""
    view = view_or_404(public_id)
    if view.case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("petitions-public:petition", args=[view.case.public_id]))
    switches = all_off()
    title, title_lang = view.title(lang())
    context = {
        "view": view,
        "title": title,
        "title_lang": title_lang,
        "chart": None if "map" in switches else chart(view),
        "map": None if "map" in switches else region_map(view),
        "signers": collecting.last_signers(view.case, SIGNERS),
        "thread": None
        if "comments" in switches or view.by_link
        else discussion.thread(view.case, limit=COMMENTS_SHOWN, now=timezone.now()),
        "computed": computed(view),
        "days_left": (view.closes_on - today()).days if view.closes_on else None,
        "sign_href": optional("collecting:sign", view.case.public_id),
        "check_href": optional("collecting:mine", view.case.public_id),
        "count_href": f"/log/{collecting.log_name(view.case)}/count.json" if view.count.at else None,
        "log": collecting.log_name(view.case),
        "noindex": view.by_link,
        "share_image": None if view.by_link else reverse("petitions-public:share", args=[view.case.public_id]),
        "invented": view.case.invented,
    }
    answer = page(request, "petition.html", context)
    answer["Cache-Control"] = HOT
    return hot.page(answer)


def computed(view: PetitionView) -> list[str]:
    """How the threshold was computed, in sentences: the norm, the figure, its day and its source."""
    row = view.petition
    if row.threshold is None:
        return []
    norm = law_now().norms.row(row.threshold_norm, row.threshold_norm_from or today())
    said = [norm.title.get(lang()) or norm.title.get("kk", "")] if norm else []
    if row.population is not None and row.threshold_percent is not None and row.population_on is not None:
        said.append(
            _("%(percent)s %% of the population: %(people)s on %(day)s. Source: %(source)s.")
            % {
                "percent": f"{row.threshold_percent.normalize():f}",
                "people": f"{row.population:,}".replace(",", " "),
                "day": say_day(row.population_on, lang()),
                "source": row.population_source,
            }
        )
    if norm and not norm.confirmed:
        said.append(_("This norm was not yet read in the text of the act."))
    return said


def chart(view: PetitionView) -> dict[str, Any] | None:
    """Signatures by day, or by hour while the petition is young; None before the first."""
    history = progress.days(collecting.history(view.case))
    if not history:
        return None
    by_hour = len(history) < 3
    slots = progress.hours(collecting.history(view.case, by="hour")) if by_hour else history
    drawn = lines([[slot.total for slot in slots]])
    return {
        "drawn": drawn,
        "grid": [f"{value:,}".replace(",", " ") for _y, value in drawn.grid],
        "slots": list(reversed(slots)),
        "by_hour": by_hour,
        "label": _hour if by_hour else _day,
        "first": (_hour if by_hour else _day)(slots[0].at),
        "last": (_hour if by_hour else _day)(slots[-1].at),
    }


def _day(at: str) -> str:
    return f"{dt.date.fromisoformat(at):%d.%m.%Y}"


def _hour(at: str) -> str:
    moment = dt.datetime.strptime(at, "%Y-%m-%dT%H").replace(tzinfo=dt.UTC)
    local = moment.astimezone(ALMATY)
    return f"{local:%d.%m.%Y, %H}:00"


def region_map(view: PetitionView) -> dict[str, Any] | None:
    """Tiles of the oblasts with their table, and districts from ten signatures up. Three queries."""
    tallies = collecting.tallies(view.case)
    if not any(tallies.values()):
        return None
    rows = Region.objects.filter(level="region").order_by("invented", "sort_kk", "pk")
    rows = rows if view.case.invented else rows.filter(invented=False)
    regions = {row.code: row for row in rows}
    norm = law_now().norms.row("petition.district.least", today())
    least = norm.count if norm else progress.LEAST_OF_A_DISTRICT
    found = progress.places(tallies, set(regions), least)
    lowest = max((row.tile_row or 0 for row in regions.values()), default=0) + 1
    unplaced = [code for code, row in regions.items() if not row.tile_row]
    cells = [
        (
            row.tile_row or lowest,
            row.tile_column or unplaced.index(code) + 1,
            _short(row),
            row.name(lang()).text,
            found.oblasts.get(code, 0),
            None,
        )
        for code, row in regions.items()
    ]
    named = {row.code: row.name(lang()).text for row in Region.objects.filter(code__in=found.districts)}
    districts = sorted(
        ((named.get(code, code), number) for code, number in found.districts.items()), key=lambda x: -x[1]
    )
    return {
        "cells": cells,
        "districts": districts,
        "elsewhere": found.elsewhere,
        "least": least,
    }


def _short(region: Region) -> str:
    """A name that fits a tile."""
    own = lang()
    return str(getattr(region, f"short_{own}") or region.name(own).text)[:5]


@require_safe
def decision(request: HttpRequest, public_id: str, version: int) -> HttpResponse:
    """One published version of the decision, each of its points with the comments on it."""
    view = view_or_404(public_id)
    row = next((one for one in view.room.decisions if one.version == version), None)
    if row is None:
        raise Http404
    title, title_lang = view.title(lang())
    open_now = row.status == "published" and "comments" not in all_off() and view.case.state == "considering"
    context = {
        "view": view,
        "row": row,
        "title": title,
        "title_lang": title_lang,
        "open": open_now,
        "invented": view.case.invented,
    }
    return page(request, "decision.html", context)


@require_safe
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """How anyone checks the number without trusting this site."""
    view = view_or_404(public_id)
    title, title_lang = view.title(lang())
    log = collecting.log_name(view.case)
    context = {
        "view": view,
        "title": title,
        "title_lang": title_lang,
        "log": log,
        "address": absolute(f"/log/{log}"),
        "noindex": view.by_link,
        "invented": view.case.invented,
    }
    return page(request, "proof.html", context)


@require_safe
@private
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """The private piece of the page: what this reader has done and may do. Empty for strangers."""
    view = view_or_404(public_id)
    person = request.user if isinstance(request.user, Person) else None
    context = {
        "view": view,
        "person": person,
        "position": collecting.position(person, view.case) if person else None,
        "author": person is not None and view.case.person_id == person.pk,
        "check_href": optional("collecting:mine", view.case.public_id),
    }
    return render(request, "petition/mine.html", context, using="jinja2")
