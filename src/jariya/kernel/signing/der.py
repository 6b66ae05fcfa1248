"""Strict DER (X.690, clauses 8, 10 and 11): one spelling for every value, or the bytes are refused.

A CMS, an OCSP answer and a certificate have bytes that no signature covers. If two spellings of the same value were
read alike, a stranger could change a stored signature without anyone seeing it. So what is read here has exactly one
spelling: definite shortest lengths, shortest integers, ordered sets, nothing after the end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

DEPTH = 24  # a CMS with a time-stamp inside is 12 deep; a bomb of brackets is deeper
LONGEST_OID = 64
"""Bytes of an identifier. Those in use have 20 at most; writing out one of 64 KB costs seconds."""

_SECONDS = re.compile(rb"\d{12}Z")
_GENERALIZED = re.compile(rb"\d{14}(\.\d{0,8}[1-9])?Z")
_PRINTABLE = re.compile(rb"[A-Za-z0-9 '()+,\-./:=?]*")
BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, ENUMERATED, UTF8 = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C
NUMERIC, PRINTABLE, T61, IA5, UTC, GENERALIZED, VISIBLE, UNIVERSAL, BMP = (
    0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1C, 0x1E)  # fmt: skip
SEQUENCE, SET = 0x30, 0x31


class NotDer(ValueError):
    """The bytes are not DER. The text says what and where, never the bytes themselves."""


class Node:
    """One value: its identifier octet `tag`, its whole bytes `raw` and what is inside, `content` or `children`."""

    __slots__ = ("body", "data", "end", "start", "tag")

    def __init__(self, data: bytes, tag: int, start: int, body: int, end: int) -> None:
        self.data, self.tag, self.start, self.body, self.end = data, tag, start, body, end

    @property
    def raw(self) -> bytes:
        """The bytes of the whole value with its header."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The bytes inside the header."""
        return self.data[self.body : self.end]

    @property
    def children(self) -> list[Node]:
        """The values inside a constructed value, in order. Raises NotDer for a value that holds none."""
        if not self.tag & 0x20:
            raise NotDer(f"a list was expected at byte {self.start}")
        return list(_walk(self.data, self.body, self.end))

    def of(self, tag: int) -> Node:
        """This value, when it has that tag. Raises NotDer otherwise."""
        if self.tag != tag:
            raise NotDer(f"tag {tag:#04x} was expected at byte {self.start}, {self.tag:#04x} found")
        return self

    def as_octets(self) -> bytes:
        """Content of an OCTET STRING."""
        return self.of(OCTETS).content

    def as_integer(self) -> int:
        """Value of an INTEGER."""
        return int.from_bytes(self.of(INTEGER).content, "big", signed=True)

    def as_enumerated(self) -> int:
        """Value of an ENUMERATED."""
        return int.from_bytes(self.of(ENUMERATED).content, "big", signed=True)

    def as_oid(self) -> str:
        """Value of an OBJECT IDENTIFIER with dots."""
        return dotted(self.of(OID).content)

    def as_bits(self) -> bytes:
        """Content of a BIT STRING of whole octets (signatures and keys). Raises NotDer when bits are left over."""
        content = self.of(BITS).content
        if content[0]:
            raise NotDer(f"a string of whole octets was expected at byte {self.start}")
        return content[1:]

    def as_time(self) -> dt.datetime:
        """Value of a UTCTime or GeneralizedTime, in UTC (two-digit years: 1950-2049, RFC 5280, 4.1.2.5)."""
        text = self.content.decode("ascii")
        if self.tag == UTC:
            text = ("19" if text[0] >= "5" else "20") + text
        else:
            self.of(GENERALIZED)
        whole, _, fraction = text.rstrip("Z").partition(".")
        try:
            moment = dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
        except ValueError:
            raise NotDer(f"no such moment at byte {self.start}") from None
        return moment.replace(microsecond=int((fraction + "000000")[:6])) if fraction else moment


def strict(data: bytes) -> Node:
    """Read one value that must be strict DER from the first byte to the last.

    Raises NotDer for indefinite or long-winded lengths, constructed strings, integers, bit strings, identifiers or
    times with a second spelling, sets out of order, bytes after the end, and nesting deeper than DEPTH.
    """
    node = first(data, 0, len(data))
    if node.end != len(data):
        raise NotDer(f"{len(data) - node.end} bytes after the end")
    _check(node, DEPTH)
    return node


