"""A release as tables for machines: whole tenge, empty for unknown."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jariya.portals.budgets.measures import AT, KEYS, MEASURES
from jariya.portals.budgets.models import Line, Release

COLUMNS = ("month", "row", "cut", "path", "parent", "depth", "sign", "leaf", "code", "name", *KEYS, "invented")
"""One row for each month and node. `sign`: how it counts in its parent; `leaf`: nothing stands under it."""


def rows(release: Release) -> Iterator[tuple[object, ...]]:
    """The rows of a release in the order of its file, month by month."""
    lines = Line.objects.filter(release=release).order_by("month", "number")
    parents = set(lines.values_list("month", "node__parent__path"))
    found = lines.values_list(
        "month", "number", "node__cut", "node__path", "node__parent__path", "node__depth", "node__sign", "code_given",
        "label__text", *KEYS,
    )  # fmt: skip
    year, invented = release.budget.year, "INVENTED" if release.invented else ""
    for month, number, cut, path, parent, depth, sign, code, name, *amounts in found.iterator(chunk_size=2_000):
        leaf = int((month, path) not in parents)
        yield (f"{year}-{month:02d}", number, cut, path, parent, depth, sign, leaf, code, name, *amounts, invented)


def as_csv(release: Release) -> Iterator[str]:
    """CSV with a header; an unknown amount is an empty cell, never 0."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for count, row in enumerate(rows(release), start=1):
        writer.writerow(["" if cell is None else cell for cell in row])
        if count % 500 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def as_xlsx(release: Release) -> bytes:
    """The same rows as one sheet of an XLSX workbook. What has over 15 digits is text: spreadsheets round it."""
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="rows" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(_entry(name), text)
        with packed.open(_entry("xl/worksheets/sheet1.xml"), "w") as stream:
            stream.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for row in chain([COLUMNS], rows(release)):
                stream.write(b"<row>" + "".join(map(_cell, row)).encode() + b"</row>")
            stream.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry of an archive with a fixed day: the same release is always the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int) and abs(value) < 10**15:
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def package(release: Release) -> dict[str, Any]:
    """The descriptor of the Fiscal Data Package of a release."""
    texts = {"month", "cut", "path", "parent", "code", "name", "invented"}
    fields = [
        {"name": column, "type": "string" if column in texts else "integer"}
        | ({"description": MEASURES[AT[column]].meaning} if column in AT else {})
        for column in COLUMNS
    ]
    source: dict[str, Any] = {"title": release.source}
    if release.source_url:
        source["path"] = release.source_url
    return {
        "name": release.key,
        "title": f"{release.budget.slug} {release.cut}" + (" INVENTED DATA" if release.invented else ""),
        "profile": "fiscal-data-package",
        "id": release.digest,
        "created": release.at.isoformat(),
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{release.budget.year}-01-01", "end": f"{release.budget.year}-12-31"},
        "countryCode": "KZ",
        "sources": [source],
        "resources": [
            {
                "name": "rows",
                "path": "rows.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["month", "path"], "missingValues": [""]},
            }
        ],
        "model": {
            "measures": {
                key: {"resource": "rows", "source": key, "currency": "KZT", "phase": _PHASES[key]}
                for key in KEYS
                if key in release.measures
            },
            "dimensions": {
                "date": {
                    "dimensionType": "datetime",
                    "primaryKey": ["month"],
                    "attributes": {"month": {"resource": "rows", "source": "month"}},
                },
                "place": {
                    "dimensionType": "classification",
                    "primaryKey": ["path"],
                    "attributes": {
                        "path": {"resource": "rows", "source": "path"},
                        "name": {"resource": "rows", "source": "name", "labelfor": "path"},
                        "parent": {"resource": "rows", "source": "parent", "parent": "path"},
                    },
                },
            },
        },
    }


_PHASES = {
    "approved": "approved", "revised": "adjusted", "adjusted": "adjusted", "planned": "adjusted",
    "obligations_planned": "adjusted", "paid": "executed", "obligations": "executed", "unpaid": "executed",
}  # fmt: skip


def as_package(release: Release) -> bytes:
    """The Fiscal Data Package as one ZIP: descriptor, rows, the script that recomputes totals."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        descriptor = json.dumps(package(release), ensure_ascii=False, indent=1)
        packed.writestr(_entry("datapackage.json"), descriptor)
        packed.writestr(_entry("rows.csv"), "".join(as_csv(release)))
        packed.writestr(_entry("recompute_budget.py"), script())
    return out.getvalue()


def script() -> str:
    """The text of `recompute_budget.py`."""
    return (Path(__file__).parent / "recompute_budget.py").read_text(encoding="utf-8")
