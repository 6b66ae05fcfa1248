"""The moderators' desk: a queue by due day, one petition with its text and steps, one page a step."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.language import personal
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.table import Move, lifecycle
from jariya.kernel.people.private import me, page
from jariya.kernel.people.queries import roles_of
from jariya.portals.petitions import law, live, queries
from jariya.portals.petitions.actions.checking import proposed
from jariya.portals.petitions.states import AT_DESK, KIND
from jariya.portals.petitions.steps import STEPS
from jariya.portals.petitions.views.writing import lang

BENCH = frozenset({"moderator", "supervisor", "registrar"})


at_bench = taking.staffed(BENCH)


@require_safe
@at_bench
def front(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """What waits, the one that is due first on top."""
    today = legal_day(now)
    rows, following = queries.queue(
        bodies, person=me(request), lang=lang(), today=today, after=request.GET.get("after", "")[:40]
    )
    table = lifecycle(KIND)
    counts = queries.counts(bodies)
    context = {
        "rows": rows,
        "following": following,
        "counts": [(table.state(code).title, counts.get(code, 0)) for code in (*AT_DESK, "complaint")],
        "today": today,
        "done": request.GET.get("done", ""),
        "invented": False,
    }
    return page(request, "petitions/moderation/front.html", context)


def _open(request: HttpRequest, public_id: str, now: dt.datetime) -> tuple[queries.View, tuple[Move, ...]]:
    """A petition of one's own bench, and what one may do with it; 404 for everyone else."""
    view = queries.find(public_id, person=me(request), official=True, lang=lang())
    if view is None:
        raise Http404
    day, found = legal_day(now), view.petition
    held = roles_of(me(request), body_id=found.moderated_by_id, day=day)
    if not held & BENCH:
        raise Http404
    # A moderator's role is held in the moderating body; after the approval the case lies with the addressee.
    extra = frozenset({"moderator"}) & held if view.case.state not in (*AT_DESK, "returned") else frozenset()
    seen: dict[str, Move] = {}
    for move in possible(view.case, by=me(request), now=now, extra=extra):
        if _sensible(move, view, me(request).pk):
            seen.setdefault(move.verb, move)
    return view, tuple(move for verb, move in seen.items() if verb in STEPS)


def _sensible(move: Move, view: queries.View, person_id: int) -> bool:
    """Whether a step leads anywhere now: what guards would refuse is not offered."""
    if move.verb in ("refuse", "decline_refusal"):
        waiting = proposed(view.case)
        return waiting is not None and waiting.proposed_by_id != person_id
    if move.verb == "resume":
        return view.case.suspended_since is not None
    if move.verb == "suspend":
        return view.case.suspended_since is None
    if move.verb in ("seal", "unseal"):
        return view.case.sealed == (move.verb == "unseal") and (
            move.verb == "unseal" or view.case.visibility == "public"
        )
    if move.verb == "pass_on":
        return view.term("pass_on") is not None
    return True


@require_safe
@at_bench
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """A petition at the desk: its words with what looks personal marked, what is like it, the steps."""
    view, moves = _open(request, public_id, now)
    texts, waiting = view.texts, proposed(view.case)
    found = {lang_: personal.find(texts.text(lang_)) for lang_ in texts.languages}
    context = {
        "view": view,
        "moves": moves,
        "marked": [(one, texts.title(one), personal.pieces(texts.text(one), found[one])) for one in texts.languages],
        "found": [one for rows in found.values() for one in rows],
        "alike": [one for one in live.alike(texts) if one.public_id != view.case.public_id],
        "proposed": waiting,
        "ground": law.ground(waiting.ground, view.petition.submitted_on, lang()) if waiting else None,
        "own_proposal": waiting is not None and waiting.proposed_by_id == me(request).pk,
        "reasons": queries.reasons(view.case),
        "today": legal_day(now),
        "done": request.GET.get("done", ""),
        "invented": view.petition.addressee.invented,
    }  # fmt: skip
    return page(request, "petitions/moderation/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_bench
def step(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    view, moves = _open(request, public_id, now)
    rules = STEPS.get(verb)
    if rules is None:
        raise Http404
    move = next((found for found in moves if found.verb == verb), None)
    if move is None and request.method != "POST":
        return _see(view)
    posted = request.POST if request.method == "POST" else None
    form = rules.form(posted, initial=dict(rules.initial(view)), **rules.options(view, lang()))
    extra = frozenset({"moderator"}) & roles_of(me(request), body_id=view.petition.moderated_by_id, day=legal_day(now))
    common: dict[str, Any] = {"extra_roles": extra} if view.case.state not in (*AT_DESK, "returned") else {}
    taken = taking.take(request, form, verb, rules.do, case=view.case, by=me(request), now=now, **common)
    if taken.outcome is not None:
        return _see(view, "?done=1")
    context = {
        "view": view,
        "verb": verb,
        "rules": rules,
        "form": form,
        "heading": move.title if move else lifecycle(KIND).moves_of(verb)[0].title,
        "refusal": taken.refusal,
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "invented": view.petition.addressee.invented,
    }
    return page(request, "petitions/moderation/step.html", context, status=taken.status)


def _see(view: queries.View, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("petitions:moderate", args=[view.case.public_id]) + query)
