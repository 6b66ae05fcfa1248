"""Reading tables: datastore_search, datastore_info, and the whole table as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import orjson

from jariya.api.ckan import datastore
from jariya.api.ckan.calls import Call, action
from jariya.api.ckan.datastore import ROW, TYPES, Invalid, Search
from jariya.api.ckan.problems import invalid, not_found
from jariya.api.ckan.reading import found_resource
from jariya.api.dcat import catalogue
from jariya.kernel.web.sheets import safe
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying.asking import Answer, Ask
from jariya.portals.opendata.querying.engine import ask, shape_of, stream
from jariya.portals.opendata.querying.shape import Shape

DUMPS = {"csv": "text/csv; charset=utf-8; header=present", "tsv": "text/tab-separated-values; charset=utf-8",
         "json": "application/json; charset=utf-8", "xml": "application/xml; charset=utf-8"}  # fmt: skip


def table(word: str) -> tuple[Resource, Version, Shape]:
    """The table of a resource with its version in force. Raises `Problem`: not found."""
    row = found_resource(word)
    if not catalogue.is_table(row) or row.current is None:
        raise not_found()
    version = Version.objects.get(pk=row.current.pk)
    return row, version, shape_of(version)


def fields(shape: Shape, names: Sequence[str]) -> list[dict[str, str]]:
    """Columns with their types as CKAN names them."""
    types = dict(zip(shape.names, shape.types, strict=True))
    return [{"id": name, "type": "int" if name == ROW else TYPES.get(types[name], "text")} for name in names]


@action
def datastore_search(call: Call) -> dict[str, Any]:
    """Rows of a table. resource_id; filters, q, sort, fields, distinct, limit (100, at most 20,000), offset,
    include_total, records_format (objects, lists, csv, tsv)."""
    word = call.needed("resource_id", "id")
    row, version, shape = table(word)
    try:
        search = datastore.read(call.given, shape.names)
    except Invalid as error:
        raise invalid(error.name, error.what) from None
    answer = _answered(version, search)
    records = _records(answer, search)
    found: dict[str, Any] = {
        "resource_id": str(row.key),
        "fields": fields(shape, search.names),
        "records": records,
        "records_format": search.format,
        "limit": search.ask.limit,
        "offset": search.ask.offset,
        "include_total": search.ask.total,
        "_links": _links(call, search),
        "demo": catalogue.invented(row.data_set),
    }
    if search.ask.total:
        found |= {"total": answer.total, "total_was_estimated": not answer.exact}
    for name in ("q", "filters", "sort"):
        if name in call.given:
            found[name] = call.given[name]
    return found


def _answered(version: Version, search: Search) -> Answer:
    if search.numbers is None:
        return ask(version, search.ask)
    # `_id` is the number of the row: each is looked up by itself in the table as it stands.
    if search.ask.where is not None or search.ask.sort or search.ask.distinct:
        raise invalid("filters", "_id cannot be combined with other filters, q, sort or distinct")
    rows, numbers, names = [], [], []
    for number in search.numbers:
        one = ask(version, Ask(fields=search.ask.fields, offset=max(0, number - 1), limit=1, total=False))
        names = one.names
        if number and one.rows:
            rows.append(one.rows[0])
            numbers.append(number)
    start, stop = search.ask.offset, search.ask.offset + search.ask.limit
    return Answer(names, rows[start:stop], numbers[start:stop], len(rows))


def plain(value: object) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _rows(answer: Answer, search: Search) -> Iterator[list[Any]]:
    """Values in the order of the names that were asked."""
    places = {name: place for place, name in reversed(list(enumerate(answer.names)))}
    for place, row in enumerate(answer.rows):
        yield [answer.numbers[place] if name == ROW else plain(row[places[name]]) for name in search.names]


def _records(answer: Answer, search: Search) -> Any:
    rows = _rows(answer, search)
    if search.format == "objects":
        return [dict(zip(search.names, row, strict=True)) for row in rows]
    if search.format == "lists":
        return list(rows)
    return "".join(_lines(rows, "," if search.format == "csv" else "\t"))


def _lines(rows: Iterable[Sequence[Any]], delimiter: str) -> Iterator[str]:
    """Lines of CSV or TSV in which text is no formula; numbers keep their minus."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _links(call: Call, search: Search) -> dict[str, str]:
    """Where the first page and the neighbours stand, for who asked by GET."""
    asked = {name: value for name, value in call.given.items() if isinstance(value, str) and name != "offset"}
    start = f"/api/3/action/datastore_search?{urlencode(asked)}"
    links = {"start": start, "next": f"{start}&offset={search.ask.offset + search.ask.limit}"}
    if search.ask.offset:
        links["prev"] = f"{start}&offset={max(0, search.ask.offset - search.ask.limit)}"
    return links


