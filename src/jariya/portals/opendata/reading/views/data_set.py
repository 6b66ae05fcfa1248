"""The page of a data set, its difference between versions, and what machines read of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.web.caching import kept
from jariya.portals.opendata.downloads import lines
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.models import DataSet, Resource, Theme, Version, told
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.reading import cited, counted, giving, phrases, qualified
from jariya.portals.opendata.reading.cells import cut
from jariya.portals.opendata.reading.columns import columns_of
from jariya.portals.opendata.reading.entries import format_of
from jariya.portals.opendata.reading.named import title_of_resource, title_of_set
from jariya.portals.opendata.reading.views.shared import (
    absolute,
    lang,
    optional,
    resource_or_404,
    set_or_404,
    today,
    version_or_404,
)
from jariya.portals.opendata.reading.views.shared import page as shown
from jariya.portals.opendata.showcase.queries import built_on

VERSIONS = 20
COMMENTS = 5
COLUMNS = 12
"""Columns shown of rows that came and went."""


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A set as anyone may read it; of a withdrawn one why it was withdrawn. Twenty queries at most."""
    data_set = set_or_404(slug)
    case = data_set.case
    title, title_lang = title_of_set(data_set, lang())
    living = case.state == "published"
    resources = list(_resources(data_set)) if living else []
    versions = list(_versions(resources))
    themes = Theme.objects.filter(pk__in=data_set.themes) if data_set.themes else []
    fresh_until = data_set.fresh_until
    context = {
        "set": data_set,
        "case": case,
        "living": living,
        "state": lifecycle(case.kind).state(case.state),
        "title": title,
        "title_lang": title_lang,
        "text": told(data_set, "text", lang()),
        "reason": (data_set.reason_ru, "ru") if lang() == "ru" and data_set.reason_ru else (data_set.reason_kk, "kk"),
        "missing": [code for code in ("kk", "ru") if not getattr(data_set, f"title_{code}")],
        "licence": (*told(data_set.licence, "title", lang()), data_set.licence.url) if data_set.licence else None,
        "themes": [(row.code, told(row, "title", lang())[0]) for row in themes],
        "frequency": phrases.frequencies().get(data_set.frequency),
        "fresh_until": fresh_until,
        "late": fresh_until is not None and fresh_until < today(),
        "quality": qualified.quality(data_set, lang()),
        "resources": [_row(data_set, one) for one in resources],
        "versions": [(row, title_of_resource(row.resource, lang())[0]) for row in versions[:VERSIONS]],
        "more_versions": len(versions) > VERSIONS,
        "citation": _citation(data_set, resources),
        "used": counted.by_month(case.pk),
        "timeline": say(Event.objects.timeline(case.pk, public_only=True).select_related("case"), lang()),
        "thread": discussion.thread(case, limit=COMMENTS, now=timezone.now()),
        "applications": built_on(data_set),
        "showcase_href": optional("showcase:offer", slug),
        "wanted_href": optional("wanted:front"),
        "plan": _plan(data_set),
        "invented": case.invented,
    }
    return shown(request, "set.html", context)


def _resources(data_set: DataSet) -> Any:
    return (
        Resource.objects.visible_to(None)
        .filter(data_set=data_set)
        .select_related("current", "data_set__case__body")
        .order_by("position")
    )


def _versions(resources: list[Resource]) -> Any:
    """Versions of the resources shown, the newest first."""
    rows = Version.objects.filter(resource__in=resources).select_related("resource__data_set")
    return rows.defer("report").order_by("-at", "-pk")[: VERSIONS + 1]


def _row(data_set: DataSet, resource: Resource) -> dict[str, Any]:
    held = resource.current
    name, name_lang = title_of_resource(resource, lang())
    return {
        "resource": resource,
        "title": name,
        "lang": name_lang,
        "text": told(resource, "text", lang()),
        "format": phrases.format_name(format_of(resource)),
        "version": held,
        "columns": len(held.report.get("columns", [])) if held else 0,
        "href": reverse("data:resource", args=[data_set.slug, resource.position]),
        "table": held is not None and held.parquet is not None,
        "formats": _formats(resource, held),
    }


def _formats(resource: Resource, held: Version | None) -> list[tuple[str, str, str]]:
    """(format, its words, address of the whole table)."""
    if held is None or held.parquet is None:
        return []
    ways = []
    for kind, said in giving.formats(held, columns_of(held, resource, lang())):
        own = reverse("data:download", args=[resource.data_set.slug, resource.position, kind])
        ways.append((kind, said, giving.whole(resource, held, kind) or own))
    return ways


def _citation(data_set: DataSet, resources: list[Resource]) -> str:
    """The citation of the first resource that has a version."""
    for resource in resources:
        if resource.current is not None:
            own = reverse("data:version", args=[data_set.slug, resource.position, resource.current.number])
            return cited.citation(data_set, resource, resource.current, lang(), absolute(own))
    return ""


def _plan(data_set: DataSet) -> tuple[str, str] | None:
    """(address, title) of the item of a publishing plan that the set fulfils."""
    row = PlanItem.objects.visible_to(None).filter(data_set=data_set).select_related("case").first()
    return (reverse("planning:item", args=[row.case.public_id]), told(row, "title", lang())[0]) if row else None


@require_safe
def linked(request: HttpRequest, slug: str) -> HttpResponse:
    """The set as schema.org/Dataset in JSON-LD; 410 of a withdrawn one."""
    data_set = set_or_404(slug)
    resources = list(_resources(data_set)) if data_set.case.state == "published" else []
    files = {}
    for one in resources:
        held = one.current
        if held is not None and held.parquet is not None:
            files[one.pk] = [
                (
                    lines.MEDIA[kind].partition(";")[0],
                    absolute(reverse("data:download", args=[slug, one.position, kind])),
                )
                for kind, _words in giving.formats(held, columns_of(held, one, lang()))
            ]
        elif one.url:
            files[one.pk] = [("application/octet-stream", one.url)]
    own = absolute(reverse("data:set", args=[slug]))
    made = cited.linked(data_set, resources, lang(), own, files)
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json")
    if data_set.case.state != "published":
        response.status_code = 410
    return kept(response)


@require_safe
def difference(request: HttpRequest, slug: str, position: int, number: int) -> HttpResponse:
    """What a version changed against the one before it: columns, rows, cells."""
    data_set, resource = resource_or_404(slug, position)
    held = version_or_404(resource, number)
    if held.difference is None:
        raise Http404
    before = resource.versions.filter(number__lt=number).order_by("-number").first()
    context = {
        "set": data_set,
        "resource": resource,
        "version": held,
        "before": before,
        "difference": held.difference,
        "title": title_of_resource(resource, lang())[0],
        "types": phrases.types(),
        "invented": data_set.case.invented,
        **_changes(held.difference),
    }
    return shown(request, "difference.html", context)


def _changes(found: dict[str, Any]) -> dict[str, Any]:
    """Cells and rows of a difference as tables: at most so many columns as a page has room for."""
    samples = [*found.get("added_rows", []), *found.get("removed_rows", [])]
    heads = [name for name in (samples[0] if samples else {}) if name != GEOMETRY][:COLUMNS]

    def rows(name: str) -> list[list[str]]:
        return [[cut(str(row.get(head) or "—")) for head in heads] for row in found.get(name, [])]

    cells = [
        (
            " | ".join(str(part) for part in one["key"]),
            one["column"],
            cut(str(one["old"] or "—")),
            cut(str(one["new"] or "—")),
        )
        for one in found.get("changed_cells", [])
    ]
    return {"heads": heads, "added": rows("added_rows"), "removed": rows("removed_rows"), "cells": cells}
