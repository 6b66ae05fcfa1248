"""Plain text and CSV: its encoding, its lines, and what only pretends to be text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jariya.kernel.files.inspect import tables
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.opening import chunks, opened, size_of
from jariya.kernel.files.inspect.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.files.inspect.kinds import Kind

_MARKUP = re.compile(
    rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|%@|xsl:|meta|style|form|object|embed|base)",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def is_markup(head: bytes) -> bool:
    """Whether a browser or another program might take the bytes for a page, a picture or a script with code in it."""
    begins = head.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t \0")[:2048].replace(b"\0", b"")
    return bool(_MARKUP.match(begins) or re.search(rb"<(script|html|svg)[\s>]", begins, re.IGNORECASE))


def encoding(head: bytes, *, whole: bool = True) -> str:
    """`utf-8`, `utf-16` or `cp1251`; empty when the bytes are no text. `whole`: nothing follows the bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            said = codecs.getincrementaldecoder("utf-16")().decode(head)
        except UnicodeDecodeError:
            return ""
        return "" if re.search(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]", said) else "utf-16"
    if _CONTROL.search(head):
        return ""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, whole)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    # Every byte but one is a letter in cp1251: ask that most of the high ones be letters that people write.
    high = [byte for byte in head if byte >= 0x80]
    letters = sum(byte >= 0xC0 or byte in b"\xa8\xb8\xb3\xb2\xab\xbb\x96\x97\xb9\xa0" for byte in high)
    return "cp1251" if letters >= len(high) * 0.9 and 0x98 not in high else ""


def check(stream: BinaryIO, limits: Limits) -> None:
    """Read the whole text once. Raises Refused: `text.too_big`, `text.line`, `kind.not_text`."""
    if size_of(stream) > limits.text_bytes:
        raise Refused("text.too_big", most=limits.text_bytes // 1024**2)
    line = 0
    decoder: codecs.IncrementalDecoder | None = None
    for piece in chunks(stream):
        if decoder is None:
            decoder = codecs.getincrementaldecoder(encoding(piece, whole=False) or "cp1251")()
        try:
            said = decoder.decode(piece)
        except UnicodeDecodeError as error:
            raise Refused("kind.not_text") from error
        if re.search(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]", said):
            raise Refused("kind.not_text")
        parts = said.split("\n")
        if line + len(parts[0]) > limits.text_line or any(len(part) > limits.text_line for part in parts[1:]):
            raise Refused("text.line", most=limits.text_line)
        line = len(parts[-1]) + (line if len(parts) == 1 else 0)
    stream.seek(0)


def findings(source: Path | BinaryIO, kind: Kind) -> list[Finding]:
    """`csv.formula`: cells of a CSV that a spreadsheet would run. Raises Refused."""
    if kind.code != "csv":
        return []
    with opened(source) as stream:
        count = sum(tables.safe_cell(cell) != cell for row in _rows(stream) for cell in row)
    return [Finding("csv.formula", count=count)] if count else []


def cleaned(source: Path | BinaryIO, kind: Kind, into: BinaryIO) -> None:
    """Write the text as UTF-8; the cells of a CSV made safe. Raises Refused."""
    with opened(source) as stream:
        if kind.code == "csv":
            into.writelines(tables.csv_safe(_rows(stream), delimiter=_delimiter(stream)))
        else:
            for line in _lines(stream):
                into.write(line.encode())


def _lines(stream: BinaryIO) -> Iterator[str]:
    stream.seek(0)
    head = stream.read(8192)
    stream.seek(0)
    found = encoding(head, whole=False) or "cp1251"
    text = io.TextIOWrapper(stream, "utf-8-sig" if found == "utf-8" else found, errors="replace", newline="")
    try:
        while line := text.readline():  # `yield from` would close the stream when nobody reads on
            yield line
    finally:
        text.detach()


def _delimiter(stream: BinaryIO) -> str:
    line = next(_lines(stream), "")
    return max(",;\t|", key=line.count) if any(mark in line for mark in ",;\t|") else ","


def _rows(stream: BinaryIO) -> Iterator[list[str]]:
    delimiter = _delimiter(stream)
    try:
        yield from csv.reader((line.replace("\0", "") for line in _lines(stream)), delimiter=delimiter)
    except csv.Error as error:
        raise Refused("text.table") from error
