"""Sets as triples of DCAT-AP 3.0.1, written by pyoxigraph.

What is unknown is left out. Words carry their language; what is invented says so in its description and provenance.
The terms of the EU's vocabularies that are used are named with their class, so that a graph is whole in itself.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from jariya.api.dcat import catalogue, vocabulary
from jariya.portals.opendata.models import DataSet, Resource

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "spdx": "http://spdx.org/rdf/terms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
FORMATS = {
    "ttl": (RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "rdf": (RdfFormat.RDF_XML, "application/rdf+xml; charset=utf-8"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json; charset=utf-8"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples; charset=utf-8"),
}
"""Ending of an address -> how it is written, its media type."""
Subject = NamedNode | BlankNode


class _Terms(dict[str, NamedNode]):
    """Terms by their short names, each made once: half a million are said of a catalogue."""

    def __missing__(self, name: str) -> NamedNode:
        prefix, _colon, word = name.partition(":")
        self[name] = made = NamedNode(PREFIXES[prefix] + word)
        return made


TERMS = _Terms()
_PLAIN = re.compile(r"[A-Za-z0-9%/:=&?~#+!$,;'@()*\[\]._-]*")


def term(name: str) -> NamedNode:
    """A term by its short name: `dcat:Dataset`."""
    return TERMS[name]


def node(iri: str) -> NamedNode:
    """A node by its address; letters that no address may hold are escaped."""
    return NamedNode(iri if _PLAIN.fullmatch(iri) else quote(iri, safe="%/:=&?~#+!$,;'@()*[]._-"))


A = term("rdf:type")
_DATE, _MOMENT = term("xsd:date"), term("xsd:dateTime")
_SIZE, _HEX = term("xsd:nonNegativeInteger"), term("xsd:hexBinary")


def day(value: dt.date) -> Literal:
    """A day."""
    return Literal(value.isoformat(), datatype=_DATE)


@lru_cache(maxsize=4096)
def moment(value: dt.datetime) -> Literal:
    """A moment, to the second, in UTC."""
    return Literal(value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=_MOMENT)


class Graph:
    """Collects triples; what many sets share (bodies, places, terms) is written once."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.seen: set[str] = set()
        self.forms: dict[str, list[tuple[NamedNode, NamedNode]]] = {}
        self.service = node(f"{catalogue.catalogue_iri()}#rows")

    def say(self, subject: Subject, name: str, value: Subject | Literal) -> None:
        """One triple."""
        self.triples.append(Triple(subject, TERMS[name], value))

    def words(self, subject: Subject, name: str, words: dict[str, str]) -> None:
        """A text in each of its languages."""
        for lang, text in words.items():
            self.say(subject, name, Literal(text, language=lang))

    def of(self, iri: str, kind: str) -> NamedNode:
        """A node of a vocabulary, with its class."""
        found = node(iri)
        if iri not in self.seen:
            self.seen.add(iri)
            self.triples.append(Triple(found, A, term(kind)))
        return found

    def once(self, key: str) -> bool:
        """Whether this is said for the first time."""
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def written(self, form: str) -> bytes:
        """All of it in one of FORMATS."""
        made = serialize(self.triples, format=FORMATS[form][0], prefixes=PREFIXES)
        assert made is not None
        return made


