"""The law desk in the browser: what waits, what was decided, how far an edition has spread, each edit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.law import actions, queries
from jariya.kernel.law.dates import say_day, say_value
from jariya.kernel.law.edits import Change
from jariya.kernel.law.errors import LawError
from jariya.kernel.law.models import CalendarEdition, Edit, NormEdition
from jariya.kernel.lifecycle.engine import legal_day
from jariya.office import tasks
from jariya.office.law import access, forms, preview, spreading, words
from jariya.office.law.access import at_law_desk
from jariya.portals.dialogue.access import me, page

PAGE = 20


def _lang() -> str:
    return translation.get_language() or "kk"


def _see(name: str, *args: Any) -> HttpResponse:
    response: HttpResponse = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


@require_safe
@at_law_desk
def front(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Edits that wait, the history of edits, and how far the current editions have reached the running terms."""
    before = request.GET.get("before", "")
    rows = queries.edits(before=int(before) if before.isdecimal() and len(before) < 12 else None, limit=PAGE + 1)
    shown = rows[:PAGE]
    waiting = queries.edits(status="proposed") if not before else []
    context = {
        "waiting": [(row, _brief(row)) for row in waiting],
        "decided": [(row, _brief(row)) for row in shown if row.status != "proposed"],
        "names": access.names({one for row in [*waiting, *shown] for one in (row.author, row.decided_by)}),
        "editions": spreading.current() if not before else [],
        "first": not before,
        "following": f"?before={shown[-1].pk}" if len(rows) > PAGE else None,
        "words": words,
    }
    return page(request, "office/law/front.html", context)


def _brief(edit: Edit) -> str:
    """What an edit is about in a line: titles of norms, days of the calendar. From the edit alone, without a query."""
    lang, said = _lang(), []
    for change in edit.changes:
        if title := change.get("set", {}).get("title"):
            said.append(title.get(lang) or next(iter(title.values())))
        elif "day" in change:
            said.append(say_day(dt.date.fromisoformat(change["day"]), lang, weekday=False))
        elif "last" in change:
            said.append(change["last"])
    return "; ".join(dict.fromkeys(said))


