"""The desk in the browser: the queue, a case, and one page per step."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from jariya.kernel.correspondence.actions import signing_capacity
from jariya.kernel.correspondence.models import LetterView
from jariya.kernel.law.queries import current_calendar, norms_now
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import Move, lifecycle
from jariya.kernel.people.gates import needs
from jariya.kernel.people.queries import roles_of
from jariya.kernel.people.sessions import level_of
from jariya.office import queue
from jariya.office.models import AnswerTemplate, DeskDraft
from jariya.office.steps import STEPS, take
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.access import me, page
from jariya.portals.dialogue.queries import QuestionView

CASE_ROLES = frozenset({"officer", "deputy", "head", "ati_officer", "moderator", "supervisor"})


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for persons with a role that works at a desk, signed in by an official's means; the answer is private."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        desk = queue.desk_of(me(request), legal_day(now))
        if desk is None:
            raise Http404
        return view(request, desk, now, *args, **kwargs)

    return guarded


@at_desk
def work(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """The queue: late, due today, soon, later; mine or my body's."""
    today, calendar = legal_day(now), current_calendar()
    when = request.GET.get("when", "all")
    when = when if when in queue.WHENS else "all"
    mine = request.GET.get("whose") == "mine"
    found, following = queue.rows(
        desk, today=today, calendar=calendar, when=when, mine=mine, after=request.GET.get("after")
    )
    lang = translation.get_language() or "kk"
    context = {
        "rows": [_row(row, today, calendar, lang) for row in found],
        "following": f"?{urlencode({'when': when, 'whose': 'mine' if mine else 'all', 'after': following})}"
        if following
        else None,
        "counts": queue.counts(desk, today=today, calendar=calendar, mine=mine),
        "when": when,
        "mine": mine,
        "desk": desk,
        "today": today,
        "more": 1000,
    }
    return page(request, "office/queue.html", context)


def _row(row: Any, today: dt.date, calendar: Any, lang: str) -> dict[str, Any]:
    table = lifecycle(row.case.kind)
    term = table.terms().get(row.kind)
    late = row.due_on < today
    return {
        "case": row.case,
        "body": row.body.name(lang).text,
        "letter": getattr(row.case, "letter", None),
        "term": str(term.title) if term else row.kind,
        "state": str(table.state(row.case.state).title),
        "due_on": row.due_on,
        "late": late,
        "days": calendar.working_between(row.due_on, today) if late else calendar.working_between(today, row.due_on),
        "assignee": row.assignee.name if row.assignee else None,
        "invented": row.body.invented,
    }


def _open(request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[QuestionView, tuple[Move, ...]]:
    view = queries.find(public_id, person=me(request), official=True)
    if view is None or not roles_of(me(request), body_id=view.case.body_id, day=legal_day(now)) & CASE_ROLES:
        raise Http404
    LetterView.objects.get_or_create(case=view.case, person=me(request), on=legal_day(now))
    _post, _delegation, capacity = signing_capacity(view.case, me(request), legal_day(now))
    extra = frozenset({"delegate"}) if capacity == "delegate" else frozenset()
    moves = possible(view.case, by=me(request), now=now, extra=extra)
    return view, tuple(move for move in moves if move.verb in STEPS and _sensible(move, view))


def _sensible(move: Move, view: QuestionView) -> bool:
    here = [point for point in view.points if point.moved_to is None]
    if move.verb == "forward_part":
        return len(here) > 1
    if move.verb == "seal":
        return not view.case.sealed
    if move.verb == "unseal":
        return bool(view.case.sealed)
    if move.verb == "extend":
        return view.term is not None and view.term.state in {"running", "soon"} and not view.term.extended
    return True


@at_desk
def case(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str) -> HttpResponse:
    """A case at the desk: the letter, its clock, what happened, and the steps this official may take."""
    view, moves = _open(request, public_id, now)
    context = {"view": view, "moves": moves, "invented": view.case.body.invented, "done": request.GET.get("done", "")}
    return page(request, "office/case.html", context)


@at_desk
def step(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    view, moves = _open(request, public_id, now)
    move = next((found for found in moves if found.verb == verb), None)
    sent_before = request.method == "POST" and request.POST.get("key")
    if move is None and not sent_before:
        if verb not in STEPS:
            raise Http404
        return HttpResponseRedirect(reverse("office:case", args=[view.case.public_id]))
    rules = STEPS.get(verb)
    if rules is None:
        raise Http404
    lang = translation.get_language() or "kk"
    draft = DeskDraft.objects.filter(person=me(request), case=view.case, verb=verb).first()
    options: dict[str, Any] = {"view": view, "now": now, "query": request.GET.get("q", "")[:200].strip(), "lang": lang}
    if request.method == "POST":
        form = rules.form(request.POST, **options)
    else:
        form = rules.form(initial=draft.fields if draft else None, **options)
    refusal = None
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            take(
                verb,
                form,
                case=view.case,
                by=me(request),
                now=now,
                level=str(level_of(request)),
                version=int(version) if version.isdigit() else None,
                key=f"{verb}:{request.POST.get('key', '')[:60]}" if request.POST.get("key") else None,
            )
        except Refused as error:
            refusal = error
        else:
            DeskDraft.objects.filter(person=me(request), case=view.case, verb=verb).delete()
            return _after(view, desk, now)
    templates = AnswerTemplate.objects.filter(body_id=view.case.body_id, language=view.case.language)[:20]
    context = {
        "view": view,
        "move": move,
        "verb": verb,
        "title": move.title if move else lifecycle(view.case.kind).moves_of(verb)[0].title,
        "rules": rules,
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "query": options["query"],
        "key": request.POST.get("key") or _key(),
        "templates": templates if verb == "draft_answer" else [],
        "bounds": _bounds(view) if verb == "extend" else None,
        "invented": view.case.body.invented,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, "office/step.html", context, status=status)


def _after(view: QuestionView, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Back to the case while it is ours, else to the queue (a forwarded letter is no longer here)."""
    view.case.refresh_from_db()
    if view.case.body_id in desk.bodies or desk.everywhere:
        return HttpResponseRedirect(reverse("office:case", args=[view.case.public_id]) + "?done=1")
    return HttpResponseRedirect(reverse("office:work"))


def _key() -> str:
    import secrets

    return secrets.token_urlsafe(16)


def _bounds(view: QuestionView) -> dict[str, Any] | None:
    if view.term is None:
        return None
    calendar = current_calendar()
    norm = norms_now().at(view.term.started_on)["question.extension"]
    return {
        "first": calendar.next_working(view.term.due_on + dt.timedelta(days=1)),
        "last": norm.ends(view.term.due_on, calendar).day,
        "norm": norm,
    }


@require_POST
@at_desk
def save(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """Keep what is typed so far. Called by the page itself while one types, and by the button without JavaScript."""
    view, _moves = _open(request, public_id, now)
    if verb not in STEPS:
        raise Http404
    fields = {
        name: value[:25_000]
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "key", "version", "confirmed", "checked"}
    }
    if len(json.dumps(fields)) < 400_000:
        DeskDraft.objects.update_or_create(
            person=me(request), case=view.case, verb=verb, defaults={"fields": fields, "at": now}
        )
    if request.headers.get("X-Draft"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("office:step", args=[view.case.public_id, verb]))
