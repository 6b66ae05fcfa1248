"""Sealed evidence in the browser: ask, decide, read. For registrars of the whole installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import log, needs
from jariya.kernel.people.models import RoleKind
from jariya.kernel.people.permissions import holds
from jariya.kernel.people.sessions import fresh
from jariya.kernel.signing import openings
from jariya.kernel.signing import words as signing_words
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.models import Look, Opening
from jariya.kernel.signing.openings import OpeningError
from jariya.office.access import see
from jariya.office.evidence import words
from jariya.office.evidence.forms import AskForm
from jariya.portals.dialogue.access import me, page

PAGE = 20


def at_evidence(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for registrars of the whole installation, by an official's means; for others there is no page."""

    @needs("registry")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if not holds(me(request), RoleKind.REGISTRAR, None, legal_day(now)):
            log.warning("refused role_missing act=evidence account=%s", me(request))
            raise Http404
        return view(request, now, *args, **kwargs)

    return guarded


def _opening(number: int) -> Opening:
    rows = Opening.objects.select_related("asked_by", "decided_by", "evidence__session")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@at_evidence
def front(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Requests, newest first, and the form for a new one."""
    form = AskForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = openings.ask(**form.cleaned_data, by=me(request), now=now)
        except OpeningError as error:
            refused = error.code
        else:
            return see("office:evidence-one", made.pk)
    before = request.GET.get("before", "")
    rows = list(
        openings.listed(before=int(before) if before.isdecimal() and len(before) < 12 else None, limit=PAGE + 1)
    )
    shown = rows[:PAGE]
    context = {
        "form": form,
        "rows": shown,
        "following": f"?before={shown[-1].pk}" if len(rows) > PAGE else None,
        "refused": words.REFUSALS[refused] if refused else "",
        "words": words,
    }
    return page(request, "office/evidence/front.html", context, status=422 if refused or form.errors else 200)


def _one(
    request: HttpRequest, opening: Opening, now: dt.datetime, *, refused: str = "", opened: Any = None
) -> HttpResponse:
    person = me(request)
    two = person.pk in (opening.asked_by_id, opening.decided_by_id)
    context = {
        "opening": opening,
        "session": opening.evidence.session,
        "looks": list(Look.objects.filter(opening=opening).select_related("person").order_by("at")),
        "mine": person.pk == opening.asked_by_id,
        "readable": bool(two and opening.approved and opening.until and opening.until > now),
        "refused": words.REFUSALS[refused] if refused else "",
        "opened": opened,
        "indication": signing_words.indication(opening.evidence.indication),
        "words": words,
    }
    return page(request, "office/evidence/one.html", context, status=409 if refused else 200)


@require_safe
@at_evidence
def one(request: HttpRequest, now: dt.datetime, number: int) -> HttpResponse:
    """One request: who, why, what was decided, who has read. Nothing sealed is on it."""
    return _one(request, _opening(number), now)


@require_POST
@at_evidence
def decide(request: HttpRequest, now: dt.datetime, number: int) -> HttpResponse:
    """The second registrar approves or refuses, soon after a sign-in."""
    opening = _opening(number)
    if not fresh(request, now):
        return _one(request, opening, now, refused="fresh_needed")
    try:
        openings.decide(opening, approved=request.POST.get("do") == "approve", by=me(request), now=now)
    except OpeningError as error:
        return _one(request, opening, now, refused=error.code)
    return see("office:evidence-one", number)


@require_POST
@at_evidence
def read(request: HttpRequest, now: dt.datetime, number: int) -> HttpResponse:
    """Show what is sealed, or give it as a file. A POST, because each look is written down."""
    opening = _opening(number)
    what = request.POST.get("what", "page")
    if what not in words.LOOKS:
        raise Http404
    if not fresh(request, now):
        return _one(request, opening, now, refused="fresh_needed")
    try:
        opened = openings.look(opening, by=me(request), what=what, now=now)
    except OpeningError as error:
        return _one(request, opening, now, refused=error.code)
    if what == "cms":
        return _file(opened.cms, f"signature-{number}.p7s", "application/pkcs7-signature")
    if what == "proofs":
        return _file(opened.proofs.to_bytes() if opened.proofs else b"{}", f"proofs-{number}.json", "application/json")
    return _one(request, opening, now, opened=_facts(opened))


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _facts(opened: openings.Opened) -> dict[str, Any]:
    """The signer's certificate and the proofs in words."""
    found: dict[str, Any] = {"signer": None, "proofs": opened.proofs}
    if opened.proofs and opened.proofs.chain:
        found["signer"] = Certificate.parse(opened.proofs.chain[0])
    return found
