"""The catalogue: search, facets, order, a page at a time. The same address gives the same page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.search.highlights import mark, snippet
from jariya.portals.opendata.models import Licence, Theme, told
from jariya.portals.opendata.reading import finding, phrases
from jariya.portals.opendata.reading.finding import FACETS, FRESHNESS, NEWEST, ORDERS, Found, Wish
from jariya.portals.opendata.reading.named import title_of_set
from jariya.portals.opendata.reading.views.shared import lang, optional, page, today

ASKED = ("q", *FACETS, "freshness", "order")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Sets that answer what is asked; all of them where nothing is. Seven queries at most."""
    said = {name: request.GET.get(name, "").replace("\0", "")[:200].strip() for name in ASKED}
    wish = Wish(
        words=said["q"],
        facets={kind: said[kind][:80] for kind in FACETS if said[kind]},
        freshness=said["freshness"] if said["freshness"] in FRESHNESS else "",
        order=said["order"] if said["order"] in ORDERS else "",
    )
    after = request.GET.get("after", "")[:400]
    found = finding.find(wish, lang=lang(), today=today(), after=after)
    asked = {name: value for name, value in said.items() if value}
    here = reverse("data:catalogue")
    names = _names(found, wish)
    context = {
        "wish": wish,
        "said": said,
        "found": found,
        "rows": [_row(found, one) for one in found.sets],
        "facets": _facets(found, wish, asked, here, names),
        "chosen": _chosen(wish, asked, here, names),
        "orders": _orders(said["q"]),
        "following": f"{here}?{urlencode({**asked, 'after': found.following})}" if found.following else None,
        "back": f"{here}?{urlencode(asked)}" if after else None,
        "wanted_href": optional("wanted:front"),
        "today": today(),
        "noindex": bool(after or wish.words or len(wish.facets) > 1),
    }
    return page(request, "catalogue.html", context)


def _orders(words: str) -> list[tuple[str, str]]:
    best = [("", _("Best match"))] if words else []
    return [
        *best,
        (NEWEST if words else "", _("Renewed last")),
        (finding.TITLE, _("By title")),
        (finding.USED, _("Most used")),
        (finding.QUALITY, _("Best described")),
    ]


def _row(found: Found, one: Any) -> dict[str, Any]:
    title, title_lang = title_of_set(one, lang())
    text, text_lang = told(one, "text", lang())
    facets = one.entry.facets
    return {
        "set": one,
        "title": mark(title, found.lexemes),
        "title_lang": title_lang,
        "text": snippet(text, found.lexemes),
        "text_lang": text_lang,
        "formats": [facet.partition(":")[2] for facet in facets if facet.startswith("format:")],
        "band": next((facet.partition(":")[2] for facet in facets if facet.startswith("quality:")), "unknown"),
    }


def _names(found: Found, wish: Wish) -> dict[str, dict[str, str]]:
    """Words of the facets' values: {facet: {value: words}}. Four queries at most."""
    values = {kind: {value for value, _n in found.counts.get(kind, [])} for kind in FACETS}
    for kind, value in wish.facets.items():
        values[kind].add(value)
    names: dict[str, dict[str, str]] = {kind: {} for kind in FACETS}
    own = lang()
    if values["theme"]:
        names["theme"] = {row.code: told(row, "title", own)[0] for row in Theme.objects.filter(pk__in=values["theme"])}
    if values["licence"] - {"none"}:
        rows = Licence.objects.filter(pk__in=values["licence"])
        names["licence"] = {row.code: told(row, "title", own)[0] for row in rows}
    if values["body"]:
        names["body"] = {row.slug: row.short(own).text for row in Body.objects.filter(slug__in=values["body"])}
    if values["region"] - {"country"}:
        places = Region.objects.filter(code__in=values["region"])
        names["region"] = {row.code: row.name(own).text for row in places}
    names["licence"]["none"] = _("not said")
    names["region"]["country"] = _("the whole country")
    names["quality"] = phrases.bands()
    names["shape"] = phrases.shapes()
    names["format"] = {value: phrases.format_name(value) for value in values["format"]}
    return names


def _facets(
    found: Found, wish: Wish, asked: dict[str, str], here: str, names: dict[str, dict[str, str]]
) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(facet, its words, [(address, words, sets)]): what is not chosen yet."""
    shelves = []
    for kind, words in phrases.facets():
        if kind in asked:
            continue
        known = phrases.freshness() if kind == "freshness" else names[kind]
        rows = [
            (f"{here}?{urlencode({**asked, kind: value})}", known.get(value, value), number)
            for value, number in found.counts.get(kind, [])
        ]
        if len(rows) > 1 or (rows and rows[0][2] < found.total):
            shelves.append((kind, words, rows))
    return shelves


def _chosen(
    wish: Wish, asked: dict[str, str], here: str, names: dict[str, dict[str, str]]
) -> list[tuple[str, str, str]]:
    """(facet, chosen value, address without it)."""
    chosen = []
    for kind, words in phrases.facets():
        value = wish.freshness if kind == "freshness" else wish.facets.get(kind, "")
        if value:
            known = phrases.freshness() if kind == "freshness" else names[kind]
            rest = {name: one for name, one in asked.items() if name != kind}
            chosen.append((words, known.get(value, value), f"{here}?{urlencode(rest)}" if rest else here))
    return chosen
