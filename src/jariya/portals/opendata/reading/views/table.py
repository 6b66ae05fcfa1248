"""The page of a resource: its table with filters, order, words, groups and a map, without a script as with one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.portals.opendata import words
from jariya.portals.opendata.importing.problems import RULES
from jariya.portals.opendata.models import DataSet, Resource, Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.reading import addressed, cells, cited, counted, drawn, examples, giving, phrases, places
from jariya.portals.opendata.reading.addressed import Asked
from jariya.portals.opendata.reading.columns import Column, columns_of
from jariya.portals.opendata.reading.columns import shown as readable
from jariya.portals.opendata.reading.models import What
from jariya.portals.opendata.reading.named import title_of_resource
from jariya.portals.opendata.reading.views import files
from jariya.portals.opendata.reading.views.shared import absolute, lang, page, resource_or_404, version_or_404

WIDE = 30
"""Columns shown at once; a wider table is read in parts."""


def refusal(wrong: Misasked) -> dict[str, str]:
    """A refused question in the reader's language: code, what happened, what to do."""
    said, remedy = wrong.said(lang())
    return {"code": wrong.code, "said": said, "remedy": remedy}


@require_safe
def table(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """A resource as it is in force."""
    data_set, resource = resource_or_404(slug, position)
    return _page(request, data_set, resource, resource.current)


@require_safe
def version(request: HttpRequest, slug: str, position: int, number: int) -> HttpResponse:
    """A resource as it was in one of its versions."""
    data_set, resource = resource_or_404(slug, position)
    found = version_or_404(resource, number)
    return _page(request, data_set, resource, found)


def _page(request: HttpRequest, data_set: DataSet, resource: Resource, held: Version | None) -> HttpResponse:
    kept = _tidied(request)
    if kept != request.GET:
        return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}" if kept else request.path)
    title, title_lang = title_of_resource(resource, lang())
    context: dict[str, Any] = {
        "set": data_set,
        "resource": resource,
        "version": held,
        "old": held is not None and held.pk != resource.current_id,
        "title": title,
        "title_lang": title_lang,
        "invented": data_set.case.invented,
        "here": request.path,
        "types": phrases.types(),
        "roles": phrases.roles(),
    }
    if held is None or held.parquet is None:
        return page(request, "file.html", {**context, **files.facts(data_set, resource, held)})
    columns = columns_of(held, resource, lang())
    asked = addressed.read(request.GET.dict(), len(columns))
    status = 200
    context |= {
        "columns": columns,
        "asked": asked,
        "measures": phrases.measures(),
        "wrong": None,
        "answer": None,
        "group": None,
        "map": None,
        "noindex": bool(request.GET) or context["old"],
        "problems": _problems(held),
    }
    context |= _part(columns, request.GET.get("from", ""))
    try:
        if asked.group is not None:
            context["group"] = drawn.grouped(held, asked, columns, lang())
        else:
            context["answer"] = engine.ask(held, addressed.rows_of(asked))
    except Misasked as wrong:
        context["wrong"], status = refusal(wrong), wrong.status
    if asked.narrowed or asked.group is not None:
        counted.tell(resource.pk, What.QUERY)
    context |= _ways(data_set, resource, held, asked, columns, context)
    if not context["wrong"]:
        with suppress(Misasked):  # the table stands; its drawing comes when the questions are fewer
            context["map"] = places.of_page(held, asked, columns, request.GET.get("map", ""))
    return page(request, "table.html", context, status)


def _tidied(request: HttpRequest) -> QueryDict:
    """The parameters without empty ones, which a form sends without a script: the address says only what is asked."""
    kept = request.GET.copy()
    idle = () if kept.get("group") else ("measure", "of")
    for name in [name for name, value in kept.items() if not value or name in idle]:
        del kept[name]
    return kept


def _part(columns: list[Column], said: str) -> dict[str, Any]:
    """The columns shown, and where the others are."""
    every = readable(columns)
    first = min(int(said), len(every)) if said.isdecimal() and said.isascii() and len(said) < 6 else 0
    first -= first % WIDE
    return {
        "shown": every[first : first + WIDE],
        "first_column": first,
        "every": len(every),
        "filtered": [one for one in every if one.number < len(columns)][first : first + WIDE],
    }


