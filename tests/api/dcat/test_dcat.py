"""Other catalogues read ours: DCAT-AP in three formats, links between pages, a dump, SPARQL, Croissant."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata import made

from jariya.api.dcat import dumps, sparql, whole
from jariya.portals.opendata import actions
from jariya.portals.opendata.actions import Words
from jariya.portals.opendata.models import Resource, ResourceKind

pytestmark = pytest.mark.django_db
SHAPES = Path(__file__).with_name("shapes.ttl")
OFFICIAL = os.environ.get("JARIYA_DCAT_SHAPES", "")
RDF = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def schools(module_data: None, django_db_blocker: Any) -> Iterator[Resource]:
    """Two published sets, one of them with a link and a place, and a hidden one."""
    with django_db_blocker.unblock():
        made.prepared("hidden-set")
        made.published("roads", title_ru="Дороги", region=None, tags=("жол",), contact="+7 (700) 000-00-00")
        found = made.published("schools")
        link = "https://open.example/a b.xlsx?x=1&y=«2»"
        words = Words(title_kk="Сілтеме", title_ru="Ссылка")
        actions.add_resource(
            case=found.data_set.case, kind=ResourceKind.LINK, words=words, url=link, by=None, now=made.NOW
        )
        yield found


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> None:
    """Dumps lie aside."""
    settings.OPENDATA_STORE = tmp_path


def get(path: str, accept: str = "*/*", status: int = 200) -> Any:
    answer = Client().get(path, headers={"Accept": accept})
    assert answer.status_code == status, answer.content if not answer.streaming else ""
    return answer


def read(content: bytes, form: str) -> Any:
    from rdflib import Graph

    return Graph().parse(data=content, format=RDF[form])


def test_every_format_says_the_same(schools: Resource) -> None:
    from rdflib.compare import isomorphic

    graphs = [read(get(f"/dataset/schools.{form}").content, form) for form in RDF]
    assert len(graphs[0]) > 60
    assert isomorphic(graphs[0], graphs[1]) and isomorphic(graphs[0], graphs[2])


def test_the_catalogue_follows_the_rules_of_dcat_ap(schools: Resource) -> None:
    import pyshacl

    graph = read(whole.all_of_it().written("ttl"), "ttl")
    shapes = OFFICIAL or str(SHAPES)
    conforms, _graph, words = pyshacl.validate(graph, shacl_graph=shapes, shacl_graph_format="turtle", advanced=False)
    assert conforms, words


def test_the_rules_would_notice_a_set_without_a_title(schools: Resource) -> None:
    import pyshacl

    graph = read(get("/dataset/schools.ttl").content, "ttl")
    from rdflib.namespace import DCTERMS

    graph.remove((None, DCTERMS.title, None))
    assert not pyshacl.validate(graph, shacl_graph=str(SHAPES), shacl_graph_format="turtle")[0]


def test_a_set_says_what_it_is_in_its_languages_and_that_it_is_invented(schools: Resource) -> None:
    text = get("/dataset/schools.ttl").content.decode()
    assert '"Школы области Улги"@ru' in text and '"Үлгі облысының мектептері"@kk' in text
    assert '"ВЫМЫШЛЕННЫЕ ДАННЫЕ. Вымышленные школы."@ru' in text
    for term in ("frequency/ANNUAL", "data-theme/EDUC", "file-type/CSV", "licence/CC_BY_4_0", "access-right/PUBLIC"):
        assert f"http://publications.europa.eu/resource/authority/{term}>" in text
    assert "a%20b.xlsx" in text and "hidden" not in text


def test_accept_and_ending_choose_the_format_and_a_browser_comes_to_the_page(schools: Resource) -> None:
    assert get("/dataset/schools", "application/ld+json")["Content-Type"].startswith("application/ld+json")
    assert get("/dataset/schools", "text/html;q=0.3, text/turtle")["Content-Type"].startswith("text/turtle")
    page = Client().get("/dataset/schools?lang=ru", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page["Location"].endswith("/ru/data/sets/schools/")) == (303, True)
    assert "Accept" in get("/catalog", "application/rdf+xml")["Vary"].split(", ")
    for path in ("/dataset/hidden-set.ttl", "/dataset/none.ttl", "/dataset/schools.exe", "/catalog.exe"):
        assert get(path, status=404).json()["code"] == "not_found"
    answer = get("/dataset/schools.ttl")
    again = Client().get("/dataset/schools.ttl", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and answer["Access-Control-Allow-Origin"] == "*"


def test_a_harvester_follows_the_links_to_every_set_once(schools: Resource, monkeypatch: pytest.MonkeyPatch) -> None:
    from rdflib import RDF as TYPE
    from rdflib import Namespace
    from rdflib.namespace import DCAT

    monkeypatch.setattr(whole.page, "__defaults__", (1,))
    hydra, seen, path = Namespace("http://www.w3.org/ns/hydra/core#"), [], "/catalog.ttl"
    while path:
        graph = read(get(path).content, "ttl")
        seen += [str(one).rpartition("/")[2] for one in graph.subjects(TYPE.type, DCAT.Dataset)]
        following = [str(one) for one in graph.objects(None, hydra.next)]
        path = "/catalog.ttl?" + following[0].partition("?")[2] if following else ""
    assert seen == ["roads", "schools"]
    assert get("/catalog.ttl?after=%27;--", status=422).json()["code"] == "parameter_invalid"


def test_the_dump_is_a_file_with_ranges_and_forgets_what_was_withdrawn(schools: Resource, store: None) -> None:
    from jariya.kernel.people.models import Person

    full = get("/catalog/dump.nt")
    text = b"".join(full).decode()
    assert "/dataset/roads>" in text and "hidden" not in text
    part = Client().get("/catalog/dump.nt", headers={"Range": "bytes=0-9"})
    assert (part.status_code, b"".join(part)) == (206, text.encode()[:10])
    head = Person.objects.get(handle="demo-head")
    roads = Resource.objects.get(data_set__slug="roads").data_set.case
    actions.withdraw(case=roads, reason_kk="қате", reason_ru="ошибка", by=head, now=made.NOW)
    assert "/dataset/roads>" not in b"".join(get("/catalog/dump.nt")).decode()


def test_sparql_answers_questions_and_reaches_nothing_else(schools: Resource, store: None) -> None:
    dumps.make()
    query = "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT ?s WHERE { ?s a dcat:Dataset } ORDER BY ?s"
    answer = Client().get("/catalog/sparql", {"query": query})
    found = [row["s"]["value"].rpartition("/")[2] for row in answer.json()["results"]["bindings"]]
    assert found == ["roads", "schools"]
    for wrong, code in (
        ("SELECT * {", "sparql.unreadable"),
        ("DELETE WHERE { ?s ?p ?o }", "sparql.unreadable"),
        ("select * { service <http://127.0.0.1/> { ?s ?p ?o } }", "sparql.no_service"),
    ):
        said = Client().post("/catalog/sparql", wrong, content_type="application/sparql-query")
        assert (said.status_code, said.json()["code"]) == (400, code)


@pytest.mark.parametrize(
    ("query", "reaches"),
    [
        ("SELECT * { SERVICE<http://x> {} }", True),
        ("SELECT * { SERVICE # <\n <http://x> {} }", True),
        ("SELECT ?service { ?service a <http://x/SERVICE> }", False),
        ("SELECT * { ?s ?p 'SERVICE' } # SERVICE", False),
        ("SELECT * { ?s ex:service ?o }", False),
        ("SELECT * { ?a < ?b . SERVICE ?x {} FILTER(?a > 1) }", True),
    ],
)
def test_a_question_to_another_server_is_noticed(query: str, reaches: bool) -> None:
    assert sparql.reaches_out(query) is reaches


def test_a_question_that_is_too_slow_is_killed(schools: Resource, store: None, monkeypatch: Any) -> None:
    place = dumps.make() / "store"
    monkeypatch.setattr(sparql, "SECONDS", 0.01)
    with pytest.raises(sparql.Refusal, match=r"sparql\.too_slow"):
        sparql.ask(place, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "json")


def test_croissant_names_the_columns_and_their_types(schools: Resource) -> None:
    found = json.loads(get("/dataset/schools/croissant.jsonld?lang=ru").content)
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.0" and found["name"] == "Школы области Улги"
    (records,) = found["recordSet"]
    kinds = {field["name"]: field["dataType"] for field in records["field"]}
    assert (kinds["bin"], kinds["оқушы"], kinds["ашылған"]) == ("sc:Text", "sc:Integer", "sc:Date")
    files = {file["@id"] for file in found["distribution"]}
    assert {field["source"]["fileObject"]["@id"] for field in records["field"]} <= files
    assert found["creditText"] == "ВЫМЫШЛЕННЫЕ ДАННЫЕ"


def test_croissant_passes_its_own_validator(schools: Resource) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed: pip install mlcroissant")
    found = json.loads(get("/dataset/schools/croissant.jsonld").content)
    assert not croissant.Dataset(jsonld=found).metadata.ctx.issues.errors


def test_the_sitemap_leads_to_pages_in_three_languages(schools: Resource) -> None:
    text = get("/catalog/sitemap.xml").content.decode()
    assert text.count("<loc>") == 6 and "/ru/data/sets/schools/</loc>" in text
