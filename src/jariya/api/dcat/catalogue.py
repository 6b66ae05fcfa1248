"""What the exits for other catalogues read: living sets with what they hold, and the addresses of it all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.web.addresses import path
from jariya.portals.opendata.models import DataSet, Resource

LANGUAGES = ("kk", "ru", "en")
_ENDING = re.compile(r"[a-z0-9]{1,10}")
_SLUG = "0-slug-0"
"""Stands for a name in patterns of addresses, which are looked up once: a catalogue has tens of thousands."""
MADE = ("csv", "json", "parquet")
"""Formats of every table that other catalogues are told of; its page has more."""


def living() -> QuerySet[DataSet]:
    """What anyone may see and use: published, not withdrawn."""
    found: QuerySet[DataSet] = DataSet.objects.visible_to(None).living()
    return found


def resources() -> QuerySet[Resource]:
    """What anyone may see of them, without the long reports of the importer."""
    long = ("wishes", "schema", "columns", "current__report", "current__difference")
    found: QuerySet[Resource] = Resource.objects.visible_to(None).select_related("current").defer(*long)
    return found.order_by("position")


def whole(rows: QuerySet[DataSet]) -> QuerySet[DataSet]:
    """Sets with their body, licence, place and resources: three queries, however many."""
    return rows.select_related("case__body", "licence", "region").prefetch_related(
        Prefetch("resources", queryset=resources(), to_attr="given")
    )


def given(row: DataSet) -> list[Resource]:
    """Resources that `whole` brought; the set stands behind each, so that none is asked for again."""
    found: list[Resource] = row.given  # type: ignore[attr-defined]
    for one in found:
        one.data_set = row
    return found


def invented(row: DataSet) -> bool:
    """Whether a set hangs on something made up and must say so."""
    return bool(row.case.body.invented or (row.region and row.region.invented))


def invented_words(lang: str) -> str:
    """What a reader is told of made-up data."""
    with translation.override(lang):
        return str(_("INVENTED DATA"))


def site() -> str:
    """The address of the site, without a slash."""
    return str(settings.PUBLIC_URL)


def iri(row: DataSet) -> str:
    """The lasting address of a set; it answers in RDF or leads to the page."""
    return f"{site()}/dataset/{row.slug}"


def catalogue_iri() -> str:
    """The lasting address of the catalogue."""
    return f"{site()}/catalog"


def page(row: DataSet, lang: str) -> str:
    """The page of a set for people."""
    return site() + _page(lang).replace(_SLUG, row.slug)


@lru_cache(maxsize=8)
def _page(lang: str) -> str:
    return path(lang, "data:set", _SLUG)


def front(lang: str) -> str:
    """The front page of the catalogue for people."""
    return site() + path(lang, "data:catalogue")


def is_table(resource: Resource) -> bool:
    """Whether its rows can be asked."""
    return resource.current is not None and resource.current.parquet is not None


@dataclass(frozen=True)
class Download:
    """A way to get a resource: `ending` names its format; `size` and `digest` (SHA-256) where they are known."""

    ending: str
    url: str
    size: int | None = None
    digest: str = ""


def downloads(resource: Resource) -> list[Download]:
    """In which formats a resource is given out, the best first; a link alone has one, at its own site."""
    slug, place = resource.data_set.slug, resource.position
    if is_table(resource):
        return [Download(ending, site() + _path("data:download", slug, place, ending)) for ending in MADE]
    version = resource.current
    if version is None:
        # A link to another site; to its own body's program also what nothing was published of.
        return [Download(ending_of(urlsplit(resource.url).path), resource.url)]
    address = site() + _path("data:file", slug, place, version.number)
    return [Download(ending_of(version.file_name), address, version.size, bytes(version.sha256).hex())]


def dump_path(resource: Resource, ending: str = "csv") -> str:
    """Where the rows of a table are given out whole, with their numbers."""
    return f"/datastore/dump/{resource.key}?format={ending}"


_PLACE, _LAST = 987_654_321, {"data:file": 123_456_789, "data:download": "0-kind-0"}


@lru_cache(maxsize=8)
def _pattern(name: str) -> str:
    return path("kk", name, _SLUG, _PLACE, _LAST[name])


def _path(name: str, slug: str, place: int, last: object) -> str:
    """The address of a file of a resource."""
    named = _pattern(name).replace(_SLUG, slug).replace(str(_PLACE), str(place))
    return named.replace(str(_LAST[name]), str(last))


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters; empty where it says nothing."""
    found = name.rpartition(".")[2].lower() if "." in name else ""
    return found if _ENDING.fullmatch(found) else ""


def texts(row: Any, name: str) -> dict[str, str]:
    """What is written in each language; languages without words are left out."""
    return {lang: words for lang in LANGUAGES if (words := getattr(row, f"{name}_{lang}"))}


def names(row: Any) -> dict[str, str]:
    """Names of a body, region, licence or theme in each language."""
    attribute = "name" if hasattr(row, "name_kk") else "title"
    return {lang: words for lang in LANGUAGES if (words := getattr(row, f"{attribute}_{lang}"))}
