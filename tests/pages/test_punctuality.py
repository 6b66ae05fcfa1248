"""The share in time can be recomputed by anyone from the rows that the page hands out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.web import sheets
from jariya.pages.queries import rows as reads
from jariya.pages.queries.rows import COLUMNS

pytestmark = pytest.mark.django_db


def downloaded(client: Client, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_journalist_recomputes_the_share_from_the_file_alone(
    client: Client, nation: Any, person: Any, ministry: Any, ask: Any, district: Any, today: dt.datetime
) -> None:
    from jariya.portals.dialogue import actions

    forwarded = ask(now=today - dt.timedelta(days=3))
    actions.forward(case=forwarded, to=district, reason="Бұл ауданның ісі.", by=person("officer-1"), now=today)
    rows = downloaded(client, "/en/bodies/ulgi-ministry/punctuality.csv?year=2026")
    day = "2026-05-20"
    counted = [row for row in rows if not row["cancelled_on"]]
    in_time = [row for row in counted if row["met_on"] and row["met_on"] <= row["due_on"]]
    late = [row for row in counted if (row["met_on"] or day) > row["due_on"]]
    figures = punctuality([ministry.pk], first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31), today=today.date())
    shown = figures[ministry.pk]
    assert (len(in_time), len(late)) == (shown.in_time, shown.late + shown.overdue) == (2, 2)
    assert len(in_time) / (len(in_time) + len(late)) == shown.share_in_time
    assert (
        f"{shown.share_in_time:.0%}" in client.get("/en/bodies/ulgi-ministry/punctuality/?year=2026").content.decode()
    )


def test_the_file_has_its_columns_and_says_invented_in_each_row(client: Client, nation: Any) -> None:
    rows = downloaded(client, "/kk/bodies/ulgi-ministry/punctuality.csv?year=2026")
    assert tuple(rows[0]) == COLUMNS
    assert {row["invented"] for row in rows} == {"INVENTED"}
    response = client.get("/kk/bodies/ulgi-ministry/punctuality.csv?year=2026")
    assert "INVENTED-ulgi-ministry-2026-as-of-2026-05-20.csv" in response.headers["Content-Disposition"]


def test_a_private_case_is_counted_but_not_named(client: Client, nation: Any) -> None:
    rows = downloaded(client, "/kk/bodies/ulgi-ministry/punctuality.csv?year=2026")
    assert len(rows) == 5
    assert sorted(row["public_id"] for row in rows)[0] == ""
    assert nation.private.public_id not in {row["public_id"] for row in rows}
    assert nation.late.public_id in {row["public_id"] for row in rows}
    page = client.get("/en/bodies/ulgi-ministry/punctuality/?year=2026").content.decode()
    assert nation.private.public_id not in page
    assert page.count("a case that is not public") == 1


def test_a_sealed_case_loses_its_number_at_once(client: Client, nation: Any, person: Any, today: dt.datetime) -> None:
    from jariya.portals.dialogue import actions

    actions.seal(case=nation.late, reason="Жеке деректер.", by=person("moderator"), now=today)
    rows = downloaded(client, "/kk/bodies/ulgi-ministry/punctuality.csv?year=2026")
    assert nation.late.public_id not in {row["public_id"] for row in rows}
    assert len(rows) == 5


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert sheets.safe(cell).startswith("'")


def test_the_rows_are_read_to_their_end_without_loss_or_repetition(
    nation: Any, ask: Any, ministry: Any, today: dt.datetime
) -> None:
    for _ in range(7):
        ask(now=today - dt.timedelta(days=1))
    expected = list(reads.counted(ministry, 2026).order_by("-started_on", "id").values_list("pk", flat=True))
    seen, place = [], None
    while True:
        rows, place = reads.rows(ministry, 2026, after=place, limit=3)
        seen += [row.pk for row in rows]
        if place is None:
            break
    assert seen == expected
    assert len(expected) == 12


def test_a_year_that_cannot_be_is_the_present_one(client: Client, nation: Any) -> None:
    for year in ("", "abc", "1", "99999999", "²"):
        assert "in 2026" in client.get(f"/en/bodies/ulgi-ministry/punctuality/?year={year}").content.decode()


def test_a_body_that_is_not_connected_has_an_empty_list_that_says_so(client: Client, db: None) -> None:
    body = Body.objects.real().filter(kind="ministry").first()
    page = client.get(f"/en/bodies/{body.slug}/punctuality/").content.decode()
    assert "not connected here yet" in page
    assert ".csv" not in page
