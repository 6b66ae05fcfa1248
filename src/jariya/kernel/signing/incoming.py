"""Reading a signature as programs send it: DER, PEM of any heading, or bare base64."""

from __future__ import annotations

import base64
import binascii
import re

from jariya.kernel.signing.terms import TERMS

MAX_TEXT = TERMS.max_cms * 4 // 3 + 4096
"""Base64 of the largest CMS, with its line ends and heading."""

_PEM = re.compile(rb"-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA)-----(.*?)-----END \1-----", re.DOTALL)


class Unreadable(ValueError):
    """Why these bytes are no signature: `cms.missing`, `cms.too_big`, `cms.unreadable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def der_of(sent: bytes | str) -> bytes:
    """The DER of a CMS.

    Args:
        sent: DER, PEM (`CMS` as NCALayer writes, `PKCS7` as OpenSSL) or base64 with or without line ends.

    Raises:
        Unreadable: nothing, too much, or not a CMS.
    """
    raw = sent.encode("ascii", "replace") if isinstance(sent, str) else bytes(sent)
    if len(raw) > MAX_TEXT:
        raise Unreadable("cms.too_big")
    if not raw.strip():
        raise Unreadable("cms.missing")
    if raw[:1] == b"\x30":
        der = raw
    else:
        der = _decoded(raw)
    if len(der) > TERMS.max_cms:
        raise Unreadable("cms.too_big")
    if der[:1] != b"\x30":
        raise Unreadable("cms.unreadable")
    return der


def _decoded(raw: bytes) -> bytes:
    text = raw.strip()
    if text.startswith(b"-----"):
        found = _PEM.fullmatch(text)
        if found is None:
            raise Unreadable("cms.unreadable")
        text = found.group(2)
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("cms.unreadable") from error
