"""Signing in and out, what a session has proven, and the list a person may revoke from."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Sequence

from django.contrib import auth
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from jariya.kernel.people.limits import SETTINGS
from jariya.kernel.people.models import Level, Means, Person, Session, SignIn
from jariya.kernel.people.session_store import key_hash

_BROWSERS = (
    ("YaBrowser", "Yandex Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"Linux|X11", "Linux"),
)


def device_words(agent: str) -> str:
    """What a person would call the device: `Chrome, Android`; empty when unknown. No version: it identifies nobody."""
    browser = next((name for mark, name in _BROWSERS if mark + "/" in agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, agent)), "")
    return ", ".join(filter(None, (browser, system)))


def record(person: Person | None, means: Means, outcome: str, now: dt.datetime, level: str = Level.NONE) -> None:
    """Write the audit row of a sign-in or of a failed one; `outcome` is "ok" or a stable code."""
    SignIn.objects.create(person=person, means=means, level=level, outcome=outcome, at=now)


_ended: list[Callable[[Sequence[str]], None]] = []


def on_end(listener: Callable[[Sequence[str]], None]) -> None:
    """Join what must stop when a person ends sessions (not when they run out); called by `project/wiring.py` alone."""
    if listener not in _ended:
        _ended.append(listener)


def mark(request: HttpRequest) -> str:
    """Names this session for what must end with it. It stays the same when the session's key changes."""
    if "mark" not in request.session:
        request.session["mark"] = secrets.token_urlsafe(20)
    return str(request.session["mark"])


def _tell_ended(marks: Sequence[str]) -> None:
    for listener in _ended if any(marks) else ():
        listener(marks)


def _marks(rows: QuerySet[Session]) -> list[str]:
    return [str(row.get_decoded().get("mark", "")) for row in rows]


@transaction.atomic
def sign_in(request: HttpRequest, person: Person, *, level: Level, means: Means, now: dt.datetime) -> None:
    """Make this browser the person's: a new session key, an absolute end (staff 12 h, citizens 30 d), an audit row."""
    if request.user.is_authenticated and request.user.pk != person.pk:
        _tell_ended([str(request.session.get("mark", ""))])
    auth.login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    session = request.session
    session["level"] = str(level)
    session["device"] = device_words(request.META.get("HTTP_USER_AGENT", "")[:400])
    session["since"] = session["seen"] = now.isoformat()
    session.set_expiry(now + (SETTINGS.staff_session if level == Level.STAFF else SETTINGS.citizen_session))
    record(person, means, "ok", now, level)


def sign_out(request: HttpRequest) -> None:
    """End this session; its content is gone."""
    _tell_ended([str(request.session.get("mark", ""))])
    auth.logout(request)


def level_of(request: HttpRequest) -> Level:
    """What the person at the keyboard has proven in this session; NONE when nobody is signed in."""
    person = request.user
    if not person.is_authenticated:
        return Level.NONE
    return Level(request.session.get("level") or person.identity_level)  # type: ignore[union-attr]


def fresh(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether the sign-in was within the last 15 minutes: what changing a key asks for."""
    since: str | None = request.session.get("since")
    return since is not None and dt.datetime.fromisoformat(since) + SETTINGS.fresh > now


def seen(request: HttpRequest, now: dt.datetime) -> None:
    """Note that the session is in use, coarsely: at most once an hour, so that the list tells no habits."""
    if request.user.is_authenticated:
        last = request.session.get("seen")
        if not last or dt.datetime.fromisoformat(last) + SETTINGS.seen_step < now:
            request.session["seen"] = now.isoformat()


def sessions_of(person: Person, now: dt.datetime) -> QuerySet[Session]:
    """The person's living sessions, newest first."""
    return Session.objects.filter(person=person, expire_date__gt=now).order_by("-since", "session_key")


def current_hash(request: HttpRequest) -> str:
    """The row of this very session."""
    return key_hash(request.session.session_key)


def revoke(person: Person, key: str) -> bool:
    """End one of the person's own sessions at once; False when it is not theirs or has ended."""
    rows = Session.objects.filter(person=person, session_key=key)
    _tell_ended(_marks(rows))
    count, _rows = rows.delete()
    return bool(count)


def revoke_all(person: Person, *, but: str = "") -> int:
    """End all sessions of the person, except the one with the hash `but`; how many."""
    rows = Session.objects.filter(person=person).exclude(session_key=but)
    _tell_ended(_marks(rows))
    count, _rows = rows.delete()
    return count


def clear_expired(now: dt.datetime) -> int:
    """Delete rows of sessions that have ended by themselves; how many. Run daily."""
    count, _rows = Session.objects.filter(expire_date__lt=now).delete()
    return count
