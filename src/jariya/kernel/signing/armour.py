"""DER out of whatever people keep it in: bare, PEM with one or many blocks, or plain base64."""

from __future__ import annotations

import base64
import binascii
import re

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s*(.*?)\s*-----END \1-----", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")


def unwrapped(data: bytes) -> list[bytes]:
    """Return the DER values of a file: one for bare DER or base64, one for each PEM block; none when it is none."""
    if data[:1] == b"\x30":
        return [data]
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if blocks := _BLOCK.findall(text):
        found = [_decoded(body) for label, body in blocks if b"PRIVATE" not in label]
        return [one for one in found if one]
    if text and _BASE64.fullmatch(text) and (one := _decoded(text)):
        return [one]
    return []


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""
