"""CKAN's clients read the catalogue and its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata import made

from jariya.portals.opendata import actions
from jariya.portals.opendata.models import Resource

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schools(module_data: None, django_db_blocker: Any) -> Iterator[Resource]:
    """A set with four invented schools, and one that nobody outside its body sees."""
    with django_db_blocker.unblock():
        made.prepared("hidden-set")
        yield made.published("schools")


def ask(name: str, status: int = 200, **given: Any) -> Any:
    answer = Client().get(f"/api/3/action/{name}", given)
    assert answer.status_code == status, answer.content
    said = answer.json()
    assert said["success"] is (status == 200)
    assert answer["Access-Control-Allow-Origin"] == "*"
    return said["result"] if status == 200 else said["error"]


def send(name: str, status: int = 200, **given: Any) -> Any:
    answer = Client().post(f"/api/3/action/{name}", json.dumps(given), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()["result"] if status == 200 else answer.json()["error"]


def test_what_is_prepared_is_seen_by_nobody(schools: Resource) -> None:
    assert ask("package_list") == ["schools"]
    assert ask("package_show", 404, id="hidden-set")["__type"] == "Not Found Error"


def test_a_set_is_shown_with_its_body_theme_licence_and_table(schools: Resource) -> None:
    found = ask("package_show", id="schools", lang="ru")
    assert found["title"] == "Школы области Улги"
    assert found["title_translated"]["kk"] == "Үлгі облысының мектептері"
    assert (found["organization"]["name"], found["groups"][0]["name"]) == ("ulgi-ministry", "educ")
    assert found["license_id"] == "CC-BY-4.0" and found["isopen"]
    assert found["demo"] and found["notes"].startswith("ВЫМЫШЛЕННЫЕ ДАННЫЕ")
    (resource,) = found["resources"]
    assert resource["id"] == str(schools.key) and resource["datastore_active"]
    assert (
        resource["format"] == "CSV"
        and schools.current is not None
        and resource["hash"] == bytes(schools.current.sha256).hex()
    )
    assert ask("package_show", id=found["id"])["name"] == "schools"
    assert ask("resource_show", id=resource["id"])["package_id"] == found["id"]


@pytest.mark.parametrize(
    "fq",
    [
        "organization:ulgi-ministry",
        "groups:educ AND tags:мектеп",
        'license_id:"CC-BY-4.0" -tags:none',
        "metadata_modified:[2026-01-01T00:00:00Z TO *]",
        "res_format:(CSV OR PDF)",
        "state:active AND private:false AND NOT name:other",
        "tags:мек*",
        "(tags:нет OR frequency:yearly)",
    ],
)
def test_a_filter_finds_the_set(schools: Resource, fq: str) -> None:
    assert ask("package_search", fq=fq)["count"] == 1


@pytest.mark.parametrize("fq", ["organization:other", "tags:нет", "metadata_modified:[* TO 2020-01-01]", "NOT *:*"])
def test_a_filter_finds_nothing(schools: Resource, fq: str) -> None:
    assert ask("package_search", fq=fq)["count"] == 0


def test_facets_count_what_was_found(schools: Resource) -> None:
    wanted: dict[str, Any] = {"facet.field": '["organization", "tags", "groups", "res_format"]', "rows": 0}
    found = ask("package_search", **wanted)
    assert found["facets"]["organization"] == {"ulgi-ministry": 1}
    assert found["facets"]["tags"] == {"мектеп": 1, "школа": 1}
    assert found["search_facets"]["organization"]["items"][0]["display_name"] != "ulgi-ministry"
    assert found["results"] == [] and found["count"] == 1


def test_a_filter_that_cannot_be_read_is_refused_with_its_place(schools: Resource) -> None:
    error = ask("package_search", 400, fq="tags:(a")
    assert error["__type"] == "Search Query Error" and "letter" in error["message"]
    assert ask("package_search", 400, fq="nothing:a")["__type"] == "Search Query Error"


def test_bodies_themes_tags_and_licences_are_listed(schools: Resource) -> None:
    assert ask("organization_list") == ["ulgi-ministry"]
    assert ask("organization_show", id="ulgi-ministry", include_datasets="true")["packages"][0]["name"] == "schools"
    assert ask("group_list") == ["educ"] and ask("group_show", id="educ")["package_count"] == 1
    assert ask("tag_list") == ["мектеп", "школа"]
    assert ask("tag_show", id="мектеп")["name"] == "мектеп"
    assert "CC-BY-4.0" in {row["id"] for row in ask("license_list")}
    assert ask("organization_show", 404, id="none")["__type"] == "Not Found Error"


def test_rows_are_found_by_filters_words_and_ranges(schools: Resource) -> None:
    key = str(schools.key)
    found = ask("datastore_search", resource_id=key)
    assert found["total"] == 4 and found["records"][0]["bin"] == "000140001234"
    assert [one["id"] for one in found["fields"]][:2] == ["_id", "bin"]
    assert {one["id"]: one["type"] for one in found["fields"]}["оқушы"] == "int8"
    many = send("datastore_search", resource_id=key, filters={"аудан": ["Сынақ ауданы"]}, sort="оқушы desc")
    assert [row["оқушы"] for row in many["records"]] == [1205, 640]
    some = send("datastore_search", resource_id=key, filters={"$or": [{"оқушы": {"lt": 100}}, {"салмақ": None}]})
    assert [row["_id"] for row in some["records"]] == [2, 3]
    assert send("datastore_search", resource_id=key, q={"атауы": "гимн"})["total"] == 1
    assert send("datastore_search", resource_id=key, filters={"_id": [4, 1]})["records"][1]["_id"] == 4


def test_rows_come_as_lists_csv_and_tsv_with_the_fields_asked(schools: Resource) -> None:
    key = str(schools.key)
    lists = ask("datastore_search", resource_id=key, fields="оқушы,bin", records_format="lists", limit=1)
    assert lists["records"] == [[412, "000140001234"]]
    text = ask("datastore_search", resource_id=key, fields="bin,салмақ", records_format="csv", limit=1, offset=2)
    assert text["records"] == "020340009012,\r\n"
    assert ask("datastore_search", resource_id=key, fields="аудан", distinct="true", include_total="false")["records"]


def test_a_dump_holds_all_rows(schools: Resource) -> None:
    answer = Client().get(f"/datastore/dump/{schools.key}")
    lines = b"".join(answer).decode().splitlines()
    assert lines[0] == "_id,bin,атауы,аудан,оқушы,ашылған,салмақ" and len(lines) == 5
    assert lines[1] == "1,000140001234,№1 мектеп,Үлгі ауданы,412,1998-09-01,12.5"
    again = Client().get(f"/datastore/dump/{schools.key}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    told = json.loads(b"".join(Client().get(f"/datastore/dump/{schools.key}?format=json")))
    assert told["records"][3][3] == "Сынақ ауданы"
    for form in ("tsv", "xml"):
        assert "Көктем" in b"".join(Client().get(f"/datastore/dump/{schools.key}?format={form}")).decode()
    assert Client().get(f"/datastore/dump/{schools.key}?format=exe").status_code == 409


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("datastore_search", {"filters": "{"}),
        ("datastore_search", {"filters": '{"none": 1}'}),
        ("datastore_search", {"sort": "none"}),
        ("datastore_search", {"filters": '{"оқушы": "many"}'}),
        ("datastore_search", {"limit": "-1"}),
        ("datastore_search", {"records_format": "exe"}),
        ("package_search", {"sort": "password asc"}),
        ("package_search", {"rows": "x"}),
        ("package_show", {}),
    ],
)
def test_a_wrong_parameter_is_a_validation_error(schools: Resource, name: str, given: dict[str, str]) -> None:
    told: dict[str, Any] = {"resource_id": str(schools.key)} if name == "datastore_search" else {}
    error = ask(name, 409, **told, **given)
    assert error["__type"] == "Validation Error" and len(error) > 1


NASTY: list[Any] = [
    "\0",
    "\ud800",
    "'; DROP TABLE opendata_dataset;--",
    "%",
    "_" * 3000,
    "../../etc/passwd",
    "*",
    "\\",
    "a:b:c",
]
NASTY += [
    "9" * 400,
    "NOW-9999YEARS",
    "[0001-01-01 TO 9999-12-31]",
    "hash:x",
    {"bin": {"gt": "\0"}},
    [["a"]],
    1e308,
    None,
]
WORDS = {
    "package_search": ("q", "fq", "sort"),
    "package_show": ("id",),
    "resource_search": ("query",),
    "datastore_search": ("q", "filters", "fields"),
}


@pytest.mark.parametrize("name", WORDS)
def test_no_parameter_breaks_an_action(schools: Resource, name: str) -> None:
    for word in WORDS[name]:
        for value in NASTY:
            said = json.dumps({"resource_id": str(schools.key), "rows": 0, word: value})
            answer = Client().post(f"/api/3/action/{name}", said, content_type="application/json")
            assert answer.status_code in (200, 400, 404, 409), (word, value, answer.content)


def test_the_same_answer_is_not_sent_twice(schools: Resource) -> None:
    answer = Client().get("/api/action/package_list")
    again = Client().get("/api/action/package_list", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_action_a_broken_body_and_another_method_are_said(schools: Resource) -> None:
    assert ask("datastore_search_sql", 400)["code"] == "action_unknown"
    assert Client().post("/api/3/action/package_list", "{", content_type="application/json").status_code == 400
    assert Client().put("/api/3/action/package_list").status_code == 405
    assert Client().options("/api/3/action/package_list")["Access-Control-Allow-Methods"] == "GET, HEAD, POST"
    form = Client().post("/api/3/action/package_show", {"id": "schools"})
    assert form.json()["result"]["name"] == "schools"
    named = Client().post(
        "/api/3/action/package_show", '{"id":"schools"}', content_type="application/x-www-form-urlencoded"
    )
    assert named.json()["result"]["name"] == "schools"


def test_a_withdrawn_set_is_gone_from_every_action(schools: Resource) -> None:
    case = schools.data_set.case
    from jariya.kernel.people.models import Person

    head = Person.objects.get(handle="demo-head")
    actions.withdraw(case=case, reason_kk="қате", reason_ru="ошибка", by=head, now=made.NOW)
    assert ask("package_list") == [] and ask("organization_list") == []
    ask("package_show", 404, id="schools")
    ask("resource_show", 404, id=str(schools.key))
    ask("datastore_search", 404, resource_id=str(schools.key))
    assert Client().get(f"/datastore/dump/{schools.key}").status_code == 404
