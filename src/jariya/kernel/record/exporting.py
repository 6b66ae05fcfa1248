"""A log as a folder: every file of its last checkpoint, its keys and totals. Any web server serves it as it is."""

from __future__ import annotations

import json
from pathlib import Path

from jariya.kernel.record import queries, sequencing, storage, tiles
from jariya.kernel.record.models import Log


def export(folder: Path, name: str | None = None) -> list[tuple[str, int]]:
    """Write logs into folders of their names; full tiles that are there already are not written again.

    Returns:
        (name, entries) of each log that has a checkpoint.
    """
    rows = Log.objects.filter(name=name) if name else Log.objects.order_by("id")
    found = []
    for log in rows:
        size = _one(log, folder / log.name)
        if size is not None:
            found.append((log.name, size))
    return found


def _one(log: Log, folder: Path) -> int | None:
    # Totals first: they may be of fewer entries than the checkpoint, never of more.
    totals = queries.totals(log)
    last = queries.last_checkpoint(log)
    if last is None:
        return None
    for path in tiles.all_paths(last.size):
        target = folder / path
        if target.exists() and ".p/" not in path:
            continue
        try:
            content = storage.get(log.name, path)
        except FileNotFoundError:
            # It became full after the checkpoint was read: readers take the full one.
            full = path.partition(".p/")[0]
            content, target = storage.get(log.name, full), folder / full
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key").write_text("".join(f"{line}\n" for line in queries.vkeys(log)))
    (folder / "totals.json").write_text(json.dumps(totals, ensure_ascii=False, separators=(",", ":")))
    (folder / "checkpoint").write_bytes(sequencing.published(last))
    return int(last.size)
