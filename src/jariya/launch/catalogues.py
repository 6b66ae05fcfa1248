"""Compiles message catalogues (.po to .mo) that changed. Asking what changed needs nothing; compiling needs Babel."""

from __future__ import annotations

import sys
from pathlib import Path


def stale(source: Path) -> list[Path]:
    """Catalogues under `source` whose compiled form is missing or older."""
    found = []
    for po in sorted(source.glob("**/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.is_file() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            found.append(po)
    return found


def compile_all(catalogues: list[Path]) -> None:
    """Compile each file; a fuzzy or broken entry is left out, the completeness check names it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in catalogues:
        with po.open("rb") as text:
            catalogue = read_po(text, locale=po.parts[-3])
        fresh = po.with_suffix(".mo.new")
        with fresh.open("wb") as out:
            write_mo(out, catalogue)
        fresh.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all(stale(Path(sys.argv[1])))
