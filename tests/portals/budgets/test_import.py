"""Files into the database: all or nothing, the same twice, a correction that supersedes, and the command line."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from tests.portals.budgets import naive
from tests.portals.budgets.conftest import OBLAST, SAMPLE, Table, month
from typer.testing import CliRunner

from jariya.portals.budgets import exporting, importing, queries
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import (
    Budget,
    Check,
    ClassifierItem,
    ClassifierVersion,
    Label,
    Line,
    Node,
    Period,
    Release,
    Rollup,
)  # fmt: skip
from jariya.portals.budgets.problems import Refused
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db
Written = Callable[..., Path]
SOURCE = importing.Source("invented for the test")


@pytest.fixture
def load(now: dt.datetime) -> Any:
    """Import a file as the invented oblast's."""

    def do(path: Path, said: Understood = OBLAST, **options: Any) -> importing.Outcome:
        return importing.load(path, source=SOURCE, now=now, said=said, **options)

    return do


def counts() -> dict[str, int]:
    tables = (Budget, Release, Period, Line, Rollup, Check, Node, Label)
    return {table.__name__: table.objects.count() for table in tables}


def test_a_file_becomes_a_release_for_each_year_with_all_its_rows(load: Any) -> None:
    outcome = load(SAMPLE / "ulgi_full.csv")
    assert [(one.budget.year, one.months, one.rows) for one in outcome.made] == [
        (2024, list(range(1, 13)), 660), (2025, [1, 3, 4, 5], 220)
    ]  # fmt: skip
    wanted = naive.rows(SAMPLE / "ulgi_full.csv")
    stored = list(Line.objects.order_by("number").values_list("number", *KEYS))
    assert stored == [(row["line"], *(row[name] for name in naive.MEASURES)) for row in wanted]
    release = outcome.made[0]
    assert release.invented
    assert release.budget.slug == "ulgi-region-invented-2024"
    assert release.source == SOURCE.text
    assert Rollup.objects.count() == Line.objects.count() == 880


def test_the_same_file_twice_is_the_same_release(load: Any, table: Table, written: Written) -> None:
    first = load(SAMPLE / "ulgi_full.csv")
    before = counts()
    again = load(SAMPLE / "ulgi_full.csv")
    assert (again.made, [one.pk for one in again.same]) == ([], [one.pk for one in first.made])
    columns = sorted(table[0])
    moved = load(written(list(reversed(table)), columns=columns, separator=","))
    assert moved.made == [], "the same figures in another order of rows and columns are the same release"
    assert counts() == before


def test_a_corrected_file_supersedes_and_the_old_one_stays(load: Any, table: Table, written: Written) -> None:
    first = load(SAMPLE / "ulgi_full.csv")
    for row in month(table, "04.2025"):
        if row["name"] == "Примерные школы":
            row["sumrg"] = str(round(float(row["sumrg"]) - 1_234_000, 3))
            row["obzsumrg"] = str(round(float(row["obzsumrg"]) + 1_234_000, 3))
            for share, whole in (("plgpsumrg", "plgp"), ("plgsumrg", "plg")):
                row[share] = repr(float(row["sumrg"]) / float(row[whole]) * 100)
    outcome = load(written(table))
    (new,) = outcome.made
    assert new.supersedes == first.made[1]
    assert [one.pk for one in outcome.same] == [first.made[0].pk], "2024 did not change"
    assert not Period.objects.filter(release=first.made[1], current=True).exists()
    assert Line.objects.filter(release=first.made[1]).count() == 220
    assert Check.objects.filter(release=first.made[1], rule="tree_sum").count() == 4
    assert not Check.objects.filter(release=new, rule="tree_sum").exists()
    assert {row["key"] for row in queries.listed()} == {first.made[0].key, new.key}


