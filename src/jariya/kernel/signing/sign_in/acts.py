"""The two acts by which a signature opens an account: signing in, and joining the signature to an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people import sessions
from jariya.kernel.people.models import Means, Person
from jariya.kernel.signing import actions, acts, evidence, words
from jariya.kernel.signing.identity import authority, linking
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.policy import LOGIN as RULE
from jariya.kernel.signing.sign_in.words import IDENTITY
from jariya.kernel.signing.step import Matter

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

LOGIN = "login"
LINK = "link"


def connect() -> None:
    """Register the acts; called once by `project/wiring.py`."""
    acts.register(LOGIN, RULE, _login, title=_("Sign in with your digital signature"), straight=True)
    acts.register(LINK, RULE, _link, title=_("Join your digital signature to this account"), straight=True)
    actions.on_failure(_failed)
    for code, (what, remedy) in IDENTITY.items():
        words.add(code, what, remedy)


def matter(act: str, request: HttpRequest, *, person: Person | None, now: dt.datetime) -> Matter:
    """What the person signs: the deed, the site, the device that will be signed in, the moment.

    The device stands in the text, so that whoever is shown a stranger's QR code can see that it is not their own.
    """
    device = sessions.device_words(request.META.get("HTTP_USER_AGENT", "")[:400]) or gettext("Unknown device")
    when = timezone.localtime(now).strftime("%d.%m.%Y %H:%M")
    if act == LOGIN:
        text = gettext("I sign in to this site on this device: %(device)s. Time: %(when)s.")
    else:
        text = gettext("The account %(handle)s on this site is mine. Device: %(device)s. Time: %(when)s.")
    handle = person.handle if person else ""
    with override("kk"):
        title_kk = str(acts.act(act).title)
    with override("ru"):
        title_ru = str(acts.act(act).title)
    return Matter(
        id=handle or "account",
        rev=1,
        title_kk=title_kk,
        title_ru=title_ru,
        text=text % {"device": device, "when": when, "handle": handle},
        facts=((gettext("Device"), device), (gettext("Time"), when)),
    )


def _iin(verdict: Verdict) -> str:
    if verdict.signer is None:
        raise acts.Rejected("identity.no_person")
    return linking.iin_of(verdict.signer)


def _login(session: SigningSession, verdict: Verdict, now: dt.datetime) -> Mapping[str, Any]:
    """Find or open the account. The browser that began is signed in by `eds.enter`, once."""
    try:
        person = linking.open_or_find(_iin(verdict), language=session.language, now=now)
    except linking.LinkError as error:
        raise acts.Rejected(f"identity.{error.code}") from None
    _forget(session, now)
    return {"person": person.pk, "new": person.created_at == now}


def _link(session: SigningSession, verdict: Verdict, now: dt.datetime) -> Mapping[str, Any]:
    """Join the identity to the account that asked; an official's certificate also says something of posts."""
    person = session.person
    if person is None:
        raise acts.Rejected("signer.other")
    try:
        new = linking.link(person, _iin(verdict), now=now)
    except linking.LinkError as error:
        raise acts.Rejected(f"identity.{error.code}") from None
    claim = authority.claim(person, verdict.signer, now=now) if verdict.signer else None
    _forget(session, now)
    return {"person": person.pk, "new": new, "claim": claim.pk if claim else None}


def _forget(session: SigningSession, now: dt.datetime) -> None:
    # No law asks to keep the name and number inside the signature of a sign-in: the audit row says who, when, by what.
    kept = Evidence.objects.filter(session=session).first()
    if kept is not None:
        evidence.erase(kept, now=now)


def _failed(session: SigningSession, now: dt.datetime) -> None:
    """A sign-in that did not pass: its code into the audit, its signature forgotten."""
    if session.act in (LOGIN, LINK):
        sessions.record(session.person, Means.EDS, session.code[-32:] or "failed", now)
        _forget(session, now)
