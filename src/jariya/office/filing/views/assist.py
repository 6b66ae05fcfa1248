"""A clerk files for a person who is present: choose, write, read back, confirm, hand over the coupon."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import search_names
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import phone, sms
from jariya.kernel.people.limits import network_of
from jariya.kernel.people.texts import sentence
from jariya.office.filing import actions, kinds
from jariya.office.filing.access import clerks, office_at, offices
from jariya.office.filing.forms import CodeForm, PresentForm, ScanForm
from jariya.office.filing.lifecycle import Channel, Document, Status
from jariya.office.filing.models import Filing
from jariya.office.filing.views.shared import due_of, lang, open_body, own, to
from jariya.portals.dialogue.access import me, page
from jariya.portals.dialogue.forms import MAX_POINTS

LISTED = 30


@require_safe
@clerks
def front(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """The clerk's own filings: unfinished ones with their step, finished ones by number alone."""
    rows = Filing.objects.filter(clerk=me(request)).select_related("body", "case")
    context = {
        "unfinished": list(rows.filter(status__in=[Status.WRITTEN, Status.READ_BACK]).order_by("-pk")[:LISTED]),
        "done": list(rows.filter(status=Status.REGISTERED).order_by("-pk")[:LISTED]),
        "assists": offices(request, now, actions.ASSISTANTS),
        "registry": offices(request, now, actions.REGISTRY),
        "handed": "done" in request.GET,
    }
    return page(request, "filing/front.html", context)


