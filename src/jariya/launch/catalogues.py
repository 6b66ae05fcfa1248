"""Which message catalogues (.po) changed since they were compiled. `jariya messages compile` compiles them."""

from __future__ import annotations

from pathlib import Path


def stale(source: Path) -> list[Path]:
    """Catalogues under `source` whose compiled form is missing or older."""
    found = []
    for po in sorted(source.glob("**/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.is_file() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            found.append(po)
    return found
