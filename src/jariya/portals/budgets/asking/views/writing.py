"""Asking what a line is for: written, looked at once more with hints, published. Without a script as with one."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.discussion import organisations
from jariya.kernel.discussion.forms import MYSELF
from jariya.kernel.discussion.views.access import lang, me
from jariya.kernel.language import personal
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.sessions import level_of
from jariya.portals.budgets import drill
from jariya.portals.budgets.asking import actions, queries
from jariya.portals.budgets.asking.forms import QuestionForm
from jariya.portals.budgets.asking.views.reading import tools
from jariya.portals.budgets.models import Cut, Node
from jariya.portals.budgets.views.shared import budget_or_404, number, release_or_404


def _place(request: HttpRequest) -> drill.Place:
    """The line that `budget`, `cut`, `at`, `month` and `release` name, as the drill-down reads it."""
    given = request.POST if request.method == "POST" else request.GET
    budget = budget_or_404(given.get("budget", "")[:80])
    cut, path = given.get("cut", ""), given.get("at", "")[:400]
    if cut not in Cut.values or not path:
        raise Http404
    key = given.get("release", "")[:80]
    release = release_or_404(key) if key else None
    if release is not None and (release.budget_id != budget.pk or release.cut != cut):
        raise Http404
    known = drill.periods(budget)
    place = drill.place(budget, cut, known=known, month=number(given.get("month")), path=path, release=release)
    if place is None or place.row is None:
        raise Http404
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a question, with what was asked at this line before."""
    place, now = _place(request), timezone.now()
    assert place.row is not None
    node = Node.objects.get(cut=place.cut, path=place.row.path)
    refusal: Refused | None = None
    body = None
    try:
        body = actions.who_answers(place.budget, node)
    except Refused as error:
        refusal = error
    day = legal_day(now)
    options: dict[str, Any] = {
        "most": norms_now().at(day)["discussion.text"].count,
        "organisations": organisations.of(me(request), day),
    }
    found: list[personal.Found] = []
    stage = "form"
    if request.method == "POST":
        form = QuestionForm(request.POST, **options)
        if form.is_valid() and body is not None:
            found = personal.find(form.cleaned_data["text"])
            stage = "form" if request.POST.get("do") == "change" else "review"
            if request.POST.get("do") == "publish":
                try:
                    made = actions.ask(
                        release=place.release,
                        node=node,
                        month=place.month,
                        text=form.cleaned_data["text"],
                        language=form.cleaned_data["language"],
                        by=me(request),
                        identity=str(level_of(request)),
                        now=now,
                        organisation=form.organisation,
                        confirmed=request.POST.get("confirmed") == "1",
                        key=f"line:{form.cleaned_data['key']}",
                    )
                except Refused as error:
                    refusal = error
                else:
                    return HttpResponseRedirect(reverse("asking:question", args=[made.case.public_id]))
    else:
        form = QuestionForm(initial={"language": lang(), "voice": MYSELF, "key": secrets.token_urlsafe(16)}, **options)
    context = {
        **tools(),
        "place": place,
        "node": node,
        "body": body,
        "form": form,
        "stage": stage,
        "refusal": refusal,
        "found": found,
        "before": queries.of_line(place.budget, node),
        "proven": str(level_of(request)) not in {"", "email"},
        "invented": place.budget.invented,
        "noindex": True,
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return render(request, "asking/ask.html", context, using="jinja2", status=status)
