"""The doors of the catalogue for other catalogues: RDF by Accept or by ending, dumps, SPARQL, JSON-LD."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jariya.api.dcat import catalogue, croissant, dumps, graph, sparql, whole
from jariya.api.dcat.answering import given, open_to_all
from jariya.kernel.web.caching import kept
from jariya.kernel.web.ranges import served
from jariya.portals.opendata.models import DataSet

JSON, LINKED = "application/json; charset=utf-8", "application/ld+json; charset=utf-8"
PIECE = 1024 * 1024
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class Problem(Exception):
    """What is not answered, with its status and code."""

    def __init__(self, status: int, code: str, title: str, remedy: str) -> None:
        super().__init__(code)
        self.status, self.said = status, {"code": code, "title": title, "remedy": remedy}


def _door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """In the language of `?lang=`; a problem is JSON with its code."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **path: str) -> HttpResponseBase:
        lang = request.GET.get("lang", "kk")
        with translation.override(lang if lang in catalogue.LANGUAGES else "kk"):
            try:
                if request.method not in ("GET", "HEAD") and view.__name__ != "question":
                    raise Problem(405, "method", _("Use GET."), _("See the description of the interface."))
                return view(request, **path)
            except Problem as problem:
                response = given(request, orjson.dumps(problem.said), JSON, status=problem.status)
                if problem.status == 503:
                    response["Retry-After"] = "10"
                return response

    return answered


def preferred(accept: str, offered: Mapping[str, str], usual: str) -> str | None:
    """Which of what is offered a reader likes best.

    Args:
        accept: the header.
        offered: media type -> what it stands for, the best first.
        usual: for who takes anything.

    Returns:
        None where the reader takes none of it.
    """
    best: tuple[float, str | None] = (0.0, None)
    for part in accept[:1000].split(","):
        kind, *options = (one.strip().lower() for one in part.split(";"))
        weight = 1.0
        for option in options:
            if option.startswith("q="):
                try:
                    weight = float(option[2:])
                except ValueError:
                    weight = 0.0
        if kind in offered:
            found: str | None = offered[kind]
        elif kind in ("*/*", ""):
            found = usual
        elif kind.endswith("/*"):
            found = next((word for name, word in offered.items() if name.startswith(kind[:-1])), None)
        else:
            found = None
        if found is not None and weight > best[0]:
            best = (weight, found)
    return best[1]


_KINDS = {
    "text/turtle": "ttl",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
    "text/html": "html",
    "application/xhtml+xml": "html",
}


def _chosen(request: HttpRequest, usual: str = "ttl") -> str:
    return preferred(request.headers.get("Accept", "*/*"), _KINDS, usual) or usual


def _vary(response: HttpResponseBase) -> HttpResponseBase:
    response["Vary"] = "Accept"
    return response


def _form(ending: str) -> str:
    if ending not in graph.FORMATS:
        raise Problem(
            404,
            "not_found",
            _("There is no such thing"),
            _("Use one of %(list)s.") % {"list": ", ".join(graph.FORMATS)},
        )
    return ending


def _set(slug: str) -> DataSet:
    row = catalogue.whole(catalogue.living().filter(slug=slug)).first() if _SLUG.fullmatch(slug) else None
    if row is None:
        remedy = _("Check the name and the version. What you may not see also answers so.")
        raise Problem(404, "not_found", _("There is no such thing"), remedy)
    return row