def _ways(
    data_set: DataSet,
    resource: Resource,
    held: Version,
    asked: Asked,
    columns: list[Column],
    context: dict[str, Any],
) -> dict[str, Any]:
    """Addresses a page leads to: pages of rows, orders, downloads, examples."""
    here, answer = context["here"], context["answer"]

    def to(changed: Asked, after: str = "") -> str:
        return here + addressed.query(changed, after=after)

    def sorted_by(column: Column) -> tuple[str, str]:
        """(address, what it does now): up, then down, then as in the file."""
        now = asked.sort
        if now is None or now[0] != column.number:
            return to(replace(asked, sort=(column.number, False))), "none"
        if not now[1]:
            return to(replace(asked, sort=(column.number, True))), "ascending"
        return to(replace(asked, sort=None)), "descending"

    key = str(resource.key)
    rows = absolute(f"/api/v1/opendata/resources/{key}/rows")
    plain = addressed.pairs(asked.only_rows())
    return {
        "to": to,
        "sorted_by": sorted_by,
        "cell": lambda value: cells.cut(cells.shown(value, lang())),
        "following": to(asked, answer.following) if answer and answer.following else None,
        "back": to(asked) if asked.after else None,
        "chosen": _chosen(asked, columns, to),
        "row_of": lambda row: reverse("data:row", args=[data_set.slug, resource.position, held.number, row]),
        "download": lambda kind: (
            (None if plain else giving.whole(resource, held, kind))
            or reverse("data:download", args=[data_set.slug, resource.position, kind]) + _tail(plain, held, resource)
        ),
        "formats": giving.formats(held, columns),
        "examples": examples.made(rows, plain, title=data_set.slug),
        "citation": cited.citation(data_set, resource, held, lang(), absolute(_own(data_set, resource, held))),
        "digest": bytes(held.sha256).hex(),
        "original": reverse("data:file", args=[data_set.slug, resource.position, held.number])
        if files.is_open(held.file)
        else None,
        "following_columns": f"{here}{_and(addressed.query(asked))}from={context['first_column'] + WIDE}"
        if context["first_column"] + WIDE < context["every"]
        else None,
        "former_columns": f"{here}{_and(addressed.query(asked))}from={context['first_column'] - WIDE}"
        if context["first_column"]
        else None,
    }


def _own(data_set: DataSet, resource: Resource, held: Version) -> str:
    return reverse("data:version", args=[data_set.slug, resource.position, held.number])


def _and(query: str) -> str:
    return f"{query}&" if query else "?"


def _tail(pairs: list[tuple[str, str]], held: Version, resource: Resource) -> str:
    said = [*pairs, ("version", str(held.number))] if held.pk != resource.current_id else pairs
    return f"?{urlencode(said)}" if said else ""


def _chosen(asked: Asked, columns: list[Column], to: Any) -> list[tuple[str, str]]:
    """(what is filtered, address without it)."""
    signs = {
        "exact": "=", "not": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "contains": "∋", "prefix": "^",
        "in": "∈", "null": "", "not_null": "",
    }  # fmt: skip
    chosen = []
    if asked.words:
        chosen.append((f"«{asked.words}»", to(replace(asked, words="", after=""))))
    for one in asked.filters:
        column, operator, value = one
        said = {"null": _("empty"), "not_null": _("filled")}.get(operator, value)
        rest = tuple(other for other in asked.filters if other != one)
        chosen.append((f"{columns[column].title} {signs[operator]} {said}", to(replace(asked, filters=rest, after=""))))
    return chosen


def _problems(held: Version) -> list[tuple[str, str, int]]:
    """(what was found when the file was read, in which column, how often)."""
    found = (held.report.get("problems") or {}).get("counts", [])
    return [
        (words.say(RULES[row["rule"]].sentence, lang()), row.get("column") or "", int(row["count"]))
        for row in found
        if row.get("rule") in RULES
    ]


@require_safe
def column(request: HttpRequest, slug: str, position: int, column: int) -> HttpResponse:
    """What stands in one column: filled cells, different values, the most frequent ones, how numbers are spread."""
    data_set, resource = resource_or_404(slug, position)
    held = resource.current
    if held is None or held.parquet is None:
        raise Http404
    columns = columns_of(held, resource, lang())
    if column >= len(columns):
        raise Http404
    one = columns[column]
    context = {
        "set": data_set,
        "resource": resource,
        "version": held,
        "column": one,
        "columns": columns,
        "title": title_of_resource(resource, lang())[0],
        "spread": _spread(held, one),
        "type": phrases.types().get(one.type, one.type),
        "role": phrases.roles().get(one.role, ""),
        "said": lambda value: cells.shown(drawn.value_of(value, one), lang()),
        "table_href": reverse("data:resource", args=[slug, position]),
        "invented": data_set.case.invented,
    }
    return page(request, "column.html", context)


def _spread(held: Version, one: Column) -> list[tuple[str, int]]:
    try:
        return drawn.spread(held, one, lang())
    except Misasked:
        return []  # what is known of the column without asking still stands


@require_safe
def download(request: HttpRequest, slug: str, position: int, kind: str) -> HttpResponseBase:
    """The table, or what a filter leaves of it, as a file."""
    _set, resource = resource_or_404(slug, position)
    held = resource.current
    if said := request.GET.get("version", ""):
        held = version_or_404(resource, int(said) if said.isdecimal() and len(said) < 9 and said.isascii() else 0)
    if held is None or held.parquet is None:
        raise Http404
    columns = columns_of(held, resource, lang())
    if kind not in {name for name, _words in giving.formats(held, columns)}:
        raise Http404
    asked = addressed.read(request.GET.dict(), len(columns))
    counted.tell(resource.pk, What.DOWNLOAD)
    try:
        return giving.given(resource, held, asked, columns, kind)
    except Misasked as wrong:
        context = {"wrong": refusal(wrong), "set": _set, "resource": resource, "invented": _set.case.invented}
        return page(request, "refused.html", context, wrong.status)
