"""A clerk prints an answer for the person whose it is; the body's registry prints it for the post."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import codes, phone, sealing, sms
from jariya.kernel.people.limits import network_of
from jariya.kernel.people.queries import roles_of
from jariya.kernel.people.texts import sentence
from jariya.office.filing import actions, handing, tasks
from jariya.office.filing.access import clerks, office_at, offices
from jariya.office.filing.forms import CodeForm, CouponForm, NumberForm
from jariya.office.filing.lifecycle import Channel
from jariya.office.filing.models import Opening
from jariya.office.filing.views.shared import lang, to
from jariya.portals.dialogue.access import me, page

PENDING = "filing_opening"


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def ask(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Open an answer by the coupon's word, or send a code to the person's telephone."""
    kinds = actions.ASSISTANTS | actions.REGISTRY
    office = office_at(request, now, kinds, request.POST.get("office", ""))
    word, number = CouponForm(), NumberForm()
    refusal, said = None, ""
    if request.method == "POST":
        try:
            if request.POST.get("way") == "code":
                number = NumberForm(request.POST)
                if number.is_valid():
                    asked = number.cleaned_data["number"]
                    sent = handing.send_code(
                        number=asked, clerk=me(request), office=office, network=network_of(request), now=now
                    )
                    if isinstance(sent, codes.NotSent):
                        said = sentence(sent.code, sent.wait)
                    else:
                        pending = {"number": asked, "code": sent[0], "where": phone.masked(sent[1])}
                        request.session[PENDING] = {**pending, "office": office.slug}
                        return to("filing:answer-code")
            else:
                word = CouponForm(request.POST)
                if word.is_valid():
                    done = word.cleaned_data
                    with transaction.atomic():
                        opening = handing.open_by_word(
                            number=done["number"],
                            secret=done["secret"],
                            clerk=me(request),
                            office=office,
                            network=network_of(request),
                            now=now,
                        )
                        tasks.tell_opened.defer(opening_id=opening.pk)
                    return _shown(opening)
        except Refused as error:
            refusal = error
    context = {
        "word": word,
        "number": number,
        "offices": offices(request, now, kinds),
        "office": office,
        "sms_available": sms.available(),
        "refusal": refusal,
        "said": said,
    }
    bad = refusal.status if refusal else 422 if said or word.errors or number.errors else 200
    return page(request, "filing/answers.html", context, status=bad)


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def code(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """The code from the person's telephone opens the answer."""
    pending = request.session.get(PENDING)
    if not pending:
        return to("filing:answers")
    form = CodeForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        office = office_at(request, now, actions.ASSISTANTS | actions.REGISTRY, pending["office"])
        try:
            opening = handing.open_by_code(
                number=pending["number"],
                code_id=pending["code"],
                typed=form.cleaned_data["code"],
                clerk=me(request),
                office=office,
                now=now,
            )
        except Refused as error:
            refusal = error
        else:
            if isinstance(opening, Opening):
                del request.session[PENDING]
                return _shown(opening)
            form.add_error("code", sentence(opening))
    context = {"form": form, "where": pending["where"], "refusal": refusal}
    return page(request, "filing/answer_code.html", context, status=422 if refusal or form.errors else 200)


def _shown(opening: Opening) -> HttpResponse:
    return to("filing:answer", opening.token, language=opening.case.language)


@require_safe
@clerks
def answer(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """The answer in large type, to be printed; the page stands for a quarter of an hour."""
    opening = handing.standing(token, me(request), now=now)
    if opening is None:
        raise Http404
    context: dict[str, Any] = {
        "opening": opening,
        "views": handing.readings(opening.case),
        "address": _address(opening) if opening.proof == "post" else "",
        "minutes": int(handing.OPEN_FOR.total_seconds() // 60),
        "invented": opening.case.body.invented,
    }
    return page(request, "filing/answer.html", context)


def _address(opening: Opening) -> str:
    filing = handing.filing_of(opening.case)
    plain = sealing.unseal(filing.reply_sealed) if filing and filing.reply_sealed else None
    return plain.decode() if plain else ""


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def post(request: HttpRequest, now: dt.datetime, public_id: str) -> HttpResponse:
    """The body that holds a letter on paper prints its answer with the address, for the envelope."""
    rows = Case.objects.filter(public_id=ids.normal(public_id) or "").select_related("body")
    case = rows.first()
    if case is None or not roles_of(me(request), body_id=case.body_id, day=legal_day(now)) & actions.REGISTRY:
        raise Http404
    filing = handing.filing_of(case)
    if filing is None or filing.channel != Channel.PAPER:
        raise Http404
    if request.method == "POST":
        return _shown(handing.open_for_post(case=case, clerk=me(request), now=now))
    return page(
        request,
        "filing/post.html",
        {
            "case": case,
            "known": bool(filing.reply_sealed),
            "invented": case.body.invented,
            "body": case.body.name(lang()),
        },
    )
