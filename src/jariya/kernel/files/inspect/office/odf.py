"""OpenDocument files (odt, ods, odp): what hides in them, and the file without it. OASIS OpenDocument 1.3."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from jariya.kernel.files.inspect import markup, zips
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.markup import DROP, Attributes, Edit
from jariya.kernel.files.inspect.office import cells
from jariya.kernel.files.inspect.pictures import bare, has_metadata

_GONE_NAMES = frozenset({"meta.xml", "settings.xml", "layout-cache", "VersionList.xml", "manifest.rdf"})
_GONE_FOLDERS = (
    "Thumbnails/",
    "Versions/",
    "Configurations2/",
    "META-INF/documentsignatures",
    "META-INF/macrosignatures",
)
_NOTES = frozenset({"annotation", "annotation-end"})
_CHANGES = frozenset({"tracked-changes", "change", "change-start", "change-end"})
_HIDDEN_TEXT = frozenset({"hidden-text", "hidden-paragraph"})
_ONE_CHANGE = frozenset({"changed-region", "cell-content-change", "movement"})
_HIDES = {
    "text-properties": ("display", "none"),
    "table-properties": ("display", "false"),
    "drawing-page-properties": ("visibility", "hidden"),
}
_OUTSIDE = frozenset({"table-source", "dde-source", "dde-connection-decl", "dde-connection", "database-source-sql",
                      "database-source-table", "database-source-query"})  # fmt: skip
_PERSON = frozenset({"creator", "initial-creator", "printed-by", "user-defined", "title", "subject", "description",
                     "keyword"})  # fmt: skip
_VALUES = frozenset({"formula", "value", "value-type", "string-value", "date-value", "time-value", "boolean-value"})
_MARK = 256 * 1024
_PICTURE = 100 * 1024**2


def _contents(package: zipfile.ZipFile) -> list[str]:
    """Parts with content: of the file and of the objects inside."""
    return [name for name in package.namelist() if posixpath.basename(name) in ("content.xml", "styles.xml")]


def findings(package: zipfile.ZipFile, kind: str, limits: Limits) -> Iterator[Finding]:
    """Everything in an OpenDocument file that a reader does not see."""
    counts: Counter[str] = Counter()
    for name in package.namelist():
        base = posixpath.basename(name)
        if base == "meta.xml":
            counts["office.properties"] += _properties(package, name, limits)
        elif name.startswith("Versions/") and base:
            counts["office.versions"] += 1
        elif base.lower().endswith((".jpg", ".jpeg", ".png")):
            counts["office.picture_metadata"] += has_metadata(next(zips.pieces(package, name), b"")[:_MARK])
    counts["office.object"] += _objects(package, limits)
    for part in _contents(package):
        _count(package, part, "word.changes" if kind == "odt" else "sheet.changes", counts, limits)
    yield from (Finding(code, count=count) for code, count in counts.items() if count)
    if "content.xml" in package.namelist():
        yield from _tables(package, limits) if kind == "ods" else _pages(package, limits) if kind == "odp" else ()


def _count(package: zipfile.ZipFile, part: str, changes: str, counts: Counter[str], limits: Limits) -> None:
    hiding = _hiding_styles(package, part, limits)

    def seen(name: str, attributes: Attributes, _above: list[str], _ordinal: int) -> None:
        if name == "annotation":
            counts["office.comments"] += 1
        elif name in _ONE_CHANGE:
            counts[changes] += 1
        elif _hides_text(name, attributes, hiding):
            counts["word.hidden_text"] += 1
        elif name in _OUTSIDE:
            counts["office.external"] += 1

    markup.scan(zips.pieces(package, part), limits, seen)


def _hides_text(name: str, attributes: Attributes, hiding: set[str]) -> bool:
    if name in _HIDDEN_TEXT or (name == "section" and attributes.get("display", "true") in ("none", "condition")):
        return True
    return name in ("span", "p", "section") and attributes.get("style-name") in hiding


def _properties(package: zipfile.ZipFile, name: str, limits: Limits) -> int:
    found = 0

    def text(said: str, above: list[str]) -> None:
        nonlocal found
        found += above[-1] in _PERSON and bool(said.strip())

    markup.scan(zips.pieces(package, name), limits, lambda *_element: None, text=text)
    return found


def _objects(package: zipfile.ZipFile, limits: Limits) -> int:
    """Objects inside that are neither charts nor formulas: those are seen, others hold whole files."""
    found = 0

    def seen(name: str, attributes: Attributes, _above: list[str], _ordinal: int) -> None:
        nonlocal found
        path, form = attributes.get("full-path", ""), attributes.get("media-type", "")
        if name == "file-entry" and path.startswith("Object") and "/" not in path.rstrip("/"):
            found += bool(form) and not form.endswith((".chart", ".formula"))

    if "META-INF/manifest.xml" in package.namelist():
        markup.scan(zips.pieces(package, "META-INF/manifest.xml"), limits, seen)
    return found


def _hiding_styles(package: zipfile.ZipFile, part: str, limits: Limits) -> set[str]:
    """Names of styles that hide: text, tables and pages."""
    found: set[str] = set()
    style = ""

    def seen(name: str, attributes: Attributes, _above: list[str], _ordinal: int) -> None:
        nonlocal style
        if name == "style":
            style = attributes.get("name", "")
        elif style and attributes.get(_HIDES.get(name, ("", ""))[0]) == _HIDES.get(name, ("", "?"))[1]:
            found.add(style)

    markup.scan(zips.pieces(package, part), limits, seen)
    return found


def _repeated(attributes: Attributes, key: str) -> int:
    said = attributes.get(key, "1")
    return min(int(said), 1_048_576) if said.isdigit() else 1


def _tables(package: zipfile.ZipFile, limits: Limits) -> Iterator[Finding]:
    hiding = _hiding_styles(package, "content.xml", limits)
    sheet = row = column = 0
    tables: list[int] = []
    rows: dict[int, set[int]] = {}
    columns: dict[int, list[tuple[int, int]]] = {}
    collapsed = False

    def seen(name: str, attributes: Attributes, above: list[str], _ordinal: int) -> None:
        nonlocal sheet, row, column, collapsed
        if name == "table" and above[-1:] == ["spreadsheet"]:
            sheet, row, column = sheet + 1, 0, 0
            if attributes.get("style-name") in hiding:
                tables.append(sheet)
        elif name == "table-column":
            count = _repeated(attributes, "number-columns-repeated")
            if attributes.get("visibility") in ("collapse", "filter"):
                columns.setdefault(sheet, []).append((column + 1, column + count))
            column += count
        elif name == "table-row":
            count = _repeated(attributes, "number-rows-repeated")
            collapsed = attributes.get("visibility") in ("collapse", "filter")
            row += count
        elif name == "p" and collapsed:
            rows.setdefault(sheet, set()).add(row)

    markup.scan(zips.pieces(package, "content.xml"), limits, seen)
    yield from (Finding("sheet.hidden", "sheet", number) for number in tables)
    yield from (Finding("sheet.rows", "sheet", at, len(all_), cells.rows_shown(all_)) for at, all_ in rows.items())
    for at, ranges in columns.items():
        near = [(first, end) for first, end in ranges if end - first < 1_000]  # the unused rest of a sheet is one range
        if near:
            yield Finding("sheet.columns", "sheet", at, sum(b - a + 1 for a, b in near), cells.columns_shown(near))


def _pages(package: zipfile.ZipFile, limits: Limits) -> Iterator[Finding]:
    hiding = _hiding_styles(package, "content.xml", limits)
    page = 0
    hidden: list[int] = []
    noted: set[int] = set()

    def seen(name: str, attributes: Attributes, above: list[str], _ordinal: int) -> None:
        nonlocal page
        if name == "page" and above[-1:] == ["presentation"]:
            page += 1
            if attributes.get("style-name") in hiding:
                hidden.append(page)

    def text(said: str, above: list[str]) -> None:
        if "notes" in above and said.strip():
            noted.add(page)

    markup.scan(zips.pieces(package, "content.xml"), limits, seen, text=text)
    yield from (Finding("slide.hidden", "slide", number) for number in hidden)
    yield from (Finding("slide.notes", "slide", number) for number in sorted(noted))


def stripped(package: zipfile.ZipFile, into: BinaryIO, limits: Limits, *, hidden: bool) -> None:
    """Write the file without metadata, settings, notes, comments, changes (accepted) and former versions.

    `hidden`: hidden sheets, pages and text go, hidden rows and columns are emptied in their places.
    """
    names = [name for name in package.namelist() if not name.endswith("/") and not _goes(name)]
    with zips.Rewritten(into) as out:
        if "mimetype" in names:  # first and not packed: that is how other programs know the file
            out.put("mimetype", zips.read(package, "mimetype", 1024), stored=True)
        for name in names:
            if name == "mimetype":
                continue
            base = posixpath.basename(name)
            if base in ("content.xml", "styles.xml"):
                with out.part(name) as part:
                    markup.cut(zips.pieces(package, name), limits, _content(package, name, limits, hidden), part.write)
            elif name == "META-INF/manifest.xml":
                with out.part(name) as part:
                    markup.cut(zips.pieces(package, name), limits, _manifest, part.write)
            elif base.lower().endswith((".jpg", ".jpeg", ".png")):
                out.put(name, bare(zips.read(package, name, _PICTURE)), stored=True)
            else:
                with out.part(name) as part:
                    for piece in zips.pieces(package, name):
                        part.write(piece)


def _goes(path: str) -> bool:
    return posixpath.basename(path) in _GONE_NAMES or path.startswith(_GONE_FOLDERS)


def _manifest(name: str, attributes: Attributes, _above: list[str], _ordinal: int) -> Edit | None:
    return DROP if name == "file-entry" and _goes(attributes.get("full-path", "")) else None


def _content(
    package: zipfile.ZipFile, part: str, limits: Limits, hidden: bool
) -> Callable[[str, Attributes, list[str], int], Edit | None]:
    hiding = _hiding_styles(package, part, limits) if hidden else set()
    columns: list[tuple[int, int]] = []
    column = place = 0
    empty = False

    def decide(name: str, attributes: Attributes, above: list[str], _ordinal: int) -> Edit | None:
        nonlocal column, place, empty
        if name in _NOTES or name in _CHANGES or name in _OUTSIDE or (name == "notes" and above[-1:] == ["page"]):
            return DROP
        if not hidden:
            return None
        if name in _HIDDEN_TEXT or (attributes.get("style-name") in hiding and name in _HOLDERS):
            return DROP
        if name == "table":
            columns.clear()
            column = 0
        elif name == "table-column":
            count = _repeated(attributes, "number-columns-repeated")
            column += count
            if attributes.get("visibility") in ("collapse", "filter"):
                columns.append((column - count + 1, column))
                return Edit(without=frozenset({"visibility"}))
        elif name == "table-row":
            place, empty = 0, attributes.get("visibility") in ("collapse", "filter")
            return Edit(without=frozenset({"visibility"})) if empty else None
        elif name in ("table-cell", "covered-table-cell"):
            place += _repeated(attributes, "number-columns-repeated")
            if empty or any(first <= place <= end for first, end in columns):
                return Edit(content=False, without=_VALUES)
            return Edit(without=frozenset({"formula"})) if "formula" in attributes else None
        return None

    return decide


_HOLDERS = frozenset({"span", "p", "h", "section", "table", "page", "list", "frame"})
