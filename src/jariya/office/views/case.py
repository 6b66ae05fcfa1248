"""A case at the desk: its page, one page per step, and what is typed there kept."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.correspondence.reading import Reading
from jariya.kernel.files import forms as files
from jariya.kernel.files.queries import of as attached
from jariya.kernel.law.queries import current_calendar, norms_now
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import done
from jariya.kernel.lifecycle.table import Move, lifecycle
from jariya.kernel.people.private import me, page
from jariya.kernel.people.sessions import level_of
from jariya.office import kinds, queue
from jariya.office.access import at_desk
from jariya.office.models import AnswerTemplate, DeskDraft
from jariya.office.opening import opened
from jariya.office.steps import take

MOST_TEMPLATES = 50


def _open(request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[kinds.Desked, Reading, tuple[Move, ...]]:
    found = opened(public_id, me(request), now)
    if found is None:
        raise Http404
    return found


@require_safe
@at_desk
def case(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str) -> HttpResponse:
    """A case at the desk: the letter, its clock, what happened, and the steps this official may take."""
    kind, view, moves = _open(request, public_id, now)
    context = {
        "view": view,
        "parts_of": kind.parts,
        # What came on paper has its scan.
        "scans": attached(view.case, me(request), role="scan") if view.letter.channel != "web" else [],
        "moves": moves,
        "invented": view.case.body.invented,
        "done": request.GET.get("done", ""),
    }
    return page(request, "office/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def step(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    kind, view, moves = _open(request, public_id, now)
    move = next((found for found in moves if found.verb == verb), None)
    sent_before = request.method == "POST" and request.POST.get("key")
    if move is None and not sent_before:
        if verb not in kind.steps:
            raise Http404
        return HttpResponseRedirect(reverse("office:case", args=[view.case.public_id]))
    rules = kind.steps.get(verb)
    if rules is None:
        raise Http404
    lang = translation.get_language() or "kk"
    draft = DeskDraft.objects.filter(person=me(request), case=view.case, verb=verb).first()
    options: dict[str, Any] = {"view": view, "now": now, "query": request.GET.get("q", "")[:200].strip(), "lang": lang}
    kept = None
    if rules.files:
        posted = request.method == "POST"
        kept = files.take(request, "files", by=me(request), now=now) if posted else files.held(me(request), now=now)
    if request.method == "POST":
        form = rules.form(request.POST, **options)
    else:
        typed = dict(draft.fields) if draft else {}
        if verb == "draft_answer":
            _insert(typed, view, request)
        form = rules.form(initial=typed or None, **options)
    if verb == "sign_answer" and move is not None and request.POST.get("way") == "eds" and form.is_valid():
        back = reverse("office:case", args=[view.case.public_id])
        session = kind.begin_answer(case=view.case, by=me(request), back=back, language=lang, now=now)
        return HttpResponseRedirect(reverse("signing:sign", args=[session.public_id]))
    if kept is not None and not kept.clean and not form.errors:
        form.add_error(None, _("A file was not taken: the reason stands beside it."))
    more: dict[str, Any] = {"uploads": kept.uploads} if kept is not None else {}
    taken = taking.take(
        request,
        form,
        verb,
        partial(take, rules, verb),
        case=view.case,
        by=me(request),
        now=now,
        level=str(level_of(request)),
        **more,
    )
    if taken.outcome is not None:
        DeskDraft.objects.filter(person=me(request), case=view.case, verb=verb).delete()
        return _after(view, desk, now)
    context = {
        "view": view,
        "move": move,
        "verb": verb,
        "title": move.title if move else lifecycle(view.case.kind).moves_of(verb)[0].title,
        "rules": rules,
        "kept": kept,
        "parts_of": kind.parts,
        "form": form,
        "refusal": taken.refusal,
        "draft": draft,
        "query": options["query"],
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "templates": list(_templates(view)[:MOST_TEMPLATES]) if verb == "draft_answer" else [],
        "bounds": _bounds(kind, view) if verb == "extend" else None,
        "invented": view.case.body.invented,
    }
    return page(request, "office/step.html", context, status=taken.status)


def _after(view: Reading, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Back to the case while it is ours, else to the queue (a forwarded letter is no longer here)."""
    view.case.refresh_from_db()
    if view.case.body_id in desk.bodies or desk.everywhere:
        return HttpResponseRedirect(reverse("office:case", args=[view.case.public_id]) + "?done=1")
    return HttpResponseRedirect(reverse("office:work"))


def _bounds(kind: kinds.Desked, view: Reading) -> dict[str, Any] | None:
    if view.term is None:
        return None
    calendar = current_calendar()
    norm = norms_now().at(view.term.started_on)[kind.extension(view)]
    return {
        "first": calendar.next_working(view.term.due_on + dt.timedelta(days=1)),
        "last": norm.ends(view.term.due_on, calendar).day,
        "norm": norm,
    }


def _templates(view: Reading) -> Any:
    """Templates of the case's body in the language of the letter: the answer is written in no other."""
    offered = AnswerTemplate.objects.filter(retired_at__isnull=True)
    return offered.filter(body_id=view.case.body_id, language=view.case.language).order_by("title")


def _insert(typed: dict[str, Any], view: Reading, request: HttpRequest) -> None:
    """Put the template that `?template=` names into the answer of `?point=`, else into the first empty one.

    What stands there stays above it; a page that is loaded again does not put it in twice.
    """
    try:
        token = uuid.UUID(request.GET.get("template", ""))
    except ValueError:
        return
    template = _templates(view).filter(token=token).first()
    here = [point for point in view.points if point.moved_to is None]
    if template is None or not here:
        return
    now = {point.number: typed.get(f"answer_{point.number}", point.answer or "") for point in here}
    wanted = request.GET.get("point", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 and int(wanted) in now else None
    if number is None:
        number = next((number for number, text in now.items() if not text.strip()), here[0].number)
    if template.text not in now[number]:
        typed[f"answer_{number}"] = f"{now[number].rstrip()}\n\n{template.text}".lstrip()


NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "key", "version", "confirmed", "checked", "template", "point", "files-kept"}
)


@require_POST
@at_desk
def save(request: HttpRequest, desk: queue.Desk, now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """Keep what is typed so far. Called by the page itself while one types, and by the button without JavaScript.

    With the header X-Draft the answer is a sentence for the page; else one is led back to the form, with the chosen
    template put in.
    """
    kind, view, _moves = _open(request, public_id, now)
    if verb not in kind.steps:
        raise Http404
    fields = {name: value[:25_000] for name, value in request.POST.items() if name not in NOT_TYPED}
    key = request.POST.get("key", "")[:60]
    # A saving that was on its way while the step was taken must not bring the draft back.
    late = bool(key) and done(me(request), f"{verb}:{key}") is not None
    if not late and any(str(value).strip() for value in fields.values()) and len(json.dumps(fields)) < 400_000:
        DeskDraft.objects.update_or_create(
            person=me(request), case=view.case, verb=verb, defaults={"fields": fields, "at": now}
        )
    if request.headers.get("X-Draft"):
        said = _("Draft saved at %(time)s.") % {"time": f"{current_calendar().local(now):%H:%M}"}
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    address = reverse("office:step", args=[view.case.public_id, verb])
    chosen = {name: request.POST[name] for name in ("template", "point") if request.POST.get(name)}
    return HttpResponseRedirect(f"{address}?{urlencode(chosen)}" if "template" in chosen else address)
