"""Four downloads of one release, one set of rows; and the one that is made once is served like a static file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client
from tests.portals.budgets.conftest import OBLAST, Table, month

from jariya.portals.budgets import exporting, importing, parquet
from jariya.portals.budgets.exporting import COLUMNS
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Line, Release
from jariya.portals.budgets.problems import Problems
from jariya.portals.budgets.reading.opening import sheets

pytestmark = pytest.mark.django_db
BASE = "/api/v1/budgets"
SOURCE = importing.Source("invented for the test")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where downloads are kept."""
    settings.BUDGETS_DOWNLOADS = tmp_path / "downloads"
    return tmp_path / "downloads"


@pytest.fixture
def release(table: Table, written: Any, now: dt.datetime) -> Release:
    """Two months of the invented oblast: no approved amounts, a name with all that hurts a CSV, a code of digits."""
    rows = month(table, "04.2025") + month(table, "05.2025")
    rows[5]["name"] = 'Шыны «тас», "екі"\tжол; үтір, ҒӨҮ'
    columns = [column for column in rows[0] if column != "utv"]
    return importing.load(written(rows, columns=columns), source=SOURCE, now=now, said=OBLAST).made[0]


def read(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a Parquet file."""
    with duckdb.connect() as engine:
        return engine.execute(sql.format(f"'{path}'")).fetchall()


def test_csv_xlsx_package_and_parquet_hold_the_same_rows(release: Release, tmp_path: Path) -> None:
    text = list(csv.reader(io.StringIO("".join(exporting.as_csv(release)))))
    with zipfile.ZipFile(io.BytesIO(exporting.as_package(release))) as packed:
        packaged = list(csv.reader(io.StringIO(packed.read("rows.csv").decode())))
    book = tmp_path / "rows.xlsx"
    book.write_bytes(exporting.as_xlsx(release))
    (sheet,) = sheets(book, Problems())
    stored = read(parquet.of(release), "FROM {}")
    assert packaged == text
    assert [cells for _line, cells in sheet.rows] == text
    assert [["" if cell is None else str(cell) for cell in row] for row in stored] == text[1:]
    assert len(stored) == release.rows == Line.objects.filter(release=release).count()
    for at, column in enumerate(COLUMNS):
        if column in KEYS:
            told = [int(row[at]) for row in text[1:] if row[at]]
            assert sum(told) == sum(row[at] for row in stored if row[at] is not None), column


def test_null_stays_null_and_codes_stay_text_in_parquet(release: Release) -> None:
    path = parquet.of(release)
    kinds = {row[0]: row[1] for row in read(path, "DESCRIBE FROM {}")}
    assert {one: kinds[one] for one in COLUMNS if one not in parquet.TEXTS} == {
        one: "BIGINT" for one in COLUMNS if one not in parquet.TEXTS
    }
    assert {kinds[one] for one in parquet.TEXTS} == {"VARCHAR"}
    ((rows, approved, codes, empty),) = read(
        path, "SELECT count(*), count(approved), count(code), count(*) FILTER (code = '') FROM {}"
    )
    assert approved == 0, "what was not given is NULL, not 0"
    assert rows == codes
    assert empty == Line.objects.filter(release=release, code_given="").count() > 0
    assert ("904.0",) in read(path, "SELECT DISTINCT code FROM {}"), "as the file has it"
    ((hard,),) = read(path, "SELECT DISTINCT name FROM {} WHERE name LIKE '%екі%'")
    assert hard in set(Line.objects.filter(release=release).values_list("label__text", flat=True))


def test_it_is_made_once_and_always_the_same(release: Release, folder: Path, monkeypatch: Any) -> None:
    first = parquet.of(release).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(parquet, "make", lambda *args: pytest.fail("made twice"))
        assert parquet.of(release).read_bytes() == first
    parquet.of(release).unlink()
    assert parquet.of(release).read_bytes() == first
    assert [one.name for one in folder.iterdir()] == [f"{release.key}.{parquet.FORM}.parquet"]


def test_a_file_that_does_not_say_what_the_rows_say_is_thrown_away(
    release: Release, folder: Path, monkeypatch: Any, client: Client
) -> None:
    real = parquet.tally

    def wrong(path: Path) -> parquet.Tally:
        found = real(path)
        found.sums["paid"] += 1
        return found

    monkeypatch.setattr(parquet, "tally", wrong)
    with pytest.raises(parquet.NotTheSame):
        parquet.of(release)
    assert list(folder.iterdir()) == []
    answer = client.get(f"{BASE}/releases/{release.key}/rows.parquet")
    assert (answer.status_code, answer.json()["code"]) == (503, "parquet_not_made")
    assert answer.json()["remedy"]


def test_it_is_served_whole_in_ranges_and_not_twice(release: Release, client: Client) -> None:
    address = f"{BASE}/releases/{release.key}/rows.parquet"
    whole = client.get(address)
    content = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    assert content == parquet.of(release).read_bytes()
    assert content[:4] == content[-4:] == b"PAR1"
    assert "INVENTED-" in whole["Content-Disposition"]
    assert "immutable" in whole["Cache-Control"]
    size = len(content)
    for asked, wanted in (
        ("bytes=0-3", content[:4]),
        (f"bytes={size - 8}-", content[-8:]),
        ("bytes=-4", b"PAR1"),
        (f"bytes=4-{size + 999}", content[4:]),
    ):
        answer = client.get(address, headers={"range": asked, "accept-encoding": "gzip"})
        assert answer.status_code == 206
        assert b"".join(answer.streaming_content) == wanted  # type: ignore[attr-defined]
        assert answer["Content-Range"].endswith(f"/{size}")
    assert client.get(address, headers={"range": f"bytes={size}-"}).status_code == 416
    for odd in ("bytes=5-2", "bytes=0-1,4-5", "bytes=-", "rows=1-2"):
        assert client.get(address, headers={"range": odd}).status_code in {200, 416}, odd
    assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
    stale = client.get(address, headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert stale.status_code == 200
