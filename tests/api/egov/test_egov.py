"""Programs written for data.egov.kz read our tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from tests.portals.opendata import made

from jariya.api.egov import asked
from jariya.portals.opendata.models import Resource

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schools(module_data: None, django_db_blocker: Any) -> Iterator[Resource]:
    """A set with two versions of four invented schools."""
    with django_db_blocker.unblock():
        made.prepared("hidden-set")
        fewer = "\n".join(made.SCHOOLS.splitlines()[:3]) + "\n"
        yield made.published("schools", fewer, made.SCHOOLS)


def get(path: str, status: int = 200, **source: Any) -> Any:
    answer = Client().get(path, {"source": json.dumps(source), "apiKey": "any"} if source else {})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_rows_are_a_list_of_objects(schools: Resource) -> None:
    found = get("/api/v4/schools/v2", size=2)
    assert [row["bin"] for row in found] == ["000140001234", "010240005678"]
    assert found[0]["ашылған"] == "1998-09-01" and found[0]["оқушы"] == 412
    assert len(get("/api/v4/schools")) == 4 and len(get("/api/v4/schools/v1")) == 2
    assert get("/api/v4/schools/data", **{"from": 3, "size": 5})[0]["оқушы"] == 1205


@pytest.mark.parametrize(
    ("query", "bins"),
    [
        ({"match": {"атауы": "гимназия"}}, ["030440003456"]),
        ({"term": {"bin": "010240005678"}}, ["010240005678"]),
        ({"terms": {"оқушы": [97, 640]}}, ["010240005678", "020340009012"]),
        ({"range": {"оқушы": {"gt": 412, "lte": 1205}}}, ["020340009012", "030440003456"]),
        ({"prefix": {"bin": "00"}}, ["000140001234"]),
        ({"bool": {"must": [{"match": {"аудан": "Сынақ"}}], "must_not": {"term": {"оқушы": 640}}}}, ["030440003456"]),
        ({"bool": {"should": [{"term": {"оқушы": 97}}, {"term": {"оқушы": 412}}]}}, ["000140001234", "010240005678"]),
        ({"bool": {"filter": [{"exists": {"field": "салмақ"}}], "must": {"match_all": {}}}}, 3),
        ({"match_all": {}}, 4),
        ({"bool": {"must_not": {"match_all": {}}}}, []),
    ],
)
def test_questions_find_what_they_ask(schools: Resource, query: Any, bins: Any) -> None:
    found = [row["bin"] for row in get("/api/v4/schools/v2", query=query)]
    assert found == bins if isinstance(bins, list) else len(found) == bins


def test_rows_come_in_the_order_asked_and_with_their_number(schools: Resource) -> None:
    found = get("/api/detailed/schools/v2", size=1, sort=[{"оқушы": {"order": "desc"}}], _source=["оқушы"])
    assert found["totalCount"] == 4 and found["data"] == [{"оқушы": 1205}] and found["demo"] is True


def test_the_passport_and_the_mapping_name_the_fields(schools: Resource) -> None:
    passport = get("/meta/schools/v2")
    assert passport["nameRu"] == "Школы области Улги" and passport["demo"]
    assert passport["fields"]["оқушы"]["type"] == "Int" and passport["responsible"]["email"] == "data@ulgi.example"
    fields = get("/api/v4/mapping/schools/v1")["schools"]["mappings"]["v1"]["properties"]
    assert fields["bin"] == {"type": "string", "store": True} and fields["ашылған"]["type"] == "date"


@pytest.mark.parametrize("path", ["hidden-set", "none", "schools/v9", "schools/x", "schools.2", "schools.x", "a%2Fb"])
@pytest.mark.parametrize("door", ["/meta", "/api/v4", "/api/v4/mapping", "/api/detailed"])
def test_what_is_not_there_or_not_public_is_not_found(schools: Resource, door: str, path: str) -> None:
    assert Client().get(f"{door}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{", "source_unreadable"),
        ('{"query": {"script": {"a": "b"}}}', "clause_unknown"),
        ('{"query": {"term": {"none": 1}}}', "field_unknown"),
        ('{"query": {"range": {"оқушы": {"gt": "many"}}}}', "value.misfit"),
        ('{"size": -1}', "value_invalid"),
        ('{"query": {"term": {"bin": "\\ud800"}}}', "source_unreadable"),
    ],
)
def test_what_cannot_be_asked_is_said_by_code(schools: Resource, source: str, code: str) -> None:
    answer = Client().get("/api/v4/schools/v2", {"source": source})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


WORDS = ["bool", "must", "should", "must_not", "filter", "match", "term", "terms", "range", "prefix", "gt", "lt"]
WORDS += ["query", "a", "b", "sort", "size", "from", "exists", "field", "_source", "order", "wildcard"]
PLAIN = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20)
CLAUSES = some.recursive(
    PLAIN | some.just("c0' OR 1=1;--"),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(WORDS) | some.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(CLAUSES)
def test_any_question_is_read_or_refused_by_name(source: Any) -> None:
    try:
        found = asked.read(json.dumps({"query": source, "sort": source}), ["a", "b"])
    except asked.Refusal as error:
        assert error.code
    else:
        assert found.ask.limit <= asked.MOST