def add(graph: Graph, row: DataSet) -> NamedNode:
    """A set with its distributions. `row`: of `catalogue.whole`."""
    iri = catalogue.iri(row)
    this = node(iri)
    say = graph.say
    say(this, "rdf:type", term("dcat:Dataset"))
    demo = catalogue.invented(row)
    graph.words(this, "dct:title", catalogue.texts(row, "title"))
    graph.words(this, "dct:description", described(row, demo))
    say(this, "dct:identifier", Literal(iri))
    say(this, "adms:identifier", _identifier(graph, iri, row.case.public_id))
    say(this, "dct:publisher", body(graph, row))
    say(this, "dct:accessRights", graph.of(vocabulary.PUBLIC, "dct:RightsStatement"))
    say(this, "dcat:landingPage", graph.of(catalogue.page(row, "kk"), "foaf:Document"))
    if demo:
        say(this, "dct:provenance", _invented(graph))
    for lang in catalogue.texts(row, "title"):
        say(this, "dct:language", graph.of(vocabulary.language(lang), "dct:LinguisticSystem"))
    for code in row.themes:
        if found := vocabulary.theme(code):
            say(this, "dcat:theme", graph.of(found, "skos:Concept"))
    for word in row.tags:
        say(this, "dcat:keyword", Literal(word))
    if (found := vocabulary.frequency(row.frequency)) is not None:
        say(this, "dct:accrualPeriodicity", graph.of(found, "dct:Frequency"))
    if row.published_at:
        say(this, "dct:issued", moment(row.published_at))
    if row.renewed_at:
        say(this, "dct:modified", moment(row.renewed_at))
    if row.period_from or row.period_to:
        say(this, "dct:temporal", _period(graph, iri, row))
    if (place := _place(graph, row)) is not None:
        say(this, "dct:spatial", place)
    if row.contact:
        say(this, "dcat:contactPoint", _contact(graph, iri, row))
    if row.documentation:
        say(this, "foaf:page", graph.of(row.documentation, "foaf:Document"))
    if row.source.startswith(("https://", "http://")):
        say(this, "dct:source", node(row.source))
    for resource in catalogue.given(row):
        _distributions(graph, this, row, resource)
    return this


def described(row: DataSet, demo: bool) -> dict[str, str]:
    """What a set is about in each language, behind the words for invented data; its title where nobody described it."""
    words = catalogue.texts(row, "text") or catalogue.texts(row, "title")
    return {lang: f"{catalogue.invented_words(lang)}. {text}" for lang, text in words.items()} if demo else words


def _identifier(graph: Graph, iri: str, text: str) -> NamedNode:
    found = node(f"{iri}#identifier")
    graph.say(found, "rdf:type", term("adms:Identifier"))
    graph.say(found, "skos:notation", Literal(text))
    return found


def _invented(graph: Graph) -> NamedNode:
    found = node(f"{catalogue.catalogue_iri()}#invented")
    if graph.once("invented"):
        graph.say(found, "rdf:type", term("dct:ProvenanceStatement"))
        graph.words(found, "rdfs:label", {lang: catalogue.invented_words(lang) for lang in catalogue.LANGUAGES})
    return found


def body(graph: Graph, row: DataSet) -> NamedNode:
    """The body that publishes."""
    holder = row.case.body
    iri = f"{catalogue.site()}/api/v1/bodies/{holder.slug}"
    found = node(iri)
    if graph.once(iri):
        graph.say(found, "rdf:type", term("foaf:Agent"))
        graph.words(found, "foaf:name", catalogue.names(holder) or {"kk": holder.name("kk").text})
        if holder.site:
            graph.say(found, "foaf:homepage", graph.of(holder.site, "foaf:Document"))
        if holder.invented:
            graph.say(found, "rdfs:comment", Literal(catalogue.invented_words("en"), language="en"))
    return found


def _period(graph: Graph, iri: str, row: DataSet) -> NamedNode:
    found = node(f"{iri}#period")
    graph.say(found, "rdf:type", term("dct:PeriodOfTime"))
    if row.period_from:
        graph.say(found, "dcat:startDate", day(row.period_from))
    if row.period_to:
        graph.say(found, "dcat:endDate", day(row.period_to))
    return found


def _place(graph: Graph, row: DataSet) -> NamedNode | None:
    if row.region is None:
        return graph.of(vocabulary.COUNTRY, "dct:Location") if row.whole_country else None
    found = node(f"{catalogue.catalogue_iri()}#kato-{row.region.code}")
    if graph.once(f"kato-{row.region.code}"):
        graph.say(found, "rdf:type", term("dct:Location"))
        graph.say(found, "dct:identifier", Literal(row.region.code))
        graph.words(found, "skos:prefLabel", catalogue.names(row.region))
    return found


