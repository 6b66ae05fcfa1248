"""Quality of a set for its readers: points, bands, and each failed check with what mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.reading.entries import band
from jariya.portals.opendata.reading.entries import quality as percent_of
from jariya.portals.opendata.reading.phrases import bands


@dataclass(frozen=True)
class Quality:
    """What is known of the quality: percent of the points, the band's words, checks by their group."""

    percent: int
    band: str
    words: str
    scores: list[tuple[str, int, int]] = field(default_factory=list)
    """(name, points, of how many)."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """(what is missing, what mends it)."""


def quality(data_set: DataSet, lang: str) -> Quality | None:
    """The quality of a set; None while nobody reckoned it."""
    percent = percent_of(data_set)
    if percent < 0:
        return None
    scores: dict[str, Any] = data_set.scores
    name = band(percent)
    return Quality(percent, name, bands()[name], _scores(scores), _failed(scores, lang))


def _scores(scores: dict[str, Any]) -> list[tuple[str, int, int]]:
    return []


def _failed(scores: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    return []
