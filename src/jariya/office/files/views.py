"""A file at the desk: what hides in it, how its public copy is made, who opened it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.files import actions, deeds, kinds, marking, publishing, queries, serving
from jariya.kernel.files.inspect.refused import Refused as Inspected
from jariya.kernel.files.models import Attachment, Deed, Draft, Way, Which
from jariya.kernel.files.refusals import of_inspection
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.office.access import lang, see
from jariya.office.files import boxes as places
from jariya.office.files import words
from jariya.portals.dialogue.access import me, page

View = Callable[..., HttpResponse]
EMPTY_ROWS = 3
NEAR = 0.05
"""Points by which a kept box may differ from a found one and still be the same."""


def at_file(view: View) -> View:
    """Only for officials whom the case's portal lets publish its files; for others there is no page."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, public_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        row = queries.attachment(public_id)
        if row is None or not kinds.publishes(row, me(request), legal_day(now)):
            raise Http404
        return view(request, row, now, *args, **kwargs)

    return guarded


def _draft(row: Attachment) -> Draft | None:
    found: Draft | None = Draft.objects.select_related("file", "by").filter(attachment=row).first()
    return found


def _home(row: Attachment) -> dict[str, Any]:
    known = kinds.of(row.case)
    return {
        "row": row,
        "case": row.case,
        "home": known.home(row.case, lang()) if known else None,
        "invented": row.case.invented,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@at_file
def file(request: HttpRequest, row: Attachment, now: dt.datetime) -> HttpResponse:
    """The file: findings, the copy that is prepared, publishing, and everything that happened to it."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _do(request, row, now)
        except Refused as error:
            refusal = error
    sealed = queries.copy_of(row, Which.SEALED)
    if sealed is None:
        raise Http404
    draft = _draft(row)
    public = queries.copy_of(row, Which.PUBLIC)
    context = {
        **_home(row),
        "sealed": sealed,
        "why_refused": queries.refusal_of(sealed.file),
        "found": words.rows(sealed.file.found),
        "ways": publishing.ways(sealed.file) if sealed.file.ready else [],
        "way": request.POST.get("way") or (draft.way if draft else ""),
        "draft": draft,
        "draft_refusal": of_inspection(draft.refusal) if draft and draft.refusal else None,
        "left": words.rows(draft.file.found) if draft and draft.file else [],
        "mine": draft is not None and draft.by_id == me(request).pk,
        "public": public,
        "public_view": queries.one(row.public_id, None, day=legal_day(now)),
        "deeds": [(words.DEEDS[Deed.Kind(deed.kind)], deed) for deed in deeds.of(row)],
        "refusal": refusal,
        "typed": {"title": request.POST.get("title", ""), "language": request.POST.get("language", lang())},
        "words": words,
        "Way": Way,
    }
    return page(request, "office/files/file.html", context, status=refusal.status if refusal else 200)


def _do(request: HttpRequest, row: Attachment, now: dt.datetime) -> HttpResponse:
    verb, by = request.POST.get("do", ""), me(request)
    if verb == "prepare":
        way = request.POST.get("way", "")
        if way == Way.BLACKENED:
            publishing.begin_blackening(attachment=row, by=by, now=now)
            return see("office:file-page", row.public_id, 1)
        publishing.prepare(attachment=row, way=way, by=by, now=now)
    elif verb == "blacken":
        publishing.prepare(attachment=row, way=Way.BLACKENED, by=by, now=now)
    elif verb == "publish":
        publishing.publish(
            attachment=row,
            title=request.POST.get("title", ""),
            language=request.POST.get("language", lang()),
            looked=request.POST.get("looked") == "1",
            by=by,
            now=now,
        )
    elif verb == "withdraw":
        actions.withdraw(attachment=row, by=by, now=now)
    else:
        raise Http404
    return see("office:file", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@at_file
def one_page(request: HttpRequest, row: Attachment, now: dt.datetime, number: int) -> HttpResponse:
    """A page of a PDF: what the finder found is ticked, further places are drawn or typed."""
    draft = _blackening(request, row)
    try:
        view = marking.page_of(publishing.original(row), number)
    except Inspected:
        view = None
    if view is None:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        try:
            kept = places.sent(request.POST)
        except places.NotABox:
            error, status = _("A place has four numbers: left, top, right, bottom, in millimetres."), 422
        else:
            publishing.mark(attachment=row, page=number, boxes=kept, by=me(request), now=now)
            if request.POST.get("do") == "next" and number < view.pages:
                return see("office:file-page", row.public_id, number + 1)
            return see("office:file", row.public_id)
    kept_before = draft.on_page(number)
    typed = list(zip(*(request.POST.getlist(side) for side in places.SIDES), strict=False)) if error else None
    marks = [
        {
            "kind": words.PERSONAL.get(mark.kind, mark.kind),
            "text": mark.text,
            "value": places.packed(box[1:] for box in mark.boxes),
            "boxes": mark.boxes,
            "on": kept_before is None or all(_among(box[1:], kept_before) for box in mark.boxes),
        }
        for mark in view.marks
    ]
    others = [
        box
        for box in kept_before or []
        if not any(_same(box, found[1:]) for mark in view.marks for found in mark.boxes)
    ]
    context = {
        **_home(row),
        "view": view,
        "number": number,
        "marks": marks,
        "others": typed if typed is not None else [places.typed(box) for box in others],
        "boxes": others,
        "empty_rows": EMPTY_ROWS,
        "error": error,
        "last": number == view.pages,
    }
    return page(request, "office/files/page.html", context, status=status)


def _same(one: Any, other: Any) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))


def _among(box: Any, kept: list[list[float]]) -> bool:
    return any(_same(box, one) for one in kept)


def _blackening(request: HttpRequest, row: Attachment) -> Draft:
    """The draft of this very official: beginning it wrote down that they open the original."""
    draft = _draft(row)
    if draft is None or draft.way != Way.BLACKENED or draft.by_id != me(request).pk:
        raise Http404
    return draft


@require_safe
@at_file
def picture(request: HttpRequest, row: Attachment, now: dt.datetime, number: int) -> HttpResponse:
    """A page of the original as a picture, for the official who blackens it."""
    _blackening(request, row)
    try:
        content = marking.picture(publishing.original(row), number)
    except Inspected:
        raise Http404 from None
    return HttpResponse(content, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


@require_POST
@at_file
def prepared(request: HttpRequest, row: Attachment, now: dt.datetime) -> HttpResponse:
    """The prepared copy, to be looked at before it is published; written down."""
    draft = _draft(row)
    if draft is None or draft.file is None or not draft.file.ready:
        raise Http404
    deeds.read(row, "draft", by=me(request), now=now)
    name = queries.neutral_name(row, draft.file)
    return cast(HttpResponse, serving.answer(request, draft.file, name=name, public=False))
