"""What a file is, by its first bytes, and the one table inside of it. Names and extensions are only believed last."""

from __future__ import annotations

import gzip
import re
import stat
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jariya.kernel.language.alphabets import likeness
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Unreadable

TEXT, SHEETS, JSON, LINES, GEO, PAGE, BOOK = "text", "sheets", "json", "lines", "geojson", "html", "xml"
KINDS = (TEXT, SHEETS, JSON, LINES, GEO, PAGE, BOOK)
DEEPEST = 3
"""Packed in packed in packed: more is no table."""
_CHUNK = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".json", ".geojson", ".ndjson", ".jsonl", ".xlsx", ".xlsm", ".xls", ".xlsb",
           ".ods")  # fmt: skip
_SHEET_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_PAGE = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<table",
    b"<meta",
    b"<style",
    b"<div",
    b"<title",
    b"<center",
)
_NO_TABLE = (b"%pdf", b"\x89png", b"\xff\xd8", b"gif8", b"par1", b"rar!", b"7z\xbc", b"bzh", b"\xfd7zxz", b"\x7felf",
             b"mz\x90", b"{\\rtf", b"sqlite format 3")  # fmt: skip


@dataclass(frozen=True)
class Container:
    """`kind`: one of KINDS; `path`: the table's own file, unpacked where it was packed; `packed`: zip, gz or empty."""

    kind: str
    path: Path
    packed: str = ""
    inner: str = ""
    """Name of the file inside of a zip."""


class _Packed(Protocol):
    def read(self, size: int, /) -> bytes: ...


def opened(path: Path, folder: Path, limits: Limits, *, inner: str = "", depth: int = 0) -> Container:
    """The table in a file.

    Args:
        path: what was sent.
        folder: where an unpacked file may lie.
        inner: which file of a zip with several tables.
        depth: how many times it has been unpacked.

    Raises:
        Unreadable: it is empty, no table, a bomb, or a zip with several tables.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("file.empty")
    if head.startswith((b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")) and depth >= DEEPEST:
        raise Unreadable("file.bomb")
    if head.startswith(b"\x1f\x8b"):
        plain = folder / f"unpacked{depth}"
        try:
            with gzip.open(path) as packed:
                _unpack(packed, plain, path.stat().st_size, limits)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable("file.broken") from error
        found = opened(plain, folder, limits, inner=inner, depth=depth + 1)
        return Container(found.kind, found.path, "gz", found.inner)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path, folder, limits, inner, depth)
    if head.startswith(_OLE):
        return Container(SHEETS, path)
    return Container(_text(head), path)


_NOTE = re.compile(r"(^|/)(\._|read.?me|licen[cs]e|оқы|прочти|описание|сипаттама)[^/]*$", re.I)
"""Files that say something of the table."""


def _zip(path: Path, folder: Path, limits: Limits, inner: str, depth: int) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename in _SHEET_PARTS for info in infos):
                _believed(path, infos, limits)
                return Container(SHEETS, path)
            infos = [
                info
                for info in infos
                if not info.filename.startswith("__MACOSX/") and not stat.S_ISLNK(info.external_attr >> 16)
            ]
            names = {info: _name(info) for info in infos}
            tables = [
                info
                for info in infos
                if names[info].lower().endswith((*_TABLES, *(f"{end}.gz" for end in _TABLES), ".htm", ".html"))
            ]
            if len(tables) > 1:
                # A note beside the one table is no second table.
                tables = [info for info in tables if not _NOTE.search(names[info])] or tables
            if not tables and len(infos) == 1:
                tables = infos  # whatever it is called
            if inner:
                tables = [info for info in infos if inner in (names[info], info.filename)]
            if not tables:
                raise Unreadable("file.unknown", names=[*names.values()][:20])
            if len(tables) > 1:
                raise Unreadable("file.many_tables", names=[names[info] for info in tables][:100])
            if tables[0].flag_bits & 1:
                raise Unreadable("file.encrypted")
            plain = folder / f"unpacked{depth}"
            with archive.open(tables[0]) as packed:
                _unpack(packed, plain, max(tables[0].compress_size, 1), limits)
            found = opened(plain, folder, limits, depth=depth + 1)
            return Container(found.kind, found.path, "zip", names[tables[0]])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Unreadable("file.broken") from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a packed file; programs of Windows write it in the code page of DOS and do not say so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    readings = [info.filename, *(raw.decode(page, "replace") for page in ("cp866", "kz1048"))]
    with suppress(UnicodeDecodeError):
        readings.append(raw.decode("utf-8"))
    return max(readings, key=likeness)


def _believed(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack the parts of a workbook into nothing: what their headers say of their size is not believed.

    Raises:
        Unreadable: file.bomb.
    """
    most = min(limits.unpacked_bytes, limits.ratio * max(path.stat().st_size, 10_000))
    whole = sum(info.file_size for info in infos)
    if whole > most:
        raise Unreadable("file.bomb", bytes=whole)
    done = 0
    with path.open("rb") as file:
        for info in infos:
            if info.compress_type != zipfile.ZIP_DEFLATED:
                continue
            file.seek(info.header_offset + 26)
            head = file.read(4)
            file.seek(int.from_bytes(head[:2], "little") + int.from_bytes(head[2:], "little"), 1)
            unpacking = zlib.decompressobj(-15)
            left = info.compress_size
            while left > 0 and not unpacking.eof:
                chunk = file.read(min(64 * 1024, left))
                if not chunk:
                    break
                left -= len(chunk)
                while chunk:
                    done += len(unpacking.decompress(chunk, _CHUNK))
                    if done > most:
                        raise Unreadable("file.bomb", bytes=done)
                    chunk = unpacking.unconsumed_tail


def _unpack(packed: _Packed, plain: Path, size: int, limits: Limits) -> None:
    """Copy, and stop at the bound: what the header of a file says of its size is not believed."""
    most = min(limits.unpacked_bytes, limits.ratio * max(size, 10_000))
    done = 0
    with plain.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            done += len(chunk)
            if done > most:
                raise Unreadable("file.bomb", bytes=done)
            out.write(chunk)


def _text(head: bytes) -> str:
    """What a file of text is."""
    plain = head.lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\x00" or head[:1] == b"\x00":
        plain = head.lstrip(b"\xff\xfe").replace(b"\x00", b"").lstrip(b" \r\n\t")
    lowered = plain[:512].lower()
    if lowered.startswith(_NO_TABLE):
        raise Unreadable("file.unknown")
    if lowered.startswith(b"<?xml") and (b"office:spreadsheet" in plain or b'progid="Excel.Sheet"' in plain):
        return BOOK
    if lowered.startswith((b"<?xml", b"<!--")) and any(mark in plain.lower() for mark in _PAGE):
        return PAGE
    if lowered.startswith(_PAGE):
        return PAGE
    if lowered.startswith(b"<"):
        raise Unreadable("file.unknown")
    if plain.startswith(b"{"):
        end = plain.find(b"\n")
        line = plain[:end].strip() if end > 0 else b""
        if line.endswith(b"}") and plain[end:].lstrip().startswith(b"{"):
            return LINES
        if b'"FeatureCollection"' in plain or b'"Feature"' in plain:
            return GEO
        return JSON
    if plain.startswith(b"["):
        # `[1,2,3]` on each line would be a table of text to nobody.
        return JSON
    return TEXT
