"""One's own account: who is signed in, name and language, number and address, sessions, keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.people import app_keys, links, means, passkeys, phone, sessions, sms, tell
from jariya.kernel.people.forms import AccountForm, MailForm, PhoneForm
from jariya.kernel.people.gates import left, needs, private, signed_in
from jariya.kernel.people.models import Channel, Level, Passkey, Person, SignIn
from jariya.kernel.people.queries import bodies_of, roles_in_words, roles_of
from jariya.kernel.people.sessions import device_words, level_of
from jariya.kernel.people.texts import sentence
from jariya.kernel.people.views.sign_in import start

SIGN_INS_SHOWN = 20


@private
@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """A piece of the header: who is signed in, or the way to sign in. Public pages themselves stay alike for all."""
    sessions.seen(request, timezone.now())
    staff = level_of(request) == Level.STAFF
    return render(request, "people/fragment.html", {"links": links.shown(staff=staff, header=True)}, using="jinja2")


def _account_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    level = level_of(request)
    context = {
        "person": person,
        "level": level,
        "identity_proven": means.identity_proven(level),
        "phone": phone.shown(person.phone) if person.phone else "",
        "sms_available": sms.available(),
        "roles": roles_in_words(person, today) if person.staff else [],
        "registrar": bool(bodies_of(person, day=today, kinds=frozenset({"registrar"}))),
        "links": links.shown(staff=person.staff, roles=roles_of(person, body_id=None, day=today)),
        "form": AccountForm(initial={"name": person.name, "language": person.language}),
        "phone_form": PhoneForm(),
        "mail_form": MailForm(),
        "refused": "",
        "done": request.GET.get("done", ""),
        "noindex": True,
        **more,
    }
    return render(request, "people/account.html", context, status=status, using="jinja2")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and language; the rest by the forms beside."""
    sessions.seen(request, timezone.now())
    if request.method != "POST":
        return _account_page(request)
    person: Person = request.user  # type: ignore[assignment]
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _account_page(request, 422, form=form)
    chosen = form.cleaned_data["language"]
    Person.objects.filter(pk=person.pk).update(name=form.cleaned_data["name"], language=chosen)
    with translation.override(chosen):
        return HttpResponseRedirect(reverse("people:account") + "?done=saved")


@signed_in
@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """A new number or e-mail address: it becomes the account's once its code was typed."""
    person: Person = request.user  # type: ignore[assignment]
    by_mail = request.POST.get("by") == Channel.MAIL
    if not by_mail and person.staff:
        return _account_page(request, 422, refused=sentence("account_official"))
    form: Any = MailForm(request.POST) if by_mail else PhoneForm(request.POST)
    shown = {"mail_form" if by_mail else "phone_form": form}
    # Whoever finds a browser open for weeks must not be able to make the account their own.
    if not sessions.fresh(request, timezone.now()):
        return _account_page(request, 403, refused=sentence("fresh_needed"), stale=True, **shown)
    if not form.is_valid():
        return _account_page(request, 422, **shown)
    refused = start(request, form.channel, form.address, target="", owner=person.pk)
    if refused:
        return _account_page(request, 422, refused=refused, **shown)
    return HttpResponseRedirect(reverse("people:sign-in-code"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    """Where the account is open, and the last sign-ins; POST ends one session or all others, at once."""
    person: Person = request.user  # type: ignore[assignment]
    now = timezone.now()
    here = sessions.current_hash(request)
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        if chosen == "others":
            sessions.revoke_all(person, but=here)
        elif chosen == here:
            sessions.sign_out(request)
            return left(HttpResponseRedirect(reverse("people:sign-in")))
        else:
            sessions.revoke(person, chosen[:64])
        return HttpResponseRedirect(reverse("people:sessions"))
    sessions.seen(request, now)
    context = {
        "sessions": list(sessions.sessions_of(person, now)[:100]),
        "here": here,
        "sign_ins": list(SignIn.objects.filter(person=person).order_by("-at", "-id")[:SIGN_INS_SHOWN]),
        "noindex": True,
    }
    return render(request, "people/sessions.html", context, using="jinja2")


def _keys_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    context = {
        "passkeys": list(person.passkeys.order_by("created_at", "pk")),
        "has_app": hasattr(person, "app_key"),
        "recovery_left": app_keys.recovery_left(person),
        "fresh": sessions.fresh(request, timezone.now()),
        "refused": "",
        "noindex": True,
        **more,
    }
    return render(request, "people/keys.html", context, status=status, using="jinja2")


@needs("office")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """An official's own keys."""
    return _keys_page(request)


@needs("office")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """A challenge for one more passkey."""
    if not sessions.fresh(request, timezone.now()):
        return JsonResponse({"code": "fresh_needed", "title": sentence("fresh_needed")}, status=403)
    return JsonResponse(passkeys.begin_registration(request, request.user))  # type: ignore[arg-type]


@needs("office")
@require_POST
def change_keys(request: HttpRequest) -> HttpResponse:
    """Add or remove a passkey, or make new recovery codes; only soon after a sign-in."""
    person: Person = request.user  # type: ignore[assignment]
    now = timezone.now()
    if not sessions.fresh(request, now):
        return _keys_page(request, 403, refused=sentence("fresh_needed"))
    verb = request.POST.get("verb", "")
    if verb == "recovery" and hasattr(person, "app_key"):
        codes = app_keys.new_recovery_codes(person)
        tell.changed(person)
        return render(request, "people/recovery.html", {"codes": codes, "noindex": True}, using="jinja2")
    if verb == "add":
        try:
            label = device_words(request.META.get("HTTP_USER_AGENT", "")[:400])
            passkeys.complete_registration(request, person, request.POST.get("credential", ""), label=label, now=now)
        except passkeys.PasskeyError as error:
            return _keys_page(request, 422, refused=sentence(error.code))
        tell.changed(person)
    if verb == "remove":
        chosen = request.POST.get("passkey", "")
        own = Passkey.objects.filter(person=person)
        if own.count() + int(hasattr(person, "app_key")) < 2:
            return _keys_page(request, 422, refused=sentence("last_key"))
        if chosen.isdecimal() and len(chosen) < 19:
            own.filter(pk=int(chosen)).delete()
            tell.changed(person)
    return HttpResponseRedirect(reverse("people:keys"))
