"""Whole tables as files: made once per version and format, then given out as they lie, with ranges.

A file is written beside its place and moved there whole, so that a killed maker leaves nothing that is read; one maker
at a time writes one file. They can be made again: where the disk is to be kept free, those not read for longest go.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from jariya.portals.opendata import store
from jariya.portals.opendata.downloads import lines, workbook
from jariya.portals.opendata.importing import writing
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.importing.types import DATETIME, TEXT
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying import executing, filtering
from jariya.portals.opendata.querying.engine import shape_of
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

logger = logging.getLogger(__name__)
FORM = 1
"""A number that changes with how files are written, so that old ones are not given out."""
FORMATS = ("csv", "excel.csv", "json", "ndjson", "xlsx", "parquet", "xml", "geojson")
SMALL = 20_480
"""Rows up to which a file is made while one waits."""
COPIED, QUICK = ("csv", "json", "ndjson", "parquet"), 2_000_000
"""Formats that DuckDB writes by itself, and rows up to which one waits for them: a million takes seconds."""
MOST = 20_000_000_000
"""Bytes of all made files."""
MEMORY = "512MB"
_TOUCH = 60.0


def formats(version: Version) -> tuple[str, ...]:
    """The formats a version's table is given in: GeoJSON where it has places, XLSX where a sheet has room."""
    shape = shape_of(version)
    left = set()
    if GEOMETRY not in shape.names:
        left.add("geojson")
    if shape.rows > workbook.ROWS:
        left.add("xlsx")
    return tuple(kind for kind in FORMATS if kind not in left)


def _folder() -> Path:
    return Path(settings.OPENDATA_STORE) / "files"


def tag(version: Version, kind: str) -> str:
    """What tells a file from any other: the table, the names of its columns, how it is written."""
    told = json.dumps([bytes(version.parquet or b"").hex(), version.names, kind, FORM])
    return hashlib.sha256(told.encode()).hexdigest()


def place(version: Version, kind: str) -> Path:
    """Where a file lies, or will."""
    name = tag(version, kind)
    return _folder() / name[:2] / f"{name}.{kind}"


def made(version: Version, kind: str) -> Path | None:
    """The file, when it was made; it is noted as read."""
    path = place(version, kind)
    try:
        if time.time() - path.stat().st_mtime > _TOUCH:
            os.utime(path)
    except OSError:
        return None
    return path


