"""Reading the catalogue: the actions of CKAN that show sets, resources, bodies, themes, tags and licences."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from jariya.api.ckan import drafts, finding, programs, shapes
from jariya.api.ckan.calls import ACTIONS, Call, action
from jariya.api.ckan.problems import Problem, invalid, misread, not_found
from jariya.api.dcat import catalogue
from jariya.kernel.bodies.models import Body
from jariya.portals.opendata.models import DataSet, Licence, Resource, Theme

PAGE, MOST = 10, 1_000
FACET, MOST_FACET = 50, 1_000
NAMES = 100_000


def _themes() -> dict[str, Theme]:
    return {row.code: row for row in Theme.objects.all()}


def packages(rows: QuerySet[DataSet]) -> list[dict[str, Any]]:
    """Sets as CKAN writes them."""
    themes = _themes()
    return [shapes.package(row, themes) for row in catalogue.whole(rows)]


def found_set(word: str) -> DataSet:
    """The set of a name or an id. Raises `Problem`: not found."""
    row = catalogue.living().filter(Q(slug=word[:100]) | Q(case__public_id=word[:24].upper())).first()
    if row is None:
        raise not_found()
    return row


def found_resource(word: str) -> Resource:
    """The resource of an id, its set beside it. Raises `Problem`: not found."""
    try:
        key = uuid.UUID(word)
    except ValueError:
        raise not_found() from None
    row = catalogue.resources().filter(key=key).select_related("data_set__case__body", "data_set__region").first()
    if row is None:
        raise not_found()
    return row


@action
def site_read(call: Call) -> bool:
    """Whether the site can be read: it can."""
    return True


@action
def status_show(call: Call) -> dict[str, Any]:
    """What answers here. `ckan_version` is the version of CKAN whose API is answered; the program is another."""
    return {
        "ckan_version": "2.11.0",
        "site_url": catalogue.site(),
        "site_title": "Jariya",
        "site_description": _("Open data"),
        "error_emails_to": None,
        "locale_default": "kk",
        "extensions": ["datastore"],
        "software": "Jariya",
    }


@action
def help_show(call: Call) -> str:
    """What an action does. name: of the action."""
    found = ACTIONS.get(call.needed("name"))
    if found is None:
        raise not_found()
    return found.help


@action
def package_list(call: Call) -> list[str]:
    """Names of all sets. limit, offset."""
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", NAMES, NAMES)
    return list(catalogue.living().order_by("slug").values_list("slug", flat=True)[start : start + limit])


@action
def current_package_list_with_resources(call: Call) -> list[dict[str, Any]]:
    """Sets with their resources, those renewed last first. limit (10, at most 1,000), offset."""
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", PAGE, MOST)
    return packages(finding.ordered(catalogue.living(), "")[start : start + limit])


@action
def package_show(call: Call) -> dict[str, Any]:
    """A set. id: its name or id. With a token also one of one's own body that is being prepared."""
    word = call.needed("id", "name_or_id")
    if call.token:
        program = programs.of(call)
        with contextlib.suppress(Problem):
            return drafts.package(drafts.own_set(word, program.body))
    row = found_set(word)
    return packages(catalogue.living().filter(pk=row.pk))[0]


@action
def package_search(call: Call) -> dict[str, Any]:
    """Search. q, fq, fq_list, sort, rows (10, at most 1,000), start, facet.field, facet.limit, facet.mincount."""
    narrow = [one for one in [*call.names("fq_list"), *call.names("fq")] if one.strip()]
    fq = " AND ".join(f"({one})" for one in narrow)
    rows = finding.narrowed(catalogue.living(), call.text("q"), fq, now=call.now)
    sort = call.text("sort")
    start, limit = call.whole("start", 0, NAMES), call.whole("rows", PAGE, MOST)
    shown = packages(finding.ordered(rows, sort)[start : start + limit]) if limit else []
    fields = call.names("facet.field") if call.truth("facet", True) else []
    most = call.whole("facet.limit", FACET, MOST_FACET) or MOST_FACET
    least = call.whole("facet.mincount", 1, NAMES)
    facets = {name: finding.counts(rows, name) for name in dict.fromkeys(fields) if name in finding.FACETS}
    listed = {name: [pair for pair in pairs if pair[1] >= least][:most] for name, pairs in facets.items()}
    titles = _facet_titles(listed)
    return {
        "count": rows.count(),
        "sort": sort or "score desc, metadata_modified desc",
        "results": shown,
        "facets": {name: dict(pairs) for name, pairs in listed.items()},
        "search_facets": {
            name: {
                "title": name,
                "items": [
                    {"name": value, "display_name": titles.get((name, value), value), "count": number}
                    for value, number in pairs
                ],
            }
            for name, pairs in listed.items()
        },
    }