@require_safe
@clerks
def choose(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Choose the body that is to answer."""
    office_at(request, now, actions.ASSISTANTS)
    text = request.GET.get("q", "")[:200].strip()
    found = search_names(text, lang=lang(), day=legal_day(now), connected=True, after=request.GET.get("after"))
    return page(request, "filing/choose.html", {"q": text, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def write(request: HttpRequest, now: dt.datetime, slug: str) -> HttpResponse:
    """Write down what the person says."""
    office = office_at(request, now, actions.ASSISTANTS, request.POST.get("office", ""))
    body = open_body(slug, now)
    form = PresentForm(request.POST) if request.method == "POST" else PresentForm(initial=_fresh())
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            filing = actions.begin(
                clerk=me(request),
                office=office,
                channel=Channel.ASSISTED,
                kind=form.cleaned_data["kind"],
                body=body,
                now=now,
                **form.letter(),
            )
        except Refused as error:
            refusal = error
        else:
            return to("filing:read", filing.token, language=filing.language)
    return _form(request, now, form, body, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def change(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """Change the text; it is read back anew."""
    filing = own(request, token)
    if filing.status not in (Status.WRITTEN, Status.READ_BACK):
        return to("filing:front")
    form = PresentForm(request.POST) if request.method == "POST" else PresentForm(initial=_again(filing))
    refusal = None
    if request.method == "POST" and form.is_valid():
        kept = {"received_on": filing.received_on, "late_reason": filing.late_reason}
        try:
            actions.rewrite(filing=filing, by=me(request), now=now, **{**kept, **form.letter()})
        except Refused as error:
            refusal = error
        else:
            return to("filing:read", filing.token, language=form.cleaned_data["language"])
    return _form(request, now, form, filing.body, refusal, filing)


def _form(
    request: HttpRequest, now: dt.datetime, form: Any, body: Body, refusal: Refused | None, filing: Filing | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "body": body,
        "filing": filing,
        "offices": [] if filing else offices(request, now, actions.ASSISTANTS),
        "refusal": refusal,
        "shown": form.shown(),
        "max_points": MAX_POINTS,
        "notes": {one.kind: one.note for one in kinds.kinds()},
        "invented": body.invented,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, "filing/write.html", context, status=status)


def _fresh() -> dict[str, Any]:
    found = kinds.kinds()
    return {
        "language": "ru" if get_language() == "ru" else "kk",
        "kind": found[0].kind if found else "",
        "token": uuid.uuid4(),
        "document": Document.ID_CARD.value,
    }


def _again(filing: Filing) -> dict[str, Any]:
    points = {f"point_{number}": text for number, text in enumerate(filing.points, start=1)}
    return {
        "kind": filing.kind,
        "language": filing.language,
        "title": filing.title,
        "public": filing.public,
        "document": filing.document,
        "phone": actions.phone_of(filing),
        "answer_by_sms": filing.answer_by_sms,
        "token": filing.token,
        **points,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def read(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """The text in large type, to be read aloud; the person agrees or the text is changed."""
    filing = own(request, token)
    if filing.status == Status.REGISTERED:
        return to("filing:coupon", filing.token, language=filing.language)
    refusal = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "abandon":
                actions.abandon(filing=filing, by=me(request), now=now)
                return to("filing:front")
            if filing.status == Status.WRITTEN:
                actions.read_back(filing=filing, by=me(request), now=now)
            return to("filing:confirm", filing.token, language=filing.language)
        except Refused as error:
            refusal = error
    if filing.status == Status.ABANDONED:
        return to("filing:front")
    context = {"filing": filing, "kind": kinds.of(filing.kind), "refusal": refusal, **due_of(filing, now)}
    context["invented"] = filing.body.invented
    return page(request, "filing/read.html", context, status=refusal.status if refusal else 200)


@require_safe
@clerks
def paper(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """The text to be printed and signed by hand."""
    filing = own(request, token)
    if filing.status != Status.READ_BACK:
        return to("filing:read", filing.token, language=filing.language)
    context = {"filing": filing, "kind": kinds.of(filing.kind), "today": legal_day(now)}
    return page(request, "filing/paper.html", {**context, "invented": filing.body.invented})


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def confirm(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """The person confirms: by the code from their telephone, or by a signed paper. Then the letter is registered."""
    filing = own(request, token)
    if filing.status == Status.REGISTERED:
        return to("filing:coupon", filing.token, language=filing.language)
    if filing.status != Status.READ_BACK:
        return to("filing:read", filing.token, language=filing.language)
    number = actions.phone_of(filing)
    way = request.POST.get("way", "")
    code, scan = CodeForm(), ScanForm()
    refusal, said = None, ""
    if request.method == "POST":
        try:
            if way == "send":
                failed = actions.send_code(filing=filing, by=me(request), network=network_of(request), now=now)
                if failed is None:
                    return to("filing:confirm", filing.token, language=filing.language)
                said = sentence(failed.code, failed.wait)
            elif way == "code":
                code = CodeForm(request.POST)
                if code.is_valid():
                    typed = code.cleaned_data["code"]
                    result = actions.confirm_by_code(filing=filing, typed=typed, by=me(request), now=now)
                    if result == "ok":
                        return to("filing:coupon", filing.token, language=filing.language)
                    code.add_error("code", sentence(result))
            else:
                scan = ScanForm(request.POST, request.FILES)
                if scan.is_valid():
                    actions.confirm_by_hand(filing=filing, scan=scan.cleaned_data["scan"], by=me(request), now=now)
                    return to("filing:coupon", filing.token, language=filing.language)
        except Refused as error:
            refusal = error
    context = {
        "filing": filing,
        "code": code,
        "scan": scan,
        "where": phone.masked(number) if number else "",
        "sent": filing.code_id is not None,
        "sms_available": sms.available(),
        "refusal": refusal,
        "said": said,
        "invented": filing.body.invented,
    }
    bad = refusal.status if refusal else 422 if said or code.errors or scan.errors else 200
    return page(request, "filing/confirm.html", context, status=bad)


@require_POST
@clerks
def abandon(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """Send nothing; the text is erased."""
    filing = own(request, token)
    if filing.status in (Status.WRITTEN, Status.READ_BACK):
        actions.abandon(filing=filing, by=me(request), now=now)
    return to("filing:front")
