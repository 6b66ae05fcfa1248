"""Files made to hurt: each ends with its name, soon, and within the memory it may take."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from tests.portals.opendata.importing import dirty

from jariya.kernel.files.inspect.tables import safe_cell
from jariya.portals.opendata.importing import container, loading, writing
from jariya.portals.opendata.importing.columns import Column
from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.limits import COMMAND_LINE, Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.records import records

MOST_MEMORY = 400
"""Megabytes that a process may take which refuses a file."""


def refused(path: Path, folder: Path, limits: Limits = COMMAND_LINE) -> str:
    with pytest.raises(Unreadable) as error:
        container.opened(path, folder, limits)
    return error.value.rule


def test_a_workbook_that_lies_about_its_size_is_a_bomb(tmp_path: Path) -> None:
    sent = dirty.workbook({"Бет": [["a", "b"], [1, 2]]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        new.writestr("xl/media/zeros", b"\0" * 30_000_000)
    whole = out.getvalue()
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(whole)
    assert refused(path, tmp_path) == "file.bomb"
    path.write_bytes(whole.replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/media/zeros").file_size == 1000
    assert refused(path, tmp_path) == "file.bomb"


def test_packed_in_packed_in_packed_ends(tmp_path: Path) -> None:
    sent = b"a;b\n1;2\n"
    for _ in range(5):
        sent = dirty.gzipped(sent)
    path = tmp_path / "deep"
    path.write_bytes(sent)
    assert refused(path, tmp_path) == "file.bomb"


def test_a_workbook_fetches_and_unfolds_no_entity(read: Any) -> None:
    sent = dirty.workbook({"Бет": [["a", "b"], ["қауіп", 2]]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/sharedStrings.xml":
                kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "ha">]>'
                part = kind + part.replace("қауіп".encode(), b"&e;&f;")
            new.writestr(info.filename, part)
    try:
        seen = read(out.getvalue())
    except Unreadable as error:
        assert error.rule == "file.broken"
    else:
        assert "root:" not in str(seen.rows)


def test_opendocument_is_read_and_its_entities_are_refused(read: Any) -> None:
    seen = read(dirty.ods([["код", "атауы"], ["007", "Қала"], ["012", "Ауыл"]]))
    assert seen.rows == [("007", "Қала"), ("012", "Ауыл")] and seen.table.sheet == "Бет"
    kind = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(Unreadable) as error:
        read(dirty.ods([["код", "атауы"], ["007", "&e;"]], kind=kind))
    assert error.value.rule == "file.broken"


@pytest.mark.parametrize("line", ['"a;' * 60_000, '"' * 120_001, '"a"b;' * 40_000, "a;" * 100_000])
def test_quotes_without_end_cost_no_more_than_their_letters(line: str) -> None:
    began = time.process_time()
    got = list(records([line + "\n", "1;2\n"], Dialect(";", width=2), Problems()))
    assert time.process_time() - began < 3
    assert got[-1] == ["1", "2"] or '"' in got[-1][-1]


def test_too_many_columns_are_refused_in_every_container(read: Any) -> None:
    wide = [[f"c{number}" for number in range(2500)], ["1"] * 2500]
    page = "<table>" + "".join("<tr>" + "<td>1</td>" * 2500 + "</tr>" for _ in range(2)) + "</table>"
    spans = "<table><tr>" + '<td colspan="1000">1</td>' * 3 + "</tr></table>"
    for sent in (";".join(wide[0]) + "\n" + ";".join(wide[1]), dirty.workbook({"Бет": wide}), page, spans):
        with pytest.raises(Unreadable) as error:
            read(sent)
        assert error.value.rule == "table.too_wide"


def test_a_gzip_that_says_a_wrong_length_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    sent = dirty.gzipped(b"a;b\n" * 1000)
    path.write_bytes(sent[:-4] + (5).to_bytes(4, "little"))
    assert refused(path, tmp_path) == "file.broken"
    path.write_bytes(sent[:10] + zlib.compress(b"x"))
    assert refused(path, tmp_path) == "file.broken"


def test_cells_of_a_csv_run_nowhere_and_numbers_keep_their_sign(tmp_path: Path) -> None:
    cells = [
        "=1+1",
        "+7701",
        "-5",
        "-1 234,50",
        "@a",
        " =x",
        "\tx",
        "|calc",
        "%0a",
        "-",
        "+a",
        "a=b",
        "007",
        "-12%",
        "＝x",
    ]
    with loading.connect(tmp_path, COMMAND_LINE) as con:
        con.execute("CREATE TABLE raw (_row BIGINT, c0 VARCHAR)")
        con.executemany("INSERT INTO raw VALUES (?, ?)", [[number, cell] for number, cell in enumerate(cells)])
        columns = [Column(0, "=атауы")]
        writing.canonical(con, columns, tmp_path / "t.parquet")
        writing.write(con, columns, tmp_path / "t.parquet", tmp_path / "t.csv", "csv")
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8")
    head, *got = [line.strip('"') for line in re.split(r"\n", lines)[:-1]]
    assert head == "'=атауы" and got == [safe_cell(cell) for cell in cells]


SCRIPT = """
import resource, sys, tempfile
from pathlib import Path
from jariya.portals.opendata.importing.problems import Unreadable
from jariya.portals.opendata.importing.table import imported
try:
    with tempfile.TemporaryDirectory() as folder:
        print(imported(Path(sys.argv[1]), Path(folder)).rows)
except Unreadable as error:
    print(error.rule)
try:  # what getrusage tells was taken over from the process that started this one
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1][:-3] or 0)
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def alone(path: Path) -> tuple[str, int]:
    """The rule by which a process of its own refuses the file, and the megabytes it took."""
    said = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True)
    rule, memory = said.stdout.split()
    return rule, int(memory)


def test_a_long_line_of_zero_bytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as out:  # a sparse file: it lies on no disk
        out.write(b"a;b\n1;2\n")
        out.truncate(64 * 1024**2)
    rule, memory = alone(path)
    assert rule == "table.long_line" and memory < MOST_MEMORY


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"x", b"\0", b'"a;', "қ".encode("kz1048"), b"[", b'{"a":'])
def test_a_gigabyte_of_one_thing_ends_with_a_name_in_little_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "long.csv"
    block = content * (1024 * 1024 // len(content))
    with path.open("wb") as out:
        out.write(b"a;b\n1;2\n" if content[:1] not in b"[{" else b"")
        for _ in range(1024):
            out.write(block)
    rule, memory = alone(path)
    path.unlink()
    assert not rule.isdigit()
    assert memory < 3 * MOST_MEMORY
