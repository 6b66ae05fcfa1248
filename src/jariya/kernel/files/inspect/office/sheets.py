"""Workbooks (xlsx): hidden sheets, rows and columns; what they hold is found without reading every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jariya.kernel.files.inspect import markup
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.markup import Attributes
from jariya.kernel.files.inspect.office import cells
from jariya.kernel.files.inspect.office.parts import Parts

OFF = ("0", "false")
_NOT_OFF = rb"""(?!0["']|false["'])"""
_ROW = re.compile(
    rb"""<(?:[\w.-]+:)?row\b(?=[^<>]*?\s(?:hidden\s*=\s*["']""" + _NOT_OFF
    + rb"""|ht\s*=\s*["']0(?:\.0*)?["']))[^<>]*?(/?)>"""
)  # fmt: skip
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,7})["']""")
_SAYS_HIDDEN = re.compile(rb"""hidden|\sht\s*=\s*["']0""")
_HEADER = re.compile(rb"<(?:[\w.-]+:)?(?:odd|even|first)(?:Header|Footer)>(?!<)")
_WHITE = ("FFFFFFFF", "00FFFFFF", "FFFFFF")
_HEAD = 512 * 1024
_LONGEST_TAG = 8 * 1024
_NOTHING = re.compile(r"^;{2,3}$")


@dataclass
class Sheet:
    """A sheet counted from 1 in the order of its tabs."""

    number: int
    part: str
    hidden: bool


@dataclass
class Hidden:
    """What is hidden in a sheet: rows by number, columns as ranges; headers of the print; pale cells."""

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    headers: bool = False
    pale: int = 0


def sheets(parts: Parts) -> list[Sheet]:
    """The sheets of the workbook."""
    found: list[Sheet] = []
    for book in parts.with_role("book"):
        targets = {link.id: link.target for link in parts.of(book)}

        def seen(name: str, attributes: Attributes, above: list[str], targets: dict[str, str] = targets) -> None:
            if name == "sheet" and above[-1:] == ["sheets"] and targets.get(attributes.get("r:id", "")):
                hidden = attributes.get("state", "visible") != "visible"
                found.append(Sheet(len(found) + 1, targets[attributes["r:id"]], hidden))

        parts.scan(book, seen)
    return found


def hidden_in(parts: Parts, part: str, pale: frozenset[int] = frozenset()) -> Hidden:
    """Hidden rows that hold cells and hidden columns within the used range.

    Rows are looked for in the bytes, not by a parser: a sheet of half a gigabyte takes seconds. A tag cannot be spelled
    in a way that the pattern does not see, only a comment could imitate one. Rows of height 0 are hidden too.
    `pale`: numbers of formats whose cells are counted.
    """
    found = Hidden()
    kept = b""
    head = b""
    formats = b"|".join(str(number).encode() for number in sorted(pale))
    cell = re.compile(rb"""<(?:[\w.-]+:)?c\b[^<>]*?\ss\s*=\s*["'](?:""" + formats + rb""")["'][^<>]*?(?<!/)>""")
    for piece in parts.pieces(part):
        if len(head) < _HEAD:
            if not head:
                markup.plain(piece)
            head += piece[: _HEAD - len(head)]
        window = kept + piece
        if _SAYS_HIDDEN.search(window):
            found.rows |= set(_rows(window))
        if b"Header>" in window or b"Footer>" in window:
            found.headers = found.headers or bool(_HEADER.search(window))
        if pale:
            found.pale += len(cell.findall(window))
        cut = window.rfind(b"<", max(0, len(window) - _LONGEST_TAG))
        kept = window[cut:] if cut >= 0 and b">" not in window[cut:] else b""
    found.columns = list(_columns(head))
    return found


def _rows(window: bytes) -> Iterator[int]:
    for tag in _ROW.finditer(window):
        number = _NUMBER.search(tag[0])
        if not tag[1]:  # a row of one tag holds no cells
            yield int(number[1]) if number else 0


