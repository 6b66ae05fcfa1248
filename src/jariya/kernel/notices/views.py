"""Pages of notices: the inbox, following, preferences, unsubscribing."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.notices import about, actions, digests, links, queries, reach, topics
from jariya.kernel.notices.incoming import addresses, shown
from jariya.kernel.notices.models import Digest, Preference, PushDevice
from jariya.kernel.notices.push import vapid
from jariya.kernel.notices.queries import Followed
from jariya.kernel.people import sms
from jariya.kernel.people.gates import private, safe_next, signed_in


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**context, "noindex": True}, status=status, using="jinja2")


def _see(address: str) -> HttpResponse:
    """After a form: to a page that may be reloaded."""
    response: HttpResponse = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _token(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first; `?before=` is the key of a page. Reading writes nothing: a form marks as read."""
    lines, following = queries.inbox(
        request.user,  # type: ignore[arg-type]
        language=translation.get_language() or "kk",
        before=_token(request.GET.get("before")),
    )
    return _page(
        request,
        "notices/inbox.html",
        {
            "lines": lines,
            "first": "before" not in request.GET,
            "digests": digests.latest(request.user) if "before" not in request.GET else [],  # type: ignore[arg-type]
            "any_unread": any(not line.read for line in lines),
            "letters": _letters(request.user) if addresses.available() and "before" not in request.GET else [],
            "comes_back": shown.comes_back_since(request.user),  # type: ignore[arg-type]
            "next_href": f"{reverse('notices:inbox')}?before={following}" if following else None,
        },
    )


