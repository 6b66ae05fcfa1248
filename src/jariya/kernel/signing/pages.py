"""How other parts of the house send a person to sign, and know whose session it is when the person comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from jariya.kernel.people.models import Person
from jariya.kernel.signing import actions
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.step import Matter

HELD = "signings"
"""Session key of the public ids that this browser opened before anyone was signed in."""
HELD_MOST = 10


def host_of(request: HttpRequest) -> str:
    """Scheme and host the reader sees. In a demonstration the port may be any; elsewhere it is the site's address."""
    return f"{request.scheme}://{request.get_host()}" if settings.DEMO else settings.PUBLIC_URL


def begin(request: HttpRequest, *, act: str, matter: Matter, back: str, now: dt.datetime) -> HttpResponse:
    """Open a session for whoever is at the keyboard and lead to its page.

    After it has passed, the page leads to `back` with `?signing=<public id>`; ask `mine` for it there.
    """
    person = request.user if isinstance(request.user, Person) else None
    session = actions.open_session(
        person=person,
        act=act,
        matter=matter,
        back=back,
        language=get_language() or "kk",
        origin=host_of(request),
        now=now,
    )
    if person is None:
        hold(request, session, now=now)
    return to_page(session)


def hold(request: HttpRequest, session: SigningSession, *, now: dt.datetime) -> None:
    """Bind a session without a person to this browser."""
    held = [one for one in request.session.get(HELD, []) if one != session.public_id]
    request.session[HELD] = [*held, session.public_id][-HELD_MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(now + dt.timedelta(hours=1))


def mine(request: HttpRequest, public_id: str) -> SigningSession | None:
    """The session of this id if it is this reader's; None as if it did not exist."""
    session = SigningSession.objects.filter(public_id=public_id[:26]).first()
    if session is None:
        return None
    if session.person_id is None:
        return session if session.public_id in request.session.get(HELD, []) else None
    return session if request.user.is_authenticated and request.user.pk == session.person_id else None


def outcome_of(request: HttpRequest, act: str) -> Mapping[str, Any] | None:
    """What came of the session with which this reader comes back from signing an act; None when nothing did."""
    session = mine(request, request.GET.get("signing", ""))
    return session.outcome if session is not None and session.act == act and session.outcome else None


def to_page(session: SigningSession) -> HttpResponse:
    """To the page on which one signs, by GET."""
    response = HttpResponseRedirect(reverse("signing:sign", args=[session.public_id]))
    response.status_code = 303
    return response


def way_back(session: SigningSession) -> str:
    """Where the person goes on after a signature that passed."""
    joint = "&" if "?" in session.back else "?"
    return f"{session.back}{joint}{urlencode({'signing': session.public_id})}"
