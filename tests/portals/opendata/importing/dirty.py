"""Dirty files as they lie about here, made of bytes in the test: what was meant, and how it was sent."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import Any

import openpyxl

STATISTICS = """Қазақстан Республикасы халқының саны;;;;
2024 жылдың басына;;;;
;;;;адам
Өңір;2023;;2024;
;барлығы;қала;барлығы;қала
А;1;2;3;4
Абай облысы;610 183;377,1;607 557;381 011
Ақмола облысы;788 013;450,0;787 976;452 001
Барлығы;1 398 196;827,1;1 395 533;833 012

* алдын ала деректер
Дереккөз: Ұлттық статистика бюросы
"""
CODES = [
    ("БСН", "000140000123"),
    ("КАТО", "010000000"),
    ("ОКЭД", "01110"),
    ("Телефон", "+77172000000"),
    ("Почтовый индекс", "010000"),
    ("ИИК", "KZ000000000000000123"),
    ("Шифр", "007"),
    ("Лот", "12345678901234567890"),
    ("Таңба", "'0012"),
    ("Ставка", "1,5E-03x"),
    ("Эмодзи", "мектеп 🏫 ا ب"),
]
"""Names of columns and identifiers of each, which must come out as they went in."""


def page(title: str) -> str:
    """A web page with a table, saved under the name of a workbook."""
    return f"""<html><head><meta charset="windows-1251"><style>td {{}}</style><script>"<table>"</script></head><body>
<table border=1><tr><td colspan=4>{title}</td></tr>
<tr><th rowspan=2>Район</th><th rowspan=2>БИН</th><th colspan=2>Доходы</th></tr><tr><th>план</th><th>факт</th></tr>
<tr><td>Есиль&nbsp;&amp; Ко</td><td>000140000123</td><td>1&nbsp;234,5</td><td>1 000,0</td></tr>
<tr><td>Алматы<br>р-н</td><td>010140000124</td><td>2,5</td><td>7,0</td></tr></table>
<table><tr><td>меню</td><td>x</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>"""


def workbook(
    sheets: dict[str, list[list[Any]]], *, merged: dict[str, list[str]] | None = None, hidden: str = ""
) -> bytes:
    """An XLSX of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for span in (merged or {}).get(name, []):
            sheet.merge_cells(span)
        if name == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_xml(rows: list[list[str]]) -> bytes:
    """A workbook as Excel 2003 wrote it in XML."""
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Бет"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def ods(rows: list[list[str]], *, kind: str = "") -> bytes:
    """A workbook of OpenDocument; `kind` stands before its root."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{kind}<office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="Бет">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</m:manifest>",
        )
    return out.getvalue()


def zipped(files: dict[str, bytes], *, page: str = "") -> bytes:
    """A zip; with a code page its names are written as programs of Windows write them, without saying so."""
    out = io.BytesIO()
    names = {name: f"{number:_>{len(name.encode(page or 'utf-8'))}}" for number, name in enumerate(files)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(names[name] if page else name, content)
    sent = out.getvalue()
    for name, plain in names.items() if page else ():
        sent = sent.replace(plain.encode(), name.encode(page))
    return sent


def gzipped(content: bytes) -> bytes:
    """The same, packed."""
    return gzip.compress(content)
