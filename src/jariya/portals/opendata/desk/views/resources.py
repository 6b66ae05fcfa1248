"""Resources at the desk: a new one, the next file, words of the columns, former versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.files import forms as files
from jariya.kernel.files.models import Area
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.private import me
from jariya.portals.opendata import actions
from jariya.portals.opendata.desk import shown
from jariya.portals.opendata.desk.forms import ResourceForm, SendForm
from jariya.portals.opendata.desk.views.shared import (
    at_desk,
    lang,
    page,
    posted_key,
    resource_or_404,
    see,
    set_or_404,
    status_of,
)
from jariya.portals.opendata.models import Import, Resource, ResourceKind, Version
from jariya.portals.opendata.refusals import refused
from jariya.portals.opendata.running import asking

TABLES = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.json,.ndjson,.geojson,.zip,.gz"
WORDED = 100
"""Columns whose words are asked for on one page."""
LANGUAGES = ("kk", "ru", "en")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def add(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """A new resource with its first file, or with a link."""
    held = set_or_404(public_id, bodies)
    by, refusal = me(request), None
    form = ResourceForm(request.POST if request.method == "POST" else None)
    kept = files.held(by, now=now)
    if request.method == "POST":
        kept = files.take(request, "file", by=by, now=now, area=Area.TABLES)
        if form.is_valid() and kept.clean:
            try:
                made, run = _added(request, held.case, form.cleaned_data, kept, by, now)
            except Refused as error:
                refusal = error
            else:
                if run is None:
                    return see("set", public_id, query="?done=1")
                return see("import", public_id, made.position, shown.number_of(run))
    title, title_lang = shown.title_at_desk(held.case, lang())
    context = {
        "set": held,
        "case": held.case,
        "title": title,
        "title_lang": title_lang,
        "form": form,
        "kept": kept,
        "accept": TABLES,
        "refusal": refusal,
        "invented": held.case.invented,
    }
    bad = 422 if request.method == "POST" and not kept.clean else 200
    return page(request, "add.html", context, status=max(bad, status_of(refusal, form)))


def _added(
    request: HttpRequest, case: Any, said: dict[str, Any], kept: files.Kept, by: Any, now: dt.datetime
) -> tuple[Resource, Import | None]:
    upload = next(iter(kept.uploads), None)
    if upload is None and not said["url"]:
        raise refused("import.no_file")
    link = bool(said["only_link"] and said["url"] and upload is None)
    words = actions.Words(title_kk=said["title_kk"], title_ru=said["title_ru"])
    with transaction.atomic():
        made = actions.add_resource(
            case=case,
            kind=ResourceKind.LINK if link else ResourceKind.TABLE,
            words=words,
            url=said["url"] if upload is None else "",
            by=by,
            now=now,
            key=posted_key(request, "resource.add"),
        )
        if link:
            return made, None
        run = asking.begin(resource=made, upload=upload, url=said["url"], by=by, now=now)
    return made, run


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int) -> HttpResponse:
    """A resource: the next file, its imports, its versions."""
    resource = resource_or_404(public_id, position, bodies)
    by, refusal = me(request), None
    form = SendForm(request.POST if request.method == "POST" else None, initial={"url": resource.url})
    kept = files.held(by, now=now)
    if request.method == "POST":
        kept = files.take(request, "file", by=by, now=now, area=Area.TABLES)
        if form.is_valid() and kept.clean:
            try:
                run = asking.begin(
                    resource=resource,
                    upload=next(iter(kept.uploads), None),
                    url=form.cleaned_data["url"],
                    by=by,
                    now=now,
                )
            except Refused as error:
                refusal = error
            else:
                return see("import", public_id, position, shown.number_of(run))
    runs = list(Import.objects.filter(resource=resource).order_by("-id")[:10])
    count = Import.objects.filter(resource=resource).count()
    title, title_lang = resource.title(lang())
    context = {
        "set": resource.data_set,
        "case": resource.data_set.case,
        "resource": resource,
        "title": title,
        "title_lang": title_lang,
        "form": form,
        "kept": kept,
        "accept": TABLES,
        "refusal": refusal,
        "runs": [(run, count - place) for place, run in enumerate(runs)],
        "versions": list(Version.objects.filter(resource=resource).defer("report")[:20]),
        "done": request.GET.get("done", ""),
        "invented": resource.data_set.case.invented,
    }
    return page(request, "resource.html", context, status=status_of(refusal, form))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def words(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int
) -> HttpResponse:
    """What the resource and its columns are called in three languages, and what tells its rows apart."""
    resource = resource_or_404(public_id, position, bodies)
    refusal = None
    names = _names(resource)[:WORDED]
    if request.method == "POST":
        try:
            actions.describe_resource(
                resource=resource,
                words=_said(request, resource, names),
                by=me(request),
                now=now,
                key=posted_key(request, "resource.words"),
            )
        except Refused as error:
            refusal = error
        else:
            return see("resource", public_id, position, query="?done=1")
    title, title_lang = resource.title(lang())
    context = {
        "set": resource.data_set,
        "case": resource.data_set.case,
        "resource": resource,
        "title": title,
        "title_lang": title_lang,
        "names": [(number, name, resource.columns.get(name) or {}) for number, name in enumerate(names)],
        "row_key": resource.row_key,
        "refusal": refusal,
        "invented": resource.data_set.case.invented,
    }
    return page(request, "words.html", context, status=status_of(refusal))


def _names(resource: Resource) -> list[str]:
    """Columns of the version in force, else of the newest import."""
    if resource.current is not None:
        return list(resource.current.names)
    run = Import.objects.filter(resource=resource, state="ready").order_by("-id").first()
    return [column["name"] for column in run.report.get("columns", [])] if run else []


def _said(request: HttpRequest, resource: Resource, names: list[str]) -> actions.Words:
    def typed(name: str, most: int) -> str:
        return request.POST.get(name, "").replace("\0", "").strip()[:most]

    columns = dict(resource.columns)
    for number, name in enumerate(names):
        given = {code: typed(f"c{number}-{code}", 200) for code in LANGUAGES}
        columns[name] = {**(columns.get(name) or {}), **given}
        if not any(columns[name].values()):
            del columns[name]
    key = [name for number, name in enumerate(names) if request.POST.get(f"c{number}-key")]
    texts = {f"{word}_{code}": typed(f"{word}_{code}", 2000 if word == "text" else 300)
             for word in ("title", "text") for code in LANGUAGES}  # fmt: skip
    return actions.Words(**texts, columns=columns, row_key=key)


@require_safe
@at_desk
def former(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Ask once more before a former version is published again."""
    resource = resource_or_404(public_id, position, bodies)
    return _former(request, resource, number, None)


def _former(request: HttpRequest, resource: Resource, number: int, refusal: Refused | None) -> HttpResponse:
    title, title_lang = resource.title(lang())
    context = {
        "set": resource.data_set,
        "case": resource.data_set.case,
        "resource": resource,
        "title": title,
        "title_lang": title_lang,
        "number": number,
        "refusal": refusal,
        "invented": resource.data_set.case.invented,
    }
    return page(request, "former.html", context, status=status_of(refusal))


@require_POST
@at_desk
def roll_back(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Publish a former version again."""
    resource = resource_or_404(public_id, position, bodies)
    try:
        actions.roll_back(
            resource=resource, number=number, by=me(request), now=now, key=posted_key(request, "version.back")
        )
    except Refused as error:
        return _former(request, resource, number, error)
    return see("resource", public_id, position, query="?done=1")


@require_POST
@at_desk
def remove(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int
) -> HttpResponse:
    """Take a resource out of its set."""
    resource = resource_or_404(public_id, position, bodies)
    actions.remove_resource(resource=resource, by=me(request), now=now, key=posted_key(request, "resource.remove"))
    return see("set", public_id, query="?done=1")
