"""The columns of a version as a page needs them: words, type, what is known of their values, which filter fits. Pure
but for the words of the resource."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.importing.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.reading.named import title_of_column

FEW = 12
"""Values up to which a column is filtered by choosing one of them."""
NUMBERS, DAYS = (INTEGER, DECIMAL), (DATE, DATETIME)
CHOICE, RANGE, SPAN, WORDS = "choice", "range", "span", "words"


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        number: 0, 1, ... as `asking` counts them.
        name: as it stands in the file.
        title: for the reader, in the language `lang` (empty: of no known language).
        about: what it means, where the publisher said it.
        type: of the importer.
        role: bin, kato, phone ... or empty.
        filled, empty, distinct: cells.
        top: (value, rows), most frequent first.
    """

    number: int
    name: str
    title: str
    lang: str
    about: str
    about_lang: str
    type: str
    role: str
    filled: int
    empty: int
    distinct: int
    least: Any = None
    greatest: Any = None
    mean: float | None = None
    top: tuple[tuple[str, int], ...] = field(default=())

    @property
    def key(self) -> str:
        """Its name in addresses: what people wrote in a file may change its spelling from version to version."""
        return f"c{self.number}"

    @property
    def numeric(self) -> bool:
        """Whether its values are counted and added."""
        return self.type in NUMBERS

    @property
    def filter(self) -> str:
        """Which filter fits: one of CHOICE, RANGE (numbers), SPAN (days), WORDS."""
        if self.numeric:
            return RANGE
        if self.type in DAYS:
            return SPAN
        # Values that all differ are looked for, not chosen.
        few = (
            0 < self.distinct <= min(FEW, self.filled - 1)
            and len(self.top) >= self.distinct
            and all(len(one) < 80 for one, _n in self.top)
        )
        return CHOICE if few or self.type == BOOLEAN else WORDS


def columns_of(version: Version, resource: Resource, lang: str) -> list[Column]:
    """The columns of a version, in their order."""
    found = []
    for number, said in enumerate(version.report.get("columns", [])):
        profile = said.get("profile") or {}
        name = str(said["name"])
        title, title_lang = title_of_column(resource.columns, name, lang)
        about, about_lang = _about(resource.columns.get(name) or {}, lang)
        found.append(
            Column(
                number,
                name,
                title,
                title_lang,
                about,
                about_lang,
                said.get("type", "text"),
                said.get("role", ""),
                int(profile.get("filled", said.get("filled", 0))),
                int(profile.get("empty", 0)),
                int(profile.get("distinct", 0)),
                profile.get("least"),
                profile.get("greatest"),
                profile.get("mean"),
                tuple((str(value), int(rows)) for value, rows in profile.get("top", [])),
            )
        )
    return found


def _about(words: dict[str, Any], lang: str) -> tuple[str, str]:
    for code in (lang, "kk", "ru", "en"):
        if text := words.get(f"text_{code}"):
            return str(text), code
    return "", lang


def shown(columns: list[Column]) -> list[Column]:
    """Columns that a table shows: a geometry is drawn, not read."""
    return [one for one in columns if one.name != GEOMETRY]


def coordinates(columns: list[Column]) -> tuple[Column, Column] | None:
    """(latitude, longitude) of a table whose rows are points by two columns of numbers."""
    named = {one.name.strip().casefold(): one for one in columns if one.numeric}
    for latitude, longitude in _PAIRS:
        if latitude in named and longitude in named:
            return named[latitude], named[longitude]
    return None


_PAIRS = (
    ("latitude", "longitude"), ("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("y", "x"), ("широта", "долгота"),
    ("ендік", "бойлық"), ("geo_lat", "geo_lon"), ("latitude", "lon"),
)  # fmt: skip
