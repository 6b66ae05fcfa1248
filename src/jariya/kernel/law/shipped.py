"""The law data that ships with the program: read from a jurisdiction's files into the pure objects."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jariya.kernel.law.calendar import MARKS, Calendar, Mark
from jariya.kernel.law.errors import BadData
from jariya.kernel.law.norms import STANDINGS, UNITS, Act, Norm, Norms

COLUMNS = ["date", "kind", "holiday", "instead_of", "estimated", "source"]
LANGUAGES = ("kk", "ru", "en")
JURISDICTIONS = Path(__file__).resolve().parents[2] / "jurisdictions"
_FIELDS = {
    "key", "value", "unit", "act", "article", "standing", "valid_from", "valid_to",
    "direction", "title", "text", "items", "note",
}  # fmt: skip


def folder(jurisdiction: str) -> Path:
    """Return the folder of the law data of `jurisdiction` (a two-letter code such as `kz`). Raises `BadData`."""
    found = JURISDICTIONS / jurisdiction / "law"
    if not jurisdiction.isalnum() or not found.is_dir():
        raise BadData(where=jurisdiction, what="there is no such jurisdiction")
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
                day = date.fromisoformat(row["date"])
                other = date.fromisoformat(row["instead_of"]) if row["instead_of"] else None
            except ValueError as wrong:
                raise BadData(where=f"{path.name}:{number}", what=str(wrong)) from wrong
            kind = next((kind for kind in MARKS if kind == row["kind"]), None)
            if kind is None or day in marks or (row["holiday"] and row["holiday"] not in frame["names"]):
                raise BadData(where=f"{path.name}:{number}", what="unknown kind, unknown holiday or repeated day")
            marks[day] = Mark(kind, row["holiday"] or None, other, row["estimated"] == "yes", row["source"])
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
    """Return the norms that ship for `jurisdiction`. Raises `BadData` with the file and the key that is wrong.

    A row without `valid_from` is in force since its act is, when that day is known, else since before our records.
    """
    acts = shipped_acts(jurisdiction)
    rows: list[Norm] = []
    for path in sorted((folder(jurisdiction) / "norms").glob("*.yaml")):
        rows += _norms(path, acts)
    return Norms(edition=1, rows=tuple(rows), acts=acts)


def digest(norm: Norm) -> str:
    """Return a fingerprint of what a row says, its edition left out: tells whether a file's row changed."""
    facts = [
        norm.key, str(norm.value), norm.unit, str(norm.valid_from), str(norm.valid_to), norm.act, norm.article,
        norm.standing, norm.direction, dict(norm.title), dict(norm.text), [dict(item) for item in norm.items],
        dict(norm.note),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _norms(path: Path, acts: Mapping[str, Act]) -> Iterator[Norm]:
    for row in _yaml(path):
        where = f"{path.name}: {row.get('key', '?')}"
        unknown = set(row) - _FIELDS
        if unknown or row["unit"] not in UNITS or row["standing"] not in STANDINGS:
            raise BadData(where=where, what=f"unknown field, unit or standing {sorted(unknown)}")
        act = acts.get(row["act"]) if row["act"] else None
        if row["act"] and act is None:
            raise BadData(where=where, what=f"the act {row['act']} is not in acts.yaml")
        try:
            value = None if row["value"] is None else Decimal(str(row["value"]))
        except InvalidOperation as wrong:
            raise BadData(where=where, what="the value is not a number") from wrong
        yield Norm(
            key=row["key"],
            value=value,
            unit=row["unit"],
            valid_from=row.get("valid_from", act.in_force_on if act else None),
            valid_to=row.get("valid_to"),
            act=row["act"],
            article=row["article"],
            url=act.url if act else None,
            standing=row["standing"],
            edition=1,
            title=row["title"],
            text=row.get("text", {}),
            items=tuple(row.get("items", ())),
            note=row.get("note", {}),
            direction=row.get("direction", "after"),
            act_title=act.title if act else {},
        )


def _yaml(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)  # noqa: S506 - both loaders are safe ones
