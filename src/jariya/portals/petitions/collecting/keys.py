"""Who a signer is under one petition: HMAC-SHA256 of the IIN under a key that no other petition has.

The key is wrapped by the installation's key-encryption key. It is remembered for a second, for at 2,000 signatures a
second unwrapping it for each would be most of the work; whoever destroys it waits out that second.
"""

from __future__ import annotations

import datetime as dt
import time

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing.identity import keys, signer_ref

_SECONDS = 1.0
_known: dict[str, tuple[float, bytes]] = {}


def purpose_of(case: Case) -> str:
    """Name of a petition's key among the installation's."""
    return f"petition:{case.public_id}"


def refer(case: Case, identity: str, *, now: dt.datetime | None = None) -> bytes:
    """The 32 bytes a signature is kept under. `identity`: the IIN. Raises `KeyTrouble` when the key was destroyed."""
    return signer_ref.keyed(secret_of(case, now=now), identity)


def secret_of(case: Case, *, now: dt.datetime | None = None) -> bytes:
    """The petition's key, unwrapped."""
    purpose, moment = purpose_of(case), time.monotonic()
    found = _known.get(purpose)
    if found is None or moment - found[0] > _SECONDS:
        if len(_known) > 256:
            _known.clear()
        # The first version for ever: another key would let everyone sign a second time.
        found = _known[purpose] = (moment, keys.living(purpose, now=now)[-1].secret)
    return found[1]


def destroy(case: Case, *, by: str, reason: str, now: dt.datetime) -> None:
    """Destroy the key: from now on nobody, and no court, can tell whether a person signed. Backups expire by term."""
    keys.destroy(purpose_of(case), by=by, reason=reason, now=now)
    _known.pop(purpose_of(case), None)
