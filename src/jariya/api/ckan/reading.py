"""Reading the catalogue: the actions of CKAN that show sets and resources; `shelves` has what they are sorted by."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.db.models import Q, QuerySet
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


def themes() -> dict[str, Theme]:
    """Themes by their codes."""
    return {row.code: row for row in Theme.objects.all()}


def packages(rows: QuerySet[DataSet]) -> list[dict[str, Any]]:
    """Sets as CKAN writes them."""
    known = themes()
    return [shapes.package(row, known) for row in catalogue.whole(rows)]


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
        for code, theme in themes().items():
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
