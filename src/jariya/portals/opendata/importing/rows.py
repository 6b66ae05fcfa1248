"""Rows of whatever is not a text file: sheets, JSON, JSON lines, GeoJSON, each as rows of text cells."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from jariya.portals.opendata.importing.container import Container
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable

GEOMETRY = "geometry"
_ERRORS = re.compile(r"^#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|ЗНАЧ!|ССЫЛКА!|ДЕЛ/0!|Н/Д|ИМЯ\?|ЧИСЛО!|ПУСТО!)$")


@dataclass
class Source:
    """Rows of text; the first may be a header (`header` None: look). `sheet` and `sheets`: of a workbook."""

    rows: Iterable[list[str]]
    header: bool | None = None
    first_row: int = 1
    """Number of the first of these rows in the file."""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    geometry: bool = False


def read(container: Container, problems: Problems, limits: Limits, *, sheet: str = "") -> Source:
    """The rows of a container that is no text file."""
    if container.kind == "sheets":
        return _workbook(container.path, problems, limits, sheet)
    if container.kind == "lines":
        return _objects(_lines(container.path, limits), problems)
    if container.path.stat().st_size > limits.json_bytes:
        raise Unreadable("file.too_big", bytes=container.path.stat().st_size)
    content = _document(container.path)
    if container.kind == "geojson":
        return _geojson(content, problems)
    return _objects(_records(content), problems)


def _document(path: Path) -> Any:
    raw = path.read_bytes()
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            raw = raw.decode(name, "replace").encode()
            break
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:  # NaN, a code page: what stricter readers refuse and tables in the wild hold
        return json.loads(raw.decode("utf-8", "replace"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Unreadable("file.broken", said=str(error)[:200]) from error


def _workbook(path: Path, problems: Problems, limits: Limits, wanted: str) -> Source:
    try:
        book = CalamineWorkbook.from_path(path)
        names = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        if not names:
            raise Unreadable("sheet.none")
        if wanted and wanted not in names:
            raise Unreadable("sheet.none", names=names)
        full = [name for name in names if book.get_sheet_by_name(name).height] or names
        name = wanted or full[0]
        if len(full) > 1 and not wanted:
            problems.tell("sheet.others", [(None, other) for other in full[1:]], len(full) - 1)
        page = book.get_sheet_by_name(name)
        if page.width > limits.columns:
            raise Unreadable("table.too_wide", columns=page.width)
        cells = page.to_python(skip_empty_area=True)
        start = (page.start or (0, 0))[0] + 1
    except PasswordError as error:
        raise Unreadable("file.encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("file.broken") from error
    rows = [[sheet_text(cell) for cell in row] for row in cells]
    for number, row in enumerate(rows):
        for cell in row:
            if cell.startswith("#") and _ERRORS.match(cell):
                problems.add("cell.formula_error", start + number, None, cell)
    return Source(rows, None, start, name, names)


def sheet_text(cell: Any) -> str:
    """A cell as it was meant: whole numbers without a point, days as ISO, yes and no as words of no language."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _lines(path: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(limits.line_bytes + 1):
            number += 1
            if len(line) > limits.line_bytes:
                raise Unreadable("table.long_line", line=number)
            if not line.strip():
                continue
            try:
                one = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
            except orjson.JSONDecodeError as error:
                raise Unreadable("file.broken", line=number) from error
            if not isinstance(one, dict):
                raise Unreadable("json.no_table", line=number)
            yield one


def _records(content: Any) -> list[dict[str, Any]]:
    """The list of objects in a document: the document itself, or the longest list one or two steps inside."""
    found = _list_of_objects(content)
    if found is not None:
        return found
    best: list[dict[str, Any]] = []
    if isinstance(content, dict):
        for value in content.values():
            for inner in (value, *(value.values() if isinstance(value, dict) else ())):
                candidate = _list_of_objects(inner)
                if candidate is not None and len(candidate) > len(best):
                    best = candidate
        columns = {name: value for name, value in content.items() if isinstance(value, list)}
        lengths = {len(value) for value in columns.values()}
        if not best and len(columns) > 1 and len(lengths) == 1 and len(columns) == len(content):
            return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if not best:
        raise Unreadable("json.no_table")
    return best


