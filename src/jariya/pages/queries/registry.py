"""The list of bodies: how many there are of each kind and in each region, and names that look like a mistyped one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Q
from django.db.models.functions import Left

from jariya.kernel.bodies.models import Body, BodyKind, Region
from jariya.kernel.bodies.names import best, searchable
from jariya.kernel.bodies.queries import regions

OBLAST_DIGITS = 2
"""The first two digits of a code of the classifier name the oblast or the city of republican significance."""


@dataclass(frozen=True)
class KindCount:
    """How many bodies of a kind are in force."""

    code: str
    title: str
    number: int


def kinds(day: dt.date, *, invented: bool) -> list[KindCount]:
    """Kinds of bodies in force with their numbers, in the order of the registry's list of kinds. One query."""
    rows = Body.objects.on(day).filter(invented=invented).values_list("kind").annotate(number=Count("pk")).order_by()
    counted = dict(rows)
    return [KindCount(kind, str(kind.label), counted[kind]) for kind in BodyKind if kind in counted]


CENTRAL = (
    BodyKind.PARLIAMENT,
    BodyKind.MINISTRY,
    BodyKind.AGENCY,
    BodyKind.CENTRAL_OTHER,
    BodyKind.COURT,
    BodyKind.PROSECUTOR,
)
"""Kinds that the list opens with: nobody looks first for a school whose name begins with a quotation mark."""


def central(day: dt.date, lang: str, *, limit: int = 80) -> list[Body]:
    """The real central bodies in the alphabet of the reader's language. One query."""
    rows = Body.objects.on(day).real().filter(kind__in=CENTRAL, level="republic")
    return list(rows.select_related("region").order_by(f"sort_{lang}", "id")[:limit])


@dataclass(frozen=True)
class Tile:
    """A region on the tile map with the number of bodies that are in it."""

    region: Region
    number: int


def tiles(day: dt.date) -> list[Tile]:
    """The real regions that have a place on the map, in the order of the Kazakh alphabet. Two queries."""
    rows = (
        Body.objects.on(day).real().exclude(region=None).annotate(oblast=Left("region__code", OBLAST_DIGITS))
        .values_list("oblast").annotate(number=Count("pk")).order_by()
    )  # fmt: skip
    counted = dict(rows)
    placed = regions().filter(tile_row__isnull=False, tile_column__isnull=False)
    return [Tile(region, counted.get(region.code[:OBLAST_DIGITS], 0)) for region in placed]


TILE_LETTERS = 8


def on_tile(region: Region, lang: str) -> str:
    """A region's name as a tile can hold it: the usual initials of two words (СҚО, СКО, N. Kaz), a long word cut."""
    short = best({"kk": region.short_kk, "ru": region.short_ru, "en": region.short_en}, lang)
    text = short.text or region.name(lang).text
    words = text.replace("-", " ").split()
    if len(words) > 1:
        initials = "".join(word[0].upper() for word in words)
        return f"{words[0][0]}. {words[1][:3]}" if lang == "en" else f"{initials}О"
    return text if len(text) <= TILE_LETTERS else f"{text[: TILE_LETTERS - 1]}."


def near(words: str, day: dt.date, *, limit: int = 5) -> list[Body]:
    """Bodies whose names look like what was typed, the likest first: for a typing error. One query."""
    typed = searchable(words)[:100]
    if not typed:
        return []
    rows: Any = Body.objects.on(day).filter(search_text__trigram_word_similar=typed)
    return list(rows.annotate(like=TrigramWordSimilarity(typed, "search_text")).order_by("-like", "id")[:limit])


def total(day: dt.date) -> tuple[int, int]:
    """How many real and how many invented bodies are in force. One query; the registry has some thousand rows."""
    rows = Body.objects.on(day).aggregate(
        real=Count("pk", filter=Q(invented=False)), invented=Count("pk", filter=Q(invented=True))
    )
    return rows["real"], rows["invented"]
