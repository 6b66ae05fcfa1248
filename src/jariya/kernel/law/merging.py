"""What a new release's files change in an installation that people have edited: theirs, ours and conflicts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from jariya.kernel.law.edits import Identity
from jariya.kernel.law.errors import BadData
from jariya.kernel.law.norms import Norm, Norms

Id = TypeVar("Id")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Kept(Generic[Row]):
    """A row as an edition keeps it; the row is None where a person took a shipped one away.

    `file` is the digest that the shipped file's row had when we last took it or a person weighed it.
    """

    row: Row
    digest: str
    file: str | None
    edited: bool


@dataclass(frozen=True)
class Conflict:
    """A row that a person edited and the files changed too: ours stays until a person decides."""

    subject: str
    name: str
    ours: Any
    theirs: Any


def merge(
    ours: Mapping[Id, Kept[Row]], theirs: Mapping[Id, tuple[Row, str]], subject: str
) -> tuple[dict[Id, Kept[Row]], list[Conflict]]:
    """Merge the shipped rows `theirs` (row, digest) into `ours`: a person's edit always stays.

    Returns the rows of the next edition and the conflicts. Merging twice changes nothing more.
    """
    merged: dict[Id, Kept[Row]] = {}
    conflicts: list[Conflict] = []
    for known in [*ours, *(new for new in theirs if new not in ours)]:
        mine, shipped = ours.get(known), theirs.get(known)
        if shipped is None:
            assert mine is not None
            if mine.edited:
                merged[known] = mine
                if mine.file is not None:
                    conflicts.append(Conflict(subject, _name(known), mine.row, None))
            continue
        row, digest = shipped
        if mine is None or (not mine.edited and mine.digest != digest):
            merged[known] = Kept(row, digest, digest, False)
        elif not mine.edited or mine.digest == digest or mine.file == digest:
            merged[known] = mine
        else:
            merged[known] = mine
            conflicts.append(Conflict(subject, _name(known), mine.row, row))
    return merged, conflicts


def without_overlaps(
    merged: dict[Identity, Kept[Norm | None]], ours: Mapping[Identity, Kept[Norm | None]]
) -> tuple[dict[Identity, Kept[Norm | None]], list[Conflict]]:
    """Take back the shipped rows of every key that would now be in force twice: a person's rows of it stay as they are.

    Two rows that are each in order alone can still overlap, when a person and the files changed different rows.
    """
    conflicts: list[Conflict] = []
    for key in sorted({key for key, _since in merged}):
        rows = {known: kept for known, kept in merged.items() if known[0] == key}
        try:
            Norms(0, tuple(kept.row for kept in rows.values() if kept.row))
        except BadData:
            for known, kept in rows.items():
                del merged[known]
                if known not in ours or ours[known].digest != kept.digest:
                    before = ours[known].row if known in ours else None
                    conflicts.append(Conflict("norms", _name(known), before, kept.row))
            merged.update({known: kept for known, kept in ours.items() if known[0] == key})
    return merged, conflicts


def _name(known: Any) -> str:
    if isinstance(known, tuple):
        key, since = known
        return f"{key} ({since or '…'})"
    return str(known)
