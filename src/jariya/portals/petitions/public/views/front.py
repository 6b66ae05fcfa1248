"""The front page of petitions, their lists, and what bodies have promised."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.web import hot
from jariya.portals.petitions import law
from jariya.portals.petitions.collecting.switches import all_off
from jariya.portals.petitions.consideration import queries as considering
from jariya.portals.petitions.public import queries
from jariya.portals.petitions.public.queries import Wish
from jariya.portals.petitions.public.views.shared import lang, optional, page, today
from jariya.portals.petitions.texts import texts_of

FIRST_YEAR = 2024
ASKED = ("q", "which", "body", "region", "outcome", "ground", "year")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What moves now; with words or a facet, the list of what was asked for."""
    said = {name: request.GET.get(name, "").replace("\0", "")[:200].strip() for name in ASKED}
    switches = all_off()
    if any(said.values()) or request.GET.get("after"):
        return _list(request, said, searching="search" not in switches)
    late, _more = considering.late_promises(today=today(), limit=4)
    context = {
        "trending": queries.trending(),
        "near": queries.near(),
        "groups": [(which, words, queries.some(which)) for which, words in _groups()],
        "late": [(row, _title(row)) for row in late],
        "searching": "search" not in switches,
        "write_href": optional("petitions:write"),
        "today": today(),
        **_choices(said),
    }
    return hot.page(page(request, "front.html", context))


def _groups() -> list[tuple[str, str]]:
    return [
        (queries.COLLECTING, _("Collecting signatures now")),
        (queries.CONSIDERED, _("Being considered")),
        (queries.DECIDED, _("Decided")),
    ]


def _tabs() -> list[tuple[str, str]]:
    return [
        (queries.ALL, _("All")),
        (queries.COLLECTING, _("Collecting signatures")),
        (queries.CONSIDERED, _("Being considered")),
        (queries.DECIDED, _("Decided")),
        (queries.ARCHIVE, _("Archive")),
        (queries.REFUSED, _("Not opened")),
    ]


def _choices(said: dict[str, str]) -> dict[str, Any]:
    regions = Region.objects.filter(level="region").order_by("sort_kk", "pk")
    return {
        "said": said,
        "tabs": _tabs(),
        "regions": [(row.code, row.name(lang()).text) for row in regions],
        "outcomes": [("satisfied", _("satisfied")), ("partly", _("satisfied in part")), ("refused", _("refused"))],
        "grounds": [(row.code, row.title) for row in law.grounds(today(), lang())],
        "years": [(str(year), str(year)) for year in range(today().year, FIRST_YEAR - 1, -1)],
    }


def _list(request: HttpRequest, said: dict[str, str], *, searching: bool) -> HttpResponse:
    addressed = by_address(said["body"][:80]) if said["body"] else None
    if said["body"] and addressed is None:
        raise Http404
    region = Region.objects.filter(code=said["region"]).first() if said["region"] else None
    year = said["year"] if said["year"] in {str(year) for year in range(FIRST_YEAR, today().year + 1)} else ""
    wish = Wish(
        words=said["q"],
        which=said["which"] if said["which"] in queries.WHICH else queries.ALL,
        body=addressed.body if addressed else None,
        region_id=region.pk if region else None,
        outcome=said["outcome"] if said["outcome"] in ("satisfied", "partly", "refused") else "",
        ground=said["ground"] if said["which"] == queries.REFUSED else "",
        year=int(year) if year else None,
    )
    after = request.GET.get("after", "")[:100] or None
    listed = queries.listed(wish, after=after, searching=searching)
    asked = {name: value for name, value in said.items() if value}
    here = reverse("petitions-public:front")
    grounds = {row.code: row.title for row in law.grounds(today(), lang())}
    context = {
        "listed": listed,
        "wish": wish,
        "body": wish.body,
        "searching": searching,
        "following": f"{here}?{urlencode({**asked, 'after': listed.following})}" if listed.following else None,
        "back": f"{here}?{urlencode(asked)}" if after else None,
        "ground_of": {pk: grounds.get(row.ground, row.ground) for pk, row in listed.refusals.items()},
        "today": today(),
        **_choices(said),
    }
    return page(request, "list.html", context)


def _title(promise: Any) -> tuple[str, str]:
    texts = texts_of(promise.case.petition)
    shown = texts.shown_in("ru" if lang() == "ru" else "kk")
    return texts.title(shown), shown


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What bodies have promised in their decisions on petitions: kept, running, late. `body` narrows to one."""
    slug = request.GET.get("body", "")[:80]
    addressed = by_address(slug) if slug else None
    if slug and addressed is None:
        raise Http404
    after = request.GET.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 12 else 0
    body = addressed.body if addressed else None
    late, following = considering.late_promises(today=today(), body=body, after=number)
    wanted = [body.pk] if body else considering.bodies_with_promises()
    reached = [body.pk] if body else considering.bodies_with_petitions()
    kept, decided = considering.kept_by(wanted, today=today()), considering.considered_by(reached, today=today())
    bodies = Body.objects.in_bulk({*wanted, *reached})
    rows = sorted(((bodies[pk], one) for pk, one in kept.items()), key=lambda row: (-row[1].late, row[0].slug))
    terms = sorted(((bodies[pk], one) for pk, one in decided.items()), key=lambda row: (-row[1].overdue, row[0].slug))
    context = {
        "late": [(row, _title(row), row.days_late(today())) for row in late],
        "rows": [row for row in rows if row[1].promised],
        "terms": [row for row in terms if row[1].petitions],
        "body": body,
        "following": f"{reverse('petitions-public:promises')}?{urlencode({'body': slug, 'after': following})}"
        if following
        else None,
        "invented": bool(body and body.invented),
    }
    return page(request, "promises.html", context)
