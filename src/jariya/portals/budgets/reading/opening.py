"""A file -> its rows of cells, whatever it is, in bounded memory. Pure.

A file is known by its first bytes, not by its name. Unpacking stops at `MOST_BYTES`, a line at `MOST_LINE`: a gigabyte
of zeros is refused after the first of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from jariya.portals.budgets.problems import Problems

MOST_BYTES = 400_000_000
MOST_LINE = 65_536
MOST_CELLS = 20_000_000
_XLSX_PARTS = ("xl/workbook.xml", "[Content_Types].xml")

Cells = list[str]
Row = tuple[int, Cells]
"""Number of the line the row begins at, from 1, and its cells as text."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its name (empty for CSV) and its rows, to be walked once."""

    name: str
    rows: Iterator[Row]


def digest(path: Path) -> str:
    """SHA-256 of the file as it lies there, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sheets(path: Path, problems: Problems) -> Iterator[Sheet]:
    """The tables of a CSV file (also packed by gzip) or of an XLSX workbook.

    Raises:
        Refused: the file is empty, a web page, of another kind, damaged, broken off or too big.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise problems.stop("file.empty")
    if start.startswith(b"PK"):
        yield from _workbook(path, problems)
        return
    if start.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(path, "rb") as packed:
                start = packed.read(512)
        except (OSError, EOFError, zlib.error):
            raise problems.stop("file.truncated") from None
        if not start:
            raise problems.stop("file.empty")
        if start.startswith(b"PK"):
            raise problems.stop("file.kind")
    plain = start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n").lower()
    if plain.startswith(("<!doctype html", "<html", "<head", "<script", "<?xml", "<div", "<body")):
        raise problems.stop("file.html")
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"PAR1", b"\x89PNG")):
        raise problems.stop("file.kind")
    yield Sheet("", _text_rows(path, problems))


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _lines(path: Path, problems: Problems) -> Iterator[str]:
    """Lines with their ends, none longer than MOST_LINE, no more than MOST_BYTES in all."""
    seen = number = 0
    encoding = _encoding(path)
    try:
        with _open(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:  # type: ignore[type-var]
            while line := stream.readline(MOST_LINE + 1):
                number += 1
                seen += len(line)
                if "\0" in line:
                    raise problems.stop("file.not_text", number)
                if len(line) > MOST_LINE:
                    raise problems.stop("file.line_too_long", number, most=f"{MOST_LINE:,}")
                if seen > MOST_BYTES:
                    raise problems.stop("file.too_big", number, most="400 MB")
                yield line
    except UnicodeDecodeError:
        raise problems.stop("file.not_text", number + 1) from None
    except (EOFError, OSError, zlib.error):
        raise problems.stop("file.truncated", number) from None


def _encoding(path: Path) -> str:
    """The encoding by the first megabyte: UTF-16 by its mark, UTF-8 when it decodes, else KZ-1048."""
    try:
        with _open(path) as stream:
            start = stream.read(1 << 20)
    except (EOFError, OSError, zlib.error):
        return "utf-8-sig"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return "kz1048"
    return "utf-8-sig"


def _text_rows(path: Path, problems: Problems) -> Iterator[Row]:
    lines = _lines(path, problems)
    first = next(lines, "")
    head = first
    waiting = [first]
    for line in lines:  # the separator is the one of the first line that has any
        if any(mark in head for mark in ";\t,"):
            waiting.append(line)
            break
        waiting.append(line)
        head = line
        if len(waiting) > 40:
            break
    separator = max(";\t,", key=head.count)

    def all_lines() -> Iterator[str]:
        yield from waiting
        yield from lines

    reader = csv.reader(all_lines(), delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise problems.stop("file.line_too_long", begins, most=f"{MOST_LINE:,}") from None


def _workbook(path: Path, problems: Problems) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            if not names.issuperset(_XLSX_PARTS):
                raise problems.stop("file.kind")
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise problems.stop("file.too_big", most="400 MB")
            _really(packed, problems)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise problems.stop("file.damaged") from None
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height * max(sheet.total_width, 1) > MOST_CELLS:
                raise problems.stop("file.too_big", most=f"{MOST_CELLS:,} cells")
            yield Sheet(name, _sheet_rows(sheet))
    except Exception as error:  # the library has one exception for each thing wrong in a workbook
        if type(error).__module__.startswith("python_calamine") or isinstance(error, OSError | ValueError):
            raise problems.stop("file.damaged") from None
        raise


def _really(packed: zipfile.ZipFile, problems: Problems) -> None:
    """A workbook may declare less than it unpacks to: count the bytes, without keeping them."""
    seen = 0
    for part in packed.infolist():
        with packed.open(part) as stream:
            while chunk := stream.read(1 << 20):
                seen += len(chunk)
                if seen > MOST_BYTES:
                    raise problems.stop("file.too_big", most="400 MB")


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield number, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%m.%Y}"
    return str(cell)