def test_a_new_month_alone_leaves_the_others_in_force(load: Any, table: Table, written: Written) -> None:
    older = load(written([row for row in table if row["month"] != "05.2025"], name="a.csv")).made[-1]
    newer = load(written(month(table, "05.2025"), name="b.csv")).made[0]
    assert newer.supersedes is None
    in_force = Period.objects.filter(budget__year=2025, current=True).order_by("month")
    assert list(in_force.values_list("month", "release")) == [(m, older.pk) for m in (1, 3, 4)] + [(5, newer.pk)]


def test_a_refused_file_leaves_nothing(load: Any, table: Table, written: Written) -> None:
    before = counts()
    table[-1]["sumrg"] = "много"
    with pytest.raises(Refused):
        load(written(table))
    assert counts() == before


def test_a_failure_while_writing_leaves_nothing(load: Any, monkeypatch: Any) -> None:
    before = counts()

    def broken(*args: Any, **options: Any) -> Any:
        raise OSError("the disk is full")

    monkeypatch.setattr(importing.writing, "_checks", broken)
    with pytest.raises(OSError, match="disk"):
        load(SAMPLE / "ulgi_full.csv")
    assert counts() == before


def test_another_unit_than_before_is_refused(load: Any, table: Table, written: Written) -> None:
    load(SAMPLE / "ulgi_full.csv")
    said = Understood(level="oblast", territory="990000000", cut="full", unit="million")
    with pytest.raises(Refused) as caught:
        load(written(month(table, "05.2025")), said)
    assert [problem.rule for problem in caught.value.problems if problem.refuses] == ["unit.file"]
    assert load(written(month(table, "05.2025")), said, unit_is_sure=True).made


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (Understood(cut="full"), "level.unknown"),
        (Understood(level="oblast", territory="Нигдейская", cut="full"), "territory.unknown"),
        (Understood(level="oblast", territory="алматы", cut="full"), "territory.several"),
    ],
)
def test_whose_budget_must_be_clear(load: Any, said: Understood, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        load(SAMPLE / "ulgi_full.csv", said)
    assert caught.value.problems[-1].rule == rule


def test_almaty_is_a_city_where_the_name_says_so(load: Any, table: Table, written: Written) -> None:
    outcome = load(written(month(table, "05.2025"), name="местный_бюджет_г_Алматы.csv"), Understood())
    assert outcome.made[0].budget.region.code == "750000000"


def test_cuts_are_compared_with_the_others_in_force(now: dt.datetime) -> None:
    small.make(now=now)
    rows = Check.objects.filter(rule="crosscuts_agree").order_by("release__cut", "measure")
    told = [(one.release.cut, one.other.cut, one.month, one.measure, one.difference) for one in rows]
    assert ("functional", "full", 5, "paid", -77_000_000) in told
    assert {month for _cut, _other, month, _measure, _difference in told} == {5}
    one = rows.get(release__cut="functional", measure="paid")
    left = Line.objects.filter(release=one.release, month=5, number__in=one.left)
    right = Line.objects.filter(release=one.other, month=5, number__in=one.right)
    assert left.get().paid == one.found
    assert right.aggregate(total=Sum("paid"))["total"] == one.expected, "both sides can be opened"


def test_stored_findings_are_those_of_the_file(load: Any) -> None:
    load(SAMPLE / "ulgi_full.csv")
    stored = set()
    for one in Check.objects.select_related("release__budget"):
        column = naive.MEASURES[KEYS.index(one.measure)] if one.measure else None
        if one.rule in {"tree_sum", "zero_column", "deficit", "financing", "unpaid"}:
            stored.add((one.rule, f"{one.month:02d}.{one.release.budget.year}", one.left[0], column, one.difference))
    assert stored == naive.findings(SAMPLE / "ulgi_full.csv")


def test_what_was_not_given_is_null_in_what_pages_read(load: Any) -> None:
    load(SAMPLE / "ulgi_full.csv")
    net = Rollup.objects.filter(node__path="III")
    assert net.filter(obligations__isnull=True).count() == 16
    assert Line.objects.filter(node__path="III", obligations=0).count() == 16, "the row stays as it was written"


def test_totals_pages_read_are_the_sums_of_the_export(load: Any) -> None:
    for release in load(SAMPLE / "ulgi_full.csv").made:
        rows = [dict(zip(exporting.COLUMNS, row, strict=True)) for row in exporting.rows(release)]
        for one in Rollup.objects.filter(release=release, node__path__in=["I", "II", "II/82", "III"]).select_related(
            "node"
        ):
            key = f"{release.budget.year}-{one.month:02d}"
            total = 0
            for row in rows:
                if row["month"] == key and row["leaf"] and f"{row['path']}/".startswith(f"{one.node.path}/"):
                    sign = -1 if str(row["path"]).startswith("III/2") else 1
                    total += sign * int(str(row["paid"]))
            assert one.summed[KEYS.index("paid")] == total


def test_an_exported_unknown_is_an_empty_cell(load: Any, table: Table, written: Written) -> None:
    columns = [column for column in table[0] if column != "utv"]
    (release,) = load(written(month(table, "05.2025"), columns=columns)).made
    lines = "".join(exporting.as_csv(release)).splitlines()
    at = exporting.COLUMNS.index("approved")
    assert len(lines) == 56
    import csv

    assert {row[at] for row in csv.reader(lines[1:])} == {""}


@pytest.mark.parametrize("table_name", ["budgets_release", "budgets_line", "budgets_rollup", "budgets_check"])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_was_published_cannot_be_changed(load: Any, table_name: str, deed: str) -> None:
    load(SAMPLE / "ulgi_functional.csv", Understood("oblast", "990000000", "functional", None, "thousand"))
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table_name))


