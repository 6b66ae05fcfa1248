"""The page on which a person signs, and the forms on it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from jariya.kernel.people.gates import private, sign_in_address
from jariya.kernel.signing import actions, acts, egov, ncalayer, pages, step, words
from jariya.kernel.signing.incoming import MAX_TEXT, Unreadable, der_of
from jariya.kernel.signing.lifecycle import RUNNING, Status
from jariya.kernel.signing.models import SigningSession, Way


def _session(request: HttpRequest, public_id: str) -> SigningSession:
    session = pages.mine(request, public_id)
    if session is None:
        raise Http404
    actions.expire_now(session, now=timezone.now())
    return session


def _stranger(request: HttpRequest, public_id: str) -> HttpResponse | None:
    """Nobody signed in and not this browser's: perhaps the person whose session has ended. To sign-in and back."""
    if request.user.is_authenticated or public_id in request.session.get(pages.HELD, []):
        return None
    return HttpResponseRedirect(sign_in_address(request))


@private
@require_safe
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is signed, in plain words and exactly; both ways; what became of it."""
    if (away := _stranger(request, public_id)) is not None:
        return away
    session = _session(request, public_id)
    if session.status == Status.PASSED and acts.act(session.act).straight:
        return HttpResponseRedirect(pages.way_back(session))
    return _page(request, session)


def _page(request: HttpRequest, session: SigningSession, *, refused: str = "", status: int = 200) -> HttpResponse:
    lang = get_language() or "kk"
    now = timezone.now()
    is_open = session.status == Status.OPEN
    code = refused or (session.code if is_open else "")
    content = step.read(bytes(session.manifest)) if session.manifest is not None else None
    context: dict[str, Any] = {
        "session": session,
        "act_title": acts.act(session.act).title,
        "content": content,
        "title": _title(content, lang) if content else "",
        "manifest": bytes(session.manifest).decode() if session.manifest is not None else "",
        "digest": bytes(session.digest).hex(),
        "shown": session.shown or {"text": "", "facts": []},
        "is_open": is_open,
        "running": session.status in RUNNING,
        "verdict": words.verdict(session, rule=acts.act(session.act).rule.name),
        "consent_words": words.CONSENTS,
        "refused": words.of(code, rule=acts.act(session.act).rule.name) if code else None,
        "test": settings.EDS_PROFILE == "test",
        "way_back": pages.way_back(session) if session.status == Status.PASSED else session.back,
        "noindex": True,
    }
    if is_open:
        context |= {
            "qr": egov.qr_svg(session),
            "link": egov.link(session),
            "ncalayer_url": settings.EDS_NCALAYER_URL,
            "ncalayer_request": ncalayer.request_text(session),
            "signer_view": f"{settings.SIGNER_VIEW}/?lang={lang}" if settings.SIGNER_VIEW else "",
            "minutes": egov.minutes_left(session, now),
            "troubles": words.NCALAYER,
        }
    response = render(request, "signing/sign.html", context, status=status, using="jinja2")
    if is_open:
        response._csp_update = {"connect-src": [ncalayer.source()]}  # type: ignore[attr-defined]
    return response


def _title(content: dict[str, Any], lang: str) -> str:
    title: str = content["title_kk"] if lang == "kk" else content["title_ru"]
    return title


@private
@require_safe
def status(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the page's script: the state, so that the page is loaded anew when it has changed."""
    session = pages.mine(request, public_id)
    if session is None:
        said = words.of("session.unknown")
        return JsonResponse({"code": said.code, "title": str(said.what), "remedy": str(said.remedy)}, status=404)
    over = session.status == Status.OPEN and session.expires_at <= timezone.now()
    return JsonResponse({"status": Status.EXPIRED if over else session.status, "refused": session.code})


@private
@require_safe
def manifest(request: HttpRequest, public_id: str) -> HttpResponse:
    """The exact bytes as a file, for any program that signs."""
    session = _session(request, public_id)
    if session.manifest is None:
        raise Http404
    raw = bytes(session.manifest)
    response = HttpResponse(raw, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="jariya-{hashlib.sha256(raw).hexdigest()[:12]}.json"'
    return response


def _take(request: HttpRequest, session: SigningSession, sent: bytes | str, way: Way) -> HttpResponse:
    try:
        actions.receive(session, der_of(sent), way=way, now=timezone.now())
    except (Unreadable, actions.NotTaken) as error:
        session.refresh_from_db()
        return _page(request, session, refused=error.code, status=422)
    return pages.to_page(session)


@private
@require_POST
def by_ncalayer(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the script got from NCALayer."""
    return _take(request, _session(request, public_id), request.POST.get("cms", ""), Way.NCALAYER)


@private
@require_POST
def by_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """A signature that any program made over the manifest: the way of whoever has neither script nor telephone."""
    session = _session(request, public_id)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, session, refused="cms.missing", status=422)
    if sent.size is None or sent.size > MAX_TEXT:
        return _page(request, session, refused="cms.too_big", status=422)
    return _take(request, session, sent.read(), Way.FILE)


@private
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do not sign."""
    session = _session(request, public_id)
    actions.cancel(session, now=timezone.now())
    return pages.to_page(session)


@private
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign the same matter in a new session, after one that did not pass."""
    session = _session(request, public_id)
    now = timezone.now()
    try:
        fresh = actions.again(session, now=now)
    except actions.NotTaken as error:
        return _page(request, session, refused=error.code, status=409)
    if fresh.person_id is None:
        pages.hold(request, fresh, now=now)
    return pages.to_page(fresh)
