"""Codes of an authenticator application (TOTP, RFC 6238) and recovery codes."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import io
import os

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from jariya.kernel.people import sealing
from jariya.kernel.people.limits import SETTINGS
from jariya.kernel.people.models import AppKey, Person, RecoveryCode

STEP = 30
"""Seconds of one code, as every application has it (RFC 6238, 5.2)."""
SKEW = 1
"""Steps a telephone's clock may be wrong, each way."""


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends."""
    return os.urandom(20)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), STEP)  # noqa: S303  what applications support; HMAC-SHA1 is not broken


def step_of(secret: bytes, typed: str, now: dt.datetime) -> int | None:
    """The time step whose code was typed, within the allowed skew; None when it is wrong."""
    digits = "".join(char for char in typed if char.isdigit()).encode()
    current = int(now.timestamp()) // STEP
    found = None
    for step in range(current - SKEW, current + SKEW + 1):
        if hmac.compare_digest(_totp(secret).generate(step * STEP), digits):
            found = step
    return found


def shown_secret(secret: bytes) -> str:
    """The secret as text to type into an application, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def provisioning_svg(secret: bytes, account: str) -> str:
    """QR code of the `otpauth:` address as SVG without style or script. `account` is a handle, never a name."""
    address = _totp(secret).get_provisioning_uri(account, "Jariya")
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, dark="#000", light="#fff", nl=False
    )
    return out.getvalue().decode()


def keep(person: Person, secret: bytes, *, step: int, now: dt.datetime) -> None:
    """Make `secret` the person's application key; `step` was just used to prove it and is spent."""
    AppKey.objects.update_or_create(
        person=person, defaults={"sealed": sealing.seal(secret), "last_step": step, "created_at": now}
    )


def accept(person: Person, typed: str, *, now: dt.datetime) -> bool:
    """Whether this is the application's code now; each code is good once, also in two requests at a time."""
    key = AppKey.objects.filter(person=person).first()
    secret = sealing.unseal(key.sealed) if key else None
    if key is None or secret is None:
        return False
    step = step_of(secret, typed, now)
    if step is None:
        return False
    # Sealed anew each time: after a change of the installation's key the earlier one can be taken away.
    fresh = {"last_step": step, "sealed": sealing.seal(secret)}
    return bool(AppKey.objects.filter(person=person, last_step__lt=step).update(**fresh))


def _recovery(person: Person, code: str) -> tuple[str, int, str]:
    return "recovery", person.pk, sealing.as_typed(code)


@transaction.atomic
def new_recovery_codes(person: Person) -> list[str]:
    """Replace the person's recovery codes; the new ones are returned once and kept as keyed hashes."""
    codes = [sealing.random_words() for _ in range(SETTINGS.recovery_codes)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=sealing.digest(*_recovery(person, code))) for code in codes
    )
    return codes


def accept_recovery(person: Person, typed: str, *, now: dt.datetime) -> bool:
    """Whether this is an unused recovery code; it is spent by this."""
    wanted = sealing.digests(*_recovery(person, typed))
    unused = RecoveryCode.objects.filter(person=person, digest__in=wanted, used_at=None)
    return bool(unused.update(used_at=now))


def recovery_left(person: Person) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()
