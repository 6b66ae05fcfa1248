"""How fast does the public record take leaves in, make and check proofs, and how fast does an outsider check it all?

python bench/record.py [--leaves 1000000] [--keep]

Limits: 20,000 leaves a second from the waiting table into PostgreSQL and tiles; a million leaves checked by
verify_log.py in less than 60 s.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.ground import Clock, database, figure, heading, megabytes, say  # noqa: E402

SEQUENCED, CHECKED = 20_000, 60.0


def main() -> int:
    """Measure; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    heading()
    with tempfile.TemporaryDirectory() as folder, database("record", keep=chosen.keep):
        return _measure(chosen.leaves, Path(folder))


def _measure(leaves: int, folder: Path) -> int:
    from django.conf import settings
    from django.test import override_settings
    from django.utils import timezone

    from jariya.kernel.record import actions, queries, sequencing, tree
    from jariya.kernel.record.actions import NewLeaf
    from jariya.kernel.record.leaves import canonical
    from jariya.kernel.record.models import Log

    storages = {
        **settings.STORAGES,
        "record": {
            "BACKEND": "jariya.kernel.record.storage.TileFolder",
            "OPTIONS": {"location": str(folder / "logs")},
        },
    }
    now, bad = timezone.now(), 0
    with override_settings(STORAGES=storages, LOG_KEY_DIR=folder / "keys", LOG_KEYS=[]):
        clock = Clock()
        for start in range(0, leaves, 20_000):
            rows = [
                NewLeaf(
                    canonical(
                        {"v": 1, "kind": "sign", "region": f"{n % 20:02d}0000000",
                         "hour": f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}T{n % 24:02d}", "commitment": f"{n:064x}"}
                    ),
                    f"s:{n}",
                )
                for n in range(start, min(start + 20_000, leaves))
            ]  # fmt: skip
            actions.append("events", rows, now=now)
            say(f"{start + len(rows):,} of {leaves:,} queued")
        wall, cpu = clock.read()
        figure("queued", leaves, "leaves/s", leaves / wall, "cpu s", cpu)
        before, clock = megabytes(), Clock()
        sequencing.sequence("events", now=now)
        wall, cpu = clock.read()
        rate = leaves / wall
        figure("sequenced", leaves, "leaves/s", rate, "cpu s", cpu, "limit", SEQUENCED, "ratio", rate / SEQUENCED)
        bad |= rate < SEQUENCED
        size = sum(file.stat().st_size for file in (folder / "logs").rglob("*") if file.is_file())
        figure("bytes a leaf", "files", size / leaves, "database", before * 2**20 / leaves)
        log = Log.objects.get(name="events")
        tiled, chance = queries.reader(log, leaves), random.Random(1)
        root = tiled.root()
        indexes = [chance.randrange(leaves) for _ in range(1_000)]
        started = time.monotonic()
        proofs = [(index, tiled.inclusion(index)) for index in indexes]
        made = time.monotonic()
        for index, proof in proofs:
            tree.check_inclusion(tree.leaf_hash(tiled.entry(index)), index, leaves, proof, root)
        figure("1,000 inclusion proofs", "made ms", (made - started) * 1000, "checked ms",
               (time.monotonic() - made) * 1000)  # fmt: skip
        started = time.monotonic()
        for _ in range(1_000):
            old = chance.randrange(1, leaves)
            tiled.consistency(old)
        figure("1,000 consistency proofs", "made ms", (time.monotonic() - started) * 1000)
        started = time.monotonic()
        for index in indexes[:100]:
            queries.receipt("events", f"s:{index}")
        figure("a receipt from cold", "ms", (time.monotonic() - started) * 10)
    script = Path(sequencing.__file__).with_name("verify_log.py")
    command = [sys.executable, "-I", str(script), str(folder / "logs" / "events"), "--json", "--quiet"]
    clock = Clock()
    done = subprocess.run(command, capture_output=True, text=True)
    wall, cpu = clock.read()
    assert json.loads(done.stdout)["log"]["size"] == leaves, done.stdout
    limit = CHECKED * leaves / 1_000_000
    figure("verify_log.py", leaves, "s", wall, "cpu s", cpu, "limit", limit, "ratio", limit / wall)
    bad |= wall > limit
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
