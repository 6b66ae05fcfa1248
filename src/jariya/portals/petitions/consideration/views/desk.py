"""The desk of the addressee: what falls due, the petition with its steps, one page a step."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.files import forms as files
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import Move, lifecycle
from jariya.kernel.people.private import me, page
from jariya.kernel.people.queries import roles_of
from jariya.portals.petitions.consideration import queries, signed, waiting
from jariya.portals.petitions.consideration.models import Decision
from jariya.portals.petitions.consideration.states import STAFF
from jariya.portals.petitions.consideration.steps import STEPS, Step, choices
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.states import KIND, SUPPORTED

PAGE = 20
COMMENTS = 20


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def title_of(petition: Petition) -> tuple[str, str]:
    """The title for the reader, and its language."""
    own = "ru" if lang() == "ru" else "kk"
    shown = own if getattr(petition, f"title_{own}") else petition.first_language
    return str(getattr(petition, f"title_{shown}")), shown


at_desk = taking.staffed(frozenset(STAFF))


@require_safe
@at_desk
def front(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """Petitions of one's bodies with their running terms, and promises by their day."""
    before = request.GET.get("before", "")
    rows = Petition.objects.filter(case__body__in=bodies, case__state__in=SUPPORTED).select_related("case__body")
    if before.isdecimal() and len(before) < 12:
        rows = rows.filter(case_id__lt=int(before))
    found = list(rows.prefetch_related("case__obligations").order_by("-case_id")[: PAGE + 1])
    today, table = legal_day(now), lifecycle(KIND)
    context = {
        "rows": [(row, *title_of(row), table.state(row.case.state), _runs(row.case, today)) for row in found[:PAGE]],
        "following": found[PAGE - 1].case_id if len(found) > PAGE else None,
        "promises": [(row, *title_of(row.case.petition), row.days_late(today)) for row in queries.due_promises(bodies)],
        "figures": queries.kept_by(bodies, today=today),
        "invented": False,
    }
    return page(request, "consideration/desk/front.html", context)


def _runs(case: Case, today: dt.date) -> tuple[dt.date, bool] | None:
    """The running duty that ends first: its day, and whether it is late."""
    due = [row.due_on for row in case.obligations.all() if not row.met_on and not row.cancelled_on]
    return (min(due), min(due) < today) if due else None


def _open(request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[Petition, tuple[Move, ...]]:
    """A petition of one's own body, and the steps that lead anywhere now; 404 for everyone else."""
    rows = Petition.objects.select_related("case__body").filter(case__state__in=SUPPORTED)
    petition = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    today = legal_day(now)
    if petition is None or not roles_of(me(request), body_id=petition.case.body_id, day=today) & set(STAFF):
        raise Http404
    seen: dict[str, Move] = {}
    for move in possible(petition.case, by=me(request), now=now):
        seen.setdefault(move.verb, move)
    numbers: dict[str, list[int]] = {}
    decisions = set(Decision.objects.filter(case=petition.case).values_list("status", flat=True))
    kept = []
    for verb, move in seen.items():
        rules = STEPS.get(verb)
        if rules is None or (verb == "publish_draft" and "drafted" not in decisions):
            continue
        if verb == "decide" and "published" not in decisions:
            continue
        if rules.of:
            numbers.setdefault(rules.of, choices(petition.case, rules.of))
            if not numbers[rules.of]:
                continue
        if verb == "close" and choices(petition.case, "promise"):
            continue
        kept.append(move)
    return petition, tuple(kept)


@require_safe
@at_desk
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """A petition at the desk: its clock, its steps, what waits for an answer."""
    petition, moves = _open(request, public_id, now)
    case, today = petition.case, legal_day(now)
    room = queries.room(case, today=today, reader=me(request), official=True)
    title, title_lang = title_of(petition)
    public = room.public
    draft = waiting.on_draft(case, public.version) if public and public.status == "published" else []
    views = discussion.views(list(discussion.comments().filter(pk__in=[row.pk for row in draft][:COMMENTS])))
    context = {
        "petition": petition,
        "case": case,
        "title": title,
        "title_lang": title_lang,
        "state": lifecycle(KIND).state(case.state),
        "moves": moves,
        "by_number": {verb: choices(case, STEPS[verb].of) for verb in (m.verb for m in moves) if STEPS[verb].of},
        "room": room,
        "today": today,
        "runs": _runs(case, today),
        "waiting": views,
        "timeline": say(Event.objects.timeline(case.pk, public_only=False).select_related("case"), lang()),
        "done": request.GET.get("done", ""),
        "invented": case.invented,
    }
    return page(request, "consideration/desk/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def step(
    request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, verb: str, number: int = 0
) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    petition, moves = _open(request, public_id, now)
    case, rules = petition.case, STEPS.get(verb)
    if rules is None or bool(rules.of) != bool(number):
        raise Http404
    move = next((found for found in moves if found.verb == verb), None)
    if request.method != "POST" and (move is None or (rules.of and number not in choices(case, rules.of))):
        return _see(case)
    posted = request.POST if request.method == "POST" else None
    first = {**rules.initial(case), "key": secrets.token_urlsafe(16)}
    form = rules.form(posted, initial=first, **rules.options(case, lang()))
    kept = None
    if rules.files:
        kept = files.take(request, "files", by=me(request), now=now) if posted else files.held(me(request), now=now)
        if not kept.clean and form.is_valid():
            form.add_error(None, _("A file was not taken: the reason stands beside it."))
    if verb == "decide" and posted is not None and form.is_valid():
        return _to_signature(request, case, now)
    more: dict[str, Any] = {"number": number} if number else {}
    if kept is not None:
        more["uploads"] = kept.uploads
    taken = taking.take(request, form, verb, rules.do, case=case, by=me(request), now=now, **more)
    if taken.outcome is not None:
        return _see(case, "?done=1")
    title, title_lang = title_of(petition)
    context = {
        "petition": petition,
        "case": case,
        "title": title,
        "title_lang": title_lang,
        "verb": verb,
        "number": number,
        "heading": move.title if move else lifecycle(KIND).moves_of(verb)[0].title,
        "rules": rules,
        "form": form,
        "kept": kept,
        "refusal": taken.refusal,
        "about": _about(case, rules, number),
        "invented": case.invented,
    }
    return page(request, "consideration/desk/step.html", context, status=taken.status)


def _to_signature(request: HttpRequest, case: Case, now: dt.datetime) -> HttpResponse:
    """To the page on which the head signs the published draft."""
    version = Decision.objects.filter(case=case, status="published").values_list("version", flat=True).first()
    if version is None:
        return _see(case)
    back = reverse("consideration:desk-one", args=[case.public_id])
    session = signed.begin(case=case, version=version, by=me(request), back=back, language=lang(), now=now)
    return HttpResponseRedirect(reverse("signing:sign", args=[session.public_id]))


def _about(case: Case, rules: Step, number: int) -> str:
    """What the numbered hearing or promise is, for the head of the form."""
    if rules.of == "promise":
        row = case.promises.filter(number=number, status="promised").first()  # type: ignore[attr-defined]
        return row.said("text", lang()) if row else ""
    if rules.of == "hearing":
        found = case.petition_hearings.filter(number=number).first()  # type: ignore[attr-defined]
        return found.said("agenda", lang()) if found else ""
    return ""


def _see(case: Case, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("consideration:desk-one", args=[case.public_id]) + query)
