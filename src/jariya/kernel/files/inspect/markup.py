"""XML read and cut as a stream: no tree, no DTD, no entity, no network; what is not cut stays byte for byte.

Expat gives the place of each tag in the bytes. So a sheet of half a gigabyte is cut in the memory of a buffer, and
nothing is re-spelled that a program might read otherwise. A DOCTYPE is refused: office formats have none, and without
it there are neither entities that grow nor entities that fetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.refused import Refused

_RELATIONS = frozenset({
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
})  # fmt: skip
_BUFFER = 16 * 1024**2
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ASCII_LIKE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_START = re.compile(rb"""<[^<>"'\s/]+(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")

Attributes = dict[str, str]


@dataclass(frozen=True)
class Edit:
    """What becomes of an element. `keep`: its tag stays; `content`: what is inside stays.

    `without`: local names of attributes that go; `with_`: new values of attributes that are there.
    """

    keep: bool = True
    content: bool = True
    without: frozenset[str] = frozenset()
    with_: Mapping[str, str] | None = None


DROP = Edit(keep=False, content=False)
UNWRAP = Edit(keep=False)
HOLLOW = Edit(content=False)


class Seeing(Protocol):
    """Called at each element: local name, attributes by local name, local names above it, its ordinal in the part."""

    def __call__(self, name: str, attributes: Attributes, above: list[str], ordinal: int, /) -> Edit | None: ...


@dataclass
class _Open:
    """An element that is open: what was decided on it, and whether it is one tag without an end of its own."""

    edit: Edit | None
    empty: bool = False


def scan(
    pieces: Iterable[bytes],
    limits: Limits,
    started: Seeing,
    *,
    text: Callable[[str, list[str]], None] | None = None,
    ended: Callable[[str, list[str]], None] | None = None,
) -> None:
    """Walk the XML; `started` at each element, `text` at each piece of text with the names above it, `ended` after.

    Raises Refused: `xml.damaged`, `xml.dtd`, `xml.depth`, `xml.encoding`.
    """
    _walk(pieces, limits, started, None, text, ended)


def cut(
    pieces: Iterable[bytes],
    limits: Limits,
    decide: Seeing,
    write: Callable[[bytes], object],
) -> None:
    """Copy the XML through `write`, element by element as `decide` says (None: as it is). Raises Refused as `scan`."""
    _walk(pieces, limits, decide, write, None, None)


def _short(name: str, cache: dict[str, str]) -> str:
    """The local name; `r:id` for what refers to a relationship, in both editions of ECMA-376."""
    space, _, local = name.rpartition("\x1f")
    cache[name] = "r:" + local if space in _RELATIONS else local
    return cache[name]


def _walk(
    pieces: Iterable[bytes],
    limits: Limits,
    started: Seeing,
    write: Callable[[bytes], object] | None,
    text: Callable[[str, list[str]], None] | None,
    ended: Callable[[str, list[str]], None] | None,
) -> None:
    parser = expat.ParserCreate(namespace_separator="\x1f")
    parser.buffer_text = text is not None
    parser.ordered_attributes = True
    cache: dict[str, str] = {}
    above: list[str] = []
    cutting = _Cutting(parser, write) if write else None
    ordinal = -1

    def start(full: str, pairs: list[str]) -> None:
        nonlocal ordinal
        ordinal += 1
        name = cache.get(full) or _short(full, cache)
        attributes: Attributes = {}
        for place in range(0, len(pairs), 2):
            attributes[cache.get(pairs[place]) or _short(pairs[place], cache)] = pairs[place + 1]
        edit = started(name, attributes, above, ordinal)
        if cutting:
            cutting.start(edit)
        above.append(name)
        if len(above) > limits.xml_depth:
            raise Refused("xml.depth", most=limits.xml_depth)

    def end(full: str) -> None:
        above.pop()
        if cutting:
            cutting.end()
        if ended:
            ended(cache[full], above)

    def doctype(*_declared: object) -> None:
        raise Refused("xml.dtd")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    if text is not None:
        parser.CharacterDataHandler = lambda said: text(said, above)
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


