"""Clients against look-alikes: what they read, and each misbehaviour by its name. No database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.portals.opendata.harvesting.alike import Site, package, passport, site

from jariya.portals.opendata.harvesting import clients
from jariya.portals.opendata.harvesting.clients import dcat, egov, listed
from jariya.portals.opendata.harvesting.fetching import Answer, Unfetched, fetcher
from jariya.portals.opendata.harvesting.found import Found, Wrong
from jariya.portals.opendata.harvesting.problems import PROBLEMS

NEAR = fetcher(neighbours=True, seconds=0.6, pause=0.0, most=200_000)


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as held:
        yield held


def read(held: Site, kind: str = "ckan", path: str = "", **more: Any) -> list[Found | Wrong]:
    return [one for page in clients.pages(kind, NEAR, held.url + path, **more) for one in page.records]


def test_a_package_becomes_words_links_publisher_and_no_more(there: Site) -> None:
    there.ways["rows"] = 3
    found = read(there)
    assert [one.id for one in found] == [f"id-{number:04}" for number in range(1, 8)]
    first = found[0]
    assert isinstance(first, Found)
    assert first.title == {"kk": "Жиын 1", "ru": "Набор 1"}
    assert (first.publisher, first.publisher_title) == ("ministry", "Министерство")
    assert (first.themes, first.frequency) == (("EDUC",), "monthly")
    assert first.links[0].url == "https://files.example/1.csv"
    assert len(there.asked) == 3


def test_bad_records_are_named_and_the_others_kept(there: Site) -> None:
    there.packages = [
        package(1), {"title": "no id"}, package(2, title="", title_translated={}), package(3, resources=None),
        package(4, resources=[{"url": "javascript:alert(1)"}]), package(5, private=True), None, package(6, extras="x"),
    ]  # fmt: skip
    codes = [one.code if isinstance(one, Wrong) else one.id for one in read(there)]
    assert codes == [
        "id-0001", "record.no_id", "record.no_title", "record.no_links", "record.no_links", "record.not_readable",
        "record.not_readable", "id-0006",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ({"slow": 0.5}, "harvest.unreached"),
        ({"wrong_json": True}, "harvest.not_json"),
        ({"fail": 9, "status": 500}, "harvest.status"),
        ({"fail": 9, "status": 403}, "harvest.status"),
        ({"short": 40}, "harvest.cut_short"),
        ({"drip": 0.05}, "harvest.unreached"),
        ({"says_no": True}, "harvest.says_no"),
        ({"redirect": "http://10.0.0.1/"}, "harvest.address_refused"),
        ({"redirect": "http://169.254.169.254/latest/meta-data/"}, "harvest.address_refused"),
        ({"redirect": "file:///etc/passwd"}, "harvest.address_refused"),
        ({"redirect": "/"}, "harvest.unreached"),
    ],
)
def test_each_misbehaviour_ends_with_its_name(there: Site, ways: dict[str, Any], code: str) -> None:
    there.ways.update(ways)
    once = fetcher(neighbours=True, seconds=0.3, pause=0.0, tries=1)
    with pytest.raises(Unfetched, match=code.replace(".", r"\.")):
        list(clients.pages("ckan", once, there.url))
    assert code in PROBLEMS


def test_what_passes_is_tried_again_and_what_does_not_is_not(there: Site) -> None:
    there.ways.update({"fail": 2, "status": 502})
    assert len(read(there)) == 7
    there.ways.update({"fail": 2, "status": 404})
    there.asked.clear()
    with pytest.raises(Unfetched):
        read(there)
    assert len(there.asked) == 1


def test_a_private_address_is_not_called() -> None:
    with pytest.raises(Unfetched, match=r"harvest\.address_refused"):
        list(clients.pages("ckan", fetcher(), "http://127.0.0.1:5432/"))


def test_an_answer_larger_than_its_cap_is_left(there: Site) -> None:
    there.documents["/list.csv"] = ("text/csv", "id;title;url\n" + "x" * 300_000)
    with pytest.raises(Unfetched, match=r"harvest\.too_large"):
        read(there, "csv", "/list.csv")


def test_a_passport_loses_the_person_and_a_missing_one_is_a_wrong_record(there: Site) -> None:
    found = read(there, "egov", names=["set_1", "none", "set_3"])
    assert [one.id for one in found] == ["set_1", "none", "set_3"]
    assert isinstance(found[1], Wrong)
    assert "Тестова" not in str(found)
    assert "+7701" not in str(found)
    first = found[0]
    assert isinstance(first, Found)
    assert (first.publisher, first.publisher_title) == ("000140001234", "Министерство")
    assert first.links[0].url.endswith("/api/v4/set_1/v2")
    with pytest.raises(Unfetched, match=r"harvest\.no_names"):
        read(there, "egov")
    assert isinstance(egov.record([], "http://x", "n", "ru"), Wrong)
    assert passport(1)["responsible"]


TURTLE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<http://x.example/d/1> a dcat:Dataset ; dct:title "Мектептер"@kk, "Школы"@ru ; dct:description "о школах" ;
  dct:publisher <http://x.example/org/1> ; dcat:keyword "школа" ; dcat:distribution <http://x.example/d/1/a b.csv> ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/EDUC> ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> .
<http://x.example/org/1> foaf:name "Министерство" .
<http://x.example/d/1/a b.csv> a dcat:Distribution ; dcat:downloadURL <http://x.example/1.csv> ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> .
<http://x.example/d/2> a dcat:Dataset ; dct:description "без названия" .
"""