def _columns(head: bytes) -> Iterator[tuple[int, int]]:
    """Columns are told before the cells: what stands before `sheetData` is cut off and read as it is."""
    before = re.split(rb"<(?:[\w.-]+:)?sheetData\b", head, maxsplit=1)[0]
    used = re.search(rb"""<(?:[\w.-]+:)?dimension\b[^<>]*?\bref\s*=\s*["']([A-Z0-9:$]+)["']""", before)
    last = cells.column(used[1].decode().replace("$", "").rpartition(":")[2]) if used else cells.COLUMNS
    for tag in re.finditer(rb"<(?:[\w.-]+:)?col\b([^<>]*)>", before):
        found = re.findall(r"""([\w:]+)\s*=\s*["']([^"']*)["']""", tag[1].decode("utf-8", "replace"))
        pairs = {str(key): str(value) for key, value in found}
        edges = pairs.get("min", ""), pairs.get("max", "")
        if is_hidden(pairs, "width") and all(edge.isdigit() for edge in edges):
            first, end = int(edges[0]), min(int(edges[1]), max(last, 1))
            if first <= end:
                yield first, end


def is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a row (`size` is its `ht`) or a column (`width`) is hidden or has no extent."""
    if attributes.get("hidden", "0") not in OFF:
        return True
    return bool(re.fullmatch(r"0(\.0*)?", attributes.get(size, "1")))


def findings(parts: Parts) -> Iterator[Finding]:
    """What is hidden, each by its sheet."""
    pale = _pale_formats(parts)
    for sheet in sheets(parts):
        if sheet.hidden:
            yield Finding("sheet.hidden", "sheet", sheet.number)
        found = hidden_in(parts, sheet.part, pale)
        if found.rows:
            yield Finding("sheet.rows", "sheet", sheet.number, len(found.rows), cells.rows_shown(found.rows - {0}))
        if found.columns:
            count = sum(end - first + 1 for first, end in found.columns)
            yield Finding("sheet.columns", "sheet", sheet.number, count, cells.columns_shown(found.columns))
        if found.headers:
            yield Finding("sheet.headers", "sheet", sheet.number)
        if found.pale:
            yield Finding("sheet.pale", "sheet", sheet.number, found.pale)
    yield from _formats(parts)
    for book in parts.with_role("book"):
        yield from _book(parts, book)


def _pale_formats(parts: Parts) -> frozenset[int]:
    """Numbers of cell formats with white letters and no fill (the first fill of a workbook is none)."""
    white: list[bool] = []
    found: list[int] = []
    number = 0

    def seen(name: str, attributes: Attributes, above: list[str]) -> None:
        nonlocal number
        if name == "font" and above[-1:] == ["fonts"]:
            white.append(False)
        elif name == "color" and above[-2:] == ["fonts", "font"]:
            white[-1] = attributes.get("rgb", "").upper() in _WHITE
        elif name == "xf" and above[-1:] == ["cellXfs"]:
            font, fill = attributes.get("fontId", "0"), attributes.get("fillId", "0")
            if font.isdigit() and int(font) < len(white) and white[int(font)] and fill == "0":
                found.append(number)
            number += 1

    for styles in parts.with_role("styles"):
        parts.scan(styles, seen)
    return frozenset(found)


def _formats(parts: Parts) -> Iterator[Finding]:
    """Number formats that show nothing."""
    count = 0

    def seen(name: str, attributes: Attributes, _above: list[str]) -> None:
        nonlocal count
        count += name == "numFmt" and bool(_NOTHING.match(attributes.get("formatCode", "")))

    for styles in parts.with_role("styles"):
        parts.scan(styles, seen)
    if count:
        yield Finding("sheet.format", count=count)


def _book(parts: Parts, book: str) -> Iterable[Finding]:
    names = 0

    def seen(name: str, attributes: Attributes, _above: list[str]) -> None:
        nonlocal names
        if name == "definedName" and not attributes.get("name", "").startswith("_xlnm."):
            names += attributes.get("hidden", "0") not in OFF

    parts.scan(book, seen)
    return [Finding("sheet.names", count=names)] if names else []
