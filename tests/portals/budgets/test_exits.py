"""Downloads, the API and the script: any total on a page is the sum a reader makes from the download."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.conftest import WEDNESDAY

from jariya.portals.budgets import exporting
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Line, Release, Rollup
from jariya.portals.budgets.problems import Problems
from jariya.portals.budgets.reading.opening import sheets
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db
BASE = "/api/v1/budgets"


@pytest.fixture(scope="module", autouse=True)
def loaded(module_data: None) -> None:
    """The invented oblast's reports."""
    small.make(now=WEDNESDAY)


def release(cut: str = "full", year: int = 2025) -> Release:
    return Release.objects.get(cut=cut, budget__year=year, budget__level="oblast")


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"{BASE}{path}")
    assert answer.status_code == status, path
    return answer.json()


def test_any_total_is_recomputed_from_the_package_to_the_tenge(client: Client, tmp_path: Path) -> None:
    found = release()
    path = tmp_path / "package.zip"
    path.write_bytes(client.get(f"{BASE}/releases/{found.key}/package.zip").content)
    script = tmp_path / "recompute_budget.py"
    script.write_bytes(client.get(f"{BASE}/recompute_budget.py").content)
    for measure in ("paid", "adjusted", "obligations"):
        run = subprocess.run(
            [sys.executable, "-I", str(script), str(path), "--month", "2025-05", "--measure", measure],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        told = {row.split("\t")[0]: row.split("\t")[3] for row in run.stdout.splitlines()}
        rows = Rollup.objects.filter(release=found, month=5, parts__gt=0).select_related("node")
        assert told.keys() == {row.node.path for row in rows}
        for row in rows:
            # The file writes missing totals as 0; no leaf of it is missing, so the sums are all known.
            assert int(told[row.node.path]) == row.summed[KEYS.index(measure)], (row.node.path, measure)
    run = subprocess.run(
        [sys.executable, "-I", str(script), str(path), "--month", "2025-04", "--path", "II/82"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout.split("\t")[-1].strip()) == (1, "1234000000")
    run = subprocess.run(
        [sys.executable, "-I", str(script), str(path), "--month", "2025-02"], capture_output=True, check=False
    )
    assert run.returncode == 2


def test_a_workbook_holds_what_the_csv_holds(tmp_path: Path) -> None:
    found = release("functional")
    path = tmp_path / "rows.xlsx"
    path.write_bytes(exporting.as_xlsx(found))
    (sheet,) = sheets(path, Problems())
    rows = [cells for _line, cells in sheet.rows]
    text = list(csv.reader(io.StringIO("".join(exporting.as_csv(found)))))
    assert rows == text


def test_the_same_release_is_always_the_same_bytes() -> None:
    assert exporting.as_package(release()) == exporting.as_package(release())
    assert exporting.as_xlsx(release()) == exporting.as_xlsx(release())


def test_the_package_describes_every_column_and_names_its_source() -> None:
    with zipfile.ZipFile(io.BytesIO(exporting.as_package(release()))) as packed:
        descriptor = json.loads(packed.read("datapackage.json"))
        header = packed.read("rows.csv").decode().splitlines()[0].split(",")
        assert set(packed.namelist()) == {"datapackage.json", "rows.csv", "recompute_budget.py"}
    (resource,) = descriptor["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert descriptor["sources"] == [{"title": "invented for the demonstration"}]
    assert "INVENTED" in descriptor["title"]
    assert set(descriptor["model"]["measures"]) == set(KEYS)


def test_frictionless_finds_the_package_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for cut in ("full", "functional", "administrative", "economic"):
        folder = tmp_path / cut
        with zipfile.ZipFile(io.BytesIO(exporting.as_package(release(cut)))) as packed:
            packed.extractall(folder)
        # The profile's name is fetched from the net by the library; what it says of columns and rows is not.
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        assert descriptor.pop("profile") == "fiscal-data-package"
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["type", "note"])
        assert report.tasks[0].stats["rows"] == release(cut).rows


def test_rows_and_names_of_downloads_say_that_they_are_invented(client: Client) -> None:
    answer = client.get(f"{BASE}/releases/{release().key}/rows.csv")
    assert "INVENTED-" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["invented"] for row in rows} == {"INVENTED"}


def test_the_cube_adds_up_to_what_the_page_shows(client: Client) -> None:
    found = release()
    answer = get(client, f"/releases/{found.key}/aggregate?drilldown=section&cut=month:2025-05&aggregates=paid.sum")
    told = {cell["section"]: cell["paid.sum"] for cell in answer["cells"]}
    for row in Rollup.objects.filter(release=found, month=5, node__path__in=["I", "II", "III", "IV"]).select_related(
        "node"
    ):
        assert told[row.node.path] == row.summed[KEYS.index("paid")]
    groups = get(
        client,
        f"/releases/{found.key}/aggregate?drilldown=level_1&cut=section:II|month:2025-05&aggregates=paid.sum",
    )
    assert sum(cell["paid.sum"] for cell in groups["cells"]) == groups["summary"]["paid.sum"] == told["II"]
    assert groups["total_cell_count"] == len(groups["cells"]) == 5


def test_a_sum_over_months_is_never_made_by_accident(client: Client) -> None:
    found = release()
    answer = get(client, f"/releases/{found.key}/aggregate?cut=section:II&aggregates=paid.sum")
    assert {"ref": "month", "operator": ":", "value": "2025-05"} in answer["cell"]


def test_an_unknown_part_makes_the_sum_unknown(client: Client) -> None:
    found = release("economic")
    answer = get(client, f"/releases/{found.key}/aggregate?cut=month:2025-05&aggregates=approved.sum|paid.sum")
    assert answer["summary"]["approved.sum"] is None
    assert answer["summary"]["paid.sum"] > 0


def test_members_and_facts_are_paged(client: Client) -> None:
    found = release()
    months = get(client, f"/releases/{found.key}/members/month")
    assert [row["month"] for row in months["data"]] == ["2025-01", "2025-03", "2025-04", "2025-05"]
    sections = get(client, f"/releases/{found.key}/members/section")
    assert {row["section"]: row["name"] for row in sections["data"]}["II"] == "II. ЗАТРАТЫ"
    seen = []
    for page in range(1, 9):
        seen += get(client, f"/releases/{found.key}/facts?fields=paid&pagesize=20&page={page}")["data"]
    whole = get(client, f"/releases/{found.key}/facts?fields=paid&pagesize=1000")
    assert seen == whole["data"][:160]
    assert whole["total_fact_count"] == Rollup.objects.filter(release=found, parts=0).count()
    assert {row["sign"] for row in whole["data"]} == {1, -1}


@pytest.mark.parametrize(
    "query",
    ["drilldown=none", "drilldown=month;drop", "cut=none:1", "cut=month:2024-05", "cut=month:x", "aggregates=none.sum",
     "page=0", "pagesize=100000"],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_by_name(client: Client, query: str) -> None:
    answer = get(client, f"/releases/{release().key}/aggregate?{query}", status=422)
    assert answer["code"] in {"not_a_dimension", "parameter_invalid"}
    assert answer["remedy"]


def test_checks_are_given_with_rule_and_rows(client: Client) -> None:
    answer = get(client, f"/releases/{release().key}/checks?limit=5&lang=en")
    assert [row["place"] for row in answer["items"]] == [1, 2, 3, 4, 5]
    following = get(client, f"/releases/{release().key}/checks?after={answer['after']}&limit=5")
    assert following["items"][0]["place"] == 6
    assert all(row["rows"]["left"] or row["rows"]["right"] for row in answer["items"])
    assert answer["items"][0]["statement"]


def test_a_difference_is_given_for_two_releases(client: Client) -> None:
    answer = get(client, f"/diff?before={release(year=2024).key}&after={release().key}&month=1")
    assert answer["months"] == [1]
    assert answer["total"] == len(answer["items"])
    assert get(client, f"/diff?before={release('economic').key}&after={release().key}", 422)["code"] == "cuts_differ"
    assert get(client, f"/diff?before=none&after={release().key}", 404)["code"] == "not_found"


def test_releases_are_listed_with_their_digests(client: Client) -> None:
    rows = get(client, "/releases")["items"]
    assert len(rows) == 10
    one = get(client, f"/releases/{rows[0]['key']}")
    assert len(one["file_sha256"]) == len(one["figures_sha256"]) == 64
    assert one["demo"] is True
    assert Line.objects.filter(release__key=one["key"]).count() == one["rows"]