@require_safe
@at_law_desk
def norms(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Choose the norm to edit; `?q=` narrows by key or title."""
    asked = request.GET.get("q", "")[:100].strip().lower()
    known = queries.norms_now()
    today, rows = legal_day(now), []
    for key in known.keys:
        row = known.row(key, today) or known.history(key)[-1]
        if not asked or asked in key or any(asked in said.lower() for said in row.title.values()):
            rows.append(row)
    context = {"rows": rows, "q": request.GET.get("q", "")[:100], "say_value": say_value, "words": words}
    return page(request, "office/law/norms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_law_desk
def norm(request: HttpRequest, now: dt.datetime, key: str) -> HttpResponse:
    """Edit one row of a norm: form, preview of the consequences, proposal."""
    known, today = queries.norms_now(), legal_day(now)
    rows = known.history(key)
    if not rows:
        raise Http404
    wanted = request.GET.get("row", "")
    chosen = next((row for row in rows if str(row.valid_from) == wanted), None)
    chosen = chosen or known.row(key, today) or rows[-1]
    form = forms.NormForm(request.POST if request.method == "POST" else None, norm=chosen)
    context = {"key": key, "norm": chosen, "rows": rows, "say_value": say_value, "words": words}
    return _edited(request, now, "norms", form, "office/law/norm.html", context)


@require_safe
@at_law_desk
def calendar(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Choose what to do with the calendar of working days."""
    known = queries.current_calendar()
    context = {"operations": words.OPERATIONS, "last": known.last, "edition": known.edition}
    return page(request, "office/law/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_law_desk
def day(request: HttpRequest, now: dt.datetime, what: str) -> HttpResponse:
    """One operation on the calendar: form, preview of the consequences, proposal."""
    if what not in forms.OPERATIONS:
        raise Http404
    known = queries.current_calendar()
    form = forms.OPERATIONS[what](request.POST if request.method == "POST" else None, calendar=known, lang=_lang())
    context = {"what": what, "operation": words.OPERATIONS[what], "edition": known.edition}
    return _edited(request, now, "calendar", form, "office/law/day.html", context)


def _edited(
    request: HttpRequest, now: dt.datetime, subject: str, form: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    """GET shows the form; POST the preview; POST with `do=propose` proposes what the preview showed."""
    refusal, shown, status = None, None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                changes = form.changes()
                shown = preview.of_changes(subject, changes, today=legal_day(now), lang=_lang())
                if request.POST.get("do") == "propose":
                    return _see(
                        "office:law-edit", _propose(request, subject, changes, form.cleaned_data["reason"], now)
                    )
            except LawError as error:
                refusal, status = error, 422
        else:
            status = 422
    context |= {
        "form": form,
        "refusal": refusal,
        "preview": shown if shown and shown.differences else None,
        "nothing": shown is not None and not shown.differences,
        "names": {},
    }
    return page(request, template, context, status=status)


@transaction.atomic
def _propose(request: HttpRequest, subject: str, changes: list[Change], reason: str, now: dt.datetime) -> int:
    author = access.reference(me(request))
    again = Edit.objects.filter(status="proposed", author=author, subject=subject, changes=changes).first()
    if again:  # the form was sent a second time
        return again.pk
    propose = actions.propose_calendar_edit if subject == "calendar" else actions.propose_norm_edit
    return propose(changes=changes, reason=reason, by=author, now=now).pk


@require_http_methods(["GET", "HEAD", "POST"])
@at_law_desk
def edit(request: HttpRequest, now: dt.datetime, number: int) -> HttpResponse:
    """One edit: who, when, why, what it changes and moves. A second person decides, the author may withdraw."""
    found = Edit.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    form = forms.Decision(request.POST if request.POST.get("do") == "refuse" else None)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            if _decide(request, found, form, now):
                return _see("office:law-edit", found.pk)
            status = 422
        except (LawError, Edit.DoesNotExist) as error:
            refusal = error if isinstance(error, LawError) else None
            status = 409
            found.refresh_from_db()
    shown, stale = None, None
    if found.status == "proposed":
        try:
            shown = preview.of_changes(found.subject, found.changes, today=legal_day(now), lang=_lang())
        except LawError as error:
            stale = error
    mine = found.author == access.reference(me(request))
    context = {
        "edit": found,
        "differences": preview.of_edit(found, lang=_lang()),
        "preview": shown,
        "stale": stale,
        "refusal": refusal,
        "form": form,
        "mine": mine,
        "names": access.names([found.author, found.decided_by]),
        "progress": _progress(found),
        "words": words,
    }
    return page(request, "office/law/edit.html", context, status=status)


def _progress(edit: Edit) -> Any:
    if edit.made_edition is None:
        return None
    return spreading.progress("calendar" if edit.subject == "calendar" else "norm", edit.made_edition)


def _decide(request: HttpRequest, found: Edit, form: forms.Decision, now: dt.datetime) -> bool:
    """Do what the button says. False: the form is not complete. `BadRequest`: the button is none of ours."""
    by, verb = access.reference(me(request)), request.POST.get("do")
    if verb == "approve":
        with transaction.atomic():
            approve = actions.approve_calendar_edit if found.subject == "calendar" else actions.approve_norm_edit
            made: CalendarEdition | NormEdition = approve(
                edit=found.pk, by=by, now=now, jurisdiction=settings.JURISDICTION
            )
            # In the same transaction: an edition without the job that spreads it cannot be.
            tasks.spread_law.defer()
        return bool(made)
    if verb == "refuse" and form.is_valid():
        actions.refuse_edit(edit=found.pk, by=by, reason=form.cleaned_data["reason"], now=now)
        return True
    if verb == "withdraw":
        actions.withdraw_edit(edit=found.pk, by=by, now=now)
        return True
    if verb != "refuse":
        raise BadRequest("none of our buttons")
    return False
