"""XML read and cut as a stream: no tree, no DTD, no entity, no network; what is not cut stays byte for byte.

Expat gives the place of each tag in the bytes. So a sheet of half a gigabyte is cut in the memory of a buffer, and
nothing is re-spelled that a program might read otherwise. A DOCTYPE is refused: office formats have none, and without
it there are neither entities that grow nor entities that fetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Protocol
from xml.parsers import expat

from jariya.kernel.files.inspect.cutting import DROP, HOLLOW, UNWRAP, Cutting, Edit
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.refused import Refused

_RELATIONS = frozenset({
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
})  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ASCII_LIKE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}

Attributes = dict[str, str]


class Seeing(Protocol):
    """Called at each element: local name, attributes by local name, local names above it, its ordinal in the part."""

    def __call__(self, name: str, attributes: Attributes, above: list[str], ordinal: int, /) -> Edit | None: ...


def scan(
    pieces: Iterable[bytes],
    limits: Limits,
    started: Seeing,
    *,
    only: Collection[str] | None = None,
    text: Callable[[str, list[str]], None] | None = None,
    ended: Callable[[str, list[str]], None] | None = None,
) -> None:
    """Walk the XML; `started` at each element, `text` at each piece of text with the names above it, `ended` after.

    `only`: names of elements for which `started` is called; a large part is read three times as fast.
    Raises Refused: `xml.damaged`, `xml.dtd`, `xml.depth`, `xml.encoding`.
    """
    _walk(pieces, limits, started, only, None, text, ended)


def cut(
    pieces: Iterable[bytes],
    limits: Limits,
    decide: Seeing,
    write: Callable[[bytes], object],
    *,
    only: Collection[str] | None = None,
    text: Callable[[str, list[str]], None] | None = None,
) -> None:
    """Copy the XML through `write`, element by element as `decide` says (None: as it is).

    `text` gets what is copied, neither function hears of what is left out. Raises Refused as `scan`.
    """
    _walk(pieces, limits, decide, only, write, text, None)


def _short(name: str, cache: dict[str, str]) -> str:
    """The local name; `r:id` for what refers to a relationship, in both editions of ECMA-376."""
    space, _, local = name.rpartition("\x1f")
    cache[name] = "r:" + local if space in _RELATIONS else local
    return cache[name]


def _walk(
    pieces: Iterable[bytes],
    limits: Limits,
    started: Seeing,
    only: Collection[str] | None,
    write: Callable[[bytes], object] | None,
    text: Callable[[str, list[str]], None] | None,
    ended: Callable[[str, list[str]], None] | None,
) -> None:
    parser = expat.ParserCreate(namespace_separator="\x1f")
    parser.buffer_text = text is not None
    parser.ordered_attributes = True
    cache: dict[str, str] = {}
    above: list[str] = []
    cutting = Cutting(parser, write) if write else None
    ordinal = -1
    deepest = limits.xml_depth

    def start(full: str, pairs: list[str]) -> None:
        nonlocal ordinal
        ordinal += 1
        name = cache.get(full) or _short(full, cache)
        if cutting and cutting.silent:
            cutting.silent += 1
        elif only is None or name in only:
            attributes: Attributes = {}
            for place in range(0, len(pairs), 2):
                attributes[cache.get(pairs[place]) or _short(pairs[place], cache)] = pairs[place + 1]
            edit = started(name, attributes, above, ordinal)
            if cutting and edit is not None:
                cutting.start(edit, len(above))
        above.append(name)
        if len(above) > deepest:
            raise Refused("xml.depth", most=deepest)

    def end(full: str) -> None:
        above.pop()
        if cutting:
            if cutting.silent > 1:
                cutting.silent -= 1
            elif len(above) in cutting.open:
                cutting.end(len(above))
        if ended:
            ended(cache[full], above)

    def said(words: str) -> None:
        if text and not (cutting and cutting.silent):
            text(words, above)

    def doctype(*_declared: object) -> None:
        raise Refused("xml.dtd")

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower().encode() not in _ASCII_LIKE:
            raise Refused("xml.encoding")

    parser.XmlDeclHandler = declaration
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    if text is not None:
        parser.CharacterDataHandler = said
    first = True
    try:
        for piece in pieces:
            if first:
                plain(piece)
                first = False
            if cutting:
                cutting.feed(piece)
            parser.Parse(piece, False)
            if cutting:
                cutting.flush()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("xml.damaged") from error
    if cutting:
        cutting.finish()


def plain(first: bytes) -> None:
    """Raises Refused `xml.encoding` where the first bytes of a part are not written like ASCII."""
    if first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in first[:4]:
        raise Refused("xml.encoding")
    declared = _DECLARED.match(first.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared and declared[1].lower() not in _ASCII_LIKE:
        raise Refused("xml.encoding")


__all__ = ["DROP", "HOLLOW", "UNWRAP", "Attributes", "Edit", "Seeing", "cut", "plain", "scan"]
