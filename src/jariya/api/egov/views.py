"""The doors of data.egov.kz v4: passport, mapping, rows, rows with their number. `apiKey` is not looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.api.dcat import catalogue
from jariya.api.dcat.answering import given
from jariya.api.egov import asked, shapes
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying.engine import ask, shape_of
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

JSON = "application/json; charset=utf-8"
_VERSION = re.compile(r"v(\d{1,9})")


class NotThere(Exception):
    """There is no such table, or nobody may see it."""


Answered = Callable[..., Any]


def _door(view: Answered) -> Callable[..., HttpResponse]:
    """JSON of what a view gives, or of why it gives nothing."""

    @wraps(view)
    def answered(request: HttpRequest, **path: str) -> HttpResponse:
        lang = request.GET.get("lang", "kk")
        with translation.override(lang if lang in catalogue.LANGUAGES else "kk"):
            status, found = _found(view, request, path)
            option = orjson.OPT_INDENT_2 if "pretty" in request.GET else 0
            return given(request, orjson.dumps(found, default=str, option=option), JSON, status=status)

    return answered


def _found(view: Answered, request: HttpRequest, path: dict[str, str]) -> tuple[int, Any]:
    if request.method not in ("GET", "HEAD"):
        return 405, _problem("method", _("Use GET."), _("See the description of the interface."))
    try:
        return 200, view(request, *_table(path["uri"], path.get("version", "")))
    except NotThere:
        remedy = _("Check the name and the version. What you may not see also answers so.")
        return 404, _problem("not_found", _("There is no such thing"), remedy)
    except asked.Refusal as error:
        title, remedy = _said(error)
        return 400, _problem(error.code, title, remedy)
    except Misasked as error:
        title, remedy = error.said(translation.get_language() or "kk")
        return 400 if error.status == 422 else error.status, _problem(error.code, title, remedy)


def _problem(code: str, title: str, remedy: str) -> dict[str, str]:
    return {"code": code, "title": title, "remedy": remedy}


def _said(error: asked.Refusal) -> tuple[str, str]:
    what = error.what.encode("utf-8", "replace").decode()
    told = {
        "source_unreadable": (_("“source” is no JSON object."), _("Write it as JSON and encode it for an address.")),
        "source_too_long": (_("“source” is too long."), _("Ask for less at once.")),
        "source_too_deep": (_("“source” has too many parts."), _("Ask for less at once.")),
        "field_unknown": (
            _("The table has no column “%(column)s”.") % {"column": what},
            _("The description of the table lists its columns with their types."),
        ),
        "clause_unknown": (
            _("“%(word)s” is not understood in a question.") % {"word": what},
            _("Use match, term, terms, range, prefix, exists and bool with must, should, must_not and filter."),
        ),
        "value_invalid": (
            _("A value of “%(word)s” cannot be taken.") % {"word": what},
            _("Give text, a number, true or false."),
        ),
    }
    return told[error.code]


def _table(uri: str, version: str) -> tuple[Resource, Version, Shape]:
    slug, dot, number = uri.partition(".")
    if dot and not (number.isascii() and number.isdecimal() and len(number) < 6) or "\0" in uri:
        raise NotThere
    rows = catalogue.resources().filter(data_set__slug=slug[:100], current__parquet__isnull=False)
    if dot:
        rows = rows.filter(position=int(number))
    row = rows.select_related("data_set__case__body", "data_set__region").first()
    if row is None:
        raise NotThere
    versions = Version.objects.filter(resource=row, parquet__isnull=False)
    named = _VERSION.fullmatch(version)
    if named and int(named[1]) < 2**31:
        found = versions.filter(number=int(named[1])).first()
    elif version in ("", "data", "latest"):
        found = versions.filter(pk=row.current.pk).first() if row.current else None
    else:
        raise NotThere
    if found is None:
        raise NotThere
    return row, found, shape_of(found)


@_door
def meta(request: HttpRequest, row: Resource, version: Version, shape: Shape) -> Any:
    """The passport of a table."""
    words = Resource.objects.values_list("columns", flat=True).get(pk=row.pk)
    return shapes.meta(row, version, shape, words or {})


@_door
def mapping(request: HttpRequest, row: Resource, version: Version, shape: Shape) -> Any:
    """Fields with their types."""
    return shapes.mapping(row, version, shape)


@_door
def rows(request: HttpRequest, row: Resource, version: Version, shape: Shape) -> Any:
    """Rows as a list of objects."""
    question = asked.read(request.GET.get("source", ""), shape.names)
    return shapes.records(ask(version, question.ask))


@_door
def detailed(request: HttpRequest, row: Resource, version: Version, shape: Shape) -> Any:
    """Rows with how many there are."""
    question = asked.read(request.GET.get("source", ""), shape.names, total=True)
    answer = ask(version, question.ask)
    return {"totalCount": answer.total, "data": shapes.records(answer), "demo": catalogue.invented(row.data_set)}
