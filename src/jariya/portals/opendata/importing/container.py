"""What a file is, by its first bytes, and the one table inside of it. Names and extensions are only believed last."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Unreadable

TEXT, SHEETS, JSON, LINES, GEO = "text", "sheets", "json", "lines", "geojson"
KINDS = (TEXT, SHEETS, JSON, LINES, GEO)
_CHUNK = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".json", ".geojson", ".ndjson", ".jsonl", ".xlsx", ".xls", ".xlsb", ".ods")
_SHEET_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@dataclass(frozen=True)
class Container:
    """`kind`: one of KINDS; `path`: the table's own file, unpacked where it was packed; `packed`: zip, gz or empty."""

    kind: str
    path: Path
    packed: str = ""
    inner: str = ""
    """Name of the file inside of a zip."""


def opened(path: Path, folder: Path, limits: Limits, *, inner: str = "") -> Container:
    """The table in a file.

    Args:
        path: what was sent.
        folder: where an unpacked file may lie.
        inner: which file of a zip with several tables.

    Raises:
        Unreadable: it is empty, no table, a bomb, or a zip with several tables.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \r\n\t"):
        raise Unreadable("file.empty")
    if head.startswith(b"\x1f\x8b"):
        plain = folder / "unpacked"
        try:
            with gzip.open(path) as packed:
                _unpack(packed, plain, path.stat().st_size, limits)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable("file.broken") from error
        return _again(opened(plain, _inside(folder), limits, inner=inner), "gz")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path, folder, limits, inner)
    if head.startswith(_OLE):
        return Container(SHEETS, path)
    return Container(_text(head), path)


def _again(found: Container, packed: str, inner: str = "") -> Container:
    return Container(found.kind, found.path, packed, inner or found.inner)


def _inside(folder: Path) -> Path:
    """A folder for what lies one deeper; a file may be packed twice, not ten times."""
    deeper = folder / "in"
    if len(deeper.parts) - len(folder.parts) + str(folder).count("/in") > 3:
        raise Unreadable("file.bomb")
    deeper.mkdir(exist_ok=True)
    return deeper


def _zip(path: Path, folder: Path, limits: Limits, inner: str) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            if any(part in names for part in _SHEET_PARTS):
                whole = sum(info.file_size for info in archive.infolist())
                if whole > limits.unpacked_bytes or whole > limits.ratio * max(path.stat().st_size, 10_000):
                    raise Unreadable("file.bomb", bytes=whole)
                return Container(SHEETS, path)
            tables = [
                info
                for info in archive.infolist()
                if not info.is_dir()
                and info.filename.lower().endswith((*_TABLES, *(f"{end}.gz" for end in _TABLES)))
                and not info.filename.startswith("__MACOSX/")
                and not stat.S_ISLNK(info.external_attr >> 16)
            ]
            if inner:
                tables = [info for info in tables if info.filename == inner]
            if not tables:
                raise Unreadable("file.unknown", names=names[:20])
            if len(tables) > 1:
                raise Unreadable("file.many_tables", names=[info.filename for info in tables][:100])
            if tables[0].flag_bits & 1:
                raise Unreadable("file.encrypted")
            plain = folder / "unpacked"
            with archive.open(tables[0]) as packed:
                _unpack(packed, plain, max(tables[0].compress_size, 1), limits)
            found = opened(plain, _inside(folder), limits)
            return _again(found, "zip", tables[0].filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Unreadable("file.broken") from error


def _unpack(packed: object, plain: Path, packed_size: int, limits: Limits) -> None:
    """Copy, and stop at the bound: what the header of a file says of its size is not believed."""
    most = min(limits.unpacked_bytes, limits.ratio * max(packed_size, 10_000))
    done = 0
    with plain.open("wb") as out:
        while chunk := packed.read(_CHUNK):  # type: ignore[attr-defined]
            done += len(chunk)
            if done > most:
                raise Unreadable("file.bomb", bytes=done)
            out.write(chunk)


def _text(head: bytes) -> str:
    """What a file of text is."""
    plain = head.lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = head[2:].replace(b"\x00", b"").lstrip()
    lowered = plain[:512].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise Unreadable("file.html")
    if lowered.startswith((b"%pdf", b"\x89png", b"\xff\xd8", b"gif8", b"par1", b"rar!", b"7z\xbc")):
        raise Unreadable("file.unknown")
    if lowered.startswith(b"<"):
        raise Unreadable("file.unknown")
    if plain.startswith(b"{"):
        if b'"FeatureCollection"' in head or b'"Feature"' in head:
            return GEO
        end = plain.find(b"\n")
        line = plain[:end].strip() if end > 0 else b""
        return LINES if line.endswith(b"}") and plain[end:].lstrip().startswith(b"{") else JSON
    if plain.startswith(b"["):
        return JSON
    return TEXT
