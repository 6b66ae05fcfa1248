"""Seeds the registry from the files of a jurisdiction. Running it again changes only what the files changed.

A row that a person edited is left alone and reported, so that a new edition of the files never undoes their work.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from jariya.kernel.bodies import derive
from jariya.kernel.bodies.models import (
    Body,
    BodyHolderKind,
    Delegation,
    HolderDuty,
    HolderKind,
    Holding,
    Post,
    ReceptionDay,
    Region,
    Succession,
    Unit,
)

JURISDICTIONS = Path(__file__).resolve().parents[2] / "jurisdictions"
TERRITORIES = ("regions.csv", "districts.csv")
BODIES = ("central.csv", "institutions.csv", "akimats.csv", "maslikhats.csv", "quasi_public.csv", "bodies.csv")
_LOCK = 0x6A61_0001  # one loader at a time, also across processes

Progress = Callable[[str, int, int], None]
Row = dict[str, Any]


@dataclass
class Loaded:
    """What a run of the loader did: rows per table, and rows it left alone because a person had edited them."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def count(self, name: str, added: int, changed: int) -> None:
        self.added[name] = self.added.get(name, 0) + added
        self.changed[name] = self.changed.get(name, 0) + changed


def load_bodies(jurisdiction: str = "kz", *, progress: Progress | None = None) -> Loaded:
    """Load territories, bodies, successions and kinds of holders of a jurisdiction's folder.

    `progress(step, done, total)` is called after each file. Raises `FileNotFoundError` for an unknown jurisdiction.
    """
    return _load(JURISDICTIONS / jurisdiction / "bodies", invented=False, progress=progress)


def load_invented(*, progress: Progress | None = None) -> Loaded:
    """Load the invented oblast and ministry with their bodies, posts and made-up persons (demo and tests only)."""
    return _load(JURISDICTIONS / "demo", invented=True, progress=progress)


