"""Pictures inside of other files: their metadata cut out without touching a pixel."""

from __future__ import annotations

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
_HEAD = 256 * 1024
_ORIENTATION = 0x0112


def has_metadata(data: bytes) -> bool:
    """Whether a JPEG or PNG carries EXIF, XMP, IPTC or texts."""
    head = data[:_HEAD]
    if head.startswith(_PNG):
        return any(mark in head for mark in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"))
    return b"Exif\0\0" in head or b"http://ns.adobe.com/xap" in head or b"Photoshop 3.0" in head


def bare(data: bytes) -> bytes:
    """The JPEG or PNG without metadata; other bytes as they are."""
    if data.startswith(_PNG):
        return _bare_png(data)
    return _bare_jpeg(data) if data.startswith(b"\xff\xd8\xff") else data


def _bare_png(data: bytes) -> bytes:
    out, at = bytearray(_PNG), len(_PNG)
    while at + 12 <= len(data):
        length, form = struct.unpack_from(">L4s", data, at)
        if at + 12 + length > len(data):
            return data
        if form in _PNG_KEPT:
            out += data[at : at + 12 + length]
        at += 12 + length
        if form == b"IEND":
            return bytes(out)
    return data


def _bare_jpeg(data: bytes) -> bytes:
    """Without application segments and comments. Adobe's stays: it says how the colours are to be read."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if length < 2:
            return data
        segment = data[at : at + 2 + length]
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return bytes(out) + data[at : end + 2 if end > at else len(data)]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            out += _upright(segment)
        elif not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            out += segment
        at += 2 + length
    return data


def _upright(segment: bytes) -> bytes:
    """An EXIF segment with nothing but how the picture is turned; empty when it is not turned."""
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return b""
    (first,) = struct.unpack_from(order + "L", tiff, 4)
    if first + 2 > len(tiff):
        return b""
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for place in range(first + 2, min(first + 2 + count * 12, len(tiff) - 11), 12):
        tag, _form, _number, value = struct.unpack_from(order + "HHLH", tiff, place)
        if tag == _ORIENTATION and 2 <= value <= 8:
            body = b"Exif\0\0MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""
