"""What the readers' pages of open data share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept
from jariya.portals.opendata.models import DataSet, Resource, Version


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def today() -> dt.date:
    """The legal day of the request."""
    return legal_day(timezone.now())


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"data/{template}", context, using="jinja2", status=status))


def optional(name: str, *args: Any) -> str | None:
    """Address of a page of another part of open data; None where that part is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def absolute(path: str) -> str:
    """The whole address of a path."""
    return f"{settings.PUBLIC_URL}{path}"


def set_or_404(slug: str) -> DataSet:
    """A set as anyone may open it; of a withdrawn one the stub."""
    found = (
        DataSet.objects.visible_to(None)
        .filter(slug=slug)
        .select_related("case__body", "licence", "region", "entry")
        .first()
    )
    if found is None:
        raise Http404
    return found


def resource_or_404(slug: str, position: int) -> tuple[DataSet, Resource]:
    """A resource of a set that anyone may read, with its version in force."""
    data_set = set_or_404(slug)
    found = (
        Resource.objects.visible_to(None)
        .filter(data_set=data_set, position=position)
        .select_related("current__file")
        .first()
    )
    if found is None:
        raise Http404
    found.data_set = data_set
    return data_set, found


def version_or_404(resource: Resource, number: int) -> Version:
    """A version of a resource that may be read."""
    found = resource.versions.filter(number=number).select_related("file").first()
    if found is None:
        raise Http404
    return found
