"""Search over everything public: a page of results with facets, mended words, other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.table import lifecycles
from jariya.kernel.search.queries import search as find
from jariya.kernel.search.results import Results, Row
from jariya.pages.public import lang_of, page

LONGEST = 400
SHOWN_FACETS = 8
KINDS = {
    "body": (_("Body"), _("Bodies")),
    "norm": (_("Norm"), _("Norms")),
    "question": (_("Question"), _("Questions")),
    "request": (_("Request for information"), _("Requests for information")),
    "petition": (_("Petition"), _("Petitions")),
    "budget": (_("Budget"), _("Budgets")),
    "blog_post": (_("Post of a head"), _("Posts of heads")),
    "conference": (_("Internet conference"), _("Internet conferences")),
    "survey": (_("Survey"), _("Surveys")),
    "comment": (_("Comment"), _("Comments")),
    "recommendation": (_("Recommendation"), _("Recommendations")),
    "ati_officer": (_("Officer for access to information"), _("Officers for access to information")),
    "commission_session": (_("Session of the Commission"), _("Sessions of the Commission")),
    "guide": (_("Guide"), _("Guides")),
    "seminar": (_("Seminar"), _("Seminars")),
    "programme_draft": (_("Draft budget programme"), _("Draft budget programmes")),
}
"""What a row is, in the singular on the row and in the plural on the facet."""


@dataclass(frozen=True)
class Hit:
    """A row with its address in the reader's language, and its body."""

    row: Row
    path: str
    kind: str
    body: Body | None

    @property
    def dated(self) -> bool:
        """Whether its day tells a reader anything: a register's row is as old as the register."""
        return self.row.portal not in ("bodies", "law")


@dataclass(frozen=True)
class Choice:
    """A value of a facet as a link."""

    label: str
    number: int
    href: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Any text is a good query. Filters: `kind`, `body` (its address), `answered=1`, `in` (language of texts)."""
    shown = lang_of(request)
    text = request.GET.get("q", "").strip()[:LONGEST]
    inside = request.GET.get("in", "")
    inside = inside if inside in ("kk", "ru", "en") else shown
    kind = request.GET.get("kind", "")[:40]
    slug = request.GET.get("body", "")[:80]
    addressed = by_address(slug) if slug else None
    body = addressed.body if addressed else None
    answered = request.GET.get("answered") == "1"
    after = request.GET.get("after", "")[:60] or None
    asked = bool(text)
    found = (
        find(text, lang=inside, kind=kind or None, body=body.pk if body else None, answered=answered, after=after)
        if asked
        else Results()
    )
    kept = {
        "q": text,
        "in": inside if inside != shown else "",
        "kind": kind,
        "body": body.slug if body else "",
        "answered": "1" if answered else "",
    }

    def here(**changed: str | None) -> str:
        query = urlencode({name: value for name, value in (kept | changed).items() if value})
        return reverse("pages:search") + (f"?{query}" if query else "")

    bodies = _bodies(found)
    context: dict[str, Any] = {
        "q": text,
        "asked": asked,
        "results": found,
        "hits": [_hit(row, bodies) for row in found.rows],
        "kinds": _kinds(found, here),
        "body_choices": _body_choices(found, bodies, here, shown),
        "also": [
            (code, count, here(**{"in": code if code != shown else "", "after": None}))
            for code, count in found.also_in.items()
        ],
        "kind": kind,
        "kind_label": _kind(kind),
        "body": body,
        "answered": answered,
        # Offered only where it would leave something out.
        "mixed": not answered and len({row.answered for row in found.rows}) == 2,
        "inside": inside,
        "here": here,
        "next": here(after=found.next) if found.next else None,
        "first": here() if after else None,
    }
    return page(request, "pages/search.html", context)


def _kind(code: str, *, many: bool = True) -> str:
    if code in KINDS:
        return str(KINDS[code][many])
    table = next((table for table in lifecycles() if table.kind == code), None)
    return str(table.title) if table else code


def _bodies(found: Results) -> dict[int, Body]:
    ids = {row.body for row in found.rows if row.body} | {
        int(facet.value) for facet in found.facets.get("body", ())[:SHOWN_FACETS]
    }
    return Body.objects.in_bulk(list(ids)) if ids else {}


def _hit(row: Row, bodies: dict[int, Body]) -> Hit:
    try:
        path = reverse(row.url_name, args=row.url_args)
    except NoReverseMatch:
        path = reverse("pages:search")
    return Hit(row, path, _kind(row.kind, many=False), bodies.get(row.body) if row.body else None)


def _kinds(found: Results, here: Any) -> list[Choice]:
    facets = found.facets.get("kind", ())
    if len(facets) < 2:
        return []
    return [Choice(_kind(str(facet.value)), facet.number, here(kind=str(facet.value))) for facet in facets]


def _body_choices(found: Results, bodies: dict[int, Body], here: Any, lang: str) -> list[Choice]:
    facets = [facet for facet in found.facets.get("body", ())[:SHOWN_FACETS] if int(facet.value) in bodies]
    if len(facets) < 2:
        return []
    return [
        Choice(bodies[int(facet.value)].short(lang).text, facet.number, here(body=bodies[int(facet.value)].slug))
        for facet in facets
    ]
