"""Data keys by purpose: made at first use, wrapped by the environment's key, rotated, rewrapped, destroyed.

No key is remembered between calls: a destroyed one stops working everywhere at once, and unwrapping costs 2 µs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from jariya.kernel.signing.identity import box, kek
from jariya.kernel.signing.models import Identity, KeyDeed, PurposeKey

LOGIN = "login"
"""Which account a citizen's IIN opens."""
OFFICE = "office"
"""Which official's account belongs to an IIN. Another key: the table must not tie an official to a citizen."""
EVIDENCE = "evidence"
_NAME = re.compile(r"[a-z][a-z0-9-]*(:[A-Za-z0-9-]+)?")
_LOCK = 0x6A_6B_65_79
"""Advisory lock: shared by those who look an identity up, alone for those who rotate or destroy."""


class KeyTrouble(RuntimeError):
    """Why a key cannot be used. `code`: purpose_malformed, key_destroyed, key_unknown, key_in_use, key_newest,
    reason_missing, kek_missing, key_broken."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, repr=False)
class DataKey:
    """An unwrapped key; it never reaches a log, for it has no text."""

    purpose: str
    version: int
    secret: bytes


def ring() -> kek.KeyRing:
    """The environment's key-encryption keys."""
    return kek.parse(settings.KEK, production=settings.MODE == "production")


def _aad(purpose: str, version: int) -> bytes:
    # Bound to its row: a wrapped key moved to another purpose does not open.
    return f"jariya.purpose-key\x00{purpose}\x00{version}".encode()


def _checked(purpose: str) -> str:
    if len(purpose) > 64 or not _NAME.fullmatch(purpose):
        raise KeyTrouble("purpose_malformed")
    return purpose


def _unwrap(row: PurposeKey, keys: kek.KeyRing) -> DataKey:
    if row.wrapped is None:
        raise KeyTrouble("key_destroyed", f"{row.purpose} {row.version}")
    try:
        secret = box.unshut(keys.get(row.kek_version), bytes(row.wrapped), _aad(row.purpose, row.version))
    except kek.KekError as error:
        raise KeyTrouble(error.code, f"version {row.kek_version}") from None
    except box.Broken:
        raise KeyTrouble("key_broken", f"{row.purpose} {row.version}") from None
    return DataKey(row.purpose, row.version, secret)


def _make(purpose: str, version: int, *, deed: str, by: str, reason: str, now: dt.datetime) -> None:
    keys = ring()
    wrapped = box.shut(keys.get(keys.current), box.new_key(), _aad(purpose, version))
    row = PurposeKey(purpose=purpose, version=version, wrapped=wrapped, kek_version=keys.current, made_at=now)
    with transaction.atomic():
        # Two first users at once: one row wins, both read it.
        PurposeKey.objects.bulk_create([row], ignore_conflicts=True)
        if bytes(PurposeKey.objects.get(purpose=purpose, version=version).wrapped or b"") == wrapped:
            _note(row, deed, by, reason, now)


def _note(row: PurposeKey, deed: str, by: str, reason: str, now: dt.datetime) -> None:
    KeyDeed.objects.create(
        purpose=row.purpose, version=row.version, deed=deed, kek_version=row.kek_version, by=by, reason=reason, at=now
    )


def living(purpose: str, *, now: dt.datetime | None = None) -> list[DataKey]:
    """All keys of a purpose that are not destroyed, newest first; the first one is made at first use. One query.

    Raises:
        KeyTrouble: purpose_malformed, key_destroyed (all versions were: the purpose is over, none is made anew),
            kek_missing, key_broken.
    """
    rows = list(PurposeKey.objects.filter(purpose=_checked(purpose)).order_by("-version"))
    if not rows:
        _make(purpose, 1, deed="made", by="program", reason="", now=now or timezone.now())
        rows = list(PurposeKey.objects.filter(purpose=purpose).order_by("-version"))
    # Where only old versions are left, nothing new may be keyed with one that was superseded.
    if rows[0].wrapped is None:
        raise KeyTrouble("key_destroyed", purpose)
    keys = ring()
    return [_unwrap(row, keys) for row in rows if row.wrapped is not None]


def current(purpose: str, *, now: dt.datetime | None = None) -> DataKey:
    """The key that seals and hashes for a purpose today; raises as `living`."""
    return living(purpose, now=now)[0]


def at_version(purpose: str, version: int) -> DataKey:
    """The key that sealed a record. Raises `KeyTrouble`: key_unknown, key_destroyed, kek_missing."""
    row = PurposeKey.objects.filter(purpose=_checked(purpose), version=version).first()
    if row is None:
        raise KeyTrouble("key_unknown", f"{purpose} {version}")
    return _unwrap(row, ring())


def hold_still(*, alone: bool = False) -> None:
    """Until this transaction ends no key is rotated or destroyed (`alone`: and nobody looks an identity up)."""
    name = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(%s)", [_LOCK])


