"""Sign-in of citizens: a number or an e-mail address, then the code; signing out; the table of means."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.people import accounts, codes, means, phone, sessions, sms, tell, ways
from jariya.kernel.people.forms import CodeForm, MailForm, PhoneForm
from jariya.kernel.people.gates import entered, left, private, safe_next
from jariya.kernel.people.limits import SETTINGS, network_of
from jariya.kernel.people.models import Channel, Code, Means
from jariya.kernel.people.sessions import record
from jariya.kernel.people.texts import sentence
from jariya.kernel.web.caching import kept

PENDING = "pending_code"
"""Session key of the address a code went to. It is kept in the session, so that no address stands in a URL or page."""
PENDING_LIFE = dt.timedelta(hours=1)


def home(request: HttpRequest) -> str:
    """Where a sign-in leads when the reader came from nowhere."""
    return reverse("people:account")


def enter(request: HttpRequest, target: str) -> HttpResponse:
    """Go on after a sign-in."""
    return entered(HttpResponseRedirect(target), seconds=request.session.get_expiry_age())


def start(request: HttpRequest, channel: str, address: str, *, target: str, owner: int | None = None) -> str | None:
    """Send a code and remember for whom; None when the code page can be shown, else the sentence of the refusal.

    `owner`: the signed-in person whose account gets this address; None for a sign-in.
    """
    now = timezone.now()
    sent = codes.send(channel, address, network=network_of(request), language=get_language() or "kk", now=now)
    waiting = request.session.get(PENDING)
    if isinstance(sent, codes.NotSent):
        if sent.code != "code_just_sent" or not waiting or waiting["address"] != address:
            return sentence(sent.code, sent.wait)
        waiting.update(next=target, owner=owner)
        request.session.modified = True
        return None
    request.session[PENDING] = {
        "code": sent.pk,
        "channel": str(channel),
        "address": address,
        "next": target,
        "owner": owner,
    }
    if not request.user.is_authenticated:
        request.session.set_expiry(now + PENDING_LIFE)
    return None


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a number (or an e-mail address) and send a code. The answer is the same for known and unknown ones."""
    asked = request.POST if request.method == "POST" else request.GET
    by_mail = asked.get("by") == Channel.MAIL or not sms.available()
    target = safe_next(asked.get("next"), "")
    kind = MailForm if by_mail else PhoneForm
    form: Any = kind(request.POST) if request.method == "POST" else kind()
    refused = ""
    if request.method == "POST" and form.is_valid():
        refused = start(request, form.channel, form.address, target=target) or ""
        if not refused:
            return HttpResponseRedirect(reverse("people:sign-in-code"))
    context = {
        "form": form,
        "by_mail": by_mail,
        "sms_available": sms.available(),
        "target": target,
        "refused": refused,
        "ways": ways.shown(),
        "noindex": True,
    }
    return render(
        request, "people/sign_in.html", context, status=422 if form.errors or refused else 200, using="jinja2"
    )


def _where(pending: dict[str, Any]) -> str:
    """The address as its owner will know it, with most of it hidden: a page may be read over a shoulder."""
    if pending["channel"] == Channel.SMS:
        return phone.masked(pending["address"])
    name, _at, host = pending["address"].partition("@")
    return f"{name[:1]}•••@{host}"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and finish what it was sent for."""
    pending = request.session.get(PENDING)
    if not pending:
        return HttpResponseRedirect(reverse("people:sign-in"))
    now = timezone.now()
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    refused = ""
    if request.method == "POST" and form.is_valid():
        result = codes.check(
            pending["code"], pending["channel"], pending["address"], form.cleaned_data["code"], now=now
        )
        if result == "ok":
            finished = _finish(request, pending, now)
            if isinstance(finished, HttpResponse):
                return finished
            result = finished
        else:
            means_tried = Means.SMS if pending["channel"] == Channel.SMS else Means.MAIL
            record(None, means_tried, result, now)
        refused = result
    row = Code.objects.filter(pk=pending["code"]).first()
    context = {
        "form": form,
        "refused": sentence(refused) if refused else "",
        "official": refused == "account_official",
        "where": _where(pending),
        "by_mail": pending["channel"] == Channel.MAIL,
        "target": pending["next"],
        "tries_left": SETTINGS.code_tries - row.tries if row else 0,
        "minutes": int(SETTINGS.code_life.total_seconds() // 60),
        "noindex": True,
    }
    return render(request, "people/code.html", context, status=422 if form.errors or refused else 200, using="jinja2")


def _finish(request: HttpRequest, pending: dict[str, Any], now: dt.datetime) -> HttpResponse | str:
    """The code was right: sign in, or change the account's address. A stable code when that is refused."""
    channel, address = pending["channel"], pending["address"]
    del request.session[PENDING]
    if pending["owner"] is not None:
        if request.user.pk != pending["owner"]:
            return HttpResponseRedirect(reverse("people:sign-in"))
        before = request.user.email  # type: ignore[union-attr]
        try:
            accounts.change_address(request.user, channel, address, now=now)  # type: ignore[arg-type]
        except accounts.TakenError:
            return "address_taken"
        tell.changed(request.user, address=before)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("people:account") + "?done=address")
    person = accounts.open_or_find(channel, address, language=get_language() or "kk", now=now)
    by = Means.SMS if channel == Channel.SMS else Means.MAIL
    if not person.is_active:
        record(person, by, "account_closed", now)
        return "account_closed"
    if accounts.official(person, timezone.localdate(now)):
        record(person, by, "account_official", now)
        return "account_official"
    sessions.sign_in(request, person, level=accounts.level_by(channel), means=by, now=now)
    return enter(request, safe_next(pending["next"], home(request)))


@private
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Send a new code to the same address."""
    pending = request.session.get(PENDING)
    if not pending:
        return HttpResponseRedirect(reverse("people:sign-in"))
    sent = codes.send(
        pending["channel"],
        pending["address"],
        network=network_of(request),
        language=get_language() or "kk",
        now=timezone.now(),
    )
    if isinstance(sent, codes.NotSent):
        context = {
            "form": CodeForm(),
            "refused": sentence(sent.code, sent.wait),
            "official": False,
            "where": _where(pending),
            "by_mail": pending["channel"] == Channel.MAIL,
            "target": pending["next"],
            "tries_left": None,
            "minutes": int(SETTINGS.code_life.total_seconds() // 60),
            "noindex": True,
        }
        return render(request, "people/code.html", context, status=429 if sent.wait else 503, using="jinja2")
    pending["code"] = sent.pk
    request.session.modified = True
    return HttpResponseRedirect(reverse("people:sign-in-code"))


@private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and go to the front page (or back to a public page).

    A sign-in through a service of others left `way_out` in the session: a page that says how to sign out there.
    """
    target = safe_next(request.session.get("way_out"), "")
    sessions.sign_out(request)
    return left(HttpResponseRedirect(target or safe_next(request.POST.get("next"), f"/{get_language()}/")))


@require_safe
def means_page(request: HttpRequest) -> HttpResponse:
    """Public: which means of sign-in suffices for which act."""
    context = {"rules": means.table(), "sms_available": sms.available()}
    return kept(render(request, "people/means.html", context, using="jinja2"))
