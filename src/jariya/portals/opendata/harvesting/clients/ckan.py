"""CKAN, API version 3: `package_search` in pages, by id, so that what changes meanwhile does not shift the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from jariya.portals.opendata.harvesting.clients.reading import THEMES, as_json, frequency
from jariya.portals.opendata.harvesting.fetching import Fetch, Unfetched
from jariya.portals.opendata.harvesting.found import (
    LONGEST_TITLE,
    MOST_LINKS,
    MOST_TAGS,
    Found,
    Link,
    Page,
    Wrong,
    web,
    words,
)

ROWS = 100


def pages(fetch: Fetch, url: str, *, cursor: str, etag: str, language: str, names: list[str]) -> Iterator[Page]:
    """Pages of a CKAN; the cursor is the number of records before."""
    base = url.rstrip("/")
    start = int(cursor) if cursor.isdecimal() else 0
    while True:
        query = urlencode({"q": "*:*", "sort": "id asc", "rows": ROWS, "start": start})
        said = as_json(fetch(f"{base}/api/3/action/package_search?{query}", accept="application/json"))
        if not isinstance(said, dict) or said.get("success") is not True:
            raise Unfetched("harvest.says_no")
        result = said.get("result")
        rows = result.get("results") if isinstance(result, dict) else None
        count = result.get("count") if isinstance(result, dict) else None
        if not isinstance(rows, list) or not isinstance(count, int):
            raise Unfetched("harvest.not_json")
        start += len(rows)
        more = bool(rows) and start < count
        yield Page(tuple(record(row, base, language) for row in rows), str(start) if more else "")
        if not more:
            return


def record(row: Any, base: str, language: str) -> Found | Wrong:
    """One package as CKAN gives it, with the translated fields of its multilingual extensions."""
    if not isinstance(row, dict):
        return Wrong("", "record.not_readable")
    name = str(row.get("id") or row.get("name") or "").strip()[:300]
    if not name:
        return Wrong("", "record.no_id")
    if row.get("state") not in (None, "active") or row.get("private"):
        return Wrong(name, "record.not_readable", {"state": str(row.get("state"))[:40]})
    extras = {str(one.get("key")): one.get("value") for one in _list(row.get("extras")) if isinstance(one, dict)}
    own = str(row.get("language") or extras.get("language") or language)[-2:].lower()
    own = own if own in ("kk", "ru", "en") else language
    title = words(row.get("title_translated"), own, LONGEST_TITLE) or words(row.get("title"), own, LONGEST_TITLE)
    if not title:
        return Wrong(name, "record.no_title")
    named = row.get("organization")
    organisation: dict[str, Any] = named if isinstance(named, dict) else {}
    links = [
        Link(
            address,
            str(one.get("name") or one.get("description") or "")[:LONGEST_TITLE],
            str(one.get("format") or "")[:40],
        )
        for one in _list(row.get("resources"))[:MOST_LINKS]
        if isinstance(one, dict) and (address := web(one.get("url")))
    ]
    if not links:
        return Wrong(name, "record.no_links")
    themes = {str(one.get("name", "")).upper() for one in _list(row.get("groups")) if isinstance(one, dict)}
    tags = [str(one.get("name", "")).strip()[:60] for one in _list(row.get("tags")) if isinstance(one, dict)]
    return Found(
        id=name,
        title=title,
        text=words(row.get("notes_translated"), own) or words(row.get("notes"), own),
        publisher=str(organisation.get("name") or organisation.get("id") or "")[:200],
        publisher_title=str(organisation.get("title") or "")[:300],
        licence=str(row.get("license_id") or "")[:100],
        tags=tuple(filter(None, tags))[:MOST_TAGS],
        themes=tuple(sorted(themes & THEMES)),
        frequency=frequency(row.get("frequency") or extras.get("frequency") or extras.get("accrual_periodicity")),
        modified=str(row.get("metadata_modified") or "")[:40],
        page=f"{base}/dataset/{row.get('name') or name}",
        links=tuple(links),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
