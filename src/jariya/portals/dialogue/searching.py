"""Search of answered questions with facets: body, region, state, language, year, answered in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.search.queries import search as find
from jariya.kernel.search.results import Results
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.indexing import IN_TIME, LATE
from jariya.portals.dialogue.views import page

LONGEST = 400
SHOWN = 8
STATES = ("published", "rated", "complaint", "closed")
"""States in which the text of a question is public."""
TIMES = {IN_TIME: _("Answered in time"), LATE: _("Answered late")}
LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Choice:
    """A value of a facet as a link; `number` is None where it is not counted."""

    label: Any
    number: int | None
    href: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What is unknown falls away."""

    text: str
    lang: str
    shown: str
    body: Body | None
    region: Region | None
    state: str
    time: str
    year: int | None

    def here(self, **changed: str | None) -> str:
        """The address with some of it changed; None takes it away."""
        kept = {
            "q": self.text,
            "in": self.lang if self.lang != self.shown else "",
            "body": self.body.slug if self.body else "",
            "region": self.region.code if self.region else "",
            "state": self.state,
            "time": self.time,
            "year": str(self.year) if self.year else "",
        }
        query = urlencode({name: value for name, value in (kept | changed).items() if value})
        return reverse("dialogue:search") + (f"?{query}" if query else "")


def read(request: HttpRequest) -> Asked:
    """The address read. Any text is a good query."""
    shown = translation.get_language() or "kk"
    shown = shown if shown in LANGUAGES else "kk"
    inside = request.GET.get("in", "")
    slug = request.GET.get("body", "")[:80]
    addressed = by_address(slug) if slug else None
    code = request.GET.get("region", "")[:20]
    said, state, time = request.GET.get("year", ""), request.GET.get("state", ""), request.GET.get("time", "")
    return Asked(
        text=request.GET.get("q", "").replace("\0", "").strip()[:LONGEST],
        lang=inside if inside in LANGUAGES else shown,
        shown=shown,
        body=addressed.body if addressed else None,
        region=Region.objects.filter(code=code.replace("\0", "")).first() if code else None,
        state=state if state in STATES else "",
        time=time if time in TIMES else "",
        year=int(said) if said.isascii() and said.isdigit() and len(said) == 4 else None,
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answered questions that hold the words, in any of their forms; without words, those of a body, newest first."""
    asked = read(request)
    after = request.GET.get("after", "")[:60] or None
    found, following = Results(), None
    rows: list[Any] = []
    if asked.text:
        tags = [tag for tag in (f"state={asked.state}" if asked.state else "", asked.time) if tag]
        found = find(
            asked.text,
            lang=asked.lang,
            kind="question",
            body=asked.body.pk if asked.body else None,
            region=asked.region.pk if asked.region else None,
            tags=tags,
            year=asked.year,
            after=after,
        )
        following = asked.here(after=found.next) if found.next else None
    else:
        rows, key = queries.public_list(body_id=asked.body.pk if asked.body else None, after=after)
        following = asked.here(after=key) if key else None
    bodies = Body.objects.in_bulk(
        {row.body for row in found.rows if row.body} | {int(one.value) for one in found.facets.get("body", ())[:SHOWN]}
    )
    context = {
        "asked": asked,
        "results": found,
        "rows": rows,
        "bodies": bodies,
        "following": following,
        "first": asked.here() if after else None,
        "facets": list(_facets(asked, found, bodies)) if asked.text and found.rows else [],
        "chosen": list(_chosen(asked)),
        "also": [
            (code, count, asked.here(**{"in": code})) for code, count in found.also_in.items() if code in LANGUAGES
        ],
    }
    return page(request, "dialogue/search.html", context)


def _facets(asked: Asked, found: Results, bodies: dict[int, Body]) -> Any:
    """Facets that are not chosen yet: (heading, choices)."""
    here: Callable[..., str] = asked.here
    if not asked.body:
        rows = [one for one in found.facets.get("body", ())[:SHOWN] if int(one.value) in bodies]
        name = {pk: body.short(asked.shown).text for pk, body in bodies.items()}
        if len(rows) > 1:
            yield (
                _("Body"),
                [Choice(name[int(one.value)], one.number, here(body=bodies[int(one.value)].slug)) for one in rows],
            )
    if not asked.region:
        regions = Region.objects.in_bulk([int(one.value) for one in found.facets.get("region", ())[:SHOWN]])
        rows = [one for one in found.facets.get("region", ())[:SHOWN] if int(one.value) in regions]
        if len(rows) > 1:
            choices = [
                Choice(region.name(asked.shown).text, one.number, here(region=region.code))
                for one in rows
                if (region := regions[int(one.value)])
            ]
            yield _("Region"), choices
    if not asked.year and len(found.facets.get("year", ())) > 1:
        years = sorted(found.facets["year"], key=lambda one: -int(one.value))[:SHOWN]
        yield _("Year"), [Choice(str(one.value), one.number, here(year=str(one.value))) for one in years]
    if not asked.state:
        table = lifecycle("question")
        yield _("State"), [Choice(table.state(code).title, None, here(state=code)) for code in STATES]
    if not asked.time:
        yield _("Term"), [Choice(label, None, here(time=code)) for code, label in TIMES.items()]


def _chosen(asked: Asked) -> Any:
    """What is chosen, each with the address without it."""
    if asked.body:
        yield asked.body.short(asked.shown).text, asked.here(body=None)
    if asked.region:
        yield asked.region.name(asked.shown).text, asked.here(region=None)
    if asked.year:
        yield str(asked.year), asked.here(year=None)
    if asked.state:
        yield lifecycle("question").state(asked.state).title, asked.here(state=None)
    if asked.time:
        yield TIMES[asked.time], asked.here(time=None)
