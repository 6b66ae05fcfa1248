"""A set as the catalogue finds it: what it is found by, what it is narrowed by. Made anew out of the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from jariya.kernel.language import normal
from jariya.kernel.language.scripts import sort_key
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.search.lexemes import vectors
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind, Theme
from jariya.portals.opendata.reading.models import Entry
from jariya.portals.opendata.reading.named import LANGUAGES, title_of_set

MOST_LETTERS = 8_000
"""Letters of columns and values by which one set is found: the more a table holds, the less each word tells."""
VALUES = 8
"""Most frequent values of a column that it is found by."""
BATCH = 500
BANDS = ("high", "good", "weak", "poor")

_INSERT = """
INSERT INTO opendata_reading_entry (data_set_id, words, facets, fresh_until, renewed_at, quality, used,
    sort_kk, sort_ru, sort_en)
VALUES (%s, %s::tsvector || %s::tsvector || %s::tsvector, %s, %s, %s, %s, 0, %s, %s, %s)
ON CONFLICT (data_set_id) DO UPDATE SET words = EXCLUDED.words, facets = EXCLUDED.facets,
    fresh_until = EXCLUDED.fresh_until, renewed_at = EXCLUDED.renewed_at, quality = EXCLUDED.quality,
    sort_kk = EXCLUDED.sort_kk, sort_ru = EXCLUDED.sort_ru, sort_en = EXCLUDED.sort_en
"""


def rebuild(case_ids: Iterable[int] | None = None) -> int:
    """Make the entries of these sets anew, or of all; what is not public any more leaves.

    Returns:
        How many sets stand in the catalogue now, of those asked for.
    """
    wanted = None if case_ids is None else list(case_ids)
    shown = DataSet.objects.visible_to(None).living().filter(renewed_at__isnull=False)
    shown = shown if wanted is None else shown.filter(pk__in=wanted)
    keys = list(shown.order_by("pk").values_list("pk", flat=True))
    gone = Entry.objects.exclude(pk__in=keys)
    (gone if wanted is None else gone.filter(pk__in=wanted)).delete()
    if not keys:
        return 0
    themes = {row.code: " ".join((row.title_kk, row.title_ru, row.title_en)) for row in Theme.objects.all()}
    for at in range(0, len(keys), BATCH):
        found = DataSet.objects.filter(pk__in=keys[at : at + BATCH]).select_related("case__body", "region")
        held: dict[int, list[Resource]] = {}
        for resource in Resource.objects.filter(data_set__in=found, removed_at=None).select_related("current"):
            held.setdefault(resource.data_set_id, []).append(resource)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_INSERT, [_row(one, held.get(one.pk, []), themes) for one in found])
    return len(keys)


def listener(happening: Happening) -> None:
    """Keep the catalogue true in the transaction of the act."""
    if happening.case.kind == KIND:
        rebuild([happening.case.pk])


def _row(data_set: DataSet, resources: list[Resource], themes: dict[str, str]) -> tuple[Any, ...]:
    inside = texts_inside(resources)
    about = " ".join([*data_set.tags, *(themes.get(code, "") for code in data_set.themes)])
    vectored = []
    for lang in LANGUAGES:
        words = " ".join((getattr(data_set, f"text_{lang}"), *place_names(data_set, lang), about))
        words += " " + " ".join(getattr(one, f"{field}_{lang}") for one in resources for field in ("title", "text"))
        title = normal(getattr(data_set, f"title_{lang}") or "")
        # What stands in the file is of no known language: it is read as Kazakh and as Russian.
        body = normal(f"{words} {inside if lang != 'en' else ''} {data_set.slug.replace('-', ' ')}")
        vectored.append(vectors(title, body, lang, ()).words)
    return (
        data_set.pk,
        *vectored,
        facets(data_set, resources),
        data_set.fresh_until,
        data_set.renewed_at,
        quality(data_set),
        *(sort_key(title_of_set(data_set, lang)[0])[:300] for lang in LANGUAGES),
    )


def place_names(data_set: DataSet, lang: str) -> Iterator[str]:
    """Names of the body and the place."""
    yield data_set.case.body.name(lang).text
    if data_set.region is not None:
        yield data_set.region.name(lang).text


def texts_inside(resources: Iterable[Resource]) -> str:
    """Names of columns with their words, and the most frequent values of columns of text."""
    parts: list[str] = []
    for resource in resources:
        for words in resource.columns.values():
            parts += [str(text) for text in words.values()]
        report = resource.current.report if resource.current else {}
        for column in report.get("columns", []):
            parts.append(str(column.get("name", "")))
            if column.get("type") == "text" and not column.get("role"):
                parts += [str(value) for value, _n in (column.get("profile") or {}).get("top", [])[:VALUES]]
    return " ".join(parts)[:MOST_LETTERS]


def format_of(resource: Resource) -> str:
    """The format a reader knows a resource by: of a file its ending, of a table `table`, of a link `link`."""
    if resource.kind == ResourceKind.LINK:
        return "link"
    if resource.kind == ResourceKind.OWN:
        return "csv"
    name = resource.current.file_name if resource.current else ""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in ("gz", "zip") and resource.current is not None and resource.current.parquet is not None:
        inner = str(((resource.current.report or {}).get("container") or {}).get("inner") or name[: -len(ending) - 1])
        ending = inner.rpartition(".")[2].lower() if "." in inner else ending
    return ending[:10] if ending.isalnum() and ending.isascii() else "other"


def quality(data_set: DataSet) -> int:
    """Percent of the points of quality, or -1."""
    percent = (data_set.scores or {}).get("percent")
    return int(percent) if isinstance(percent, int | float) and 0 <= percent <= 100 else -1


def band_of(data_set: DataSet) -> str:
    """The band of its quality: high, good, weak, poor, or unknown."""
    band = (data_set.scores or {}).get("band")
    return band if band in BANDS else "unknown"


def facets(data_set: DataSet, resources: Iterable[Resource]) -> list[str]:
    """What the set is narrowed by."""
    found = [f"body:{data_set.case.body.slug}"[:80], f"licence:{data_set.licence_id or 'none'}"]
    found += [f"theme:{code}" for code in data_set.themes]
    found.append(f"quality:{band_of(data_set)}")
    held = list(resources)
    found += [f"format:{name}" for name in sorted({format_of(one) for one in held})]
    if any(one.current is not None and one.current.parquet is not None for one in held):
        found.append("shape:table")
    if any("geometry" in (one.current.names if one.current else []) for one in held):
        found.append("shape:map")
    if data_set.whole_country:
        found.append("region:country")
    elif data_set.region is not None:
        found.append(f"region:{data_set.region.code}")
    return found
