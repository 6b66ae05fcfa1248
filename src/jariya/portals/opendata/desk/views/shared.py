"""What the pages of the desk share: who may see them, which set and resource an address names."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata.desk import shown
from jariya.portals.opendata.models import DataSet, Import, Resource

STAFF = frozenset({"officer", "deputy", "head"})
at_desk = taking.staffed(STAFF)


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A private page of the desk."""
    given = {"noindex": True, "invented": False, "key": key_of(request), **context}
    return render(request, f"data-desk/{template}", given, using="jinja2", status=status)


def key_of(request: HttpRequest) -> str:
    """The form's key: what makes a form that is sent twice act once."""
    return request.POST.get("key", "")[:40] or secrets.token_urlsafe(16)


def posted_key(request: HttpRequest, verb: str) -> str | None:
    """The idempotency key of a posted form."""
    key = request.POST.get("key", "")[:60]
    return f"{verb}:{key}" if key else None


def set_or_404(public_id: str, bodies: frozenset[int]) -> DataSet:
    """A set of one's own bodies, in any state."""
    rows = DataSet.objects.select_related("case__body", "licence", "region")
    found: DataSet | None = rows.filter(case__public_id=ids.normal(public_id) or "", case__body_id__in=bodies).first()
    if found is None:
        raise Http404
    return found


def resource_or_404(public_id: str, position: int, bodies: frozenset[int]) -> Resource:
    """A resource of one's own set."""
    held = set_or_404(public_id, bodies)
    found: Resource | None = (
        Resource.objects.filter(data_set=held, position=position, removed_at=None).select_related("current").first()
    )
    if found is None:
        raise Http404
    found.data_set = held
    return found


def import_or_404(public_id: str, position: int, number: int, bodies: frozenset[int]) -> Import:
    """An import of one's own resource."""
    found = shown.import_of(resource_or_404(public_id, position, bodies), number)
    if found is None:
        raise Http404
    return found


def see(name: str, *args: Any, query: str = "") -> HttpResponse:
    """On to another page of the desk."""
    return HttpResponseRedirect(reverse(f"data-desk:{name}", args=args) + query)


def status_of(refusal: Refused | None, form: Any = None) -> int:
    """HTTP status of a page that shows a form again."""
    if refusal is not None:
        return refusal.status
    return 422 if form is not None and form.is_bound and form.errors else 200