def test_a_catalogue_in_turtle_is_read_with_its_neighbours(there: Site) -> None:
    there.documents["/catalog.ttl"] = ("text/turtle", TURTLE)
    first, second = read(there, "dcat", "/catalog.ttl", language="ru")
    assert isinstance(first, Found)
    assert first.title == {"kk": "Мектептер", "ru": "Школы"}
    assert first.text == {"ru": "о школах"}
    assert (first.publisher, first.publisher_title) == ("http://x.example/org/1", "Министерство")
    assert (first.themes, first.frequency, first.tags) == (("EDUC",), "yearly", ("школа",))
    assert (first.links[0].url, first.links[0].format) == ("http://x.example/1.csv", "CSV")
    assert first.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert second == Wrong("http://x.example/d/2", "record.no_title")


def test_pages_of_hydra_are_followed_and_a_circle_is_noticed(there: Site) -> None:
    onward = "\n<http://x.example/c> <http://www.w3.org/ns/hydra/core#next> <%s> ."
    there.documents["/1"] = ("text/turtle", TURTLE + onward % f"{there.url}/2")
    there.documents["/2"] = ("text/turtle", TURTLE.replace("d/1", "d/3") + onward % f"{there.url}/1")
    with pytest.raises(Unfetched, match=r"harvest\.endless"):
        read(there, "dcat", "/1")
    assert there.asked == ["/1", "/2"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/ld+json", '{"@context": "http://127.0.0.1:1/context", "@id": "http://x/", "@type": "Dataset"}'),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'),
        ("text/turtle", "<html>"),
        ("application/ld+json", "[" * 100_000),
    ],
)
def test_rdf_that_calls_elsewhere_or_is_none_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Unfetched, match=r"harvest\.not_rdf"):
        dcat.read(Answer(text.encode(), kind), "http://x.example/c")


def test_a_list_in_windows_1251_joins_links_of_one_id() -> None:
    text = "id;title;url;publisher\n1;Школы;http://x.example/a.csv;МОН\n1;Школы;http://x.example/b.csv;МОН\n;;;\n"
    found = list(listed.records(text.encode("cp1251"), "ru"))
    assert isinstance(found[0], Found)
    assert [link.url for link in found[0].links] == ["http://x.example/a.csv", "http://x.example/b.csv"]
    assert found[1] == Wrong("line 4", "record.no_id")
    for bad in (b"<html><body>", b"a,b\n1,2\n", b""):
        with pytest.raises(Unfetched, match=r"harvest\.not_csv"):
            list(listed.records(bad, "ru"))
