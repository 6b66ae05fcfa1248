"""What people really send: each is told with its row and what to do, and nothing of it is loaded."""

from __future__ import annotations

import datetime as dt
import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.portals.budgets.conftest import OBLAST, SAMPLE, Table, month, text

from jariya.portals.budgets import exporting, importing
from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.models import (
    Budget,
    Check,
    ClassifierItem,
    ClassifierVersion,
    Label,
    Line,
    Mention,
    Node,
    Period,
    Release,
    Rollup,
)  # fmt: skip
from jariya.portals.budgets.problems import Refused
from jariya.portals.budgets.report import understand

pytestmark = pytest.mark.django_db
SOURCE = importing.Source("invented for the test")
AMOUNTS = tuple(one.column for one in MEASURES)
Spoil = Callable[[Table], bytes | str | Table]


def truncated(rows: Table) -> bytes:
    """A packed file that broke off on the way."""
    packed = gzip.compress(text(rows).encode())
    return packed[: len(packed) // 2]


def swapped(rows: Table) -> Table:
    """The plan of the year under the name of what was paid."""
    return [row | {"plg": row["sumrg"], "sumrg": row["plg"]} for row in rows]


def in_millions(rows: Table) -> Table:
    """One month in millions among months in thousands."""
    return [
        row | {key: repr(round(float(row[key]) / 1000, 3)) for key in AMOUNTS} if row["month"] == "03.2024" else row
        for row in rows
    ]


def twice(rows: Table) -> Table:
    """A place that stands twice in its month."""
    last = month(rows, "05.2025")
    return [*last, dict(next(row for row in last if row["code"] == "904.0"), id="999")]


def strange_code(rows: Table) -> Table:
    """A code with a letter in it."""
    last = month(rows, "05.2025")
    last[3]["code"] = "1O1"
    return last


def two_tables(rows: Table) -> Table:
    """The oblast's own budget under that of the whole oblast: a naive sum doubles."""
    last = month(rows, "05.2025")
    more = [
        dict(
            row, id=f"{int(row['id']) + 500}", parent_id=f"{float(row['parent_id']) + 500}" if row["parent_id"] else ""
        )
        for row in last
    ]
    return last + more


def page_of_error(rows: Table) -> str:
    """What a site answered, saved as a workbook."""
    return "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"


HOSTILE: dict[str, tuple[str, Spoil, str]] = {
    "truncated": ("report.csv.gz", truncated, "file.truncated"),
    "swapped columns": ("report.csv", swapped, "column.swapped"),
    "a month in millions": ("report.csv", in_millions, "unit.month"),
    "a place twice": ("report.csv", twice, "node.twice"),
    "a code with letters": ("report.csv", strange_code, "code.form"),
    "two totals": ("report.csv", two_tables, "section.twice"),
    "a page named .xlsx": ("report.xlsx", page_of_error, "file.html"),
}


def counts() -> list[int]:
    """Rows of every table an import writes."""
    tables = (Budget, Release, Period, Node, Label, Line, Rollup, Mention, Check)
    return [table.objects.count() for table in tables]


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_told_with_row_and_remedy_and_nothing_is_half_loaded(
    what: str, table: Table, written: Callable[..., Path], now: dt.datetime
) -> None:
    name, spoil, rule = HOSTILE[what]
    before = counts()
    with pytest.raises(Refused) as caught:
        importing.load(written(spoil(table), name=name), source=SOURCE, now=now, said=OBLAST)
    assert counts() == before
    told = next(one for one in caught.value.problems if one.rule == rule)
    assert told.row or rule in {"file.html", "column.swapped"}, "whole files have no row"
    for lang in ("kk", "ru", "en"):
        answer = told.as_json(lang)
        assert answer["sentence"]
        assert answer["remedy"]
        assert "%(" not in answer["sentence"] + answer["remedy"]


def test_a_gigabyte_of_zeros_leaves_nothing(tmp_path: Path, now: dt.datetime) -> None:
    path, before = tmp_path / "zeros.csv", counts()
    with path.open("wb") as file:  # a sparse file: it takes no room on the disk
        os.truncate(file.fileno(), 1 << 30)
    with pytest.raises(Refused) as caught:
        importing.load(path, source=SOURCE, now=now, said=OBLAST)
    assert [one.rule for one in caught.value.problems] == ["file.not_text"]
    assert caught.value.problems[0].row == 1
    assert counts() == before


def test_a_missing_month_is_loaded_around_and_stays_a_finding(
    table: Table, written: Callable[..., Path], now: dt.datetime
) -> None:
    rows = [row for row in table if row["month"] in {"01.2025", "03.2025"}]
    outcome = importing.load(written(rows), source=SOURCE, now=now, said=OBLAST)
    (told,) = [one for one in outcome.problems if one.rule == "month.gap"]
    assert (told.row, told.value, told.refuses) == (57, "2025-02", False)
    assert Check.objects.filter(release=outcome.made[0], rule="missing_month", month=2).count() == 1
    assert not Line.objects.filter(release=outcome.made[0], month=2).exists(), "nothing is made up for it"


def test_a_code_the_classifier_does_not_know_is_loaded_and_named(
    table: Table, written: Callable[..., Path], now: dt.datetime
) -> None:
    known = {one.path for one in understand(SAMPLE / "ulgi_full.csv", OBLAST).trees[2025, 5].nodes()} - {"II/82/2/904"}
    version = ClassifierVersion.objects.create(cut="full", name="2025", source="invented", invented=True, at=now)
    ClassifierItem.objects.bulk_create(ClassifierItem(version=version, path=path) for path in known)
    (release,) = importing.load(written(month(table, "05.2025")), source=SOURCE, now=now, said=OBLAST).made
    told = Check.objects.get(release=release, rule="unknown_code")
    assert (told.node.path if told.node else "", told.detail) == ("II/82/2/904", "904.0")
    assert told.left


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.tuples(st.integers(0, 54), st.integers(0, 7)), max_size=60), st.randoms())
def test_null_never_becomes_zero_and_order_changes_nothing_on_the_whole_way(
    table: Table, written: Callable[..., Path], now: dt.datetime, gaps: set[tuple[int, int]], chance: Any
) -> None:
    from django.db import transaction

    rows = [dict(row) for row in month(table, "05.2025")]
    for row, at in gaps:
        rows[row][AMOUNTS[at]] = ""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    told = []
    for number, found in enumerate((rows, shuffled)):
        with transaction.atomic():
            (release,) = importing.load(written(found), source=SOURCE, now=now, said=OBLAST).made
            paths = {
                row: path for path, row in Line.objects.filter(release=release).values_list("node__path", "number")
            }
            stored = {row.node.path: row for row in Rollup.objects.filter(release=release).select_related("node")}
            exported = {row[3]: row[10:18] for row in exporting.rows(release)}
            if number == 0:
                for row, at in gaps:
                    path, key = paths[row + 2], KEYS[at]
                    assert getattr(stored[path], key) is None, (path, key)
                    assert stored[path].parts or stored[path].summed[at] is None
                    assert exported[path][at] is None
                    for above in (path.rsplit("/", n)[0] for n in range(1, path.count("/") + 1)):
                        if stored[path].summed[at] is None:
                            assert stored[above].summed[at] is None
            told.append(
                (
                    release.digest,
                    {path: (row.summed, row.paid) for path, row in stored.items()},
                    sorted(
                        Check.objects.filter(release=release).values_list(
                            "rule", "node__path", "measure", "expected", "found", "verdict"
                        ),
                        key=str,
                    ),
                )
            )
            transaction.set_rollback(True)
    assert told[0] == told[1]