class _Cutting:
    """The buffer between the bytes that came and the bytes that are written."""

    def __init__(self, parser: expat.XMLParserType, write: Callable[[bytes], object]) -> None:
        self.parser, self.write = parser, write
        self.buffer = bytearray()
        self.begins = 0  # place in the file of the buffer's first byte
        self.done = 0  # place in the file up to which everything is decided
        self.silent = 0  # how many open elements are being left out
        self.open: list[_Open] = []

    def feed(self, piece: bytes) -> None:
        self.buffer += piece
        if len(self.buffer) > _BUFFER:
            raise Refused("xml.damaged")

    def start(self, edit: Edit | None) -> None:
        if self.silent:
            self.silent += 1
            return
        if edit is None:
            self.open.append(_Open(None))
            return
        at = self.parser.CurrentByteIndex
        self._copy(at)
        tag = _START.match(self.buffer, at - self.begins)
        if tag is None:
            raise Refused("xml.damaged")
        self.done = at + len(tag[0])
        empty = tag[0].endswith(b"/>")
        if edit.keep:
            shown = _retagged(bytes(tag[0]), edit) if edit.without or edit.with_ else bytes(tag[0])
            if not edit.content and not empty:
                shown = shown[:-1] + b"/>"
            self.write(shown)
        self.open.append(_Open(edit, empty))
        if not edit.content:
            self.silent = 1

    def end(self) -> None:
        if self.silent > 1:
            self.silent -= 1
            return
        opened = self.open.pop()
        edit = opened.edit
        if edit is None:
            return
        if opened.empty:
            self.silent = 0
            return
        at = self.parser.CurrentByteIndex
        after = self.buffer.index(b">", at - self.begins) + 1 + self.begins
        if self.silent:
            self.silent = 0
            self.done = after
        elif not edit.keep:
            self._copy(at)
            self.done = after

    def _copy(self, upto: int) -> None:
        if upto > self.done:
            self.write(bytes(self.buffer[self.done - self.begins : upto - self.begins]))
            self.done = upto

    def flush(self) -> None:
        """Write what lies before the last tag that the parser has seen, and forget it."""
        seen = self.parser.CurrentByteIndex
        if self.silent:
            self.done = max(self.done, seen)
        else:
            self._copy(seen)
        if self.done > self.begins:
            del self.buffer[: self.done - self.begins]
            self.begins = self.done

    def finish(self) -> None:
        self.write(bytes(self.buffer[self.done - self.begins :]))


def _retagged(tag: bytes, edit: Edit) -> bytes:
    """The tag with attributes taken out or given new values."""

    def one(found: re.Match[bytes]) -> bytes:
        local = found[1].rpartition(b":")[2].decode("utf-8", "replace")
        if local in edit.without and not found[1].startswith(b"xmlns"):
            return b""
        if edit.with_ and local in edit.with_ and not found[1].startswith(b"xmlns"):
            return found[0][: found.start(2) - found.start()] + b'"' + escaped(edit.with_[local]).encode() + b'"'
        return found[0]

    return _ATTRIBUTE.sub(one, tag)


def escaped(value: str) -> str:
    """The value as it may stand between double quotes."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def mentions(pieces: Iterable[bytes], words: Iterable[bytes]) -> bool:
    """Whether any of the words stands anywhere in the bytes of a part.

    A name of an element or attribute cannot be spelled in another way, so a large part without the word needs no
    reading. The words are at most 64 bytes long. Raises Refused `xml.encoding` where bytes are not like ASCII.
    """
    sought = re.compile(b"|".join(re.escape(word) for word in words))
    kept = b""
    first = True
    for piece in pieces:
        if first:
            plain(piece)
            first = False
        if sought.search(kept + piece[:64]) or sought.search(piece):
            return True
        kept = piece[-64:]
    return False
