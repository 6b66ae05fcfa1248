"""The catalogue itself in DCAT-AP: a page of it for harvesters that follow links, all of it for the nightly dump."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from pyoxigraph import Literal, NamedNode

from jariya.api.dcat import catalogue, vocabulary
from jariya.api.dcat.graph import Graph, add, moment, node, term
from jariya.kernel.language.catalogues import N_
from jariya.portals.opendata.models import DataSet

PAGE = 100
BATCH = 500


@dataclass(frozen=True)
class Page:
    """Sets of a page; `following`: slug after which the next begins, empty on the last."""

    rows: list[DataSet]
    total: int
    following: str


def page(after: str, limit: int = PAGE) -> Page:
    """A page of sets in the order of their names."""
    rows = catalogue.living()
    found = list(catalogue.whole(rows.filter(slug__gt=after[:100]).order_by("slug"))[: limit + 1])
    following = found[limit - 1].slug if len(found) > limit else ""
    return Page(found[:limit], rows.count(), following)


def head(graph: Graph) -> NamedNode:
    """What the catalogue says of itself."""
    this = node(catalogue.catalogue_iri())
    say = graph.say
    say(this, "rdf:type", term("dcat:Catalog"))
    titles, texts, fronts = {}, {}, {}
    for lang in catalogue.LANGUAGES:
        with translation.override(lang):
            titles[lang] = _("Open data")
            texts[lang] = _("What state bodies publish as data: tables, files and links, with their versions.")
            fronts[lang] = catalogue.front(lang)
            if settings.DEMO:
                texts[lang] = f"{catalogue.invented_words(lang)}. {texts[lang]}"
        say(this, "dct:language", graph.of(vocabulary.language(lang), "dct:LinguisticSystem"))
    graph.words(this, "dct:title", titles)
    graph.words(this, "dct:description", texts)
    say(this, "foaf:homepage", graph.of(fronts["kk"], "foaf:Document"))
    say(this, "dcat:themeTaxonomy", graph.of(vocabulary.TAXONOMY, "skos:ConceptScheme"))
    graph.words(node(vocabulary.TAXONOMY), "dct:title", {"en": "Data theme"})
    keeper = node(f"{catalogue.site()}/")
    say(this, "dct:publisher", keeper)
    say(keeper, "rdf:type", term("foaf:Agent"))
    graph.words(keeper, "foaf:name", {"kk": "Жария", "ru": "Жария", "en": "Jariya"})
    newest = catalogue.living().exclude(renewed_at=None).order_by("-renewed_at").values_list("renewed_at", flat=True)
    if (last := newest.first()) is not None:
        say(this, "dct:modified", moment(last))
    _services(graph, this)
    return this


_SERVICES = {
    "rows": (N_("Rows of the tables, in the words of CKAN"), "/api/3/action/datastore_search"),
    "sparql": (N_("SPARQL over this catalogue"), "/catalog/sparql"),
}


def _services(graph: Graph, this: NamedNode) -> None:
    for word, (title, path) in _SERVICES.items():
        found = node(f"{catalogue.catalogue_iri()}#{word}")
        graph.say(this, "dcat:service", found)
        graph.say(found, "rdf:type", term("dcat:DataService"))
        graph.say(found, "dcat:endpointURL", graph.of(catalogue.site() + path, "rdfs:Resource"))
        for lang in catalogue.LANGUAGES:
            with translation.override(lang):
                graph.say(found, "dct:title", Literal(_(title), language=lang))


def paged(after: str, form: str) -> Graph:
    """A page of the catalogue with links to its neighbours (hydra)."""
    graph, found = Graph(), page(after)
    this = head(graph)
    for row in found.rows:
        graph.say(this, "dcat:dataset", add(graph, row))
    base = f"{catalogue.catalogue_iri()}.{form}"
    here = node(f"{base}?after={after}" if after else base)
    graph.say(here, "rdf:type", term("hydra:PagedCollection"))
    graph.say(here, "rdf:type", term("hydra:PartialCollectionView"))
    graph.say(here, "hydra:totalItems", Literal(found.total))
    graph.say(here, "hydra:itemsPerPage", Literal(PAGE))
    for name in ("hydra:first", "hydra:firstPage"):
        graph.say(here, name, node(base))
    if found.following:
        # Harvesters of CKAN read the old name of the link, others the new one.
        for name in ("hydra:next", "hydra:nextPage"):
            graph.say(here, name, node(f"{base}?after={found.following}"))
    return graph


def all_of_it() -> Graph:
    """The whole catalogue."""
    graph = Graph()
    this = head(graph)
    # Half a million triples that all stay: the collector would walk them again and again for nothing (7.6 s for 3.2).
    collected = gc.isenabled()
    gc.disable()
    try:
        for row in _batches(catalogue.living()):
            graph.say(this, "dcat:dataset", add(graph, row))
    finally:
        if collected:
            gc.enable()
    return graph


def _batches(rows: QuerySet[DataSet]) -> Iterator[DataSet]:
    last = ""
    while found := list(catalogue.whole(rows.filter(slug__gt=last).order_by("slug"))[:BATCH]):
        yield from found
        last = found[-1].slug
