"""Exits of the native API of open data: sets, resources, versions, rows, whole files."""

from __future__ import annotations

from collections.abc import Callable

from jariya.project.registers.kinds import At, Door, Exit, PageKind, at, of
from jariya.project.registers.made import Made


def _version(query: str = "", **more: object) -> Callable[[Made], At]:
    return lambda made: At({"key": made.data_table, "number": 1, **more}, query)


_KINDS = ("csv", "excel.csv", "json", "ndjson", "xlsx", "parquet", "xml")

pages: tuple[PageKind, ...] = ()

exits: tuple[Exit, ...] = (
    Exit("api:data_sets", "opendata", "json", True, at()),
    Exit("api:data_set", "opendata", "json", True, of("slug=data_set")),
    Exit("api:resource", "opendata", "json", True, of("key=data_table")),
    Exit("api:resource_version", "opendata", "json", True, _version()),
    Exit("api:rows_of_table", "opendata", "json", True, of("key=data_table", query="q=a&sort=-c0")),
    *(
        Exit("api:rows_of_table", "opendata", kind, True, of("key=data_table", query=f"format={kind}"))
        for kind in _KINDS
        if kind not in ("json", "xlsx")  # a workbook holds the moment at which it was written
    ),
    Exit("api:rows_near", "opendata", "json", True, of("key=data_table", query="group=c2&sum=c3")),
    Exit("api:one_row", "opendata", "json", True, _version()),
    Exit("api:keyed_row", "opendata", "json", True),
    Exit("api:version_difference", "opendata", "json", True),
    # The whole table as JSON is a list of rows, not an answer of the API about something.
    *(
        Exit("api:table_file", "opendata", kind if kind != "json" else "rows", True, _version(kind=kind))
        for kind in _KINDS
    ),
)

doors: tuple[Door, ...] = ()
