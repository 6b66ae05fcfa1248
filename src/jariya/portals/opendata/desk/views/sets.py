"""Sets at the desk: the list, a new one, one with its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import Outcome, legal_day, possible
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.private import me
from jariya.portals.opendata import actions, quality
from jariya.portals.opendata.description import of_columns
from jariya.portals.opendata.desk import shown
from jariya.portals.opendata.desk.forms import DescriptionForm, NewForm, Nothing, ReasonForm, initial
from jariya.portals.opendata.desk.views.shared import at_desk, lang, page, see, set_or_404
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet, Import, Resource


@require_safe
@at_desk
def front(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """Sets of one's bodies; what is late, what waits for its publisher."""
    before = request.GET.get("before", "")
    rows, following = shown.sets_of(bodies, int(before) if before.isdecimal() and len(before) < 12 else None)
    table = lifecycle(KIND)
    waiting = [(run, shown.number_of(run), run.resource.data_set.title(lang())) for run in shown.waiting(bodies)]
    context = {
        "lines": [(row, row.title(lang()), table.state(row.case.state)) for row in rows],
        "late": [(row, row.title(lang())) for row in shown.late(bodies, legal_day(now))] if not before else [],
        "waiting": waiting if not before else [],
        "following": following,
        "today": legal_day(now),
    }
    return page(request, "front.html", context)


def _body(request: HttpRequest, bodies: frozenset[int]) -> tuple[Body, list[Body]]:
    own = list(Body.objects.filter(pk__in=bodies).order_by("sort_kk", "pk"))
    slug = request.POST.get("body") or request.GET.get("body")
    found = next((body for body in own if body.slug == slug), None) if slug else own[0]
    if found is None:
        raise Http404
    return found, own


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """The form of a new set."""
    body, own = _body(request, bodies)
    form = NewForm(request.POST if request.method == "POST" else None)

    def do(form: NewForm, *, version: int | None, key: str | None, **common: Any) -> Outcome:
        return actions.prepare(description=form.description(), slug=form.cleaned_data["slug"], key=key, **common)

    taken = taking.take(request, form, "data_set.new", do, body=body, by=me(request), now=now)
    if taken.outcome is not None:
        return see("set", taken.outcome.case.public_id)
    context = {"form": form, "body": body, "bodies": own, "refusal": taken.refusal, "invented": body.invented}
    return page(request, "new.html", context, status=taken.status)


@dataclass(frozen=True)
class Rules:
    """A step of a set: its form and what is done with it."""

    form: type[Any]
    do: Callable[..., Outcome]
    note: Any = ""
    danger: bool = False


def _describe(form: DescriptionForm, **common: Any) -> Outcome:
    return actions.describe(
        description=form.description().changed(source=of_columns(DataSet.objects.get(case=common["case"])).source),
        **common,
    )


STEPS = {
    "describe": Rules(DescriptionForm, _describe),
    "publish": Rules(
        Nothing,
        lambda form, **common: actions.publish(**common),
        _("For sets that hold links alone; a set of tables becomes public with its first version."),
    ),
    "withdraw": Rules(
        ReasonForm,
        lambda form, **common: actions.withdraw(**form.cleaned_data, **common),
        _("The page stays and says why. The data are not given out any more; you can bring them back."),
        danger=True,
    ),
    "restore": Rules(Nothing, lambda form, **common: actions.restore(**common)),
    "discard": Rules(
        Nothing,
        lambda form, **common: actions.discard(**common),
        _("What was prepared goes away for good."),
        danger=True,
    ),
}


@require_safe
@at_desk
def one(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str) -> HttpResponse:
    """A set at the desk: its resources, quality, and what may be done."""
    held = set_or_404(public_id, bodies)
    rows = list(Resource.objects.filter(data_set=held, removed_at=None).select_related("current"))
    for row in rows:
        row.data_set = held
    newest: dict[int, Import] = {}
    for run in Import.objects.filter(resource__in=rows).exclude(state="dropped").order_by("id"):
        newest[run.resource_id] = run
    seen: dict[str, Any] = {}
    for move in possible(held.case, by=me(request), now=now):
        seen.setdefault(move.verb, move)
    steps = [seen[verb] for verb in STEPS if verb in seen]
    if not any(row.kind == "link" for row in rows):
        steps = [move for move in steps if move.verb != "publish"]
    title, title_lang = shown.title_at_desk(held.case, lang())
    runs = {pk: (run, shown.number_of(run)) for pk, run in newest.items()}
    context = {
        "set": held,
        "case": held.case,
        "title": title,
        "title_lang": title_lang,
        "state": lifecycle(KIND).state(held.case.state),
        "lines": [(row, row.title(lang()), runs.get(row.pk)) for row in rows],
        "steps": steps,
        "may_add": "add_resource" in seen,
        "scores": held.scores,
        "advice": quality.advice(held.scores)[:6],
        "timeline": say(Event.objects.timeline(held.case_id, public_only=False).select_related("case"), lang()),
        "done": request.GET.get("done", ""),
        "today": legal_day(now),
        "invented": held.case.invented,
    }
    return page(request, "set.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def step(request: HttpRequest, bodies: frozenset[int], now: dt.datetime, public_id: str, verb: str) -> HttpResponse:
    """One step: its form on GET, the act on POST. A refusal or an error comes back with all that was typed."""
    held = set_or_404(public_id, bodies)
    rules = STEPS.get(verb)
    if rules is None:
        raise Http404
    first = initial(of_columns(held)) if verb == "describe" else {}
    form = rules.form(request.POST if request.method == "POST" else None, initial=first)
    taken = taking.take(request, form, verb, rules.do, case=held.case, by=me(request), now=now)
    if taken.outcome is not None:
        return see("set", public_id, query="?done=1")
    title, title_lang = shown.title_at_desk(held.case, lang())
    context = {
        "set": held,
        "case": held.case,
        "title": title,
        "title_lang": title_lang,
        "verb": verb,
        "heading": lifecycle(KIND).moves_of(verb)[0].title,
        "rules": rules,
        "form": form,
        "refusal": taken.refusal,
        "invented": held.case.invented,
    }
    return page(request, "step.html", context, status=taken.status)
