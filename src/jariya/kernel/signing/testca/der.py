"""A writer of DER, small enough to read: the TEST authority builds every byte itself, so that what checks signatures
is not checked against its own parser, and so that tests can build wrong bytes on purpose."""

from __future__ import annotations

import datetime as dt
import re

PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]*")


def tlv(tag: int, content: bytes) -> bytes:
    """One element: tag byte, definite length, content."""
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 128 | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of ready elements."""
    return tlv(0x30, b"".join(parts))


def set_of(*parts: bytes, ordered: bool = True) -> bytes:
    """SET OF ready elements, sorted as DER wants; `ordered=False` leaves them as they are, which is BER."""
    return tlv(0x31, b"".join(sorted(parts) if ordered else parts))


def integer(value: int) -> bytes:
    """INTEGER, shortest two's complement; only numbers from 0 up are needed here."""
    if value < 0:
        raise ValueError("only numbers from 0 up")
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def enumerated(value: int) -> bytes:
    """ENUMERATED."""
    return tlv(0x0A, bytes((value,)))


def boolean(value: bool) -> bytes:
    """BOOLEAN."""
    return tlv(0x01, b"\xff" if value else b"\x00")


def null() -> bytes:
    """NULL."""
    return b"\x05\x00"


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER from its dotted form."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = b""
    for arc in (first * 40 + second, *rest):
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.append(128 | arc & 127)
        content += bytes(reversed(digits))
    return tlv(0x06, content)


def octets(content: bytes) -> bytes:
    """OCTET STRING."""
    return tlv(0x04, content)


def bits(content: bytes, unused: int = 0) -> bytes:
    """BIT STRING of whole bytes, the last `unused` bits of which do not count."""
    return tlv(0x03, bytes((unused,)) + content)


def flags(*numbers: int) -> bytes:
    """BIT STRING of named bits (KeyUsage, reasons): trailing zeros are cut, as DER wants."""
    value = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        value[number // 8] |= 0x80 >> number % 8
    return bits(bytes(value), 7 - max(numbers) % 8)


def utf8(text: str) -> bytes:
    """UTF8String."""
    return tlv(0x0C, text.encode())


def printable(text: str) -> bytes:
    """PrintableString.

    Raises:
        ValueError: a letter that this type does not know.
    """
    if not PRINTABLE.fullmatch(text):
        raise ValueError("not printable")
    return tlv(0x13, text.encode("ascii"))


def ia5(text: str) -> bytes:
    """IA5String."""
    return tlv(0x16, text.encode("ascii"))


def time(moment: dt.datetime) -> bytes:
    """Time of a certificate or signature: UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5)."""
    moment = moment.astimezone(dt.UTC)
    if 1950 <= moment.year < 2050:
        return tlv(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())
    return generalized(moment)


def generalized(moment: dt.datetime) -> bytes:
    """GeneralizedTime in whole seconds of UTC."""
    return tlv(0x18, f"{moment.astimezone(dt.UTC):%Y%m%d%H%M%SZ}".encode())


def explicit(number: int, content: bytes) -> bytes:
    """`[number] EXPLICIT` around a ready element."""
    return tlv(0xA0 | number, content)


def implicit(number: int, element: bytes) -> bytes:
    """`[number] IMPLICIT`: the element with its tag replaced, constructed or not as it was."""
    return bytes((0x80 | element[0] & 0x20 | number,)) + element[1:]
