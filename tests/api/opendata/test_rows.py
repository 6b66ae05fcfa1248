"""The native API of open data: rows, formats, files, what is refused, and that identifiers come back as they were."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook
from tests.portals.opendata import made

from jariya.portals.opendata.importing.table import Wishes
from jariya.portals.opendata.models import Resource

CODES = [
    "000140001234",
    "+77011234567",
    "=1+1",
    "-5",
    "@a",
    "0x1F",
    "1e5",
    "007",
    "12;34",
    'a"b',
    "ә, б",
    "  x ",
    "a\nb",
]
GEO = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"код": code}, "geometry": {"type": "Point", "coordinates": [71.4, 51.1]}}
        for code in ("01", "02")
    ],
}


@pytest.fixture(scope="module")
def house(module_data: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A table with two versions, one of codes, one of places."""
    from django.test import override_settings

    with override_settings(OPENDATA_STORE=tmp_path_factory.mktemp("tables")):
        second = made.SCHOOLS.replace(";412;", ";415;")
        wishes = Wishes(types={"код": "text"})
        out = io.StringIO()
        csv.writer(out).writerows([["код", "№"], *([code, place] for place, code in enumerate(CODES, start=1))])
        yield {
            "schools": made.published("schools", made.SCHOOLS, second, row_key=("bin",)),
            "codes": made.published("codes", out.getvalue(), wishes=wishes),
            "places": made.published("places", json.dumps(GEO, ensure_ascii=False), name="places.geojson"),
        }


def got(resource: Resource, tail: str = "rows", client: Client | None = None, **said: Any) -> HttpResponseBase:
    headers = said.pop("headers", {})
    query = urlencode(said, doseq=True)
    return (client or Client()).get(f"/api/v1/opendata/resources/{resource.key}/{tail}?{query}", headers=headers)


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]


def page(resource: Resource, **said: Any) -> dict[str, Any]:
    answer = got(resource, **said)
    assert answer.status_code == 200, body(answer)
    found: dict[str, Any] = json.loads(body(answer))
    return found


def test_rows_are_filtered_by_names_that_people_wrote_or_by_short_ones(house: Any) -> None:
    schools = house["schools"]
    found = page(schools, оқушы__gte="400", sort="-оқушы")
    assert [row["оқушы"] for row in found["rows"]] == [1205, 640, 415] and found["total"] == 3
    assert found["numbers"] == [4, 3, 1] and found["version"] == 2 and found["after"] is None
    assert page(schools, c3__gte="400", sort="-c3")["rows"] == found["rows"]
    assert page(schools, bin="000140001234")["total"] == 1
    assert page(schools, bin__in="000140001234|010240005678")["total"] == 2
    assert page(schools, bin__in=["000140001234", "010240005678"], q="мектеп", fields="bin")["rows"] == [
        {"bin": "000140001234"}, {"bin": "010240005678"},
    ]  # fmt: skip
    assert found["columns"][0] == {"key": "c0", "name": "bin", "type": "text"}


def test_a_version_is_asked_as_it_was(house: Any) -> None:
    assert page(house["schools"], version=1, bin="000140001234")["rows"][0]["оқушы"] == 412
    assert got(house["schools"], version=9).status_code == 404
    assert got(house["schools"], version="x").status_code == 404


def test_groups_with_measures_are_sorted_by_them(house: Any) -> None:
    found = page(house["schools"], group="аудан", sum="оқушы", count="", sort="-sum(оқушы)", total="false")
    assert found["rows"] == [
        {"аудан": "Сынақ ауданы", "count": 2, "sum(оқушы)": 1845},
        {"аудан": "Үлгі ауданы", "count": 2, "sum(оқушы)": 512},
    ]
    assert found["total"] is None


def test_pages_go_on_by_their_mark_at_either_address(house: Any) -> None:
    schools, after, seen = house["schools"], "", []
    while after is not None:
        found = json.loads(Client().get(f"/api/v1/resources/{schools.key}/rows", {"limit": 3, "after": after}).content)
        seen += found["numbers"]
        after = found["after"]
    assert seen == [1, 2, 3, 4]


