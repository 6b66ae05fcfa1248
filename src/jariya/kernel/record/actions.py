"""What may be done to a log: open it, queue leaves, forget what a leaf opens, change its keys.

Leaves are queued in the caller's transaction and get their index by the sequencer's job (`sequencing`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from jariya.kernel.record import leaves as convention
from jariya.kernel.record import sequencing
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import RESERVED, Alarm, Key, Leaf, Log, Opening, Witness
from jariya.kernel.record.note import COSIGNATURE, Verifier
from jariya.kernel.record.proof import commitment
from jariya.kernel.record.tiles import LONGEST_ENTRY

STANDING = {"events": "events", "answers": "answers", "data": "data"}
"""Logs that every installation has: name -> kind. A petition opens its own."""


@dataclass(frozen=True)
class NewLeaf:
    """An entry to be queued.

    Args:
        key: what the owner knows it by, at most 80 characters; the same key is queued once for ever.
        salt, content: what opens the entry's `commitment`, when it has one.
    """

    entry: bytes
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    salt: bytes | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)


def open_log(name: str, kind: str, *, now: dt.datetime) -> Log:
    """Open a log, or give the one of this name.

    Args:
        name: lower-case letters, digits and dashes; it is the log's address for ever.
        kind: what its leaves are: `events`, `answers`, `data`, `petition`.

    Raises:
        RecordError: `log_unknown` for a name that is an address of something else.
    """
    if name in RESERVED:
        raise RecordError("log_unknown", f"{name} is an address of something else")
    site = urlsplit(settings.PUBLIC_URL)
    origin = f"{site.netloc}/log/{name}"
    return Log.objects.get_or_create(name=name, defaults={"kind": kind, "origin": origin, "opened_at": now})[0]


def find_log(name: str, *, now: dt.datetime | None = None) -> Log:
    """The log of a name; a standing one is opened at first use when `now` is given.

    Raises:
        RecordError: `log_unknown`.
    """
    found = Log.objects.filter(name=name).first()
    if found is None and name in STANDING and now is not None:
        found = open_log(name, STANDING[name], now=now)
    if found is None:
        raise RecordError("log_unknown", f"there is no log {name}")
    return found


def append(log: str, leaves: Sequence[NewLeaf | bytes], *, now: dt.datetime) -> int:
    """Queue leaves in the caller's transaction: with it they stay, or go.

    Returns:
        How many were new; a key that was queued before is passed over.

    Raises:
        RecordError: `log_unknown`, `log_closed`, `leaf_too_long` (over 65,535 bytes).
    """
    if not leaves:
        return 0
    target = find_log(log, now=now)
    if target.closed_at is not None:
        raise RecordError("log_closed", f"the log {log} is closed")
    rows = [leaf if isinstance(leaf, NewLeaf) else NewLeaf(leaf) for leaf in leaves]
    if any(len(row.entry) > LONGEST_ENTRY for row in rows):
        raise RecordError("leaf_too_long", f"an entry has at most {LONGEST_ENTRY} bytes")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_leaf (log_id, key, entry, queued_at)"
            " SELECT %s, new.key, new.entry, %s FROM unnest(%s::text[], %s::bytea[]) WITH ORDINALITY"
            " AS new (key, entry, place) ORDER BY new.place"
            " ON CONFLICT (log_id, key) DO NOTHING RETURNING id, key",
            [target.pk, now, [row.key for row in rows], [row.entry for row in rows]],
        )
        made = {key: leaf_id for leaf_id, key in cursor.fetchall()}
        Opening.objects.bulk_create(
            Opening(leaf_id=made.pop(row.key), salt=row.salt, content=row.content)
            for row in rows
            if row.salt is not None and row.key in made
        )
        return int(cursor.rowcount)


def sealed(kind: str, content: bytes, *, hour: str, key: str, region: str = "", salt: bytes | None = None) -> NewLeaf:
    """A leaf that shows its kind, hour and region, and of its content a salted commitment alone."""
    salt = secrets.token_bytes(32) if salt is None else salt
    said = {"v": 1, "kind": kind, "hour": hour, "commitment": commitment(salt, content).hex()}
    return NewLeaf(convention.canonical(said | ({"region": region} if region else {})), key, salt, content)


def forget(log: str, keys: Iterable[str]) -> int:
    """Erase salts and contents: what these leaves have committed to can never be shown again. Returns how many."""
    rows = Opening.objects.filter(leaf__log__name=log, leaf__key__in=list(keys), salt__isnull=False)
    return int(rows.update(salt=None, content=None))


def rotate(log: str, *, now: dt.datetime) -> str:
    """Begin to change a log's key: a new one is made, both sign from now on, and the log itself says so.

    The overlap lasts until `retire`; give those who check (witnesses among them) the new key in that time.

    Returns:
        The vkey line of the new key.
    """
    target = find_log(log)
    verifier = sequencing.signer_of(target).make_key()
    with transaction.atomic():
        Key.objects.create(log=target, vkey=verifier.line(), added_at=now)
        _say_key(target, "key.added", verifier, now)
    sequencing.sign_again(target)
    return verifier.line()


def retire(log: str, vkey: str, *, now: dt.datetime) -> None:
    """End the overlap: the key signs no more, its secret half is destroyed, and the log itself says so.

    Raises:
        RecordError: `key_missing` when the key is not of this log, or is its last.
    """
    target = find_log(log)
    row = Key.objects.filter(log=target, vkey=vkey, retired_at__isnull=True).first()
    if row is None:
        raise RecordError("key_missing", f"this is no signing key of {log}")
    verifier = Verifier.parse(vkey)
    sequencing.signer_of(target).retire(verifier)
    with transaction.atomic():
        Key.objects.filter(pk=row.pk).update(retired_at=now)
        _say_key(target, "key.retired", verifier, now)
    sequencing.sign_again(target)


def _say_key(log: Log, kind: str, verifier: Verifier, now: dt.datetime) -> None:
    hour = now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
    entry = convention.canonical({"v": 1, "kind": kind, "hour": hour, "vkey": verifier.line()})
    append(log.name, [NewLeaf(entry, f"{kind}:{hashlib.sha256(verifier.public).hexdigest()[:32]}")], now=now)


def add_witness(vkey: str, url: str) -> Witness:
    """Ask this witness from now on.

    Raises:
        NoteError: of the key line. ValueError: when it is no witness's key or no address.
    """
    verifier = Verifier.parse(vkey)
    if verifier.kind != COSIGNATURE:
        raise ValueError("this is no key of a witness: type 4 is wanted")
    if not url.startswith(("http://", "https://")):
        raise ValueError("the witness's address begins with https://")
    row, _made = Witness.objects.update_or_create(
        vkey=verifier.line(), defaults={"url": url.rstrip("/"), "active": True}
    )
    return row


def alarm(log: Log, code: str, said: str, *, now: dt.datetime) -> None:
    """Raise an alarm that stands until a person clears it; the same one stands once."""
    Alarm.objects.get_or_create(log=log, code=code, cleared_at=None, defaults={"said": said[:300], "at": now})


def clear_alarms(log: str, *, now: dt.datetime) -> int:
    """A person has looked. Returns how many stood."""
    return int(Alarm.objects.filter(log__name=log, cleared_at__isnull=True).update(cleared_at=now))


def leaf_of(log: str, key: str) -> Leaf | None:
    """The leaf of a key, with or without its index."""
    found: Leaf | None = Leaf.objects.filter(log__name=log, key=key).select_related("log", "opening").first()
    return found
