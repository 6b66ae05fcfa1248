"""DCAT and DCAT-AP in Turtle, RDF/XML, JSON-LD or N-Triples, page by page where the catalogue is paged by Hydra.

Parsed by pyoxigraph: it takes no context, entity or schema from elsewhere, so a catalogue cannot make this machine call
an address that nobody checked (rdflib fetches JSON-LD contexts by itself), and it is some hundred times faster.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from jariya.portals.opendata.harvesting.clients.reading import THEMES, frequency
from jariya.portals.opendata.harvesting.fetching import Answer, Fetch, Unfetched
from jariya.portals.opendata.harvesting.found import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_LINKS,
    MOST_TAGS,
    Found,
    Link,
    Page,
    Wrong,
    web,
)

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FOAF, HYDRA = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/hydra/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/n-triples;q=0.7"
ENDINGS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML,
           ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD, ".nt": RdfFormat.N_TRIPLES}  # fmt: skip
MOST_TRIPLES = 3_000_000
Node = NamedNode | BlankNode
Graph = dict[Any, dict[str, list[Any]]]


def pages(fetch: Fetch, url: str, *, cursor: str, etag: str, language: str, names: list[str]) -> Iterator[Page]:
    """Pages of a catalogue; the cursor is the address of the page."""
    address = cursor or url
    seen: set[str] = set()
    first = not cursor
    while True:
        answer = fetch(address, etag=etag if first else "", accept=ACCEPT)
        if answer.unchanged:
            yield Page((), etag=etag, unchanged=True)
            return
        graph = read(answer, address)
        seen.add(address)
        onward = _onward(graph, address)
        if onward in seen:
            raise Unfetched("harvest.endless")
        # Only of a catalogue that is one document does its ETag speak for the whole.
        whole = answer.etag if first and not onward else ""
        yield Page(tuple(records(graph, language)), onward, etag=whole)
        if not onward:
            return
        address, first = onward, False


def read(answer: Answer, address: str) -> Graph:
    """The triples of an answer by subject and property.

    Raises:
        Unfetched: harvest.not_rdf, harvest.too_large.
    """
    graph: Graph = defaultdict(lambda: defaultdict(list))
    try:
        found = parse(answer.body, format=_format(answer, address), base_iri=address, lenient=True)
        for number, quad in enumerate(found):
            if number > MOST_TRIPLES:
                raise Unfetched("harvest.too_large", most=MOST_TRIPLES)
            graph[quad.subject][quad.predicate.value].append(quad.object)
    except (SyntaxError, ValueError, OSError):
        raise Unfetched("harvest.not_rdf") from None
    return graph


def _format(answer: Answer, address: str) -> RdfFormat:
    kind = answer.kind.partition(";")[0].strip()
    known = RdfFormat.from_media_type(kind) if kind and kind not in {"text/plain", "text/html", "text/xml"} else None
    if known is not None:
        return known
    path = address.partition("?")[0].lower()
    for ending, form in ENDINGS.items():
        if path.endswith(ending):
            return form
    head = answer.body.lstrip()[:1]
    return RdfFormat.RDF_XML if head == b"<" and b"rdf:" in answer.body[:2000] else (
        RdfFormat.JSON_LD if head in (b"{", b"[") else RdfFormat.TURTLE
    )  # fmt: skip


def _onward(graph: Graph, address: str) -> str:
    for said in graph.values():
        for name in ("next", "nextPage"):
            for value in said.get(HYDRA + name, ()):
                return urljoin(address, value.value)
    return ""


def records(graph: Graph, language: str) -> Iterator[Found | Wrong]:
    """Every dcat:Dataset of a graph, in the order of their ids."""
    sets = [node for node, said in graph.items() if NamedNode(DCAT + "Dataset") in said.get(RDF + "type", ())]
    for node in sorted(sets, key=str):
        yield record(graph, node, language)


def record(graph: Graph, node: Node, language: str) -> Found | Wrong:
    """One data set."""
    said = graph[node]
    address = node.value if isinstance(node, NamedNode) else ""
    name = (_text(said, DCT + "identifier") or address)[:300]
    if not name:
        return Wrong("", "record.no_id")
    title = _words(said, DCT + "title", language, LONGEST_TITLE)
    if not title:
        return Wrong(name, "record.no_title")
    places = [one for one in said.get(DCAT + "distribution", ()) if isinstance(one, Node)][:MOST_LINKS]
    links = tuple(link for one in places if (link := _link(graph[one], language)))
    if not links:
        return Wrong(name, "record.no_links")
    publisher, publisher_title = _publisher(graph, said)
    licences = [*said.get(DCT + "license", ()), *(x for one in places for x in graph[one].get(DCT + "license", ()))]
    themes = {str(one.value).rstrip("/").rpartition("/")[2].upper() for one in said.get(DCAT + "theme", ())
              if isinstance(one, NamedNode)}  # fmt: skip
    tags = {one.value.strip()[:60] for one in said.get(DCAT + "keyword", ()) if isinstance(one, Literal)}
    often = next((one.value for one in said.get(DCT + "accrualPeriodicity", ()) if not isinstance(one, BlankNode)), "")
    return Found(
        id=name,
        title=title,
        text=_words(said, DCT + "description", language, LONGEST_TEXT),
        publisher=publisher,
        publisher_title=publisher_title,
        licence=next((one.value for one in licences if not isinstance(one, BlankNode)), "")[:300],
        tags=tuple(sorted(filter(None, tags)))[:MOST_TAGS],
        themes=tuple(sorted(themes & THEMES)),
        frequency=frequency(often),
        modified=_text(said, DCT + "modified")[:40],
        page=next((p for one in said.get(DCAT + "landingPage", ()) if (p := web(one.value))), "") or web(address),
        links=links,
    )


def _publisher(graph: Graph, said: dict[str, list[Any]]) -> tuple[str, str]:
    """Id and name of the publisher: its address, else its identifier, else its name."""
    for one in said.get(DCT + "publisher", ()):
        if isinstance(one, Literal):
            return one.value[:200], one.value[:300]
        about = graph[one]
        name = _text(about, FOAF + "name") or _text(about, DCT + "title")
        key = one.value if isinstance(one, NamedNode) else _text(about, DCT + "identifier") or name
        return key[:200], (name or key)[:300]
    return "", ""


def _link(said: dict[str, list[Any]], language: str) -> Link | None:
    for name in ("downloadURL", "accessURL"):
        for one in said.get(DCAT + name, ()):
            if url := web(one.value):
                titles = _words(said, DCT + "title", language, LONGEST_TITLE)
                form = next((x.value for x in said.get(DCT + "format", ()) if not isinstance(x, BlankNode)), "")
                return Link(url, next(iter(titles.values()), ""), form.rstrip("/").rpartition("/")[2][:40])
    return None


def _text(said: dict[str, list[Any]], name: str) -> str:
    return next((one.value.strip() for one in said.get(name, ()) if isinstance(one, Literal)), "")


def _words(said: dict[str, list[Any]], name: str, language: str, most: int) -> dict[str, str]:
    """Texts by language; one without a language counts as the source's."""
    found: dict[str, str] = {}
    for one in said.get(name, ()):
        if isinstance(one, Literal) and one.value.strip():
            lang = (one.language or language)[:2].lower()
            if lang in ("kk", "ru", "en"):
                found.setdefault(lang, one.value.strip()[:most])
    return found