def _load(folder: Path, *, invented: bool, progress: Progress | None) -> Loaded:
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    steps: list[tuple[str, Callable[[Iterable[Row], Loaded, bool], None]]] = [
        *((name, _territories) for name in TERRITORIES),
        *((name, _bodies) for name in BODIES),
        ("successions.csv", _successions),
        ("holder_kinds.csv", _holder_kinds),
        ("holder_duties.csv", _holder_duties),
        ("holder_bodies.csv", _holder_bodies),
        ("posts.csv", _posts),
        ("holdings.csv", _holdings),
        ("units.csv", _units),
        ("reception.csv", _reception),
        ("delegations.csv", _delegations),
    ]
    steps = [step for step in steps if (folder / step[0]).is_file()]
    loaded = Loaded()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for done, (name, step) in enumerate(steps, 1):
            step(_rows(folder / name), loaded, invented)
            if progress:
                progress(name, done, len(steps))
    return loaded


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a seed file; an empty cell is NULL, `source_needed` is a list of words."""
    with path.open(encoding="utf-8", newline="") as file:
        for raw in csv.DictReader(file):
            row: Row = {column: (value or None) for column, value in raw.items()}
            for column in ("source_needed", "body_kinds", "scope"):
                if column in row:
                    row[column] = (row[column] or "").split()
            for column in ("valid_from", "valid_to", "since", "until", "day"):
                if row.get(column):
                    row[column] = date.fromisoformat(row[column])
            for column in ("order", "weekday", "week", "tile_row", "tile_column", "from_order", "to_order"):
                if row.get(column):
                    row[column] = int(row[column])
            if "note" in row:
                row["note"] = row["note"] or ""
            yield row


def _merge(
    model: type[models.Model],
    rows: list[Row],
    key: Callable[[Any], object],
    loaded: Loaded,
    finish: Callable[[Any], object] | None = None,
    derived: tuple[str, ...] = (),
    scope: models.Q | None = None,
    add_only: bool = False,
) -> None:
    """Add the rows that are not there, update the ones that differ, leave those a person edited. No row is removed.

    `add_only` is for rows that people go on writing here (posts, holders, orders): what is there stays as it is.
    """
    there = {key(row): row for row in model._default_manager.filter(scope or models.Q())}
    new, changed, columns = [], [], set(derived)
    for values in rows:
        row = model(**values)
        old = there.get(key(row))
        if old is None:
            new.append(row)
            continue
        if add_only:
            continue
        different = [name for name, value in values.items() if not _same(old, name, value)]
        if not different:
            continue
        if getattr(old, "edited", False):
            loaded.conflicts.append(f"{model._meta.model_name} {key(row)}: {', '.join(different)}")
            continue
        for name in different:
            setattr(old, name, values[name])
        columns |= set(different)
        changed.append(old)
    if finish:
        for row in [*new, *changed]:
            finish(row)
    model._default_manager.bulk_create(new, batch_size=1000)
    if changed:
        model._default_manager.bulk_update(changed, columns, batch_size=500)
    loaded.count(str(model._meta.model_name), len(new), len(changed))


def _same(row: models.Model, name: str, value: Any) -> bool:
    # A row that is pointed at is compared by its id: reading it would cost a query per row.
    if value is None or isinstance(value, models.Model):
        field = row._meta.get_field(name)
        return getattr(row, str(getattr(field, "attname", name))) == (value.pk if value is not None else None)
    return bool(getattr(row, name) == value)


def _territories(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    # Parents first: the files are in the order of levels, one bulk insert per level.
    by_level: dict[str, list[Row]] = {}
    for row in rows:
        by_level.setdefault(row["level"], []).append({**row, "invented": invented})
    for level_rows in by_level.values():
        parents = {row.code: row for row in Region.objects.filter(code__in={row.get("parent") for row in level_rows})}
        for row in level_rows:
            row["parent"] = parents[row["parent"]] if row.get("parent") else None
        codes = [row["code"] for row in level_rows]
        _merge(
            Region, level_rows, lambda row: row.code, loaded, derive.region, derive.REGION_COLUMNS,
            models.Q(code__in=codes),
        )  # fmt: skip


def _bodies(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    waiting = [{**row, "invented": invented} for row in rows]
    places = {row.code: row for row in Region.objects.select_related("parent__parent__parent")}
    for row in waiting:
        row["region"] = places[row["region"]] if row.get("region") else None
        row["connected"] = row.get("connected") == "1"
    # A superior body stands before its parts; the depth of the tree is the number of rounds.
    while waiting:
        known = {row.slug: row for row in Body.objects.filter(slug__in={row.get("parent") for row in waiting} - {None})}
        ready = [row for row in waiting if not row.get("parent") or row["parent"] in known]
        if not ready:
            raise ValueError(f"no such superior body: {sorted({row['parent'] for row in waiting})[:5]}")
        waiting = [row for row in waiting if row.get("parent") and row["parent"] not in known]
        for row in ready:
            row["parent"] = known[row["parent"]] if row.get("parent") else None
        slugs = [row["slug"] for row in ready]
        _merge(
            Body, ready, lambda row: row.slug, loaded, derive.body, derive.BODY_COLUMNS, models.Q(slug__in=slugs)
        )  # fmt: skip


def _successions(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    ids = dict(Body.objects.values_list("slug", "id"))
    found = [
        {**_without(row, "predecessor", "successor"), "predecessor_id": ids[row["predecessor"]],
         "successor_id": ids[row["successor"]]}
        for row in rows
    ]  # fmt: skip
    _merge(Succession, found, lambda row: (row.predecessor_id, row.successor_id), loaded)


def _holder_kinds(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    _merge(HolderKind, list(rows), lambda row: row.key, loaded)


def _holder_duties(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    ids = dict(HolderKind.objects.values_list("key", "id"))
    found = [{**_without(row, "kind"), "kind_id": ids[row["kind"]]} for row in rows]
    _merge(HolderDuty, found, lambda row: (row.kind_id, row.key, row.valid_from), loaded)


def _holder_bodies(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    bodies = dict(Body.objects.values_list("slug", "id"))
    kinds = dict(HolderKind.objects.values_list("key", "id"))
    found = [
        {**_without(row, "body", "kind"), "body_id": bodies[row["body"]], "kind_id": kinds[row["kind"]]} for row in rows
    ]
    _merge(BodyHolderKind, found, lambda row: (row.body_id, row.kind_id, row.valid_from), loaded, add_only=True)


def _own(rows: Iterable[Row], invented: bool) -> list[Row]:
    """Rows that hang on a body, with its id. A real body never gets a row from the invented files, nor the reverse."""
    bodies = dict(Body.objects.filter(invented=invented).values_list("slug", "id"))
    return [{**row, "body": bodies[row["body"]]} for row in rows]


def _post_ids(rows: Iterable[Row], invented: bool, *columns: str) -> list[Row]:
    posts = {(body, order): pk for pk, body, order in Post.objects.values_list("id", "body_id", "order")}
    return [{**row, **{name: posts[row["body"], row[name]] for name in columns}} for row in _own(rows, invented)]


def _posts(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    found = [{**_without(row, "body"), "body_id": row["body"]} for row in _own(rows, invented)]
    _merge(Post, found, lambda row: (row.body_id, row.order), loaded, add_only=True)


def _units(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    found = [{**_without(row, "body"), "body_id": row["body"]} for row in _own(rows, invented)]
    _merge(Unit, found, lambda row: (row.body_id, row.order), loaded, add_only=True)


def _holdings(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    found = [{**_without(row, "body", "order"), "post_id": row["order"]} for row in _post_ids(rows, invented, "order")]
    _merge(Holding, found, lambda row: (row.post_id, row.since), loaded, add_only=True)


def _reception(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    found = [
        {**_without(row, "body", "order"), "post_id": row["order"], "starts": time.fromisoformat(row["starts"]),
         "ends": time.fromisoformat(row["ends"])}
        for row in _post_ids(rows, invented, "order")
    ]  # fmt: skip
    _merge(ReceptionDay, found, lambda row: (row.post_id, row.weekday, row.week, row.starts), loaded, add_only=True)


def _delegations(rows: Iterable[Row], loaded: Loaded, invented: bool) -> None:
    found = [
        {**_without(row, "body", "from_order", "to_order"), "from_post_id": row["from_order"],
         "to_post_id": row["to_order"]}
        for row in _post_ids(rows, invented, "from_order", "to_order")
    ]  # fmt: skip
    _merge(Delegation, found, lambda row: (row.from_post_id, row.to_post_id, row.order_ref), loaded, add_only=True)


def _without(row: Row, *columns: str) -> Row:
    return {name: value for name, value in row.items() if name not in columns}
