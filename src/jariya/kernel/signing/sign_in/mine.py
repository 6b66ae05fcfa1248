"""One's own signature beside one's account, and the registrar's list of what certificates claim."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.people.models import Person, RoleKind
from jariya.kernel.people.queries import bodies_of
from jariya.kernel.people.sessions import level_of
from jariya.kernel.signing.identity import authority, linking
from jariya.kernel.signing.models import RoleClaim
from jariya.kernel.signing.sign_in import words

CLAIMS_SHOWN = 20


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whether a signature is joined to this account, and what its certificate said of posts."""
    person: Person = request.user  # type: ignore[assignment]
    lang = get_language() or "kk"
    claims = RoleClaim.objects.filter(person=person).select_related("body").order_by("-claimed_at", "-pk")
    context = {
        "person": person,
        "linked": linking.linked(person),
        "level": level_of(request),
        "claims": [{"row": row, "body": row.body.name(lang)} for row in claims[:CLAIMS_SHOWN]],
        "registrar": bool(bodies_of(person, day=timezone.localdate(), kinds=frozenset({RoleKind.REGISTRAR}))),
        "done": request.GET.get("done") == "linked",
        "test": settings.EDS_PROFILE == "test",
        "noindex": True,
    }
    return render(request, "signing/sign_in/mine.html", context, using="jinja2")


def _registrar(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    if not bodies_of(person, day=timezone.localdate(), kinds=frozenset({RoleKind.REGISTRAR})):
        raise Http404
    return person


def _claims_page(request: HttpRequest, registrar: Person, status: int = 200, **more: Any) -> HttpResponse:
    lang = get_language() or "kk"
    rows = authority.waiting_for(registrar, timezone.localdate())
    context = {
        "claims": [{"row": row, "body": row.body.name(lang)} for row in rows],
        "done": request.GET.get("done", "") if request.GET.get("done") in ("approved", "refused") else "",
        "refused": None,
        "at": 0,
        "reason": "",
        "noindex": True,
        **more,
    }
    return render(request, "signing/sign_in/claims.html", context, status=status, using="jinja2")


@needs("registry")
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Roles that certificates claim in the registrar's bodies and nobody holds yet."""
    return _claims_page(request, _registrar(request))


@needs("registry")
@require_http_methods(["POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Grant a claimed role, or refuse it with a reason."""
    registrar = _registrar(request)
    approve = request.POST.get("decision") == "approve"
    reason = request.POST.get("reason", "")
    try:
        authority.decide(number, approve=approve, by=registrar, reason=reason, now=timezone.now())
    except RoleClaim.DoesNotExist:
        raise Http404 from None
    except authority.ClaimError as error:
        if error.code == "not_registrar":
            raise Http404 from None  # as if it did not exist
        return _claims_page(request, registrar, 422, refused=words.of(error.code), at=number, reason=reason[:500])
    return HttpResponseRedirect(reverse("identity:claims") + ("?done=approved" if approve else "?done=refused"))