def _list_of_objects(content: Any) -> list[dict[str, Any]] | None:
    if not isinstance(content, list) or not content:
        return None
    if all(isinstance(one, dict) for one in content):
        return content
    if all(isinstance(one, list) for one in content) and len(content) > 1:
        head = [_json_text(cell) for cell in content[0]]
        return [dict(zip(head, row, strict=False)) for row in content[1:]]
    return None


def _objects(records: Iterable[dict[str, Any]], problems: Problems) -> Source:
    """Objects as rows: fields in the order of their first appearance, objects inside by dotted names."""
    flat: list[dict[str, str]] = []
    names: dict[str, None] = {}
    nested = 0
    for record in records:
        row: dict[str, str] = {}
        nested += _flatten(record, "", row)
        names.update(dict.fromkeys(row))
        flat.append(row)
    if not names:
        raise Unreadable("json.no_table")
    if nested:
        problems.tell("json.nested", [], nested)
    return Source([list(names), *([row.get(name, "") for name in names] for row in flat)], True, 0)


def _flatten(record: dict[str, Any], before: str, row: dict[str, str], depth: int = 0) -> int:
    """Put the fields of an object into a row; the number of lists and deeper objects that stay JSON."""
    nested = 0
    for name, value in record.items():
        name = f"{before}{name}"
        if isinstance(value, dict) and value and depth < 2:
            nested += _flatten(value, f"{name}.", row, depth + 1)
            continue
        nested += isinstance(value, list | dict) and bool(value)
        row[name] = _json_text(value)
    return nested


def _json_text(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if not math.isfinite(value) else repr(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _geojson(content: Any, problems: Problems) -> Source:
    """Features as rows: their properties, and the geometry as GeoJSON text in the last column."""
    features = content.get("features") if isinstance(content, dict) else None
    if isinstance(content, dict) and content.get("type") == "Feature":
        features = [content]
    if not isinstance(features, list) or not features:
        raise Unreadable("json.no_table")
    rows: list[dict[str, str]] = []
    names: dict[str, None] = {}
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            problems.add("geo.wrong_geometry", number, GEOMETRY, feature)
            feature = {}
        row: dict[str, str] = {}
        if feature.get("id") is not None:
            row["id"] = _json_text(feature["id"])
        _flatten(feature.get("properties") or {}, "", row)
        geometry = feature.get("geometry")
        if geometry is not None:
            wrong = geometry_problem(geometry)
            if wrong:
                problems.add(wrong, number, GEOMETRY, _json_text(geometry))
            row[GEOMETRY] = _json_text(geometry)
        names.update(dict.fromkeys(name for name in row if name != GEOMETRY))
        rows.append(row)
    columns = [*names, GEOMETRY]
    return Source([columns, *([row.get(name, "") for name in columns] for row in rows)], True, 0, geometry=True)


_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def geometry_problem(geometry: Any) -> str:
    """The rule a geometry breaks, empty where it is one: RFC 7946, degrees of longitude and latitude."""
    if not isinstance(geometry, dict):
        return "geo.wrong_geometry"
    if geometry.get("type") == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "geo.wrong_geometry"
        return next((said for said in map(geometry_problem, parts) if said), "")
    depth = _DEPTH.get(str(geometry.get("type")))
    if depth is None:
        return "geo.wrong_geometry"
    try:
        for lon, lat in positions(geometry.get("coordinates"), depth):
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                return "geo.outside"
    except (TypeError, ValueError):
        return "geo.wrong_geometry"
    return ""


def positions(coordinates: Any, depth: int) -> Iterator[tuple[float, float]]:
    """Longitude and latitude of each position."""
    if depth:
        if not isinstance(coordinates, list):
            raise TypeError
        for inner in coordinates:
            yield from positions(inner, depth - 1)
        return
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise TypeError
    yield float(coordinates[0]), float(coordinates[1])
