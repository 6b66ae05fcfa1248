"""In which letters a file is written.

A byte order mark decides; else what is strictly UTF-8 is UTF-8; else the scorer of `kernel.language.alphabets` chooses
among the code pages in which Cyrillic tables lie about.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jariya.kernel.language.alphabets import likeness

SAMPLE = 64 * 1024
"""Bytes looked at in the head, the middle and the tail."""
CHUNK = 1024 * 1024

PAGES = ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
"""Code pages in order of preference where two read the same letters."""
RARE, RARITY = ("iso8859-5", "mac-cyrillic"), 0.25
"""Code pages that hardly anybody writes; by so much they must read better than the others."""
LATIN = "cp1252"
"""The code page of a file in which no letter is Cyrillic."""
NAMES = {"cp1251": "Windows-1251", "kz1048": "KZ-1048", "ptcp154": "PT154", "koi8-r": "KOI8-R", "cp866": "CP866",
         "iso8859-5": "ISO-8859-5", "mac-cyrillic": "MacCyrillic", "cp1252": "Windows-1252"}  # fmt: skip
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Encoding:
    """How to read the bytes. `mark`: bytes of byte order marks; `mixed`: some lines are `other`, read each as it is."""

    name: str
    mark: int = 0
    mixed: bool = False
    other: str = ""
    reasons: tuple[str, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its usual name."""
        return NAMES.get(self.name, self.name.upper())


def detect(path: Path, *, told: str = "") -> Encoding:
    """The encoding of a file.

    Args:
        path: the file.
        told: what the publisher says; taken if Python knows it.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        for mark, name in MARKS:
            if head.startswith(mark):
                length = len(mark)
                while head.startswith(mark, length):  # a program put its mark before another's
                    length += len(mark)
                return Encoding(codecs.lookup(told).name if told else name, length, reasons=("mark",))
        if told:
            return Encoding(codecs.lookup(told).name, reasons=("told",))
        wide = _without_mark(head)
        if wide:
            return Encoding(wide, reasons=("zero_bytes",))
        good, bad = _utf8(file)
        if not bad:
            return Encoding("utf-8", reasons=("ascii" if not good else "valid_utf8",))
        samples = [head]
        for place in (size // 2, size - SAMPLE):
            if place > SAMPLE:
                file.seek(place)
                samples.append(file.read(SAMPLE))
    if good > 3 * bad:
        other = best(b"\n".join(_foreign_lines(b"\n".join(samples))) or head)
        return Encoding("utf-8", mixed=True, other=other[0], reasons=("mostly_utf8",), scores=other[1])
    name, scores = best(b"\n".join(_foreign_lines(b"\n".join(samples)) if good else samples))
    return Encoding(name, 0, good > 0, "utf-8" if good else "", ("alphabet" if scores[name] > 0 else "latin",), scores)


def best(sample: bytes) -> tuple[str, dict[str, float]]:
    """The code page whose letters make Kazakh and Russian words, and the score of each."""
    scores = {
        name: round(likeness(sample.decode(name, errors="replace")) - (RARITY if name in RARE else 0), 4)
        for name in PAGES
    }
    name = max(PAGES, key=lambda name: (scores[name], -PAGES.index(name)))
    if scores[name] < 0:
        scores[LATIN] = 0.0
        return LATIN, scores
    return name, scores


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark: the high bytes are 00 (Latin, digits) and 04 (Cyrillic), nearly all of them."""
    part = head[: 4096 - len(head[:4096]) % 2]
    if len(part) < 8 or b"\x00" not in part:
        return ""
    for name, high, low in (("utf-16-le", part[1::2], part[0::2]), ("utf-16-be", part[0::2], part[1::2])):
        if high.count(0) + high.count(4) > 0.95 * len(high) and high.count(0) and low.count(0) < 0.05 * len(low):
            return name
    return ""


def _utf8(file: BinaryIO) -> tuple[int, int]:
    """Lines with letters beyond ASCII that are strict UTF-8, and lines that are not; whole file, bounded memory."""
    file.seek(0)
    good = bad = 0
    rest = b""
    while chunk := file.read(CHUNK):
        part = rest + chunk
        cut = part.rfind(b"\n") + 1
        rest = part[cut:]
        part = part[:cut]
        if len(rest) > 4 * CHUNK:
            part, rest = rest[:-4], rest[-4:]
        try:
            part.decode("utf-8")
            good += not part.isascii() and 1 + part.count(b"\n")
        except UnicodeDecodeError:
            for line in part.split(b"\n"):
                if line.isascii():
                    continue
                if _valid(line):
                    good += 1
                else:
                    bad += 1
            if bad > 10_000 and bad > good:
                return good, bad
    if rest and not rest.isascii():
        if _valid(rest):
            good += 1
        else:
            bad += 1
    return good, bad


def _valid(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _foreign_lines(sample: bytes) -> Iterator[bytes]:
    for line in sample.split(b"\n"):
        if not line.isascii() and not _valid(line):
            yield line


@dataclass
class Recoded:
    """What happened while a file was made UTF-8: lines that were of another code page, bytes nobody reads, zeros."""

    other_lines: list[int] = field(default_factory=list)
    undecodable: list[int] = field(default_factory=list)
    zeros: int = 0


def recode(source: Path, target: Path, encoding: Encoding, *, longest_line: int) -> Recoded:
    """Write the file as UTF-8 without mark and zero bytes, line ends kept.

    Args:
        longest_line: bytes; a longer line raises LineTooLong.
    """
    found = Recoded()
    with source.open("rb") as old, target.open("wb") as new:
        old.seek(encoding.mark)
        if encoding.mixed:
            _recode_lines(old, new, encoding, found, longest_line)
            return found
        decoder = codecs.getincrementaldecoder(encoding.name)("replace")
        length = lines = 0
        while True:
            chunk = old.read(CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            if "\x00" in text:
                found.zeros += text.count("\x00")
                text = text.replace("\x00", "")
            if "\ufffd" in text:
                for number, line in enumerate(text.split("\n")):
                    if "\ufffd" in line:
                        found.undecodable.append(lines + number + 1)
            out = text.encode("utf-8", "replace")
            breaks = out.count(b"\n")
            lines += breaks
            final = max(out.rfind(b"\n"), out.rfind(b"\r"))
            length = len(out) - final - 1 if final >= 0 else length + len(out)
            if length > longest_line:
                raise LineTooLong(lines + 1)
            new.write(out)
            if not chunk:
                return found


class LineTooLong(Exception):
    """A line is longer than any row of a table."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(str(line))


def _recode_lines(old: BinaryIO, new: BinaryIO, encoding: Encoding, found: Recoded, longest: int) -> None:
    number = 0
    while line := old.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise LineTooLong(number)
        if b"\x00" in line:
            found.zeros += line.count(b"\x00")
            line = line.replace(b"\x00", b"")
        if not line.isascii():
            line, other, bad = _line(line, encoding)
            if other:
                found.other_lines.append(number)
            if bad:
                found.undecodable.append(number)
        new.write(line)


def _line(line: bytes, encoding: Encoding) -> tuple[bytes, bool, bool]:
    """A line as UTF-8, whether it is in the other encoding, and whether some byte is no letter."""
    page = encoding.name if encoding.name != "utf-8" else encoding.other
    text = line.decode(page, "replace")
    # A few letters of a code page may happen to be UTF-8: then what reads better is what was written.
    if _valid(line) and (encoding.name == "utf-8" or likeness(line.decode()) > likeness(text)):
        return line, encoding.name != "utf-8", False
    return text.encode(), encoding.name == "utf-8", "\ufffd" in text