def _letters(person: Any) -> list[tuple[shown.Line, str]]:
    language = translation.get_language() or "kk"
    return [(line, links.path(line.case, language)) for line in shown.letters(person)]


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Mark one entry (`entry`) or all up to one (`until`) as read, and return to the inbox."""
    actions.mark_read(
        person=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
        token=_token(request.POST.get("entry")),
        until=_token(request.POST.get("until")),
    )
    return _see(safe_next(request.POST.get("next"), reverse("notices:inbox")))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def digest(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The due days that an edition of the law moved for this person: old and new. POST marks the digest as read."""
    person: Any = request.user
    found = Digest.objects.filter(token=token, person=person).select_related("person").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        Digest.objects.filter(pk=found.pk, read_at__isnull=True).update(read_at=timezone.now())
        return _see(reverse("notices:inbox"))
    rows, following = digests.changes(found, after=request.GET.get("after", "")[:40])
    language = translation.get_language() or "kk"
    return _page(
        request,
        "notices/digest.html",
        {
            "line": digests.Line(found, digests.sentence(found)),
            "rows": [
                (row, links.path(row.obligation.case, language, official=row.obligation.case.person_id != person.pk))
                for row in rows
            ],
            "next_href": f"?after={following}" if following else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def follow(request: HttpRequest) -> HttpResponse:
    """Follow or stop following: GET shows what and one button, POST does it and returns to `next`.

    `topic` is `case:<public id>`, `body:<slug>`, `post:<slug>:<n>` or what a portal registered. Public pages link
    here: they are the same bytes for everyone and carry no form of their own.
    """
    person: Any = request.user
    asked = request.POST if request.method == "POST" else request.GET
    found = queries.topic(asked.get("topic", "")[:500], person)
    if found is None:
        raise Http404
    back = safe_next(asked.get("next"), _address(found))
    if request.method == "POST":
        if request.POST.get("do") == "unfollow":
            actions.unfollow(person=person, topic=found.topic)
        else:
            _keep(found)
            actions.follow(person=person, topic=found.topic, now=timezone.now())
        return _see(back)
    return _page(
        request,
        "notices/follow.html",
        {
            "followed": found,
            "label": _label(found, links.title(found.case, translation.get_language() or "kk") if found.case else None),
            "already": queries.follows(person, found.topic),
            "back": back,
        },
    )


def _keep(found: Followed) -> None:
    known = topics.topic(found.topic.partition(":")[0])
    if found.thing is not None and known is not None:
        known.keep(found.thing)


def _address(found: Followed) -> str:
    language = translation.get_language() or "kk"
    if found.thing is not None:
        return found.thing.path(language)
    return links.path(found.case, language) if found.case else reverse("notices:preferences")


def _label(found: Followed, title: str | None) -> str:
    if found.body is not None:
        return found.body.name(translation.get_language() or "kk").text
    if found.post is not None:
        lang = translation.get_language() or "kk"
        return f"{found.post.name(lang).text}, {found.post.body.name(lang).text}"
    if found.thing is not None:
        return found.thing.label(translation.get_language() or "kk")
    assert found.case is not None
    return f"{found.case.public_id}: {title}" if title else found.case.public_id


def _followed(person: Any) -> list[tuple[Followed, str]]:
    rows = queries.followed(person)
    titles = links.titles([row.case for row in rows if row.case], translation.get_language() or "kk")
    return [(row, _label(row, titles.get(row.case.pk) if row.case else None)) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, channels by reason, what one follows, the address of one's calendar."""
    person: Any = request.user
    if request.method == "POST":
        language = request.POST.get("language", "")
        if language in actions.LANGUAGES:
            on = set(request.POST.getlist("on"))
            shown = set(about.CHANNELS) if "browsers" in request.POST else {about.MAIL, about.SMS}
            offered = {key for key, _on, _about, channel in _choices(person, {}) if channel in shown}
            actions.choose(person=person, language=language, chosen={key: key in on for key in offered})
            return _see(f"{reverse('notices:preferences')}?saved=1")
        return _show(request, person, error=_("Choose a language."), status=400)
    return _show(request, person)


def _show(request: HttpRequest, person: Any, error: str = "", status: int = 200) -> HttpResponse:
    preference = actions.preference_of(person) if request.method == "POST" else _preference(person)
    choices = _choices(person, preference.chosen if preference else {})
    browsers = list(PushDevice.objects.filter(person=person).order_by("-at", "-pk"))
    return _page(
        request,
        "notices/preferences.html",
        {
            "error": error,
            "saved": "saved" in request.GET,
            "language": person.language,
            "channels": [
                (label, [(key, row.title, on) for key, on, row, channel in choices if channel == code])
                for code, label in (
                    (about.MAIL, _("By e-mail")),
                    (about.SMS, _("By SMS")),
                    (about.PUSH, _("In the browser")),
                )
                if code != about.PUSH or browsers
            ],
            "push": _push(request),
            "browsers": browsers,
            "has_mail": _has_mail(person),
            "has_phone": bool(person.phone and person.phone_confirmed_at),
            "sms_here": sms.available(),
            "followed": _followed(person),
            "calendar": _calendar(preference),
            "takes_mail": addresses.available(),
            "comes_back": shown.comes_back_since(person),
        },
        status,
    )


def _push(request: HttpRequest) -> dict[str, str]:
    """What the section on browsers needs: the key to subscribe with (none: off), and how the last step went."""
    results = {
        "on": _("This browser will tell you."),
        "ended": _("That browser tells you nothing more."),
        "refused": _("The browser gave an address that this site does not send to. Nothing was changed."),
        "off": _("This installation sends no messages to browsers."),
    }
    result = request.GET.get("push", "")
    return {
        "key": vapid.public_key() if vapid.available() else "",
        "result": results.get(result, ""),
        "tone": "good" if result in ("on", "ended") else "bad",
    }


def _preference(person: Any) -> Preference | None:
    """A GET writes nothing: without a row the page offers to make the calendar's address."""
    return Preference.objects.filter(person=person).first()


def _has_mail(person: Any) -> bool:
    preference = _preference(person)
    return reach.by_mail(person, preference.mail_refused_at if preference else None)


def _choices(person: Any, chosen: dict[str, bool]) -> list[tuple[str, bool, about.About, str]]:
    """(key, on, reason, channel) of each choice that this person has."""
    has_mail, staff = _has_mail(person), bool(person.staff)
    rows = [row for row in about.ABOUTS.values() if staff or row in about.OF_CITIZENS]
    return [
        (
            about.choice(row.code, channel),
            about.wants(row.code, channel, chosen, has_mail=has_mail),
            row,
            channel,
        )
        for channel in about.CHANNELS
        for row in rows
        if channel != about.SMS or row.sms
    ]


def _calendar(preference: Preference | None) -> str | None:
    if preference is None:
        return None
    return f"{settings.PUBLIC_URL}{reverse('feed-calendar', args=[preference.calendar_token])}"


@require_POST
@signed_in
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Make a new secret address of the calendar; the old one stops working."""
    actions.new_calendar_address(person=request.user)  # type: ignore[arg-type]
    return _see(f"{reverse('notices:preferences')}#calendar")


@require_POST
@signed_in
def end_replies(request: HttpRequest) -> HttpResponse:
    """End all secret addresses for replies; the next letters carry new ones."""
    actions.end_reply_addresses(person=request.user, now=timezone.now())  # type: ignore[arg-type]
    return _see(f"{reverse('notices:preferences')}?saved=1#replies")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mail of one kind (`?about=`) or all mail, without signing in.

    GET shows a button and changes nothing: programs that open links must not unsubscribe anybody. POST does it at
    once, for the button and for mail programs (RFC 8058: no cookie, no redirect). No CSRF token: the secret in the
    address is the permission, and mail programs could not send one.
    """
    preference = Preference.objects.filter(unsubscribe_token=token).select_related("person").first()
    if preference is None:
        raise Http404
    why = request.GET.get("about") or None
    row = about.ABOUTS.get(why or "")
    if request.method == "POST":
        actions.unsubscribe(preference=preference, why=row.code if row and not request.POST.get("all") else None)
    context = {"row": row, "done": request.method == "POST", "all": bool(request.POST.get("all")) or row is None}
    return _page(request, "notices/unsubscribe.html", context)
