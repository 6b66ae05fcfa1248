"""What becomes of the elements of an XML stream, and the buffer in which it happens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from jariya.kernel.files.inspect.refused import Refused

_BUFFER = 16 * 1024**2
_START = re.compile(rb"""<[^<>"'\s/]+(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")


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


class Cutting:
    """The buffer between the bytes that came and the bytes that are written."""

    def __init__(self, parser: expat.XMLParserType, write: Callable[[bytes], object]) -> None:
        self.parser, self.write = parser, write
        self.silent = 0
        """How many open elements are being left out."""
        self.open: dict[int, tuple[Edit, bool]] = {}
        """By depth: open elements that are edited, and whether each is one tag without an end of its own."""
        self._buffer = bytearray()
        self._begins = 0  # place in the file of the buffer's first byte
        self._done = 0  # place in the file up to which everything is decided

    def feed(self, piece: bytes) -> None:
        """Bytes that the parser gets next. Raises Refused where one tag or text is longer than the buffer."""
        self._buffer += piece
        if len(self._buffer) > _BUFFER:
            raise Refused("xml.damaged")

    def start(self, edit: Edit, depth: int) -> None:
        """The parser stands before a tag of which something was decided."""
        at = self.parser.CurrentByteIndex
        self._copy(at)
        found = _START.match(self._buffer, at - self._begins)
        if found is None:
            raise Refused("xml.damaged")
        tag = bytes(found[0])
        self._done = at + len(tag)
        empty = tag.endswith(b"/>")
        if edit.keep:
            shown = _retagged(tag, edit) if edit.without or edit.with_ else tag
            self.write(shown if edit.content or empty else shown[:-1] + b"/>")
        self.open[depth] = edit, empty
        self.silent = 0 if edit.content else 1

    def end(self, depth: int) -> None:
        """The parser stands before the end of such an element."""
        edit, empty = self.open.pop(depth)
        if not empty and (self.silent or not edit.keep):
            at = self.parser.CurrentByteIndex
            if not self.silent:
                self._copy(at)
            self._done = self._buffer.index(b">", at - self._begins) + 1 + self._begins
        self.silent = 0

    def _copy(self, upto: int) -> None:
        if upto > self._done:
            self.write(bytes(self._buffer[self._done - self._begins : upto - self._begins]))
            self._done = upto

    def flush(self) -> None:
        """Write what lies before the last tag that the parser has seen, and forget it."""
        seen = self.parser.CurrentByteIndex
        if self.silent:
            self._done = max(self._done, seen)
        else:
            self._copy(seen)
        if self._done > self._begins:
            del self._buffer[: self._done - self._begins]
            self._begins = self._done

    def finish(self) -> None:
        """Write the rest."""
        self.write(bytes(self._buffer[self._done - self._begins :]))


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