def _facet_titles(listed: dict[str, list[tuple[str, int]]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    if slugs := [value for value, _number in listed.get("organization", [])]:
        for body in Body.objects.filter(slug__in=slugs):
            found["organization", body.slug] = body.name(shapes.lang()).text
    if listed.get("groups"):
        for code, theme in _themes().items():
            found["groups", code] = shapes.group(theme)["title"]
    if listed.get("license_id"):
        for row in Licence.objects.all():
            found["license_id", row.code] = shapes.licence(row)["title"]
    return found


@action
def package_autocomplete(call: Call) -> list[dict[str, Any]]:
    """Sets whose name or title begins with or holds some letters. q, limit (10)."""
    q = call.needed("q", "incomplete")
    words = Q(slug__istartswith=q)
    for lang in catalogue.LANGUAGES:
        words |= Q(**{f"title_{lang}__icontains": q})
    rows = finding.ordered(catalogue.living().filter(words), "")[: call.whole("limit", 10, 100)]
    return [
        {
            "name": row.slug,
            "title": row.title(shapes.lang())[0],
            "match_field": "name" if row.slug.startswith(q.lower()) else "title",
            "match_displayed": row.title(shapes.lang())[0],
        }
        for row in rows
    ]


@action
def resource_show(call: Call) -> dict[str, Any]:
    """A resource. id: its id. With a token also how far the file that was sent to it has been read."""
    word = call.needed("id")
    if call.token:
        program = programs.of(call)
        with contextlib.suppress(Problem):
            return drafts.resource(drafts.own_resource(word, program.body))
    return shapes.resource(found_resource(word))


@action
def organization_list_for_user(call: Call) -> list[dict[str, Any]]:
    """The body of the token; nothing without one."""
    return [shapes.organization(programs.of(call).body)] if call.token else []


@action
def resource_search(call: Call) -> dict[str, Any]:
    """Resources whose field holds some letters. query: `field:letters`, one or many of name, description, url, format,
    id, hash; limit (100, at most 1,000), offset."""
    rows = catalogue.resources().select_related("data_set__case__body", "data_set__region")
    asked = call.names("query")
    if not asked:
        raise invalid("query", "Missing value")
    for one in asked:
        field, colon, letters = one.partition(":")
        if not colon:
            raise misread(_("a query is “field:letters”"))
        rows = rows.filter(_resource_condition(field.strip(), letters.strip()))
    start, limit = call.whole("offset", 0, NAMES), call.whole("limit", 100, MOST)
    shown = rows.order_by("-current__at", "pk")[start : start + limit]
    return {"count": rows.count(), "results": [shapes.resource(row) for row in shown]}


def _resource_condition(field: str, letters: str) -> Q:
    if field in ("name", "description"):
        column = "title" if field == "name" else "text"
        found = Q()
        for lang in catalogue.LANGUAGES:
            found |= Q(**{f"{column}_{lang}__icontains": letters})
        return found
    if field == "url":
        return Q(url__icontains=letters)
    if field == "format":
        ending = Q(current__file_name__iendswith=f".{letters}") | Q(url__iendswith=f".{letters}")
        return ending | Q(current__parquet__isnull=False) if letters.lower() in catalogue.MADE else ending
    if field == "id":
        try:
            return Q(key=uuid.UUID(letters))
        except ValueError:
            return Q(pk__in=[])
    if field == "hash":
        try:
            return Q(current__sha256=bytes.fromhex(letters))
        except ValueError:
            return Q(pk__in=[])
    raise misread(_("there is no field “%(name)s”") % {"name": field[:60]})


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
    rows = [row for code, row in _themes().items() if code in counted and (not wanted or code in wanted)]
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
