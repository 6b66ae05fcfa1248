"""Leaves of a petition's log. Pure.

`{"v":1,"kind":"sign","region":KATO,"hour":"2026-03-18T05","commitment":hex}` for a signature, where the commitment is
SHA-256 of salt, signer's keyed hash and digest of the evidence; `minus` and `paper` leaves carry `regions` and no
commitment. The form is written out by hand: a million dictionaries cost three times as much.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping

SIGN, MINUS, PAPER = "sign", "minus", "paper"
SALT = 16
_REGION = re.compile(r"[0-9]{9}|")


def hour_of(at: dt.datetime) -> str:
    """The hour of a moment in UTC, as leaves write it."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")


def content(signer_ref: bytes, evidence: bytes) -> bytes:
    """What a signature's leaf has committed to: shown to its signer, and to auditors."""
    return signer_ref + evidence


def commitment(salt: bytes, signer_ref: bytes, evidence: bytes) -> bytes:
    """SHA-256(salt || signer_ref || digest of the evidence). Erasing the salt forgets the person."""
    return hashlib.sha256(salt + signer_ref + evidence).digest()


def checked_region(code: str) -> str:
    """The code, when it is a KATO code or empty; raises ValueError: it would stand in the log for ever."""
    if not _REGION.fullmatch(code):
        raise ValueError("a region is its KATO code of nine digits, or empty")
    return code


def sign(region: str, hour: str, committed: bytes) -> bytes:
    """Entry of one signature: the bytes that `record.leaves.canonical` would write."""
    where = f'"region":"{region}",' if region else ""
    return f'{{"commitment":"{committed.hex()}","hour":"{hour}","kind":"sign",{where}"v":1}}'.encode()


def many(kind: str, hour: str, regions: Mapping[str, int]) -> dict[str, object]:
    """Entry of a batch of minus signs or of paper, as a map."""
    return {"v": 1, "kind": kind, "hour": hour, "regions": dict(sorted(regions.items()))}
