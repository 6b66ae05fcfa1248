"""The whole way of a file, stage by stage: `imported` says what was understood, why, and what is wrong."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jariya.portals.opendata.importing import checks, loading, profile, reading, scanning, types, writing
from jariya.portals.opendata.importing import container as containers
from jariya.portals.opendata.importing import dialect as dialects
from jariya.portals.opendata.importing import encoding as encodings
from jariya.portals.opendata.importing.container import Container
from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.encoding import Encoding
from jariya.portals.opendata.importing.limits import COMMAND_LINE, Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.profile import Profile
from jariya.portals.opendata.importing.scanning import Scan
from jariya.portals.opendata.importing.types import Column

STAGES = ("container", "encoding", "dialect", "loading", "types", "writing", "profile")


@dataclass(frozen=True)
class Wishes:
    """What the publisher says instead of what would be found; empty: find it."""

    encoding: str = ""
    delimiter: str = ""
    quote: str | None = None
    header: bool | None = None
    skip: int | None = None
    sheet: str = ""
    inner: str = ""
    types: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A file that was read. `parquet`: its canonical form; `seconds`: by stage; `sha256`: of the file as sent."""

    sha256: str
    bytes: int
    container: Container
    encoding: Encoding | None
    dialect: Dialect | None
    sheet: str
    sheets: list[str]
    columns: list[Column]
    rows: int
    first_row: int
    way: str
    parquet: Path
    profiles: list[Profile]
    problems: Problems
    seconds: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """The report: for the command line, the publisher's page and the store."""
        return {
            "sha256": self.sha256,
            "bytes": self.bytes,
            "container": {"kind": self.container.kind, "packed": self.container.packed, "inner": self.container.inner},
            "encoding": self.encoding
            and {
                "name": self.encoding.name,
                "title": self.encoding.title,
                "reasons": list(self.encoding.reasons),
                "mixed": self.encoding.mixed,
                "other": self.encoding.other,
                "scores": self.encoding.scores,
            },
            "dialect": self.dialect
            and {
                "delimiter": self.dialect.delimiter,
                "quote": self.dialect.quote,
                "skip": self.dialect.skip,
                "header": self.dialect.header,
                "header_rows": self.dialect.header_rows if self.dialect.header else 0,
                "escape": self.dialect.escape,
                "spaced": self.dialect.spaced,
                "width": self.dialect.width,
                "reasons": list(self.dialect.reasons),
            },
            "sheet": self.sheet,
            "sheets": self.sheets,
            "rows": self.rows,
            "first_row": self.first_row,
            "way": self.way,
            "columns": [
                column.as_json() | {"profile": seen.as_json()}
                for column, seen in zip(self.columns, self.profiles, strict=True)
            ],
            "problems": self.problems.as_json(),
            "seconds": {stage: round(taken, 3) for stage, taken in self.seconds.items()},
        }


def imported(
    path: Path,
    folder: Path,
    *,
    wishes: Wishes | None = None,
    limits: Limits = COMMAND_LINE,
    told: Callable[[str], None] = lambda stage: None,
) -> Table:
    """Read a file into its canonical Parquet.

    Args:
        path: what was sent.
        folder: an empty folder for this import; `table.parquet` stays in it.
        wishes: what the publisher corrected.
        limits: bounds.
        told: called with the name of each stage as it begins.

    Raises:
        Unreadable: there is no table in it, or more than one is allowed to be.
    """
    wishes = wishes or Wishes()
    problems = Problems()
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        told(name)
        began = time.monotonic()
        yield
        seconds[name] = time.monotonic() - began

    encoding: Encoding | None = None
    source = None
    with stage("container"):
        found = containers.opened(path, folder, limits, inner=wishes.inner)
        digest = _digest(path)
    con = loading.connect(folder, limits)
    try:
        if found.kind == containers.TEXT:
            with stage("encoding"):
                encoding, plain, scan = _plain(found.path, folder, wishes, problems, limits)
            with stage("dialect"):
                dialect = _dialect(plain, wishes)
            with stage("loading"):
                loaded = loading.load_text(con, plain, dialect, problems, folder, limits, scan)
        else:
            with stage("loading"):
                source, name = reading.read(found, problems, limits, sheet=wishes.sheet, encoding=wishes.encoding)
                encoding = Encoding(name, reasons=("container",)) if name else None
                source.look = source.look or wishes.header is not None or wishes.skip is not None
                source.header, source.skip = wishes.header, wishes.skip
                loaded = loading.load_source(con, source, problems, folder, limits)
                source.rows = ()
        if not loaded.rows:
            raise Unreadable("table.no_rows")
        with stage("types"):
            columns = types.find(
                con,
                loaded.names,
                problems,
                first_row=loaded.first_row,
                delimiter=loaded.dialect.delimiter if loaded.dialect else ";",
                told=wishes.types,
            )
            checks.check(con, columns, problems, loaded.first_row)
        parquet = folder / "table.parquet"
        with stage("writing"):
            writing.canonical(con, columns, parquet)
            loading.drop(con)
        with stage("profile"):
            profiles = profile.profile(con, columns, str(parquet), loaded.rows)
    finally:
        con.close()
    return Table(
        digest,
        path.stat().st_size,
        found,
        encoding,
        loaded.dialect,
        source.sheet if source else "",
        source.sheets if source else [],
        columns,
        loaded.rows,
        loaded.first_row,
        loaded.way,
        parquet,
        profiles,
        problems,
        seconds,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(path: Path, folder: Path, wishes: Wishes, problems: Problems, limits: Limits) -> tuple[Encoding, Path, Scan]:
    """The encoding of a text file, the same text as UTF-8, and what its lines are like."""
    encoding = encodings.detect(path, told=wishes.encoding)
    if encoding.name == "utf-8" and not encoding.mark and not encoding.mixed:
        seen = scanning.scan(path, limits.line_bytes)
        if not seen.zeros and wishes.encoding != "utf-8":
            return encoding, path, seen
    plain = folder / "plain.txt"
    try:
        happened = encodings.recode(path, plain, encoding, longest_line=limits.line_bytes)
    except encodings.LineTooLong as error:
        raise Unreadable("table.long_line", line=error.line) from error
    if happened.zeros:
        problems.tell("encoding.nul", [], happened.zeros)
    for rule, lines in (("encoding.mixed", happened.other_lines), ("encoding.undecodable", happened.undecodable)):
        if lines:
            problems.tell(rule, [(line, "") for line in lines], len(lines))
    return encoding, plain, scanning.scan(plain, 2 * limits.line_bytes)


def _dialect(path: Path, wishes: Wishes) -> Dialect:
    with path.open(encoding="utf-8", newline="") as file:
        sample = file.read(dialects.SAMPLE_LETTERS)
    return dialects.detect(
        sample, delimiter=wishes.delimiter, quote=wishes.quote, header=wishes.header, skip=wishes.skip
    )
