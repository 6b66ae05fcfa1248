"""A log of one's own: its files, keys and memory in a folder of the test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jariya.kernel.record import note, tiles, tree
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.leaves import canonical, totals
from jariya.kernel.record.note import Signer

ORIGIN = "log.example/log/events"


def leaf(number: int) -> bytes:
    """An invented leaf."""
    hour = f"2026-03-{18 + number % 3:02d}T{number % 24:02d}"
    return canonical({"v": 1, "kind": "sign" if number % 7 else "paper", "region": f"{number % 5}0", "hour": hour,
                      "commitment": f"{number:064x}"})  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A whole log in a folder, made by the pure parts: `folder(300)`; the same signer each time."""
    signer = Signer.new(ORIGIN)

    def make(size: int, name: str = "log", *, entries: list[bytes] | None = None, signer: Signer = signer) -> Path:
        root = tmp_path / name
        entries = [leaf(number) for number in range(size)] if entries is None else entries
        for path, content in tiles.grow(lambda path: b"", 0, entries):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        root.mkdir(exist_ok=True)
        head = Checkpoint(ORIGIN, len(entries), tree.root_of([tree.leaf_hash(entry) for entry in entries]))
        (root / "checkpoint").write_bytes(note.write(head.text(), [signer.sign(head.text())]))
        (root / "key").write_text(signer.verifier.line() + "\n")
        rows = [[*key, number] for key, number in sorted(totals(entries).items())]
        (root / "totals.json").write_text(json.dumps({"origin": ORIGIN, "size": len(entries), "totals": rows}))
        return root

    return make