@transaction.atomic
def rotate(purpose: str, *, by: str, now: dt.datetime, reason: str = "") -> int:
    """A new version becomes current; older ones still find and open. Returns the new version.

    Raises:
        KeyTrouble: purpose_malformed, key_unknown (nothing was ever keyed for it), key_destroyed.
    """
    hold_still(alone=True)
    last = PurposeKey.objects.filter(purpose=_checked(purpose)).order_by("-version").first()
    if last is None:
        raise KeyTrouble("key_unknown", purpose)
    if last.wrapped is None:
        raise KeyTrouble("key_destroyed", purpose)
    _make(purpose, last.version + 1, deed="rotated", by=by, reason=reason, now=now)
    return last.version + 1


def rewrap(*, by: str, now: dt.datetime) -> Iterator[PurposeKey]:
    """Wrap every key anew that an older key-encryption key wraps; yields each once it is committed.

    Each key is a transaction of its own: killed midway, the rest is still readable and the next run goes on.

    Raises:
        KeyTrouble: kek_missing (an older key-encryption key is not in the environment), key_broken.
    """
    keys = ring()
    waiting = PurposeKey.objects.exclude(kek_version=keys.current).exclude(wrapped=None).order_by("pk")
    for number in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            row = PurposeKey.objects.select_for_update().get(pk=number)
            if row.wrapped is None or row.kek_version == keys.current:
                continue
            data = _unwrap(row, keys)
            row.wrapped = box.shut(keys.get(keys.current), data.secret, _aad(row.purpose, row.version))
            row.kek_version = keys.current
            row.save(update_fields=["wrapped", "kek_version"])
            _note(row, "rewrapped", by, "", now)
        yield row


@transaction.atomic
def destroy(
    purpose: str, *, by: str, now: dt.datetime, reason: str, version: int | None = None, anyway: bool = False
) -> int:
    """Empty the keys of a purpose (or one version): what they sealed is unreadable for ever. How many were emptied.

    Backups made before hold the wrapped key still: they must be expired, or the key-encryption key that wrapped it.

    Args:
        anyway: also a key that accounts still hang on; their owners will open new accounts.

    Raises:
        KeyTrouble: reason_missing, key_unknown, key_newest (the newest version alone, or of sign-in: rotate first),
            key_in_use (with how many accounts).
    """
    if len(reason.strip()) < 5:
        raise KeyTrouble("reason_missing")
    hold_still(alone=True)
    rows = list(PurposeKey.objects.select_for_update().filter(purpose=_checked(purpose)).order_by("-version"))
    wanted = [row for row in rows if version is None or row.version == version]
    if not wanted:
        raise KeyTrouble("key_unknown", f"{purpose} {version or ''}".strip())
    if (version is not None and version == rows[0].version) or (version is None and purpose in (LOGIN, OFFICE)):
        # Without a current key nobody could sign in any more: rotate, then destroy the older version.
        raise KeyTrouble("key_newest", f"{purpose} {rows[0].version}")
    used = Identity.objects.filter(purpose=purpose, key_version__in=[row.version for row in wanted]).count()
    if used and not anyway:
        raise KeyTrouble("key_in_use", str(used))
    emptied = [row for row in wanted if row.wrapped is not None]
    for row in emptied:
        row.wrapped, row.destroyed_at = None, now
        row.save(update_fields=["wrapped", "destroyed_at"])
        _note(row, "destroyed", by, reason.strip()[:500], now)
    # Hashes under a destroyed key can be matched by nobody: the account is free for a new identity.
    Identity.objects.filter(purpose=purpose, key_version__in=[row.version for row in wanted]).delete()
    return len(emptied)


def listed() -> list[dict[str, Any]]:
    """Every key for an operator: purpose, version, kek, whether that kek is here, state, days, accounts on it."""
    keys = ring()
    newest = dict(
        PurposeKey.objects.values_list("purpose").annotate(last=Max("version")).values_list("purpose", "last")
    )
    found = []
    for row in PurposeKey.objects.order_by("purpose", "version"):
        state = "destroyed" if row.wrapped is None else "current" if newest[row.purpose] == row.version else "older"
        used = Identity.objects.filter(purpose=row.purpose, key_version=row.version).count()
        found.append(
            {
                "purpose": row.purpose,
                "version": row.version,
                "state": state,
                "kek": row.kek_version,
                "kek_here": row.wrapped is None or row.kek_version in keys.keys,
                "made": row.made_at.date().isoformat(),
                "accounts": used,
            }
        )
    return found


def unwrappable() -> int:
    """How many living keys no key-encryption key of the environment opens: what `doctor` asks."""
    here = list(ring().keys)
    return PurposeKey.objects.exclude(wrapped=None).exclude(kek_version__in=here).count()


def waiting() -> int:
    """How many living keys are wrapped by another key-encryption key than the newest one."""
    return PurposeKey.objects.exclude(wrapped=None).exclude(kek_version=ring().current).count()
