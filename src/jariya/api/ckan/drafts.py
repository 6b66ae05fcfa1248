"""What a body's own program sees besides what is public: its sets that are being prepared, how their files are read."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch, Q

from jariya.api.ckan import shapes
from jariya.api.ckan.problems import not_found
from jariya.api.dcat import catalogue
from jariya.kernel.bodies.models import Body
from jariya.portals.opendata.models import DataSet, Import, Resource, Stage, Theme

OVER = ("discarded",)


def own_set(word: str, body: Body) -> DataSet:
    """A set of the body by its name or id, public or not. Raises `Problem`: not found."""
    rows = DataSet.objects.filter(case__body=body).exclude(case__state__in=OVER).select_related("case__body")
    found: DataSet | None = rows.filter(Q(slug=word[:100]) | Q(case__public_id=word[:24].upper())).first()
    if found is None:
        raise not_found()
    return found


def own_resource(word: str, body: Body) -> Resource:
    """A resource of a set of the body, filled or not. Raises `Problem`: not found."""
    try:
        key = uuid.UUID(word)
    except ValueError:
        raise not_found() from None
    rows = Resource.objects.filter(data_set__case__body=body, removed_at=None).exclude(data_set__case__state__in=OVER)
    found: Resource | None = rows.filter(key=key).select_related("data_set__case__body", "current").first()
    if found is None:
        raise not_found()
    return found


def package(row: DataSet) -> dict[str, Any]:
    """A set as its body's program sees it: resources of which nothing is published are there, with their reading."""
    held = Resource.objects.filter(removed_at=None).select_related("current").order_by("position")
    rows = DataSet.objects.select_related("case__body", "licence", "region")
    whole = rows.prefetch_related(Prefetch("resources", queryset=held, to_attr="given")).get(pk=row.pk)
    found = shapes.package(whole, {theme.code: theme for theme in Theme.objects.all()})
    public = whole.case.state == "published"
    found |= {"state": "active" if public else "deleted" if whole.case.state == "withdrawn" else "draft"}
    found["private"] = not public
    found["resources"] = [resource(one) for one in catalogue.given(whole)]
    return found


def resource(row: Resource) -> dict[str, Any]:
    """A resource with what became of the last file that was sent."""
    run = Import.objects.filter(resource=row).order_by("-id").first()
    found = shapes.resource(row)
    filled = row.current is not None or row.url
    return {**found, "state": "active" if filled else "draft", "import": reading(run) if run else None}


def reading(run: Import) -> dict[str, Any]:
    """Where an import stands, as codes and numbers."""
    stage = Stage.objects.filter(run=run).order_by("-position").first()
    problems = (run.report or {}).get("problems") or {}
    return {
        "id": run.pk,
        "state": run.state,
        "stage": stage.name if stage else None,
        "percent": stage.percent if stage else None,
        "code": run.refusal or None,
        "values": run.refusal_values or None,
        "rows": (run.report or {}).get("rows"),
        "problems": problems.get("counts", problems) if isinstance(problems, dict) else len(problems),
        "version": run.version.number if run.version else None,
    }