@action
def datastore_info(call: Call) -> dict[str, Any]:
    """Columns of a table with their types and words. id: of the resource."""
    row, version, shape = table(call.needed("id", "resource_id"))
    words = Resource.objects.values_list("columns", flat=True).get(pk=row.pk) or {}
    described = [
        {
            **one,
            "info": {
                "label": str((words.get(one["id"]) or {}).get("ru") or one["id"]),
                "label_translated": {
                    lang: said for lang, said in (words.get(one["id"]) or {}).items() if lang in TONGUES
                },
                "notes": "",
            },
            "schema": {"native_type": one["type"], "notnull": False, "uniquekey": False},
        }
        for one in fields(shape, shape.names)
    ]
    return {
        "meta": {
            "id": str(row.key),
            "table_type": "BASE TABLE",
            "count": version.rows,
            "aliases": [],
            "version": version.number,
            "hash": bytes(version.sha256).hex(),
        },
        "fields": described,
        "schema": {
            name: "int" if kind == "integer" else kind for name, kind in zip(shape.names, shape.types, strict=True)
        },
        "demo": catalogue.invented(row.data_set),
    }


TONGUES = catalogue.LANGUAGES


def dumped(version: Version, shape: Shape, search: Search, form: str) -> Iterator[bytes]:
    """A whole table, piece by piece.

    Args:
        form: one of DUMPS.
    """
    pieces = stream(version, replace(search.ask, total=False))
    if form in ("csv", "tsv"):
        delimiter = "," if form == "csv" else "\t"
        yield "".join(_lines([search.names], delimiter)).encode()
        for piece in pieces:
            yield "".join(_lines(_rows(piece, search), delimiter)).encode()
    elif form == "json":
        # Arrays in arrays, as CKAN dumps them: the names stand once.
        head = orjson.dumps(fields(shape, search.names))
        yield b'{"fields":' + head + b',"records":['
        first = True
        for piece in pieces:
            for row in _rows(piece, search):
                yield (b"\n" if first else b",\n") + orjson.dumps(row, default=str)
                first = False
        yield b"\n]}\n"
    else:
        yield from _xml(pieces, search)


def _xml(pieces: Iterable[Answer], search: Search) -> Iterator[bytes]:
    from xml.sax.saxutils import escape, quoteattr

    yield b'<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    heads = [f"<value key={quoteattr(legal(name))}" for name in search.names if name != ROW]
    for piece in pieces:
        lines = []
        for row in _rows(piece, search):
            cells = iter(row)
            opening = f'<row {ROW}="{next(cells)}">' if ROW in search.names else "<row>"
            lines.append(opening)
            for head, cell in zip(heads, cells, strict=True):
                said = ' xsi:nil="true"/>' if cell is None else f">{escape(legal(str(cell)))}</value>"
                lines.append(head + said)
            lines.append("</row>\n")
        yield "".join(lines).encode()
    yield b"</data>\n"


def legal(text: str) -> str:
    """Without the letters that XML 1.0 has no room for."""
    return "".join(letter for letter in text if letter in "\t\n\r" or " " <= letter <= "\ud7ff" or letter >= "\ue000")
