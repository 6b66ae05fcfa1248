"""The administrator's desk for drafts: prepare, publish, change, answer, report, note what the money did."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import groups
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import Move
from jariya.kernel.people.private import me
from jariya.kernel.people.queries import roles_of
from jariya.portals.budgets.drafts import actions, importing, queries
from jariya.portals.budgets.drafts.forms import NewForm, initial
from jariya.portals.budgets.drafts.steps import STEPS
from jariya.portals.budgets.drafts.versions import content_of, latest
from jariya.portals.budgets.drafts.views.reading import lang, tools

STAFF = frozenset({"officer", "deputy", "head"})


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A private page of the desk."""
    given = {"noindex": True, **tools(), **context}
    return render(request, f"drafts/{template}", given, using="jinja2", status=status)


at_desk = taking.staffed(STAFF)


@require_safe
@at_desk
def front(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """Drafts of one's bodies, in any state."""
    before = request.GET.get("before", "")
    rows, following = queries.at_desk(bodies, before=int(before) if before.isdecimal() and len(before) < 12 else None)
    return page(request, "desk/front.html", {"rows": rows, "following": following, "invented": False})


def _body(request: HttpRequest, bodies: frozenset[int]) -> tuple[Body, list[Body]]:
    """The body a new draft is for: the one named, else the first of one's own."""
    own = list(Body.objects.filter(pk__in=bodies).order_by("sort_kk", "pk"))
    slug = request.POST.get("body") or request.GET.get("body")
    found = next((body for body in own if body.slug == slug), None) if slug else own[0]
    if found is None:
        raise Http404
    return found, own


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """The form of a new draft."""
    body, own = _body(request, bodies)
    year = _year(request, now)
    refusal: Any = None
    if request.method == "POST":
        form = NewForm(request.POST, first_year=year)
        if request.POST.get("year") and request.POST["year"] != str(year):
            form.add_error(None, _("The year is not a year."))
        if form.is_valid():
            try:
                made = actions.prepare(
                    body=body,
                    code=form.cleaned_data["code"],
                    year=year,
                    content=form.content(),
                    by=me(request),
                    now=now,
                    key=f"prepare:{form.cleaned_data['key']}",
                )
            except Refused as error:
                refusal = error
            except IntegrityError as error:
                if "draft_once_a_year" not in str(error):
                    raise
                form.add_error("code", _("There is a draft of this programme for this year already."))
            else:
                return _see(made.case.public_id)
    else:
        form = NewForm(initial={"key": secrets.token_urlsafe(16)}, first_year=year)
    context = {
        "form": form,
        "body": body,
        "bodies": own,
        "year": year,
        "typed_year": request.POST.get("year") or request.GET.get("year") or year,
        "refusal": refusal,
        "invented": body.invented,
    }
    return page(request, "desk/new.html", context, status=_status(form, refusal))


def _year(request: HttpRequest, now: dt.datetime) -> int:
    """The first year of the plan: the next one unless the form names another."""
    said = request.POST.get("year") or request.GET.get("year") or ""
    return int(said) if said.isdecimal() and len(said) == 4 and 2000 <= int(said) <= 2100 else legal_day(now).year + 1


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def table(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """Many drafts from a table: all of them, or a list of what is wrong in which row."""
    from django.db import transaction

    body, own = _body(request, bodies)
    problems: list[importing.Problem] = []
    made: list[str] = []
    sent = request.FILES.get("table")
    if request.method == "POST" and sent is None:
        problems = [importing.Problem(0, "no_file", _("No file was chosen."), _("Choose a CSV table."))]
    elif request.method == "POST" and sent is not None:
        found = importing.read(sent.read(importing.MOST_BYTES + 1))
        problems = found.problems
        try:
            with transaction.atomic():
                for (code, year), content in found.drafts.items():
                    outcome = actions.prepare(body=body, code=code, year=year, content=content, by=me(request), now=now)
                    made.append(outcome.case.public_id)
        except IntegrityError as error:
            made = []
            text = str(error)
            if "draft_once_a_year" in text:
                title = _("There is a draft of programme %(code)s for %(year)s already.") % {"code": code, "year": year}
                problems = [importing.Problem(0, "there_already", title, _("Change it at the desk, or leave it out."))]
            elif "draft_in_plain_words" in text:
                title = _("Programme %(code)s has no summary in plain words in both languages.") % {"code": code}
                problems = [importing.Problem(0, "plain_words", title, _("Fill in summary_kk and summary_ru."))]
            else:
                raise
        if made and not problems:
            return HttpResponseRedirect(reverse("drafts:desk"))
    context = {
        "body": body,
        "bodies": own,
        "problems": problems,
        "columns": importing.COLUMNS,
        "invented": body.invented,
    }
    return page(request, "desk/table.html", context, status=422 if problems else 200)


def _open(request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[queries.DraftView, tuple[Move, ...]]:
    view = queries.find(public_id, person=me(request), official=True)
    if view is None or not roles_of(me(request), body_id=view.case.body_id, day=legal_day(now)) & STAFF:
        raise Http404
    seen: dict[str, Move] = {}
    for move in possible(view.case, by=me(request), now=now):
        seen.setdefault(move.verb, move)
    return view, tuple(move for verb, move in seen.items() if verb in STEPS)


@require_safe
@at_desk
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """A draft at the desk: what runs, what may be done, what waits for an answer."""
    view, moves = _open(request, public_id, now)
    waiting = discussion.thread(view.case, unanswered=True, limit=10, now=now)
    context = {
        "view": view,
        "moves": moves,
        "waiting": waiting,
        "unanswered": discussion.unanswered(view.case),
        "alike": groups.alike(view.case, unanswered=True, limit=5),
        "done": request.GET.get("done", ""),
        "invented": view.case.invented,
    }
    return page(request, "desk/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def step(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    view, moves = _open(request, public_id, now)
    rules = STEPS.get(verb)
    if rules is None:
        raise Http404
    move = next((found for found in moves if found.verb == verb), None)
    if move is None and request.method != "POST":
        return _see(view.case.public_id)
    options = rules.options(view, lang())
    if request.method == "POST":
        form = rules.form(request.POST, **options)
    else:
        content = initial(content_of(latest(view.draft))) if rules.whole else {}
        form = rules.form(initial={**content, "key": secrets.token_urlsafe(16)}, **options)
    taken = taking.take(
        request, form, verb, rules.do, version=view.case.version, case=view.case, by=me(request), now=now
    )
    if taken.outcome is not None:
        return _see(view.case.public_id, "?done=1")
    context = {
        "view": view,
        "verb": verb,
        "title": move.title if move else verb,
        "rules": rules,
        "form": form,
        "refusal": taken.refusal,
        "invented": view.case.invented,
    }
    return page(request, "desk/step.html", context, status=taken.status)


def _see(public_id: str, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("drafts:desk-draft", args=[public_id]) + query)


def _status(form: forms.Form, refusal: Refused | None) -> int:
    return refusal.status if refusal else 422 if form.is_bound and form.errors else 200