@_door
def data_set(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The lasting address of a set: its page for a browser, its description for a program."""
    form = _chosen(request)
    row = _set(slug)
    if form == "html":
        return _to(catalogue.page(row, _spoken(request)))
    return _vary(_described(request, row, form))


@_door
def data_set_as(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """A set in one format."""
    form = _form(ending)
    return _described(request, _set(slug), form)


def _described(request: HttpRequest, row: DataSet, form: str) -> HttpResponse:
    return given(request, graph.one(row).written(form), graph.FORMATS[form][1])


def _to(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address, status=303)
    response["Vary"] = "Accept, Accept-Language"
    response["Cache-Control"] = "no-store"
    return response


def _spoken(request: HttpRequest) -> str:
    """The language of a browser that came by a lasting address."""
    if (lang := request.GET.get("lang")) in catalogue.LANGUAGES:
        return str(lang)
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        if (code := part.strip()[:2].lower()) in catalogue.LANGUAGES:
            return code
    return "kk"


@_door
def catalog(request: HttpRequest) -> HttpResponseBase:
    """The lasting address of the catalogue."""
    form = _chosen(request)
    if form == "html":
        return _to(catalogue.front(_spoken(request)))
    return _vary(_page(request, form))


@_door
def catalog_as(request: HttpRequest, ending: str) -> HttpResponseBase:
    """A page of the catalogue in one format; `after`: from the link of the page before."""
    return _page(request, _form(ending))


def _page(request: HttpRequest, form: str) -> HttpResponse:
    after = request.GET.get("after", "")
    if after and not _SLUG.fullmatch(after):
        raise Problem(
            422, "parameter_invalid", _("“after” is no name of a set."), _("Begin again from the first page.")
        )
    return given(request, whole.paged(after, form).written(form), graph.FORMATS[form][1])


def _dump() -> Path:
    try:
        return dumps.newest(now=time.time())
    except dumps.Busy:
        remedy = _("Ask again in a few seconds.")
        raise Problem(503, "dump_being_made", _("The whole catalogue is being written just now."), remedy) from None


@_door
def dump(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The whole catalogue as a file, with ranges: as of last night, without what has left since."""
    form = _form(ending)
    place = _dump()
    path = place / f"catalogue.{form}"

    def pieces(start: int, length: int) -> Any:
        with path.open("rb") as file:
            file.seek(start)
            while length > 0 and (piece := file.read(min(PIECE, length))):
                length -= len(piece)
                yield piece

    headers = {"Content-Disposition": f'attachment; filename="catalogue.{form}"'}
    tag = f"{place.name}-{form}"
    kind = graph.FORMATS[form][1]
    response = served(request, pieces, size=path.stat().st_size, tag=tag, kind=kind, headers=headers)
    if response.status_code == 206:
        response["Cache-Control"] = "no-store"
        return open_to_all(response)
    return open_to_all(kept(response) if response.status_code == 200 else response)


_RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@_door
def question(request: HttpRequest) -> HttpResponseBase:
    """SPARQL 1.1, reading alone: `query` by GET or as a form, or the question itself by POST."""
    query = _asked(request)
    if not query.strip():
        raise Problem(422, "parameter_missing", _("“query” is missing."), _("Send a question in SPARQL."))
    form = request.GET.get("format", "")
    if form not in sparql.FORMATS:
        form = preferred(request.headers.get("Accept", "*/*"), _RESULTS, "json") or "json"
    try:
        found = sparql.ask(_dump() / "store", query, form)
    except sparql.Refusal as error:
        title, remedy = _refused(error)
        raise Problem(error.status, error.code, title, remedy) from None
    kind = f"{found.kind}; charset=utf-8" if found.kind.startswith("text/") else found.kind
    return _vary(given(request, found.content, kind))


def _asked(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return str(request.GET.get("query", ""))
    if request.method != "POST":
        raise Problem(405, "method", _("Use GET or POST."), _("See the description of the interface."))
    try:
        raw = request.body.decode("utf-8", "replace")
    except RequestDataTooBig:
        raise Problem(413, "body_too_big", _("What was sent is too long"), _("Ask for less at once.")) from None
    if (request.content_type or "") == "application/x-www-form-urlencoded":
        return parse_qs(raw, max_num_fields=50, errors="replace").get("query", [""])[0] if raw.count("&") < 50 else ""
    return raw


def _refused(error: sparql.Refusal) -> tuple[str, str]:
    less = _("Ask for less: name what you look for, and add LIMIT.")
    return {
        "sparql.too_long": (_("The question is too long."), less),
        "sparql.unreadable": (
            _("The question cannot be read: %(what)s") % {"what": error.what},
            _("Write SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE."),
        ),
        "sparql.no_service": (_("SERVICE is not open here."), _("Ask the other place yourself and join the answers.")),
        "sparql.too_slow": (_("The question took too long and was ended."), less),
        "sparql.too_much": (_("The question needs too much memory, or its answer is too large."), less),
        "sparql.busy": (_("Too many questions are being answered just now."), _("Ask again in a few seconds.")),
    }[error.code]


@_door
def croissant_of(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A set as schema.org and Croissant describe it."""
    lang = translation.get_language() or "kk"
    content = orjson.dumps(croissant.described(_set(slug), lang), default=str)
    return given(request, content, LINKED)


@_door
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Pages of sets for search engines, in three languages."""
    rows = catalogue.living().exclude(renewed_at=None).order_by("-renewed_at")[: 50_000 // 3]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for row in rows:
        day = row.renewed_at.date().isoformat() if row.renewed_at else ""
        lines += [
            f"<url><loc>{catalogue.page(row, lang)}</loc><lastmod>{day}</lastmod></url>" for lang in catalogue.LANGUAGES
        ]
    lines.append("</urlset>\n")
    return given(request, "\n".join(lines).encode(), "application/xml; charset=utf-8")
