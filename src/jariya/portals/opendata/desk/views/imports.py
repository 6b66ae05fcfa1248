"""A file on its way: stage by stage, every problem in its cell, corrections, and the step to a version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jariya.kernel.files.inspect import codes
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.private import me
from jariya.portals.opendata import actions
from jariya.portals.opendata.desk import shown, words
from jariya.portals.opendata.desk.forms import NoteForm, WishesForm, wished
from jariya.portals.opendata.desk.views.shared import at_desk, import_or_404, lang, page, posted_key, see, status_of
from jariya.portals.opendata.importing.columns import TYPES
from jariya.portals.opendata.models import Import, ResourceKind
from jariya.portals.opendata.originals import open_to_all
from jariya.portals.opendata.refusals import refused
from jariya.portals.opendata.running import asking


@require_safe
@at_desk
def one(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Where an import stands, what it found, what can be done."""
    run = import_or_404(public_id, position, number, bodies)
    return _page(request, run, number)


@require_safe
@at_desk
def state(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """The stages alone, for a page that asks again and again; once it is over the page is told to load anew."""
    run = import_or_404(public_id, position, number, bodies)
    steps = shown.steps(run)
    context = {"run": run, "number": number, "steps": steps, "percent": shown.progress(steps), **_about(run)}
    response = page(request, "stages.html", context)
    if run.state not in shown.MOVING:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@at_desk
def again(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Read the same file with corrections."""
    run = import_or_404(public_id, position, number, bodies)
    form = WishesForm(request.POST, sheets=run.report.get("sheets", []), names=shown.names_in(run))
    if not form.is_valid():
        return _page(request, run, number, wishes=form)
    said = {**form.wishes(), **_types(request, run)}
    try:
        anew = asking.again(run=run, wishes=said, by=me(request), now=now)
    except Refused as error:
        return _page(request, run, number, refusal=error, wishes=form)
    return see("import", public_id, position, shown.number_of(anew))


def _types(request: HttpRequest, run: Import) -> dict[str, Any]:
    """Types the publisher says, by the names of the columns."""
    names = [column["name"] for column in run.report.get("columns", [])]
    if not names:
        return {"types": run.wishes["types"]} if run.wishes.get("types") else {}
    told = {name: request.POST.get(f"type-{at}", "") for at, name in enumerate(names[: shown.COLUMNS])}
    types = {name: kind for name, kind in told.items() if kind in TYPES}
    return {"types": types} if types else {}


@require_POST
@at_desk
def publish(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Make a version of what was read."""
    run = import_or_404(public_id, position, number, bodies)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, run, number, note=form)
    note = actions.Note(kk=form.cleaned_data["note_kk"], ru=form.cleaned_data["note_ru"])
    try:
        actions.publish_import(run=run, note=note, by=me(request), now=now, key=posted_key(request, "import.publish"))
    except Refused as error:
        return _page(request, run, number, refusal=error, note=form)
    return see("resource", public_id, position, query="?done=1")


@require_POST
@at_desk
def drop(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Throw an import away."""
    run = import_or_404(public_id, position, number, bodies)
    try:
        asking.drop(run=run, by=me(request), now=now)
    except Refused as error:
        return _page(request, run, number, refusal=error)
    return see("resource", public_id, position)


@require_POST
@at_desk
def sheet(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, position: int, number: int
) -> HttpResponse:
    """Read another sheet of the same workbook into a resource of its own."""
    run = import_or_404(public_id, position, number, bodies)
    name = request.POST.get("sheet", "")
    by = me(request)
    try:
        if run.file is None or name not in run.report.get("sheets", []):
            raise refused("import.no_file")
        with transaction.atomic():
            title = name[:300]
            made = actions.add_resource(
                case=run.resource.data_set.case,
                kind=ResourceKind.TABLE,
                words=actions.Words(title_kk=title, title_ru=title),
                by=by,
                now=now,
                wishes={"sheet": name},
                key=posted_key(request, f"sheet.{number}.{name}"[:40]),
            )
            other = asking.begin(
                resource=made, file=run.file, file_name=run.file_name, wishes={"sheet": name}, by=by, now=now
            )
    except Refused as error:
        return _page(request, run, number, refusal=error)
    return see("import", public_id, made.position, shown.number_of(other))


def _about(run: Import) -> dict[str, Any]:
    title, title_lang = run.resource.title(lang())
    held = run.resource.data_set
    return {
        "set": held,
        "case": held.case,
        "resource": run.resource,
        "title": title,
        "title_lang": title_lang,
        "invented": held.case.invented,
    }


def _page(
    request: HttpRequest,
    run: Import,
    number: int,
    *,
    refusal: Refused | None = None,
    wishes: WishesForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    report = run.report
    steps = shown.steps(run)
    first = wished(run.wishes or run.resource.wishes)
    others = [name for name in report.get("sheets", []) if name != report.get("sheet")]
    found = run.file.found if run.file is not None else []
    schema = report.get("schema")
    context = {
        "run": run,
        "number": number,
        "moving": run.state in shown.MOVING,
        "steps": steps,
        "percent": shown.progress(steps),
        "trouble": words.trouble(run.refusal) if run.refusal else None,
        "report": report,
        "problems": shown.problems(report),
        "columns": shown.columns(report, run.wishes),
        "types": shown.type_choices(),
        "others": others,
        "difference": run.difference,
        "schema": [(words.problem(one["rule"])[0], one) for one in schema["counts"]] if schema else None,
        "hidden": [codes.FINDINGS[one.code] for one in found if one.code in codes.FINDINGS],
        "given": run.file is not None and bool(report) and open_to_all(run.file, report),
        "wishes": wishes or WishesForm(initial=first, sheets=report.get("sheets", []), names=shown.names_in(run)),
        "note": note or NoteForm(),
        "refusal": refusal,
        **_about(run),
    }
    bad = next((form for form in (wishes, note) if form is not None and form.errors), None)
    return page(request, "import.html", context, status=status_of(refusal, bad))
