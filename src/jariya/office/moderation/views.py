"""The queue in the browser: claim, decide with a reason, decide on appeals of others' decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.discussion import actions, desk, grounds, kinds, queries, wordings
from jariya.kernel.discussion.desk import Bench
from jariya.kernel.discussion.lifecycle import Status
from jariya.kernel.discussion.models import Comment, Review
from jariya.kernel.language import personal
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.office.access import lang, see
from jariya.office.moderation.forms import AppealForm, BlackenForm, HideForm
from jariya.portals.dialogue.access import me, page

View = Callable[..., HttpResponse]


def at_bench(view: View) -> View:
    """Only for moderators of a body and supervisors, by an official's means; for others there is no page."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        bench = desk.bench_of(me(request), legal_day(now))
        if bench is None:
            raise Http404
        return view(request, bench, now, *args, **kwargs)

    return guarded


@require_safe
@at_bench
def queue(request: HttpRequest, bench: Bench, now: dt.datetime) -> HttpResponse:
    """What waits: appeals first, then what readers reported, then what nobody has looked at."""
    wanted = request.GET.get("cause", "")
    cause = int(wanted) if wanted in {str(value) for value in Review.Cause.values} else None
    rows, following = desk.queue(bench, cause=cause, after=request.GET.get("after", "")[:24] or None)
    texts = wordings.current(row.comment for row in rows)
    context = {
        "rows": [(row, texts[row.comment_id].text if row.comment_id in texts else "") for row in rows],
        "following": following,
        "cause": cause,
        "counts": desk.counts(bench),
        "causes": Review.Cause,
        "now": now,
        "today": legal_day(now),
        "mine": me(request).pk,
    }
    return page(request, "office/moderation/queue.html", context)


def _comment(public_id: str, bench: Bench) -> Comment:
    found = queries.one(public_id, person=None)
    if found is None or not (bench.everywhere or found.case.body_id in bench.bodies):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@at_bench
def one(request: HttpRequest, bench: Bench, now: dt.datetime, public_id: str) -> HttpResponse:
    """One comment: all that was said about it, and the decision of whoever has claimed it."""
    comment = _comment(public_id, bench)
    review = desk.waiting(comment, bench)
    verb = request.POST.get("do", "") if request.method == "POST" else ""
    bound, refusal = None, None
    if verb:
        if review is None:
            return see("office:moderation-one", comment.public_id)
        try:
            bound = _do(verb, request, review, comment, now)
        except Refused as error:
            refusal = error
            bound = _form(verb, request, comment, now)
            if bound is not None:
                bound.is_valid()
        else:
            if bound is None:
                return _next(request, bench, comment, verb)
    status = refusal.status if refusal else 422 if bound is not None and bound.errors else 200
    context = _context(request, comment, desk.waiting(comment, bench), now)
    for name in ("hide", "blacken", "decide"):
        context[name] = bound if bound is not None and verb == name else _form(name, None, comment, now)
    return page(request, "office/moderation/one.html", {**context, "refusal": refusal}, status=status)


def _next(request: HttpRequest, bench: Bench, comment: Comment, verb: str) -> HttpResponse:
    """After a claim to the comment itself, after a decision to the queue."""
    return see("office:moderation-one", comment.public_id) if verb == "claim" else see("office:moderation")


def _do(verb: str, request: HttpRequest, review: Review, comment: Comment, now: dt.datetime) -> forms.Form | None:
    """Do what a button asks for. Returns the form when it is not filled well, else None. Raises `Refused`."""
    by: dict[str, Any] = {"by": me(request), "now": now}
    form = _form(verb, request, comment, now)
    if form is not None and not form.is_valid():
        return form
    said = form.cleaned_data if form is not None else {}
    if verb == "claim":
        actions.claim(review=review, **by)
    elif verb == "release":
        actions.release(review=review, by=me(request))
    elif verb == "keep":
        actions.keep(review=review, **by)
    elif verb == "hide":
        actions.hide(review=review, ground=said["ground"], reason=said["reason"], **by)
    elif verb == "blacken":
        actions.redact(review=review, public=said["public"], **by)
    elif verb == "decide":
        actions.decide_appeal(review=review, restore=said["decision"] == "restore", reason=said["reason"], **by)
    else:
        raise Http404
    return None


def _form(verb: str, request: HttpRequest | None, comment: Comment, now: dt.datetime) -> forms.Form | None:
    """The form of a button: as posted, or as it is first shown."""
    posted = request.POST if request is not None else None
    if verb == "hide":
        return HideForm(posted, grounds=grounds.in_force(legal_day(now), lang()))
    if verb == "decide":
        return AppealForm(posted)
    if verb == "blacken":
        if posted is not None:
            return BlackenForm(posted)
        wording = wordings.current([comment])[comment.pk]
        return BlackenForm(initial={"public": personal.blackened(wording.public, personal.find(wording.public))})
    return None


def _context(request: HttpRequest, comment: Comment, review: Review | None, now: dt.datetime) -> dict[str, Any]:
    discussed = kinds.of(comment.case)
    title, title_lang = discussed.title(comment.case, lang()) if discussed else (comment.case.public_id, lang())
    hid = next((row for row in reversed(desk.looks(comment)) if row.decision == Review.Decision.HIDDEN), None)
    wording = wordings.current([comment])[comment.pk]
    return {
        "comment": comment,
        "view": queries.views([comment])[0],
        # Taken back is taken back from moderators too.
        "text": "" if comment.status == Status.WITHDRAWN else wording.text,
        "title": title,
        "title_lang": title_lang,
        "home": discussed.home(comment.case, lang()) if discussed else "",
        "review": review,
        "mine": review is not None and review.claimed_by_id == me(request).pk,
        "taken": review is not None
        and review.claimed_by_id not in (None, me(request).pk)
        and review.claimed_until is not None
        and review.claimed_until > now,
        "appeal": review is not None and review.cause == Review.Cause.APPEAL,
        "own_decision": hid is not None and hid.decided_by_id == me(request).pk,
        "found": [] if comment.status == Status.WITHDRAWN else personal.find(wording.text),
        "said": queries.said_of(comment),
        "looks": desk.looks(comment),
        "reports": [(grounds.title(key, lang()), number) for key, number in desk.reports(comment).items()],
        "ground": grounds.title(comment.ground, lang()),
        "invented": comment.case.invented,
    }
