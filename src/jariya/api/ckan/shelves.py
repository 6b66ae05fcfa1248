"""What sets are sorted by: the actions of CKAN that show bodies, themes, tags and licences."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Func, QuerySet

from jariya.api.ckan import finding, shapes
from jariya.api.ckan.calls import Call, action
from jariya.api.ckan.problems import invalid, not_found
from jariya.api.ckan.reading import MOST, NAMES, packages, themes
from jariya.api.dcat import catalogue
from jariya.kernel.bodies.models import Body
from jariya.portals.opendata.models import DataSet, Licence, Theme


def _bodies() -> list[tuple[Body, int]]:
    """Bodies that publish, with their sets, in the order of the Kazakh alphabet."""
    sets = dict(catalogue.living().values_list("case__body").annotate(sets=Count("pk")))
    return [(row, sets[row.pk]) for row in Body.objects.filter(pk__in=sets).order_by("sort_kk", "id")]


@action
def organization_list(call: Call) -> list[Any]:
    """Bodies that publish. all_fields, organizations (names), sort (name, title, package_count), limit, offset."""
    wanted = set(call.names("organizations"))
    rows = [(row, sets) for row, sets in _bodies() if not wanted or row.slug in wanted]
    return _listed(call, [(row.slug, shapes.organization(row, sets=sets)) for row, sets in rows])


def _listed(call: Call, rows: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Names or objects of bodies or themes, sorted and cut as asked."""
    name, _space, way = call.text("sort", "").partition(" ")
    if name in ("name", "title", "package_count", "packages"):
        key = "package_count" if name == "packages" else name
        rows = sorted(rows, key=lambda pair: pair[1][key], reverse=way.strip().lower() == "desc")
    elif name:
        raise invalid("sort", f"Cannot sort by field `{name[:60]}`")
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", NAMES, NAMES)
    rows = rows[start : start + limit]
    return [row for _name, row in rows] if call.truth("all_fields", False) else [word for word, _row in rows]


@action
def organization_show(call: Call) -> dict[str, Any]:
    """A body that publishes. id: its name; include_datasets (its first 1,000), include_dataset_count."""
    word = call.needed("id")[:80]
    sets = catalogue.living().filter(case__body__slug=word)
    row = Body.objects.filter(slug=word).first()
    number = sets.count()
    if row is None or not number:
        raise not_found()
    found = shapes.organization(row, sets=number)
    return {**found, "users": [], "groups": [], "tags": [], "extras": [], **_with_sets(call, sets)}


def _with_sets(call: Call, sets: QuerySet[DataSet]) -> dict[str, Any]:
    if not call.truth("include_datasets", False):
        return {}
    return {"packages": packages(finding.ordered(sets, "")[:MOST])}


@action
def group_list(call: Call) -> list[Any]:
    """Themes that sets have. all_fields, groups (names), sort, limit, offset."""
    wanted = {word.upper() for word in call.names("groups")}
    counted = _theme_counts()
    rows = [row for code, row in themes().items() if code in counted and (not wanted or code in wanted)]
    return _listed(call, [(row.code.lower(), shapes.group(row, sets=counted[row.code])) for row in rows])


def _theme_counts() -> dict[str, int]:
    parted = Func(F("themes"), function="unnest")
    return dict(catalogue.living().annotate(one=parted).values_list("one").annotate(sets=Count("pk")))


@action
def group_show(call: Call) -> dict[str, Any]:
    """A theme. id: its name or code; include_datasets (the first 1,000)."""
    code = call.needed("id").upper()[:8]
    row = Theme.objects.filter(code=code).first()
    if row is None:
        raise not_found()
    sets = catalogue.living().filter(themes__contains=[code])
    found = shapes.group(row, sets=sets.count())
    return {**found, "users": [], "groups": [], "tags": [], "extras": [], **_with_sets(call, sets)}


def _tags() -> list[str]:
    parted = Func(F("tags"), function="unnest")
    return sorted(set(catalogue.living().annotate(one=parted).values_list("one", flat=True)))


@action
def tag_list(call: Call) -> list[Any]:
    """Tags that sets have. query: letters they hold; all_fields; limit, offset."""
    letters = call.text("query").lower()
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", NAMES, NAMES)
    found = [word for word in _tags() if letters in word.lower()][start : start + limit]
    return [shapes.tag(word) for word in found] if call.truth("all_fields", False) else found


@action
def tag_search(call: Call) -> dict[str, Any]:
    """Tags that hold some letters. query, limit, offset."""
    letters = call.text("query").lower()
    found = [word for word in _tags() if letters in word.lower()]
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", 100, NAMES)
    return {"count": len(found), "results": [shapes.tag(word) for word in found[start : start + limit]]}


@action
def tag_show(call: Call) -> dict[str, Any]:
    """A tag. id: the tag itself; include_datasets (the first 1,000)."""
    word = call.needed("id")
    sets = catalogue.living().filter(tags__contains=[word])
    if not sets.exists():
        raise not_found()
    return {**shapes.tag(word), **_with_sets(call, sets)}


@action
def license_list(call: Call) -> list[dict[str, Any]]:
    """Licences that sets may bear."""
    return [shapes.licence(row) for row in Licence.objects.all()]
