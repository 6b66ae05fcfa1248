"""data.egov.kz, API version 4: the passport of each set at `/meta/NAME`. It has no list of sets: their names are told.

A passport holds the full name of the person responsible; it is not taken along: a private person stands in no exit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from jariya.portals.opendata.harvesting.clients.reading import as_json, frequency
from jariya.portals.opendata.harvesting.fetching import Fetch, Unfetched
from jariya.portals.opendata.harvesting.found import LONGEST_TITLE, MOST_TAGS, Found, Link, Page, Wrong, words

PAGE = 50


def pages(fetch: Fetch, url: str, *, cursor: str, etag: str, language: str, names: list[str]) -> Iterator[Page]:
    """Passports of the named sets, some at a time; the cursor is the number of names before.

    Raises:
        Unfetched: harvest.no_names, or the site cannot be reached at all.
    """
    if not names:
        raise Unfetched("harvest.no_names")
    base = url.rstrip("/")
    start = int(cursor) if cursor.isdecimal() else 0
    while start < len(names):
        page = tuple(_passport(fetch, base, name, language) for name in names[start : start + PAGE])
        start += PAGE
        yield Page(page, str(start) if start < len(names) else "")


def _passport(fetch: Fetch, base: str, name: str, language: str) -> Found | Wrong:
    """One set. A passport that cannot be read is a wrong record, not the end of the run, unless the site is away."""
    try:
        said = as_json(fetch(f"{base}/meta/{quote(name, safe='/')}", accept="application/json"))
    except Unfetched as error:
        if error.passing or error.code == "harvest.address_refused":
            raise
        return Wrong(name, error.code, error.values)
    return record(said, base, name, language)


def record(said: Any, base: str, name: str, language: str) -> Found | Wrong:
    """A passport as `Found`: its table is reached by the API and as JSON."""
    if not isinstance(said, dict):
        return Wrong(name, "record.not_readable")
    title = words({lang: said.get(f"name{lang.title()}") for lang in ("kk", "ru", "en")}, language, LONGEST_TITLE)
    if not title:
        return Wrong(name, "record.no_title")
    address = str(said.get("apiUri") or name).strip()[:200]
    version = str(said.get("version") or "").strip()[:20]
    owner = said.get("owner") or said.get("organization") or ""
    names = owner if isinstance(owner, dict) else {}
    publisher = str(names.get("id") or names.get("bin") or names.get("nameRu") or "") if names else str(owner)
    place = "/".join(quote(part, safe="") for part in (address, version) if part)
    keywords = said.get("keywords")
    tags = keywords.split(",") if isinstance(keywords, str) else keywords if isinstance(keywords, list) else []
    return Found(
        id=address,
        title=title,
        text=words({lang: said.get(f"description{lang.title()}") for lang in ("kk", "ru", "en")}, language),
        publisher=publisher[:200],
        publisher_title=str(names.get("nameRu") or names.get("nameKk") or publisher)[:300],
        tags=tuple(str(one).strip()[:60] for one in tags if str(one).strip())[:MOST_TAGS],
        frequency=frequency(said.get("frequency") or said.get("updatePeriod")),
        modified=str(said.get("modifiedDate") or said.get("createdDate") or "")[:40],
        page=f"{base}/datasets/view?index={quote(address, safe='')}",
        links=(Link(f"{base}/api/v4/{place}", "API v4", "JSON"),),
    )
