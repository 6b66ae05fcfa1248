"""Exits of open data for programs: CKAN, data.egov.kz, DCAT-AP, SPARQL, Croissant."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from jariya.project.registers.kinds import At, Door, Exit, PageKind, at, of
from jariya.project.registers.made import Made


def _asked(name: str, /, **given: str) -> Callable[[Made], At]:
    """An action of CKAN; `{set}` and `{table}` in a parameter are those that were made."""

    def example(made: Made) -> At:
        told = {key: value.format(set=made.data_set, table=made.data_table) for key, value in given.items()}
        return At({"name": name}, urlencode(told))

    return example


def _versioned(made: Made) -> At:
    return At({"uri": made.data_set, "version": "v1"})


def _form(ending: str) -> Callable[[Made], At]:
    return lambda made: At({"ending": ending})


def _described(ending: str) -> Callable[[Made], At]:
    return lambda made: At({"slug": made.data_set, "ending": ending})


_SHOWN = {"facet.field": '["organization","groups","tags","res_format","license_id"]', "q": "INVENTED"}
_ACTIONS = (
    _asked("package_search", fq="state:active", rows="1000"),
    _asked("package_search", **_SHOWN),
    _asked("current_package_list_with_resources"),
    _asked("package_list"),
    _asked("package_show", id="{set}"),
    _asked("package_autocomplete", q="a"),
    _asked("resource_show", id="{table}"),
    _asked("resource_search", query="name:a"),
    _asked("organization_list", all_fields="true"),
    _asked("organization_show", id="ulgi-ministry", include_datasets="true"),
    _asked("group_list", all_fields="true"),
    _asked("group_show", id="educ", include_datasets="true"),
    _asked("tag_list", all_fields="true"),
    _asked("license_list"),
    _asked("status_show"),
    _asked("site_read"),
    _asked("help_show", name="package_search"),
    _asked("datastore_search", resource_id="{table}"),
    _asked("datastore_search", resource_id="{table}", records_format="csv", q="a"),
    _asked("datastore_info", id="{table}"),
)
_OF_SET, _TABLE = of("slug=data_set"), of("key=data_table")
_URI = of("uri=data_set")

pages: tuple[PageKind, ...] = ()

exits: tuple[Exit, ...] = (
    *(Exit("ckan:action", "opendata", "json", True, example) for example in _ACTIONS),
    Exit("ckan:action-short", "opendata", "json", True, _asked("package_show", id="{set}")),
    Exit("ckan:dump", "opendata", "csv", True, _TABLE),
    Exit("ckan:dump", "opendata", "tsv", True, of("key=data_table", query="format=tsv")),
    Exit("ckan:dump", "opendata", "rows", True, of("key=data_table", query="format=json")),
    Exit("ckan:dump", "opendata", "xml", True, of("key=data_table", query="format=xml")),
    *(Exit(f"egov:{name}-newest", "opendata", "json", True, _URI) for name in ("meta", "mapping", "rows", "detailed")),
    *(Exit(f"egov:{name}", "opendata", "json", True, _versioned) for name in ("meta", "mapping", "rows", "detailed")),
    Exit("dcat:catalog", "opendata", "ttl", True, at()),
    *(Exit("dcat:catalog-as", "opendata", form, True, _form(form)) for form in ("ttl", "rdf", "jsonld", "nt")),
    Exit("dcat:dump", "opendata", "nt", True, _form("nt")),
    Exit("dcat:sitemap", "opendata", "xml", True, at()),
    Exit("dcat:set", "opendata", "ttl", True, _OF_SET),
    *(Exit("dcat:set-as", "opendata", form, True, _described(form)) for form in ("ttl", "rdf", "jsonld", "nt")),
    Exit("dcat:croissant", "opendata", "json", True, _OF_SET),
    Exit("dcat:sparql", "opendata", "sparql", True, at(urlencode({"query": "SELECT * { ?s ?p ?o }"}))),
)

doors: tuple[Door, ...] = ()
