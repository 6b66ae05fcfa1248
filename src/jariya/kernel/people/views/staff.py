"""Sign-in of officials: passkey, or password and application; setting up a key by a one-time link."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jariya.kernel.people import app_keys, enrolment, passkeys, sessions, staff, tell
from jariya.kernel.people.forms import PasswordForm, StaffForm, refusal
from jariya.kernel.people.gates import entered, private, safe_next
from jariya.kernel.people.limits import Wait, network_of
from jariya.kernel.people.models import Enrolment, Level, Means
from jariya.kernel.people.queries import roles_in_words
from jariya.kernel.people.sessions import device_words, record
from jariya.kernel.people.texts import sentence
from jariya.kernel.people.views.sign_in import enter, home


def _page(
    request: HttpRequest, form: StaffForm, *, refused: str = "", target: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "refused": refused, "target": target, "noindex": True}
    return render(request, "people/staff.html", context, status=status, using="jinja2")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page of both ways; POST is the way without script."""
    asked = request.POST if request.method == "POST" else request.GET
    target = safe_next(asked.get("next"), "")
    if request.method != "POST":
        return _page(request, StaffForm(), target=target)
    form = StaffForm(request.POST)
    if not form.is_valid():
        return _page(request, form, target=target, status=422)
    now = timezone.now()
    found = staff.check(
        form.cleaned_data["login"],
        form.cleaned_data["password"],
        form.cleaned_data["code"],
        network=network_of(request),
        now=now,
    )
    if isinstance(found, Wait):
        return _page(request, form, refused=sentence(found.code, found), target=target, status=429)
    if found is None:
        return _page(request, form, refused=sentence("staff_wrong"), target=target, status=422)
    person, by = found
    sessions.sign_in(request, person, level=Level.STAFF, means=by, now=now)
    return enter(request, safe_next(target, home(request)))


@private
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """A fresh challenge for the script."""
    response = JsonResponse(passkeys.begin_sign_in(request))
    if not request.user.is_authenticated:
        request.session.set_expiry(600)
    return response


@private
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with what the device answered."""
    now = timezone.now()
    target = safe_next(request.POST.get("next"), "")
    try:
        person = passkeys.complete_sign_in(request, request.POST.get("credential", ""), now=now)
    except passkeys.PasskeyError as error:
        record(None, Means.PASSKEY, error.code, now)
        return _page(request, StaffForm(), refused=sentence(error.code), target=target, status=422)
    sessions.sign_in(request, person, level=Level.STAFF, means=Means.PASSKEY, now=now)
    return enter(request, safe_next(target, home(request)))


def _enrolment(token: str) -> Enrolment:
    row = enrolment.find(token, now=timezone.now())
    if row is None:
        raise Http404
    return row


def _enrol_page(request: HttpRequest, row: Enrolment, token: str, form: PasswordForm, **more: Any) -> HttpResponse:
    secret = enrolment.offered_secret(row)
    if secret is None:
        raise Http404
    context = {
        "form": form,
        "person": row.person,
        "token": token,
        "qr": app_keys.provisioning_svg(secret, row.person.handle),
        "secret": app_keys.shown_secret(secret),
        "roles": roles_in_words(row.person, timezone.localdate()),
        "refused": more.get("refused", ""),
        "noindex": True,
    }
    return render(request, "people/enrol.html", context, status=more.get("status", 200), using="jinja2")


def gone(request: HttpRequest) -> HttpResponse:
    """A link that is used, cancelled, too old or never was: one answer for all, with what to do."""
    return render(request, "people/link_gone.html", {"noindex": True}, status=404, using="jinja2")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """Set up a key by a one-time link; POST is the way without script: password and application."""
    try:
        row = _enrolment(token)
    except Http404:
        return gone(request)
    if request.method != "POST":
        return _enrol_page(request, row, token, PasswordForm())
    now = timezone.now()
    form = PasswordForm(request.POST)
    secret = enrolment.offered_secret(row)
    valid = form.is_valid()
    step = app_keys.step_of(secret, form.cleaned_data.get("code", ""), now) if secret else None
    if step is None:
        form.add_error("code", refusal("app_code_wrong"))
    if not valid or step is None or secret is None:
        return _enrol_page(request, row, token, form, status=422)
    codes = enrolment.set_password(row, password=form.cleaned_data["password"], step=step, secret=secret, now=now)
    if codes is None:
        return gone(request)
    row.person.refresh_from_db()
    tell.changed(row.person)
    sessions.sign_in(request, row.person, level=Level.STAFF, means=Means.PASSWORD, now=now)
    page = render(request, "people/recovery.html", {"codes": codes, "noindex": True}, using="jinja2")
    return entered(page, seconds=request.session.get_expiry_age())


@private
@require_POST
def enrol_options(request: HttpRequest, token: str) -> HttpResponse:
    """A fresh challenge for registering a passkey by a link."""
    try:
        row = _enrolment(token)
    except Http404:
        return gone(request)
    response = JsonResponse(passkeys.begin_registration(request, row.person, anew=True))
    if not request.user.is_authenticated:
        request.session.set_expiry(600)
    return response


@private
@require_POST
def enrol_passkey(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the new passkey, use the link up, sign in."""
    try:
        row = _enrolment(token)
    except Http404:
        return gone(request)
    now = timezone.now()
    label = device_words(request.META.get("HTTP_USER_AGENT", "")[:400])
    try:
        with transaction.atomic():
            made = passkeys.complete_registration(
                request, row.person, request.POST.get("credential", ""), label=label, now=now
            )
            kept = enrolment.keep_passkey(row, made, now=now)
            if not kept:
                transaction.set_rollback(True)
    except passkeys.PasskeyError as error:
        return _enrol_page(request, row, token, PasswordForm(), refused=sentence(error.code), status=422)
    if not kept:
        return gone(request)
    row.person.refresh_from_db()
    tell.changed(row.person)
    sessions.sign_in(request, row.person, level=Level.STAFF, means=Means.PASSKEY, now=now)
    return enter(request, reverse("people:keys"))
