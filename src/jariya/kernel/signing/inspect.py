"""What a file of the signature's trade holds, and which of its signatures were checked. For reading, not for believing.

Takes a certificate, a list of revoked certificates, an OCSP answer, a time-stamp (token or answer) or a CMS; as DER,
PEM or base64; in any algorithm the state has used. A signature is checked where the key is at hand: in the file
itself, in the folder given, or in the thing that is its own issuer. Each result says which, and what was left open.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from asn1crypto import parser

from jariya.kernel.signing import armour, describe
from jariya.kernel.signing.attest import Attested, Keys
from jariya.kernel.signing.der import NotDer, strict

MAX_BYTES = 64 * 1024 * 1024
Report = dict[str, Any]

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


class Unreadable(ValueError):
    """The bytes are none of the kinds that can be inspected. The text says so and quotes nothing."""


def inspect(data: bytes, *, trust: Path | None = None, show_person: bool = False) -> Report:
    """Describe the bytes of a file.

    `trust`: folder of certificates whose keys may check signatures; `show_person`: do not mask names and numbers of
    people. Returns plain values ready for JSON: `parts`, one for each thing in the file (a PEM file may hold several),
    each with `kind`, what it says, `signatures` (`state` verified, false or unchecked) and `not_checked`.
    Raises Unreadable for other bytes, more than 64 MB, or a trust folder that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("larger than 64 MB")
    found = armour.unwrapped(data)
    if not found:
        raise Unreadable("neither DER nor PEM nor base64")
    keys = Keys(show_person=show_person)
    if trust is not None:
        try:
            keys.add_folder(trust)
        except OSError:
            raise Unreadable("the trust folder cannot be read") from None
    kinds = [(one, kind_of(one)) for one in found]
    for one, kind in kinds:
        if kind == "certificate":
            keys.add(one, "this file")
    return {"parts": [_part(one, kind, keys) for one, kind in kinds]}


def kind_of(data: bytes) -> str:
    """Return what a value is by its shape: `certificate`, `crl`, `ocsp`, `timestamp_answer` or `cms`.

    Raises Unreadable for another shape.
    """
    try:
        parts = _children(data)
        first = parts[0]
        if first == _SIGNED_DATA and len(parts) == 2:
            return "cms"
        if first[0] == 0x0A:
            return "ocsp"
        if first[0] == 0x30:
            inner = _children(first)
            if len(parts) == 3 and parts[2][0] == 0x03:
                # version 1 has no tag; where a certificate has its validity, a list has a moment
                is_certificate = inner[0][0] == 0xA0 or (inner[0][0] == 0x02 and inner[3][0] == 0x30)
                return "certificate" if is_certificate else "crl"
            if len(parts) <= 2 and inner[0][0] == 0x02 and (len(parts) == 1 or parts[1][0] == 0x30):
                return "timestamp_answer"
    except (ValueError, IndexError):
        pass
    raise Unreadable("no certificate, CRL, OCSP answer, time-stamp or CMS")


def found_false(report: Report) -> bool:
    """Return whether any signature in the report is false."""
    return any(one["state"] == "false" for part in report["parts"] for one in part["signatures"])


def as_json(report: Report) -> str:
    """Return the report as indented JSON."""
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_text(report: Report) -> str:
    """Return the report as rows of name, tab, value; places in lists are counted from 1."""
    rows: list[str] = []

    def write(prefix: str, value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                write(f"{prefix}.{key}" if prefix else key, inner)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for place, inner in enumerate(value, 1):
                write(f"{prefix}.{place}", inner)
        elif isinstance(value, list):
            rows.extend(f"{prefix}\t{inner}" for inner in value)
        elif value is not None:
            rows.append(f"{prefix}\t{str(value).lower() if isinstance(value, bool) else value}")

    parts = report["parts"]
    for place, part in enumerate(parts, 1):
        write(str(place) if len(parts) > 1 else "", part)
    return "\n".join(rows)


def _part(data: bytes, kind: str, keys: Keys) -> Report:
    attested = Attested(keys)
    try:
        said = getattr(describe, kind)(data, attested)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        # asn1crypto's messages quote the bytes they stumble over, which may be a person's
        raise Unreadable(f"a {kind.replace('_', ' ')} that cannot be read to its end") from error
    said = {"kind": said.pop("kind", kind), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(),
            "strict_der": _is_strict(data), **said}  # fmt: skip
    said["signatures"] = [one.plain() for one in attested.signatures]
    said["not_checked"] = attested.left_open
    return said


def _is_strict(data: bytes) -> bool:
    try:
        strict(data)
    except NotDer:
        return False
    return True


def _children(value: bytes) -> list[bytes]:
    """Return the values inside a constructed value, BER allowed. Raises ValueError."""
    _, method, _, _, content, _ = parser.parse(value)
    if not method:
        raise ValueError("nothing inside")
    found, at = [], 0
    while at < len(content):
        _, _, _, head, body, tail = parser.parse(content[at:])
        size = len(head) + len(body) + len(tail)
        found.append(content[at : at + size])
        at += size
    return found
