"""The door of the action API: what was sent becomes a call, what comes back becomes CKAN's envelope."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jariya.api.ckan import datastore, problems, shelves, tables, writing  # noqa: F401 - their actions register
from jariya.api.ckan.calls import ACTIONS, Call
from jariya.api.ckan.problems import Problem, of_question, of_refusal, unknown_action, unreadable
from jariya.api.dcat.answering import given, open_to_all
from jariya.api.dcat.catalogue import LANGUAGES, invented, site
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.caching import kept
from jariya.portals.opendata.querying.refusals import Misasked

JSON = "application/json; charset=utf-8"


@csrf_exempt
def action(request: HttpRequest, name: str) -> HttpResponse:
    """One action, by GET or POST. Writing ones take POST alone, with a token; no cookie is looked at."""
    if request.method == "OPTIONS":
        return _preflight()
    lang = request.GET.get("lang", "kk")
    with translation.override(lang if lang in LANGUAGES else "kk"):
        about = f"{site()}/api/3/action/help_show?name={name[:60]}"
        try:
            result = _done(request, name)
        except Problem as error:
            return _said(request, {"help": about, "error": error.as_json(), "success": False}, error.status)
        return _said(request, {"help": about, "success": True, "result": result}, 200, writes=ACTIONS[name].writes)


def _done(request: HttpRequest, name: str) -> Any:
    if request.method not in ("GET", "HEAD", "POST"):
        raise Problem(405, "Bad Request", _("Use GET or POST."), code="method")
    offered = ACTIONS.get(name)
    if offered is None:
        raise unknown_action(name)
    if offered.writes and request.method != "POST":
        raise Problem(400, "Bad Request", _("This action changes something: use POST."), code="method")
    try:
        call = called(request)
        return offered.do(call)
    except Misasked as error:
        raise of_question(error, translation.get_language() or "kk") from None
    except Refused as error:
        raise of_refusal(error) from None


def called(request: HttpRequest) -> Call:
    """What was sent, of any of the ways in which clients of CKAN send it. Raises `Problem`."""
    try:
        sent, files = _body(request) if request.method == "POST" else ({}, {})
    except RequestDataTooBig:
        raise Problem(413, "Bad Request", _("What was sent is too long"), code="body_too_big") from None
    except (UnreadablePostError, TooManyFieldsSent, SuspiciousOperation):
        raise unreadable() from None
    return Call(
        given={**_form(request.GET), **sent},
        files=files,
        token=_token(request),
        key=request.headers.get("Idempotency-Key", "")[:60],
        now=timezone.now(),
    )


def _body(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    if (request.content_type or "").startswith("multipart/"):
        return _form(request.POST), dict(request.FILES.items())
    raw = request.body
    if not raw.strip():
        return {}, {}
    if raw.lstrip()[:1] in (b"{", b"["):
        # Many clients send JSON and call it a form.
        try:
            found = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise unreadable() from None
        if not isinstance(found, dict):
            raise unreadable()
        return found, {}
    if request.content_type == "application/x-www-form-urlencoded":
        return _form(request.POST), {}
    raise unreadable()


def _form(fields: Any) -> dict[str, Any]:
    """Fields by name; of one that is repeated a list."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in fields.lists() if values}


def _token(request: HttpRequest) -> str:
    said = request.headers.get("Authorization") or request.headers.get("X-Ckan-Api-Key") or ""
    return said.removeprefix("Bearer ").strip()[:400]


def _said(request: HttpRequest, answer: dict[str, Any], status: int, *, writes: bool = False) -> HttpResponse:
    content = orjson.dumps(answer, default=str, option=orjson.OPT_NON_STR_KEYS)
    if writes or (_token(request) and status == 200):
        response = HttpResponse(content, content_type=JSON, status=status)
        response["Cache-Control"] = "private, no-store"
        return response
    response = given(request, content, JSON, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def _preflight() -> HttpResponse:
    """A script of another site asks whether it may send JSON: it may, without a token."""
    response = open_to_all(HttpResponse(status=204))
    response["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
    response["Access-Control-Allow-Headers"] = "Content-Type"
    response["Access-Control-Max-Age"] = "86400"
    response["Cache-Control"] = "public, max-age=86400"
    return response


def dump(request: HttpRequest, key: str) -> HttpResponseBase:
    """A whole table, or what fits. `format`: csv (`bom=true` for old spreadsheets), tsv, json, xml."""
    lang = request.GET.get("lang", "kk")
    with translation.override(lang if lang in LANGUAGES else "kk"):
        try:
            return _dumped(request, key)
        except Misasked as error:
            problem = of_question(error, translation.get_language() or "kk")
        except Problem as error:
            problem = error
        return _said(request, {"error": problem.as_json(), "success": False}, problem.status)


def _dumped(request: HttpRequest, key: str) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, "Bad Request", _("Use GET."), code="method")
    form = request.GET.get("format", "csv").lower()
    if form not in tables.DUMPS:
        raise problems.invalid("format", f"Value must be one of {', '.join(tables.DUMPS)}")
    row, version, shape = tables.table(key)
    try:
        asked = {name: value for name, value in _form(request.GET).items() if name not in ("limit", "records_format")}
        search = datastore.read(asked, shape.names)
    except datastore.Invalid as error:
        raise problems.invalid(error.name, error.what) from None
    if search.numbers is not None:
        raise problems.invalid("filters", "_id cannot be filtered by in a dump")
    tag = f'"{bytes(version.parquet or b"").hex()[:32]}-{form}"'
    marked = "INVENTED-" if invented(row.data_set) else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{marked}{row.data_set.slug}-{row.position}.{form}"',
        "X-Version": str(version.number),
    }
    if len(request.GET) == ("format" in request.GET):
        headers["ETag"] = tag
        if tag in request.headers.get("If-None-Match", ""):
            return open_to_all(kept(HttpResponse(status=304, headers={"ETag": tag})))
    pieces = tables.dumped(version, shape, search, form)
    if form == "csv" and request.GET.get("bom", "").lower() in ("true", "1"):
        pieces = _after_mark(pieces)
    # The first piece is made before anything is sent: what cannot be asked is said, not broken off.
    first = next(pieces)
    second = next(pieces, b"")
    body = StreamingHttpResponse(_from(first + second, pieces), content_type=tables.DUMPS[form], headers=headers)
    return open_to_all(kept(body))


def _after_mark(pieces: Any) -> Any:
    yield b"\xef\xbb\xbf"
    yield from pieces


def _from(first: bytes, rest: Any) -> Any:
    yield first
    yield from rest
