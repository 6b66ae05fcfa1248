"""The law data that ships with the program: read from a jurisdiction's files into the pure objects."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jariya.kernel.language.catalogues import N_
from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.errors import BadData
from jariya.kernel.law.norms import Act, Norm, Norms
from jariya.kernel.law.rows import LANGUAGES, mark_of, norm_of

COLUMNS = ["date", "kind", "holiday", "instead_of", "estimated", "source"]
JURISDICTIONS = Path(__file__).resolve().parents[2] / "jurisdictions"


def folder(jurisdiction: str) -> Path:
    """Return the folder of the law data of `jurisdiction` (a two-letter code such as `kz`). Raises `BadData`."""
    found = JURISDICTIONS / jurisdiction / "law"
    if not jurisdiction.isalnum() or not found.is_dir():
        raise BadData(where=jurisdiction, what=N_("there is no such jurisdiction"))
    return found


@cache
def shipped_calendar(jurisdiction: str) -> Calendar:
    """Return the calendar that ships for `jurisdiction`. Raises `BadData` with the line that is wrong."""
    frame = calendar_frame(jurisdiction)
    path = folder(jurisdiction) / "days.csv"
    marks: dict[date, Mark] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day = date.fromisoformat(row.pop("date"))
            except ValueError as wrong:
                raise BadData(where=f"{path.name}:{number}", what=str(wrong)) from wrong
            mark = mark_of({**row, "estimated": row["estimated"] == "yes"}, day=day)
            if day in marks or (mark.holiday and mark.holiday not in frame["names"]):
                raise BadData(where=f"{path.name}:{number}", what=N_("the day is repeated or its holiday has no name"))
            marks[day] = mark
    names = {key: {lang: words[lang] for lang in LANGUAGES} for key, words in frame["names"].items()}
    return Calendar(
        edition=frame["edition"],
        first=frame["first"],
        last=frame["last"],
        marks=marks,
        names=names,
        zone=frame["zone"],
        weekend=frozenset(frame["weekend"]),
    )


def calendar_frame(jurisdiction: str) -> dict[str, Any]:
    """Return the frame of the calendar (years, zone, weekend, names) as `calendar.yaml` says it."""
    frame: dict[str, Any] = _yaml(folder(jurisdiction) / "calendar.yaml")
    return frame


@cache
def shipped_acts(jurisdiction: str) -> Mapping[str, Act]:
    """Return the acts that the norms of `jurisdiction` cite, by their short name."""
    return {
        short: Act(
            short=short,
            title=row["title"],
            number=row["number"],
            adopted_on=row["adopted"],
            in_force_on=row["in_force"],
            adilet_id=row["adilet"],
            note=row.get("note", {}),
        )
        for short, row in _yaml(folder(jurisdiction) / "acts.yaml").items()
    }


@cache
def shipped_norms(jurisdiction: str) -> Norms:
    """Return the norms that ship for `jurisdiction`. Raises `BadData` with the file and the key that is wrong."""
    acts = shipped_acts(jurisdiction)
    rows: list[Norm] = []
    for path in sorted((folder(jurisdiction) / "norms").glob("*.yaml")):
        rows += [norm_of(row, acts, edition=1, where=f"{path.name}: {row.get('key', '?')}") for row in _yaml(path)]
    return Norms(edition=1, rows=tuple(rows), acts=acts)


def _yaml(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)  # noqa: S506 - both loaders are safe ones
