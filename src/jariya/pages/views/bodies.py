"""The list of bodies: search by name, filter by kind and region, the map of regions."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import BodyKind, Region
from jariya.kernel.bodies.queries import search_names
from jariya.pages.public import lang_of, page, today_of
from jariya.pages.queries import registry

LONGEST = 200
PAGE = 30


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Bodies in the alphabet of the reader's language; real and invented ones are two lists.

    An unknown filter is left out rather than refused: the list says which filters it stands under.
    """
    today, lang = today_of(request), lang_of(request)
    words = request.GET.get("q", "").strip()[:LONGEST]
    invented = request.GET.get("invented") == "1"
    kind = request.GET.get("kind", "")
    kind = kind if kind in BodyKind.values else ""
    code = request.GET.get("region", "")
    region = Region.objects.filter(code=code).first() if code.isascii() and code.isdigit() and len(code) == 9 else None
    after = request.GET.get("after")
    everything = request.GET.get("all") == "1"
    plain = not (words or kind or region or after or invented or everything)
    found = search_names(
        words,
        lang=lang,
        day=today,
        after=after,
        kinds=[kind] if kind else (),
        region=region,
        invented=invented,
        limit=1 if plain else PAGE,
    )
    kept = {
        "q": words,
        "kind": kind,
        "region": region.code if region else "",
        "invented": "1" if invented else "",
        "all": "1" if everything else "",
    }

    def here(**changed: str) -> str:
        query = urlencode({name: value for name, value in (kept | changed).items() if value})
        return reverse("pages:bodies") + (f"?{query}" if query else "")

    real, made_up = registry.total(today)
    context = {
        "q": words,
        "kind": kind,
        "region": region,
        "invented_list": invented,
        "found": registry.central(today, lang) if plain else found.bodies,
        "plain": plain,
        "next": here(after=found.after) if found.after and not plain else None,
        "first": here() if after else None,
        "here": here,
        "kinds": registry.kinds(today, invented=invented),
        "tiles": registry.tiles(today) if plain else [],
        "on_tile": registry.on_tile,
        "near": registry.near(words, today) if words and not found.bodies else [],
        "real": real,
        "made_up": made_up,
        "invented": invented,
    }
    return page(request, "pages/bodies.html", context)
