"""The two addresses that eGov Mobile asks. No cookie, no form: who knows the session's word and its bearer is served.

Every refusal is JSON with a stable code; the application shows the reply 403 as a refusal.
"""

from __future__ import annotations

import hmac
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.signing import actions, egov, words
from jariya.kernel.signing.incoming import Unreadable
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession, Way


def _answer(document: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _no(code: str, status: int, language: str = "kk") -> HttpResponse:
    with translation.override(language):
        said = words.of(code)
        return _answer({"code": code, "title": str(said.what), "remedy": str(said.remedy)}, status)


def _session(word: str) -> SigningSession | None:
    return SigningSession.objects.filter(phone_word=word[:26]).first()


def _closed(session: SigningSession) -> str | None:
    """Why a session shows its document no more."""
    if session.status == Status.OPEN and session.expires_at <= timezone.now():
        return "session.expired"
    if session.status == Status.OPEN:
        return None
    return {Status.EXPIRED: "session.expired", Status.CANCELLED: "session.cancelled"}.get(
        Status(session.status), "session.over"
    )


@require_safe
def first(request: HttpRequest, word: str) -> HttpResponse:
    """The first call: who asks, until when, where the document is."""
    session = _session(word)
    if session is None:
        return _no("session.unknown", 404)
    if (code := _closed(session)) is not None:
        return _no(code, 403, session.language)
    return _answer(egov.first_answer(session))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "PUT"])
def second(request: HttpRequest, word: str) -> HttpResponse:
    """The second call: GET gives the document, PUT takes its signature. The same PUT again gives the same answer."""
    session = _session(word)
    if session is None:
        return _no("session.unknown", 404)
    if not _bears(request, session):
        response = _no("egov.bearer", 403, session.language)
        response["WWW-Authenticate"] = "Bearer"
        return response
    if request.method == "PUT":
        return _put(request, session)
    if (code := _closed(session)) is not None:
        return _no(code, 403, session.language)
    return _answer(egov.second_answer(session))


def _bears(request: HttpRequest, session: SigningSession) -> bool:
    scheme, _space, word = request.headers.get("Authorization", "").partition(" ")
    said = word.strip().encode("utf-8", "replace")
    return scheme.lower() == "bearer" and hmac.compare_digest(said, egov.bearer(session).encode())


def _put(request: HttpRequest, session: SigningSession) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > egov.MAX_BODY:
        return _no("cms.too_big", 413, session.language)
    try:
        actions.receive(session, egov.signature_in(request.body), way=Way.EGOV, now=timezone.now())
    except (RequestDataTooBig, UnreadablePostError):
        return _no("egov.unreadable", 400, session.language)
    except Unreadable as error:
        return _no(error.code, 400, session.language)
    except actions.NotTaken as error:
        return _no(error.code, 403, session.language)
    return _answer({"status": "received"})