def make(version: Version, kind: str) -> Path:
    """Make a file unless it is there.

    Raises:
        Misasked: format.unknown, format.no_places, format.too_many_rows, table.absent, file.not_made.
    """
    shape = shape_of(version)
    if kind not in FORMATS:
        raise Misasked("format.unknown", format=kind)
    if kind == "geojson" and GEOMETRY not in shape.names:
        raise Misasked("format.no_places")
    if kind == "xlsx" and shape.rows > workbook.ROWS:
        raise Misasked("format.too_many_rows", most=workbook.ROWS)
    target = place(version, kind)
    parquet = store.path_of(bytes(version.parquet or b""))
    if not parquet.is_file():
        raise Misasked("table.absent")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        if target.is_file():
            return target
        fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
        try:
            _write(parquet, shape, kind, fresh)
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            fresh.replace(target)
        except (OSError, duckdb.Error) as error:
            logger.exception("a file of version %s was not made", version.pk)
            raise Misasked("file.not_made") from error
        finally:
            fresh.unlink(missing_ok=True)
    return target


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One maker of one file at a time, on this machine; the lock ends with the process that holds it."""
    lock = target.with_name(f"{target.name}.lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _write(parquet: Path, shape: Shape, kind: str, target: Path) -> None:
    with duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": "1",
            "temp_directory": str(target.with_suffix(".spill")),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    ) as con:
        source = executing.parquet(parquet).sql
        to = filtering.literal(str(target))
        if kind in COPIED:
            form = {
                "csv": "FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"'",
                "json": "FORMAT json, ARRAY true",
                "ndjson": "FORMAT json",
                "parquet": f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {writing.GROUP}",
            }[kind]
            cells = ", ".join(
                f"{_cell(f'c{number}', type_, kind)} AS {writing.identifier(name)}"
                for number, (name, type_) in enumerate(zip(shape.names, shape.types, strict=True))
            )
            con.execute(f"COPY (SELECT {cells} FROM {source} ORDER BY _row) TO {to} ({form})")  # noqa: S608
            return
        rows = _rows(con, source, shape)
        if kind == "xlsx":
            workbook.write(target, shape.names, rows)
            return
        geometry = shape.names.index(GEOMETRY) if GEOMETRY in shape.names else None
        with target.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines.written(kind, shape.names, rows, geometry))


def _cell(cell: str, type_: str, kind: str) -> str:
    if type_ == TEXT:
        return f"nullif({cell}, '')"
    if type_ == DATETIME and kind != "parquet":
        return f"strftime({cell}, '%Y-%m-%dT%H:%M:%S')"
    return cell


def _rows(con: duckdb.DuckDBPyConnection, source: str, shape: Shape) -> Iterator[tuple[Any, ...]]:
    cells = ", ".join(_cell(f"c{number}", type_, "parquet") for number, type_ in enumerate(shape.types))
    cursor = con.execute(f"SELECT {cells} FROM {source} ORDER BY _row")  # noqa: S608
    while batch := cursor.fetchmany(writing.BATCH):
        yield from batch


def wish(version: Version, kind: str) -> None:
    """Have a file made by the job: a note on the disk where it will lie, which outlives whoever dies."""
    note = _folder() / "wanted" / f"{version.pk}.{kind}"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()


def make_wanted(*, most: int = 50) -> tuple[int, int]:
    """Make files that were asked for, and those of versions in force; then keep within the disk's share.

    Args:
        most: versions in force that are looked at beside the wishes, the newest first.

    Returns:
        Files made, files removed.
    """
    count = 0
    wanted = _folder() / "wanted"
    for note in sorted(wanted.glob("*.*")) if wanted.is_dir() else ():
        number, _dot, kind = note.name.partition(".")
        version = Version.objects.filter(pk=int(number)).first() if number.isdigit() else None
        if version is not None:
            with contextlib.suppress(Misasked):
                make(version, kind)
                count += 1
        note.unlink(missing_ok=True)
    current = Resource.objects.visible_to(None).filter(current__parquet__isnull=False).select_related("current")
    for resource in current.order_by("-current__at")[:most]:
        version = resource.current
        for kind in ("csv", "parquet"):
            if version is not None and not place(version, kind).is_file():
                with contextlib.suppress(Misasked):
                    make(version, kind)
                    count += 1
    return count, evict(room())


def room() -> int:
    """Bytes all files may have: MOST, and never more than a quarter of what the disk has left for them."""
    _folder().mkdir(parents=True, exist_ok=True)
    held = sum(path.stat().st_size for path in _folder().glob("??/*") if path.is_file())
    return min(MOST, (shutil.disk_usage(_folder()).free + held) // 4)


def evict(most: int) -> int:
    """Remove files until all together have no more than so many bytes; returns how many went."""
    found = []
    for path in _folder().glob("??/*"):
        with contextlib.suppress(OSError):
            told = path.stat()
            if path.suffix in (".lock", ".new"):
                if time.time() - told.st_mtime > 3600:
                    path.unlink(missing_ok=True)
            elif path.is_file():
                found.append((told.st_mtime, told.st_size, path))
    total, gone = sum(size for _at, size, _path in found), 0
    for _at, size, path in sorted(found):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total, gone = total - size, gone + 1
    return gone


def pieces(path: Path, start: int, length: int) -> Iterator[bytes]:
    """Bytes of a file from `start`."""
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(length, 256 * 1024))):
            length -= len(piece)
            yield piece
