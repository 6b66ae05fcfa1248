"""A question to a line at the desk of the body behind it: its clock, the answer, passing it on."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import search_names
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.people.private import me
from jariya.portals.budgets.asking import actions, queries
from jariya.portals.budgets.asking.forms import PassOnForm
from jariya.portals.budgets.asking.views.reading import tools
from jariya.portals.budgets.drafts.views.desk import at_desk
from jariya.portals.budgets.drafts.views.reading import lang

MOST_BODIES = 20


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(
        request, f"asking/desk/{template}", {"noindex": True, **tools(), **context}, using="jinja2", status=status
    )


def _open(request: HttpRequest, bodies: frozenset[int], public_id: str) -> queries.QuestionView:
    view = queries.find(public_id, person=me(request), bodies=bodies)
    if view is None:
        raise Http404
    return view


@require_safe
@at_desk
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """The question at the desk."""
    view = _open(request, bodies, public_id)
    verbs = {move.verb for move in possible(view.case, by=me(request), now=now)}
    context = {"view": view, "verbs": verbs, "invented": view.case.invented, "done": request.GET.get("done", "")}
    return _page(request, "question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def pass_on(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """Pass the question on to the body that spends the money: found by its name, chosen, sent."""
    view = _open(request, bodies, public_id)
    asked = (request.POST.get("q") or request.GET.get("q") or "")[:200].strip()
    found = _bodies(view, asked, legal_day(now))
    options: dict[str, Any] = {"bodies": found, "lang": lang()}
    if request.method == "POST":
        form = PassOnForm(request.POST, **options)
    else:
        form = PassOnForm(initial={"key": secrets.token_urlsafe(16)}, **options)

    def do(form: Any, **common: Any) -> Any:
        return actions.pass_on(to=form.body, **common)

    taken = taking.take(
        request, form, "pass_on", do, version=view.case.version, case=view.case, by=me(request), now=now
    )
    if taken.outcome is not None:
        # It is no longer here: what everyone sees is what there is to see.
        return HttpResponseRedirect(reverse("asking:question", args=[view.case.public_id]))
    context = {
        "view": view,
        "form": form,
        "refusal": taken.refusal,
        "q": asked,
        "found": found,
        "invented": view.case.invented,
    }
    return _page(request, "pass_on.html", context, status=taken.status)


def _bodies(view: queries.QuestionView, words: str, day: dt.date) -> list[Body]:
    """Bodies of the line's own world, invented or real, by the words of their names; its administrators without."""
    rows = Body.objects.filter(invented=view.case.invented, valid_to=None).exclude(pk=view.case.body_id)
    if words:
        hits = search_names(words, lang=lang(), day=day, limit=MOST_BODIES, invented=view.case.invented, connected=True)
        return [row for row in hits.bodies if row.pk != view.case.body_id]
    budget = view.question.budget
    known = rows.filter(connected=True, administrates__level=budget.level, administrates__region=budget.region)
    return list(known.distinct().order_by("sort_kk", "pk")[:MOST_BODIES])