def first(data: bytes, at: int, limit: int) -> Node:
    """Read the header at `at` and return its value, which must end by `limit`. The inside is not looked at."""
    if limit - at < 2:
        raise NotDer(f"cut short at byte {at}")
    tag, length, body = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise NotDer(f"a tag of several bytes at byte {at}")
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or body + count > limit:
            raise NotDer(f"an indefinite or impossible length at byte {at}")
        length = int.from_bytes(data[body : body + count], "big")
        if length < 0x80 or length >> (8 * (count - 1)) == 0:
            raise NotDer(f"a length that is longer than need be at byte {at}")
        body += count
    if body + length > limit:
        raise NotDer(f"cut short at byte {at}")
    return Node(data, tag, at, body, body + length)


def _walk(data: bytes, at: int, limit: int) -> Iterator[Node]:
    while at < limit:
        node = first(data, at, limit)
        yield node
        at = node.end


def _check(node: Node, depth: int) -> None:
    if not depth:
        raise NotDer(f"nested too deep at byte {node.start}")
    tag = node.tag
    if tag & 0x20:
        if tag not in (SEQUENCE, SET) and tag & 0xC0 != 0x80:
            raise NotDer(f"tag {tag:#04x} may not hold others, at byte {node.start}")
        previous = b""
        for child in _walk(node.data, node.body, node.end):
            _check(child, depth - 1)
            if tag == SET:
                raw = child.raw
                if raw < previous:
                    raise NotDer(f"a set out of order at byte {child.start}")
                previous = raw
    elif tag & 0xC0 == 0:
        rule = _RULES.get(tag)
        if rule is None or not rule(node.data[node.body : node.end]):
            raise NotDer(f"tag {tag:#04x} has no such value, at byte {node.start}")
    elif tag & 0xC0 != 0x80:
        raise NotDer(f"tag {tag:#04x} of a class that is not used, at byte {node.start}")


def _is_shortest(value: bytes) -> bool:
    return bool(value) and not (
        len(value) > 1 and (value[0] == 0 and value[1] < 0x80 or value[0] == 0xFF and value[1] >= 0x80)
    )


def _is_bits(value: bytes) -> bool:
    if not value or value[0] > 7:
        return False
    return not value[0] if len(value) == 1 else not value[-1] & ((1 << value[0]) - 1)


def _is_oid(value: bytes) -> bool:
    """Tell whether each part of an identifier is whole and shortest: none begins with 0x80."""
    if not value or value[-1] & 0x80 or len(value) > LONGEST_OID:
        return False
    begins = True
    for octet in value:
        if begins and octet == 0x80:
            return False
        begins = octet < 0x80
    return True


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


_RULES = {
    BOOLEAN: lambda value: value in (b"\x00", b"\xff"),
    INTEGER: _is_shortest,
    ENUMERATED: _is_shortest,
    BITS: _is_bits,
    OCTETS: lambda value: True,
    NULL: lambda value: not value,
    OID: _is_oid,
    UTF8: _is_utf8,
    NUMERIC: lambda value: value.replace(b" ", b"0").isdigit() or not value,
    PRINTABLE: lambda value: _PRINTABLE.fullmatch(value) is not None,
    T61: lambda value: True,
    IA5: lambda value: value.isascii(),
    UTC: lambda value: _SECONDS.fullmatch(value) is not None,
    GENERALIZED: lambda value: _GENERALIZED.fullmatch(value) is not None,
    VISIBLE: lambda value: value.isascii(),
    UNIVERSAL: lambda value: len(value) % 4 == 0,
    BMP: lambda value: len(value) % 2 == 0,
}


def dotted(content: bytes) -> str:
    """Write the content of an OBJECT IDENTIFIER with dots."""
    parts: list[int] = []
    value = 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if octet < 0x80:
            if not parts:
                first_arc = min(value // 40, 2)
                parts += [first_arc, value - 40 * first_arc]
            else:
                parts.append(value)
            value = 0
    return ".".join(map(str, parts))


def tlv(tag: int, *contents: bytes) -> bytes:
    """Write one value of `tag` around the contents, with the shortest length."""
    content = b"".join(contents)
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + content


def oid(dots: str) -> bytes:
    """Write an OBJECT IDENTIFIER given with dots."""
    first_arc, second, *rest = (int(part) for part in dots.split("."))
    content = bytearray()
    for part in (40 * first_arc + second, *rest):
        digits = [part & 0x7F]
        while part := part >> 7:
            digits.append(part & 0x7F | 0x80)
        content += bytes(reversed(digits))
    return tlv(OID, bytes(content))


def integer(value: int) -> bytes:
    """Write an INTEGER, not negative."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))
