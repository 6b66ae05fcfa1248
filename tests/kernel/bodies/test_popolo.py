from __future__ import annotations

import json
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.popolo import popolo

pytestmark = pytest.mark.django_db


def test_the_export_points_only_at_what_it_holds(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(8):
        document = popolo(day=date(2026, 3, 18))
    json.dumps(document)
    organizations = {row["id"]: row for row in document["organizations"]}
    areas = {row["id"] for row in document["areas"]}
    posts = {row["id"] for row in document["posts"]}
    persons = {row["id"] for row in document["persons"]}
    assert len(organizations) == Body.objects.count()
    for row in organizations.values():
        assert row.get("parent_id") is None or row["parent_id"] in organizations
        assert set(row.get("predecessor_ids", [])) <= set(organizations)
        assert row["name"] and row["sources"]
    for row in document["memberships"]:
        assert row["post_id"] in posts and row["person_id"] in persons and row["organization_id"] in organizations
    real_areas = {row["area_id"] for row in organizations.values() if "area_id" in row and not row.get("demo")}
    assert real_areas <= areas
    assert set(organizations["kurultai"]["predecessor_ids"]) == {"majilis", "senate"}


def test_made_up_rows_and_the_whole_document_say_so() -> None:
    document = popolo(day=date(2026, 3, 18))
    assert document["demo"] is True
    assert all(row["demo"] for row in document["persons"] + document["memberships"] + document["posts"])
    assert {row["id"] for row in document["organizations"] if row.get("demo")} == set(
        Body.objects.invented().values_list("slug", flat=True)
    )
    assert all(row.get("demo", False) == row["id"].startswith("99") for row in document["areas"])


def test_what_is_unknown_is_left_out_not_guessed() -> None:
    [ministry] = [row for row in popolo(day=date(2026, 3, 18))["organizations"] if row["id"] == "ministry-justice"]
    assert not {"identifiers", "contact_details", "links", "founding_date"} & set(ministry)
    assert "bin" in ministry["source_needed"]