def test_the_same_question_to_the_same_version_is_not_answered_twice(house: Any) -> None:
    first = got(house["schools"], q="мектеп")
    assert got(house["schools"], q="мектеп", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert got(house["schools"], q="гимназия", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert got(house["schools"], version=1, q="мектеп", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert "max-age" in first["Cache-Control"] and first["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"жоқ": "1"}, 422, "column.unknown"),
        ({"оқушы__like": "1"}, 422, "operator.unknown"),
        ({"оқушы": "көп"}, 422, "value.misfit"),
        ({"sort": "жоқ"}, 422, "column.unknown"),
        ({"sum": "bin"}, 422, "measure.not_number"),
        ({"limit": "10001"}, 422, "limit.wrong"),
        ({"limit": "-1"}, 422, "limit.wrong"),
        ({"offset": "x"}, 422, "limit.wrong"),
        ({"after": "r1-aaaaaaaaaaaa"}, 422, "after.unknown"),
        ({"format": "exe"}, 422, "format.unknown"),
        ({"format": "geojson"}, 406, "format.no_places"),
        ({"c99": "1"}, 422, "column.unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_code(house: Any, said: Any, status: int, code: str) -> None:
    answer = got(house["schools"], lang="ru", **said)
    found = json.loads(body(answer))
    assert (answer.status_code, found["code"]) == (status, code) and found["remedy"]
    assert answer["Cache-Control"] == "no-store"


def _csv(raw: bytes, delimiter: str = ",") -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter)][1:]


def _parquet(raw: bytes, folder: Any) -> list[str]:
    path = folder / "t.parquet"
    path.write_bytes(raw)
    with duckdb.connect() as con:
        return [row[0] for row in con.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()]


READERS: dict[str, Any] = {
    "csv": lambda raw, _folder: _csv(raw),
    "ndjson": lambda raw, _folder: [json.loads(line)["код"] for line in raw.decode().splitlines() if line],
    "json": lambda raw, _folder: [row["код"] for row in json.loads(raw)],
    "xml": lambda raw, _folder: [row.find("cell").text for row in ET.fromstring(raw)],  # noqa: S314 - our own
    "xlsx": lambda raw, _folder: [row[0] for row in load_workbook(io.BytesIO(raw)).active.values][1:],
    "parquet": _parquet,
}


@pytest.mark.parametrize("kind", list(READERS))
def test_identifiers_come_back_byte_by_byte_in_every_format(house: Any, kind: str, tmp_path: Any) -> None:
    codes = house["codes"]
    whole = body(got(codes, f"versions/1/table.{kind}"))
    assert READERS[kind](whole, tmp_path) == CODES
    if kind != "json":
        assert READERS[kind](body(got(codes, format=kind)), tmp_path) == CODES
    else:
        assert [row["код"] for row in page(codes)["rows"]] == CODES


def test_the_csv_for_spreadsheets_runs_no_formula(house: Any) -> None:
    for raw in (body(got(house["codes"], "versions/1/table.excel.csv")), body(got(house["codes"], format="excel.csv"))):
        assert raw.startswith("\ufeff".encode()) and {"'=1+1", "'@a", "-5"} <= set(_csv(raw, ";"))
    assert "12,5" in body(got(house["schools"], format="excel.csv")).decode()


def test_places_are_given_as_geojson(house: Any) -> None:
    for raw in (body(got(house["places"], format="geojson")), body(got(house["places"], "versions/1/table.geojson"))):
        found = json.loads(raw)["features"]
        assert [one["properties"]["код"] for one in found] == ["01", "02"]
        assert found[0]["geometry"] == {"type": "Point", "coordinates": [71.4, 51.1]}


def test_a_whole_file_is_made_once_and_given_in_ranges(house: Any) -> None:
    whole = got(house["schools"], "versions/2/table.csv")
    raw, tag = body(whole), whole["ETag"]
    assert raw.decode().splitlines()[1].startswith("000140001234,№1 мектеп,Үлгі ауданы,415,1998-09-01,12.5")
    part = got(house["schools"], "versions/2/table.csv", headers={"Range": "bytes=5-14"})
    assert (part.status_code, body(part)) == (206, raw[5:15])
    assert part["Content-Range"] == f"bytes 5-14/{len(raw)}"
    again = got(house["schools"], "versions/2/table.csv", headers={"If-None-Match": tag})
    assert again.status_code == 304 and "immutable" in whole["Cache-Control"]
    assert got(house["schools"], "versions/1/table.csv")["ETag"] != tag
    assert got(house["schools"], "versions/2/table.exe").status_code == 422


def test_a_row_is_found_by_its_number_and_by_its_key(house: Any) -> None:
    schools = house["schools"]
    one = json.loads(body(got(schools, "rows/4")))
    assert one["row"]["атауы"] == "Көктем гимназиясы"
    assert json.loads(body(got(schools, "row", bin="030440003456"))) == one
    assert json.loads(body(got(schools, "rows/1", version=1)))["row"]["оқушы"] == 412
    for answer in (got(schools, "rows/5"), got(schools, "rows/0"), got(schools, "row", bin="x")):
        assert answer.status_code == 404 and json.loads(body(answer))["code"] == "row.none"
    assert got(schools, "row").status_code == 422


def test_sets_and_resources_say_what_they_hold(house: Any) -> None:
    schools = house["schools"]
    one = Client().get("/api/v1/opendata/sets/schools").json()
    assert one["title"]["ru"] == "Школы области Улги" and one["resources"][0]["key"] == str(schools.key)
    told = Client().get(f"/api/v1/opendata/resources/{schools.key}").json()
    assert [row["number"] for row in told["versions"]] == [2, 1] and told["row_key"] == ["bin"]
    assert told["columns"][3]["type"] == "integer" and "geojson" not in told["version"]["files"]
    version = Client().get(f"/api/v1/opendata/resources/{schools.key}/versions/1").json()
    assert version["rows"] == 4 and version["report"]["columns"][0]["name"] == "bin"
    assert Client().get("/api/v1/opendata/sets/none").status_code == 404
    assert Client().get(f"/api/v1/opendata/resources/{schools.key}/versions/7").status_code == 404


def test_a_set_that_is_not_public_gives_nothing(house: Any) -> None:
    hidden = made.table_of(made.prepared("hidden"))
    from jariya.kernel.lifecycle.models import Case

    Case.objects.filter(pk=hidden.data_set_id).update(visibility="parties")
    for tail in ("rows", "rows/1", "row", "versions/1", "versions/1/table.csv", ""):
        answer = Client().get(f"/api/v1/opendata/resources/{hidden.key}/{tail}".rstrip("/"))
        assert answer.status_code == 404, tail