def _contact(graph: Graph, iri: str, row: DataSet) -> NamedNode:
    found = node(f"{iri}#contact")
    graph.say(found, "rdf:type", term("vcard:Kind"))
    graph.words(found, "vcard:fn", catalogue.names(row.case.body))
    digits = "".join(letter for letter in row.contact if letter.isdigit())
    if "@" in row.contact and " " not in row.contact:
        graph.say(found, "vcard:hasEmail", node(f"mailto:{row.contact}"))
    elif len(digits) > 5:
        plus = "+" if row.contact.lstrip().startswith("+") else ""
        graph.say(found, "vcard:hasTelephone", node(f"tel:{plus}{digits}"))
    return found


def _distributions(graph: Graph, this: NamedNode, row: DataSet, resource: Resource) -> None:
    version, iri, add = resource.current, catalogue.iri(row), graph.triples.append
    titles = catalogue.texts(resource, "title") or catalogue.texts(row, "title")
    texts = catalogue.texts(resource, "text")
    # What each format of the resource says alike is made once.
    alike: list[tuple[NamedNode, Subject | Literal]] = [(A, TERMS["dcat:Distribution"])]
    alike += [(TERMS["dct:title"], Literal(text, language=lang)) for lang, text in titles.items()]
    alike += [(TERMS["dct:description"], Literal(text, language=lang)) for lang, text in texts.items()]
    if row.licence is not None and (licence := vocabulary.licence(row.licence.url)):
        alike.append((TERMS["dct:license"], graph.of(licence, "dct:LicenseDocument")))
    lasting = vocabulary.TEMPORARY if resource.link_trouble else vocabulary.STABLE
    alike.append((TERMS["dcatap:availability"], graph.of(lasting, "skos:Concept")))
    if version is not None:
        alike.append((TERMS["dct:modified"], moment(version.at)))
        alike.append((TERMS["dcat:accessService"], graph.service))
    for download in catalogue.downloads(resource):
        found, address = node(f"{iri}#{resource.key}-{download.ending or 'file'}"), node(download.url)
        add(Triple(this, TERMS["dcat:distribution"], found))
        for name, value in alike:
            add(Triple(found, name, value))
        add(Triple(found, TERMS["dcat:accessURL"], address))
        if version is not None:
            add(Triple(found, TERMS["dcat:downloadURL"], address))
        for name, value in _form(graph, download.ending):
            add(Triple(found, name, value))
        if download.size is not None:
            graph.say(found, "dcat:byteSize", Literal(str(download.size), datatype=_SIZE))
        if download.digest:
            _checksum(graph, found, download.digest)


def _form(graph: Graph, ending: str) -> list[tuple[NamedNode, NamedNode]]:
    """Format and media type of a file by its ending, where the vocabularies have them."""
    if ending not in graph.forms:
        graph.forms[ending] = made = []
        if (kind := vocabulary.file_type(ending)) is not None:
            made.append((TERMS["dct:format"], graph.of(kind, "dct:MediaTypeOrExtent")))
        if ending in vocabulary.MEDIA_TYPE:
            media = f"https://www.iana.org/assignments/media-types/{vocabulary.media_type(ending)}"
            made.append((TERMS["dcat:mediaType"], graph.of(media, "dct:MediaType")))
    return graph.forms[ending]


def _checksum(graph: Graph, of: NamedNode, digest: str) -> None:
    found = node(f"{of.value}-checksum")
    graph.say(of, "spdx:checksum", found)
    graph.say(found, "rdf:type", term("spdx:Checksum"))
    algorithm = graph.of("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm")
    graph.say(found, "spdx:algorithm", algorithm)
    graph.say(found, "spdx:checksumValue", Literal(digest, datatype=_HEX))


def one(row: DataSet) -> Graph:
    """The graph of one set."""
    graph = Graph()
    add(graph, row)
    return graph
