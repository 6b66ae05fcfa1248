"""Files over HTTP: sent in pieces by their owner, handed out by copy. No language in the address."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from jariya.kernel.files import deeds, kinds, queries, serving
from jariya.kernel.files import uploads as coming
from jariya.kernel.files.models import Area, Upload, Which
from jariya.kernel.files.refusals import refused
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import log
from jariya.kernel.people.models import Person

OFFSET, LENGTH, CHECKSUM = "Upload-Offset", "Upload-Length", "Upload-Checksum"
_MOST_WORDS = 4096
_AREAS = (Area.SEALED, Area.TABLES)
"""Areas that anyone may send to."""


def _said(error: Refused) -> JsonResponse:
    """A refusal for a script: code, what happened, what to do."""
    return JsonResponse(
        {"code": error.code, "title": str(error.title), "remedy": str(error.remedy)}, status=error.status
    )


def _own(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For signed-in persons and their scripts, also from the pages' listener where the other one has its own port."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            translation.activate(_language(request))
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method not in methods:
                response = HttpResponseNotAllowed(methods)
            elif not request.user.is_authenticated:
                response = _said(refused("files.sign_in"))
            else:
                try:
                    response = view(request, *args, **kwargs)
                except Refused as error:
                    response = _said(error)
                except UnreadablePostError:
                    response = _said(refused("files.piece_broken_off"))
            response["Cache-Control"] = "private, no-store"
            response["Vary"] = "Cookie, Origin"
            if settings.TRANSFERS_URL and request.headers.get("Origin") == settings.PUBLIC_URL:
                response["Access-Control-Allow-Origin"] = settings.PUBLIC_URL
                response["Access-Control-Allow-Credentials"] = "true"
                response["Access-Control-Allow-Methods"] = ", ".join([*methods, "OPTIONS"])
                response["Access-Control-Allow-Headers"] = f"Content-Type, X-CSRFToken, {OFFSET}, {CHECKSUM}"
                response["Access-Control-Expose-Headers"] = f"{OFFSET}, {LENGTH}, Location"
            return response

        return answered

    return wrap


def _language(request: HttpRequest) -> str:
    """The page's language, which the script names; else the cookie's."""
    wanted = request.headers.get("Accept-Language", "")[:2].lower()
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    return wanted if wanted in known else cookie if cookie in known else settings.LANGUAGE_CODE


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@_own("POST")
def uploads(request: HttpRequest) -> HttpResponse:
    """Announce a file: JSON with `name`, `size` (bytes) and, of a table of open data, `area`.

    201 with where its pieces go and how long they may be.
    """
    name = size = None
    area: Any = Area.SEALED
    if request.content_type == "application/json":
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
            said = json.loads(request.read(_MOST_WORDS))
            name, size, area = said["name"], said["size"], said.get("area", Area.SEALED)
    if not isinstance(name, str) or not isinstance(size, int) or not 0 <= size < 2**62 or area not in _AREAS:
        raise refused("files.announcement")
    row = coming.begin(name=name, size=size, by=_me(request), now=timezone.now(), area=area)
    response = JsonResponse(_state(row), status=201)
    response["Location"] = reverse("files:upload", args=[row.token])
    return response


@_own("GET", "HEAD", "PATCH", "DELETE")
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """One's own upload: how far it is (HEAD, GET), its next piece (PATCH), away with it (DELETE)."""
    now, row = timezone.now(), coming.find(token, _me(request))
    if request.method == "DELETE":
        coming.drop(upload=row, now=now)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        row = coming.append(
            upload=row,
            offset=_number(request.headers.get(OFFSET, "")),
            body=cast(Any, request),
            length=_number(request.META.get("CONTENT_LENGTH", "")),
            checksum=request.headers.get(CHECKSUM, "")[:100],
            by=_me(request),
            now=now,
        )
    response = HttpResponse(status=200) if request.method == "HEAD" else JsonResponse(_state(row))
    response[OFFSET], response[LENGTH] = str(row.received), str(row.size)
    return response


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else -1


def _state(row: Upload) -> dict[str, Any]:
    """What a script may know of an upload."""
    refusal = queries.refusal_of(row.file) if row.file is not None else None
    return {
        "token": row.token,
        "size": row.size,
        "offset": row.received,
        "piece": coming.PIECE,
        "whole": row.file is not None,
        "state": row.file.state if row.file is not None else "",
        "refusal": {"title": str(refusal.title), "remedy": str(refusal.remedy)} if refusal else None,
    }


def copy(request: HttpRequest, public_id: str, copy: str, name: str) -> HttpResponseBase:
    """A copy of an attachment. The public one touches no session; others ask the case's portal who reads.

    Who opens a copy that is not public and is not the person of the case does it by a form: it is written down.
    A copy one may not see, or that is not checked yet, answers as one that does not exist.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    row = queries.attachment(public_id)
    if row is None or copy not in Which.values:
        raise Http404
    public, now = copy == Which.PUBLIC, timezone.now()
    reader = None if public else _reader(request)
    if not kinds.visible(row, copy, reader, legal_day(now)):
        if reader is not None:
            log.warning("refused file_not_visible copy=%s account=%s", copy, reader)
        raise Http404
    found = queries.copy_of(row, copy)
    if found is None or not found.file.ready:
        raise Http404
    right = queries.neutral_name(row, found.file)
    if (row.public_id, name) != (public_id, right):
        return HttpResponseRedirect(reverse("files:copy", args=[row.public_id, copy, right]))
    if not public and reader is not None and reader.pk != row.case.person_id:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        deeds.read(row, copy, by=reader, now=now)
    elif request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return serving.answer(request, found.file, name=right, public=public)


def _reader(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None
