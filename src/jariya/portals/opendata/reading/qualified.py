"""Quality of a set for its readers: points by group, and each failed check with what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jariya.portals.opendata import quality as checks
from jariya.portals.opendata import words
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.reading.entries import band_of
from jariya.portals.opendata.reading.phrases import bands


@dataclass(frozen=True)
class Quality:
    """What is known of the quality.

    Attributes:
        band: high, good, weak or poor, and its words.
        mqa, service: (points, of how many).
        groups: (words, percent of its points) of both scales.
        failed: (what does not hold, what mends it), the dearest first.
    """

    band: str
    words: str
    mqa: tuple[int, int]
    service: tuple[int, int]
    groups: list[tuple[str, int]]
    failed: list[tuple[str, str]]


def quality(data_set: DataSet, lang: str) -> Quality | None:
    """The quality of a set; None while nobody reckoned it."""
    scores: dict[str, Any] = data_set.scores or {}
    if "mqa" not in scores:
        return None
    band = band_of(data_set)
    groups = [
        (words.say(checks.GROUPS[one["code"]], lang), round(100 * one["points"] / one["of"]))
        for scale in ("mqa", "service")
        for one in scores[scale]["groups"]
        if one["code"] in checks.GROUPS and one["of"]
    ]
    failed = [(words.say(one.title, lang), words.say(one.remedy, lang)) for one in checks.advice(scores) if one.remedy]
    mqa, service = ((scores[scale]["points"], scores[scale]["of"]) for scale in ("mqa", "service"))
    return Quality(band, bands()[band], mqa, service, groups, failed)
