"""A body's system brings the head's digital signature. It makes none: the key stays with the head.

A signing session is opened over the drafted answer as the desk opens one; the signature is checked by the worker like
any other, against the head's account, the body's number and the register of appointments. Where none is brought, the
draft waits at the head's desk.
"""

from __future__ import annotations

import base64
from typing import Any

from django.urls import reverse

from jariya.kernel.correspondence.actions import signing_capacity
from jariya.kernel.lifecycle.engine import possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person, Role
from jariya.kernel.signing import actions, acts, incoming, words
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.models.session import Way
from jariya.office.systems.calls import Caller
from jariya.office.systems.models import Call
from jariya.office.systems.refusals import refused
from jariya.office.systems.steps import open_letter

BEGIN, BRING = "begin_signature", "bring_signature"


def begin(who: Caller, public_id: str, handle: str) -> dict[str, Any]:
    """Open a signing session over the drafted answer; the bytes to be signed.

    Args:
        handle: of who will sign; empty is the head of the body.

    Raises:
        Refused: system.no_such_letter, system.signer_unknown, system.answer_missing.
    """
    kind, view, _moves = open_letter(who, public_id)
    signer = _signer(who, handle)
    if signer is None or signing_capacity(view.case, signer, who.day)[2] == "none":
        raise refused("system.signer_unknown")
    moves = possible(view.case, by=signer, now=who.now, extra=frozenset({"delegate"}))
    if all(move.verb != "sign_answer" for move in moves):
        raise refused("system.answer_missing")
    session = kind.begin_answer(
        case=view.case,
        by=signer,
        back=reverse("office:case", args=[view.case.public_id]),
        language=view.case.language,
        now=who.now,
    )
    return {
        "session": session.public_id,
        "signer": signer.handle,
        "manifest": base64.b64encode(bytes(session.manifest or b"")).decode(),
        "sha256": bytes(session.digest).hex(),
        "expires_at": session.expires_at.isoformat(),
    }


def _signer(who: Caller, handle: str) -> Person | None:
    roles = Role.objects.on(who.day).filter(body_id=who.system.body_id).select_related("person")
    rows = roles.filter(person__handle=handle) if handle else roles.filter(kind="head")
    role = rows.order_by("id").first()
    return role.person if role else None


def find(who: Caller, public_id: str, session: str) -> SigningSession:
    """A session that this system began over this letter. Raises `Refused` (system.session_unknown)."""
    begun = Call.objects.filter(
        system=who.system, verb=BEGIN, case__public_id=public_id, code="", said__session=session[:26]
    )
    row: SigningSession | None = SigningSession.objects.filter(public_id=session[:26]).first()
    if row is None or not begun.exists():
        raise refused("system.session_unknown")
    return row


def bring(who: Caller, public_id: str, session: str, cms: str) -> dict[str, Any]:
    """Take the signature and have it checked.

    Raises:
        Refused: system.session_unknown, and the codes of `signing` for what is no sound signature of these bytes.
    """
    row = find(who, public_id, session)
    try:
        actions.receive(row, incoming.der_of(cms), way=Way.FILE.value, now=who.now)
    except (incoming.Unreadable, actions.NotTaken) as error:
        said = words.of(error.code, rule=acts.act(row.act).rule.name)
        raise Refused(error.code, said.what, said.remedy) from None
    row.refresh_from_db()
    return stands(row)


def stands(row: SigningSession) -> dict[str, Any]:
    """What became of the signature."""
    shown = words.verdict(row, rule=acts.act(row.act).rule.name)
    return {
        "session": row.public_id,
        "status": row.status,
        "code": row.code or None,
        "title": str(shown.title) if shown else None,
        "what": str(shown.what) if shown else None,
        "remedy": str(shown.remedy) if shown else None,
    }
