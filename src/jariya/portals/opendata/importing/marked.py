"""What the reader of workbooks keeps to itself: cells of an XLSX with errors, and formulas nobody calculated.

Both come out as empty cells. The part of the sheet is searched as bytes, without its XML being built.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

_CHUNK = 1024 * 1024
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*")
_NAME, _ID = re.compile(rb'\bname="([^"]*)"'), re.compile(rb'\br:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*")
_KEY, _TARGET = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="([^"]*)"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>(.*?)</c>', re.DOTALL)
_VALUE = re.compile(rb"<v>([^<]*)</v>")
MOST = 100_000
"""Cells that are noted; a sheet with more has other troubles."""


def cells(path: Path, sheet: str) -> tuple[dict[tuple[int, int], str], list[int]]:
    """Cells with errors by (row, column) from 0, and the rows of formulas without a value.

    Args:
        path: a workbook; nothing is found in what is no XLSX.
        sheet: its name.
    """
    errors: dict[tuple[int, int], str] = {}
    bare: list[int] = []
    if not zipfile.is_zipfile(path):
        return errors, bare
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part(archive, sheet)
            if part not in archive.namelist():
                return errors, bare
            for column, row, about, inner in _cells(archive, part):
                value = _VALUE.search(inner)
                if b't="e"' in about:
                    errors[int(row) - 1, _number(column) - 1] = unescape(value[1].decode()) if value else "#"
                elif b"<f" in inner and (value is None or not value[1]) and b"<is>" not in inner:
                    bare.append(int(row) - 1)
                if len(errors) + len(bare) >= MOST:
                    break
    except (zipfile.BadZipFile, EOFError, RuntimeError, UnicodeDecodeError, NotImplementedError):
        pass  # the reader of workbooks has the last word on what is damaged
    return errors, bare


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet."""
    keys = {}
    for one in _SHEET.findall(archive.read("xl/workbook.xml")) if "xl/workbook.xml" in archive.namelist() else ():
        name, key = _NAME.search(one), _ID.search(one)
        if name and key:
            keys[unescape(name[1].decode())] = key[1]
    for one in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")) if sheet in keys else ():
        key, target = _KEY.search(one), _TARGET.search(one)
        if key and target and key[1] == keys[sheet]:
            place = target[1].decode()
            return place.lstrip("/") if place.startswith("/") else f"xl/{place}"
    return ""


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"<c ")
            cut = len(text) if cut < 0 else cut
            text, rest = text[:cut], text[cut:][-_CHUNK:]
            if b't="e"' in text or b"</f>" in text:
                yield from _CELL.findall(text)
        yield from _CELL.findall(rest)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
