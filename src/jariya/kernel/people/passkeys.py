"""Passkeys (WebAuthn level 3) through the `fido2` library: registering one, signing in with one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from jariya.kernel.people import sealing
from jariya.kernel.people.models import Passkey, Person

STATE = "passkey_state"
"""Session key of the challenge. A challenge serves one try: it is taken out before it is checked."""
LONGEST_ANSWER = 20_000


class PasskeyError(ValueError):
    """Why a passkey was not accepted; the code is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _server(request: HttpRequest) -> Fido2Server:
    """The relying party: the site's public address; in a demonstration also whatever port of localhost answers."""
    origin = settings.PUBLIC_URL
    if settings.DEMO and request.get_host().partition(":")[0] == "localhost":
        origin = f"http://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(id=urlsplit(origin).hostname or "localhost", name="Jariya")
    return Fido2Server(party, verify_origin=lambda found: found == origin)


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(row.credential))


def _user_handle(person: Person) -> bytes:
    """What the device keeps about the person: a keyed hash, no name and no number."""
    return bytes.fromhex(sealing.digest("user-handle", person.pk))[:32]


def _answer(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_ANSWER:
        raise PasskeyError("passkey_unreadable")
    try:
        found = json.loads(text)
    except ValueError:
        raise PasskeyError("passkey_unreadable") from None
    if not isinstance(found, dict):
        raise PasskeyError("passkey_unreadable")
    return found


def begin_registration(request: HttpRequest, person: Person, *, anew: bool = False) -> dict[str, Any]:
    """Options for `navigator.credentials.create`; keeps the challenge in the session.

    `anew`: earlier keys will be dropped, so a device that holds one of them may make another.
    """
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=_user_handle(person), name=person.handle, display_name=person.handle),
        credentials=[] if anew else [_credential(row) for row in person.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = {**state, "for": person.pk}
    return dict(options)


def complete_registration(request: HttpRequest, person: Person, text: str, *, label: str, now: dt.datetime) -> Passkey:
    """Check what the device answered (JSON text) and keep the public key.

    Raises:
        PasskeyError: passkey_unreadable, passkey_stale (no challenge for this person), passkey_refused, passkey_known.
    """
    state = request.session.pop(STATE, None)
    if not state or state.get("for") != person.pk:
        raise PasskeyError("passkey_stale")
    try:
        data = _server(request).register_complete(state, RegistrationResponse.from_dict(_answer(text)))
    except PasskeyError:
        raise
    except Exception:  # the library raises many kinds on hostile input; all mean the same to the person
        raise PasskeyError("passkey_refused") from None
    if data.credential_data is None:
        raise PasskeyError("passkey_refused")
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                person=person,
                credential_id=data.credential_data.credential_id,
                credential=bytes(data.credential_data),
                sign_count=data.counter,
                label=label[:80],
                created_at=now,
            )
    except IntegrityError:
        raise PasskeyError("passkey_known") from None


def begin_sign_in(request: HttpRequest) -> dict[str, Any]:
    """Options for `navigator.credentials.get`: any passkey of this site, the person verified by the device."""
    options, state = _server(request).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    request.session[STATE] = state
    return dict(options)


def complete_sign_in(request: HttpRequest, text: str, *, now: dt.datetime) -> Person:
    """The person whose passkey signed the challenge.

    Raises:
        PasskeyError: passkey_unreadable, passkey_stale, passkey_unknown, passkey_refused, passkey_copied
            (its counter went back: somebody may hold a copy).
    """
    state = request.session.pop(STATE, None)
    if not state or "for" in state:
        raise PasskeyError("passkey_stale")
    try:
        response = AuthenticationResponse.from_dict(_answer(text))
    except PasskeyError:
        raise
    except Exception:
        raise PasskeyError("passkey_unreadable") from None
    row = Passkey.objects.select_related("person").filter(credential_id=response.raw_id).first()
    if row is None or not row.person.is_active:
        raise PasskeyError("passkey_unknown")
    try:
        _server(request).authenticate_complete(state, [_credential(row)], response)
    except Exception:
        raise PasskeyError("passkey_refused") from None
    counter = response.response.authenticator_data.counter
    if counter and counter <= row.sign_count:
        raise PasskeyError("passkey_copied")
    Passkey.objects.filter(pk=row.pk).update(sign_count=counter, used_at=now)
    return row.person
