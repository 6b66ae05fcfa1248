"""What was done already, so that the second start does not do it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from jariya.launch.place import Place, write_private


def digest(files: Iterable[Path], *more: str) -> str:
    """SHA-256 over names and contents of `files` (sorted) and the texts `more`."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.name}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    for text in more:
        total.update(f"{text}\0".encode())
    return total.hexdigest()


def done(place: Place, what: str, mark: str) -> bool:
    """Whether `what` was finished with exactly this `mark`."""
    file = place.var / "stamps" / what
    return file.is_file() and file.read_text(encoding="utf-8").strip() == mark


def remember(place: Place, what: str, mark: str) -> None:
    """Write down that `what` is finished."""
    (place.var / "stamps").mkdir(parents=True, exist_ok=True)
    write_private(place.var / "stamps" / what, mark + "\n")


def forget(place: Place, *what: str) -> None:
    """Make the next start do `what` again."""
    for name in what:
        (place.var / "stamps" / name).unlink(missing_ok=True)