def test_codes_are_compared_with_the_classifier_of_the_year(load: Any, now: dt.datetime) -> None:
    version = ClassifierVersion.objects.create(
        cut="functional", name="Үлгі 2024", valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2024, 12, 31),
        source="invented for the test", invented=True, at=now,
    )  # fmt: skip
    ClassifierItem.objects.bulk_create(
        ClassifierItem(version=version, path=path) for path in ("total", "total/81", "total/82", "total/83", "total/85")
    )
    load(SAMPLE / "ulgi_functional.csv", Understood("oblast", "990000000", "functional", None, "thousand"))
    found = Check.objects.filter(rule="unknown_code").values_list("release__budget__year", "node__path").distinct()
    assert set(found) == {(2024, "total/84"), (2024, "total/16")}


def run(*words: str) -> Any:
    from jariya.project.cli import budget

    return CliRunner().invoke(budget.app, list(words), catch_exceptions=False)


def test_the_command_line_imports_says_what_it_understood_and_checks(tmp_path: Path) -> None:
    options = ("--level", "oblast", "--territory", "990000000", "--cut", "full", "--source", "test", "--json")
    answer = run("import", str(SAMPLE / "ulgi_full.csv"), *options)
    assert answer.exit_code == 0
    (file,) = json.loads(answer.stdout)
    assert file["understood"]["months"] == "16: 2024-01 to 2025-05"
    assert file["understood"]["unit"] == "thousand"
    key = file["releases"][1]["key"]
    listed = run("releases")
    assert key in listed.stdout
    answer = run("check", key, "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)
    assert found["findings"][0]["money"] >= found["findings"][-1]["money"]
    sums = [one for one in found["findings"] if one["rule"] == "tree_sum"]
    assert {one["difference"] for one in sums} == {1_234_000_000, -1_234_000_000}
    assert found["tested"]["tree_sum"] > 800
    out = tmp_path / "out.csv"
    assert run("export", key, "--out", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("month,row,cut,path")
    assert run("check", "no-such-release").exit_code == 2


def test_the_command_line_refuses_with_row_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_text("<html>502 Bad Gateway</html>")
    answer = run("import", str(path), "--level", "republican", "--lang", "ru")
    assert answer.exit_code == 1
    assert "веб-страница" in answer.stdout
    assert "Откройте файл в браузере" in answer.stdout
    assert counts()["Release"] == 0


def test_checking_a_file_asks_no_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = run("check", str(SAMPLE / "ulgi_economic.csv"), "--cut", "economic", "--json")
    assert answer.exit_code == 1
    assert {one["rule"] for one in json.loads(answer.stdout)["findings"]} == {"zero_column", "missing_month"}


@pytest.mark.slow
def test_the_real_capture_is_loaded_within_a_minute(real: list[Path], now: dt.datetime) -> None:
    began = time.process_time()
    outcomes = [importing.load(path, source=SOURCE, now=now) for path in real]
    assert time.process_time() - began < 60
    assert sum(len(outcome.read.table.lines) for outcome in outcomes) == Line.objects.count()
    assert Release.objects.filter(budget__level="republican").count() == 15
    assert Budget.objects.filter(level="oblast", year=2024).count() == 10
    assert {row["rule"] for row in queries.counted()} >= {"tree_sum", "zero_column", "crosscuts_agree", "missing_month"}


def test_what_the_checks_found_is_counted_anew_with_each_release(load: Any) -> None:
    load(SAMPLE / "ulgi_full.csv")
    before = queries.counted()
    assert before and queries.counted() == before
    load(SAMPLE / "ulgi_economic.csv", replace(OBLAST, cut="economic"))
    assert sum(row["number"] for row in queries.counted()) > sum(row["number"] for row in before)


def test_budgets_are_found_by_the_one_search(now: dt.datetime) -> None:
    from jariya.kernel.search.queries import search
    from jariya.project.budgets_nation import make_invented

    assert make_invented(now=now, say=print) == 10
    assert make_invented(now=now, say=print) == 0
    found = search("примерных школ", lang="ru", kind="budget")
    slugs = {row.url_args[0] for row in found.rows}
    assert {"ulgi-region-invented-2024", "ulgi-region-invented-2025"} <= slugs
    assert all(row.invented for row in found.rows)


def test_a_folder_of_reports_is_loaded_and_a_bad_file_is_told(now: dt.datetime, tmp_path: Path) -> None:
    from jariya.project.budgets_nation import load_folder

    (tmp_path / "местный_бюджет_Улгинская.csv").write_bytes((SAMPLE / "ulgi_full.csv").read_bytes())
    (tmp_path / "РБ_функц.csv").write_text("<html>502</html>")
    (tmp_path / "README.md").write_text("not a report")
    said: list[str] = []
    (outcome,) = load_folder(tmp_path, now=now, say=said.append)
    assert outcome.made[0].budget.region.code == "990000000"
    assert any("web page" in line for line in said)


def test_an_edition_of_a_classification_is_loaded_once_and_whole(now: dt.datetime) -> None:
    from jariya.portals.budgets.reference import load_classifier

    options: Any = {"cut": "functional", "name": "2025", "source": "invented", "valid_from": None, "valid_to": None}
    text = "path,name_ru\ntotal,Итого\ntotal/081,Примерное управление\n"
    assert load_classifier(text, now=now, **options) == 2
    assert ClassifierItem.objects.filter(path="total/81").exists(), "a code that lost or kept its zeros is one code"
    with pytest.raises(ValueError, match="already"):
        load_classifier(text, now=now, **options)
    with pytest.raises(ValueError, match="row 3"), transaction.atomic():
        load_classifier("path\ntotal/1\ntotal/01\n", now=now, **{**options, "name": "other"})
    assert ClassifierVersion.objects.count() == 1


def test_figures_of_years_need_a_source(db: None) -> None:
    from jariya.portals.budgets.models import Series
    from jariya.portals.budgets.reference import load_series

    head = "kind,territory,year,value,source\n"
    assert load_series(f"{head}population,990000000,2025,500000,invented for the test\n") == 1
    assert load_series(f"{head}population,990000000,2025,500001,invented for the test\n") == 1
    assert Series.objects.get().value == 500_001
    for row in ("population,990000000,2025,1,", "people,,2025,1,x", "population,111,2025,1,x", "prices,,2025,0,x"):
        with pytest.raises(ValueError, match="row 2"), transaction.atomic():
            load_series(head + row)
