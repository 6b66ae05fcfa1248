"""A plain list in CSV: one data set a line, columns id, title (or title_kk, title_ru, title_en), url and some more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from jariya.portals.opendata.harvesting.clients.reading import THEMES, frequency
from jariya.portals.opendata.harvesting.fetching import Fetch, Unfetched
from jariya.portals.opendata.harvesting.found import LONGEST_TITLE, MOST_TAGS, Found, Link, Page, Wrong, web

MOST_ROWS = 100_000


def pages(fetch: Fetch, url: str, *, cursor: str, etag: str, language: str, names: list[str]) -> Iterator[Page]:
    """The whole list as one page: it is fetched at once or not at all."""
    answer = fetch(url, etag=etag, accept="text/csv")
    if answer.unchanged:
        yield Page((), etag=etag, unchanged=True)
        return
    yield Page(tuple(records(answer.body, language)), etag=answer.etag)


def records(data: bytes, language: str) -> Iterator[Found | Wrong]:
    """Records of a list; lines with the same id are links of one set.

    Raises:
        Unfetched: harvest.not_csv.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    first = text.split("\n", 1)[0]
    if text.lstrip()[:1] == "<" or "\x00" in text:
        raise Unfetched("harvest.not_csv")
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), restkey="")
        head = {name.strip().lower() for name in rows.fieldnames or [] if name}
        if "url" not in head or not {"title", "title_kk", "title_ru"} & head:
            raise Unfetched("harvest.not_csv")
        made: dict[str, Found | Wrong] = {}
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise Unfetched("harvest.too_large", most=MOST_ROWS)
            said = {str(name).strip().lower(): str(value or "").strip() for name, value in row.items() if name}
            one = record(said, number, language)
            before = made.get(one.id)
            if isinstance(before, Found) and isinstance(one, Found):
                one = Found(**{**before.__dict__, "links": (*before.links, *one.links)})
            made[one.id or f"line {number}"] = one
    except csv.Error:
        raise Unfetched("harvest.not_csv") from None
    yield from made.values()


def record(said: dict[str, str], number: int, language: str) -> Found | Wrong:
    """One line."""
    url = web(said.get("url"))
    name = (said.get("id") or url)[:300]
    if not name:
        return Wrong(f"line {number}", "record.no_id")
    title = {lang: said[f"title_{lang}"][:LONGEST_TITLE] for lang in ("kk", "ru", "en") if said.get(f"title_{lang}")}
    title = title or ({language: said["title"][:LONGEST_TITLE]} if said.get("title") else {})
    if not title:
        return Wrong(name, "record.no_title")
    if not url:
        return Wrong(name, "record.no_links")
    text = {lang: said[f"text_{lang}"] for lang in ("kk", "ru", "en") if said.get(f"text_{lang}")}
    theme = said.get("theme", "").upper()
    return Found(
        id=name,
        title=title,
        text=text or ({language: said["text"]} if said.get("text") else {}),
        publisher=said.get("publisher", "")[:200],
        publisher_title=said.get("publisher", "")[:300],
        licence=said.get("licence", "") or said.get("license", ""),
        tags=tuple(one.strip()[:60] for one in said.get("tags", "").split("|") if one.strip())[:MOST_TAGS],
        themes=(theme,) if theme in THEMES else (),
        frequency=frequency(said.get("frequency")),
        modified=said.get("modified", "")[:40],
        page=web(said.get("page")),
        links=(Link(url, title=said.get("link_title", "")[:LONGEST_TITLE], format=said.get("format", "")[:40]),),
    )
