"""What a verdict rests on, byte for byte, so that anybody can come to it again without asking a service."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

VERIFIER = "jariya 1"
"""Raised when a verdict over the same bytes could come out otherwise."""


@dataclass(frozen=True, repr=False)
class Evidence:
    """The proofs of one verdict, DER everywhere.

    `chain`: the signer's certificate, intermediates, anchor. `ocsp`: the answers that were believed. `crl`: names of
    the lists that were believed (number and SHA-256): they are public and may be large. `timestamps`: tokens.
    """

    cms_sha256: str = ""
    content_sha256: str = ""
    chain: tuple[bytes, ...] = ()
    ocsp: tuple[bytes, ...] = ()
    ocsp_nonce: bytes | None = None
    crl: tuple[str, ...] = ()
    timestamps: tuple[bytes, ...] = ()
    verifier: str = VERIFIER

    def to_bytes(self) -> bytes:
        """Canonical JSON with base64. It holds the signer's certificate: to be kept sealed."""
        return json.dumps(
            {one.name: _written(getattr(self, one.name)) for one in fields(self)}, sort_keys=True, separators=(",", ":")
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Evidence:
        """Read what `to_bytes` wrote. Raises ValueError for anything else."""
        said = json.loads(raw)
        if not isinstance(said, Mapping) or said.keys() != {one.name for one in fields(cls)}:
            raise ValueError("not the evidence of a verdict")
        many = {name: tuple(base64.b64decode(one, validate=True) for one in said[name]) for name in _MANY}
        nonce = said["ocsp_nonce"]
        return cls(
            cms_sha256=str(said["cms_sha256"]),
            content_sha256=str(said["content_sha256"]),
            ocsp_nonce=None if nonce is None else base64.b64decode(nonce, validate=True),
            crl=tuple(map(str, said["crl"])),
            verifier=str(said["verifier"]),
            **many,
        )


_MANY = ("chain", "ocsp", "timestamps")


def _written(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return [_written(one) for one in value] if isinstance(value, tuple) else value
