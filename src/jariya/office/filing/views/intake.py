"""A body's registry enters what reached it on paper, by word of mouth or on a reception day; and its figures."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.office.filing import actions, figures, kinds
from jariya.office.filing.access import clerks, office_at, offices
from jariya.office.filing.forms import PaperForm, SpokenForm, day_of
from jariya.office.filing.lifecycle import Channel, Document
from jariya.office.filing.views.shared import lang, to
from jariya.portals.dialogue.access import me, page
from jariya.portals.dialogue.forms import MAX_POINTS


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def spoken(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """An appeal by word of mouth: written down here, then read back and confirmed as with an assistant."""
    body = office_at(request, now, actions.REGISTRY, _named(request))
    start = {**_fresh(now), "document": Document.ID_CARD.value, "channel": request.GET.get("channel", "oral")}
    form = SpokenForm(request.POST) if request.method == "POST" else SpokenForm(initial=start)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            filing = actions.begin(
                clerk=me(request),
                office=body,
                channel=form.cleaned_data["channel"],
                kind=form.cleaned_data["kind"],
                body=body,
                now=now,
                **form.letter(),
            )
        except Refused as error:
            refusal = error
        else:
            return to("filing:read", filing.token, language=filing.language)
    return _page(request, now, "filing/spoken.html", form, body, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def paper(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """A letter on paper: copied, with its scan; registered at once, its term from the day it arrived."""
    body = office_at(request, now, actions.REGISTRY, _named(request))
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm(initial=_fresh(now))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                filing = actions.begin(
                    clerk=me(request),
                    office=body,
                    channel=Channel.PAPER,
                    kind=form.cleaned_data["kind"],
                    body=body,
                    now=now,
                    **form.letter(),
                )
                filing = actions.enter(filing=filing, scan=form.cleaned_data["scan"], by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return to("filing:coupon", filing.token, language=filing.language)
    return _page(request, now, "filing/paper_letter.html", form, body, refusal)


def _named(request: HttpRequest) -> str:
    return request.POST.get("body") or request.GET.get("body") or ""


def _fresh(now: dt.datetime) -> dict[str, Any]:
    found = kinds.kinds()
    return {
        "language": "ru" if lang() == "ru" else "kk",
        "kind": found[0].kind if found else "",
        "token": uuid.uuid4(),
        "received_on": day_of(now),
    }


def _page(
    request: HttpRequest, now: dt.datetime, template: str, form: Any, body: Body, refusal: Refused | None
) -> HttpResponse:
    context = {
        "form": form,
        "body": body,
        "bodies": offices(request, now, actions.REGISTRY),
        "refusal": refusal,
        "shown": form.shown(),
        "max_points": MAX_POINTS,
        "notes": {one.kind: one.note for one in kinds.kinds()},
        "today": legal_day(now),
        "invented": body.invented,
    }
    return page(request, template, context, status=refusal.status if refusal else 422 if form.errors else 200)


@require_safe
@clerks
def by_channel(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """This year's letters of a body by the way they came."""
    body = office_at(request, now, actions.REGISTRY, _named(request))
    today = legal_day(now)
    rows = figures.by_channel([body.pk], first=today.replace(month=1, day=1), last=today, today=today)
    words = {"web": None, **{one.value: one.label for one in Channel}}
    context = {
        "rows": rows,
        "words": words,
        "body": body,
        "bodies": offices(request, now, actions.REGISTRY),
        "year": today.year,
        "invented": body.invented,
    }
    return page(request, "filing/figures.html", context)
