"""Where a TEST authority lies: private files, each whole or not at all, whatever moment the process is killed at."""

from __future__ import annotations

import fcntl
import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jariya.kernel.record.disk import write_durably

STATE = "state.json"
VERSION = 1
"""Of what a folder holds; a folder of another version is moved aside and made anew."""


def private(folder: Path) -> Path:
    """The folder, made when it is missing, closed to other people of the machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One maker at a time; the kernel lets go when the process dies."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A folder to fill beside `folder`; it takes that name in one step when all is done, and vanishes otherwise.

    Call with the lock held: what an earlier, killed maker left is cleared away.
    """
    for word in ("making", "old"):
        for left in folder.parent.glob(f".{folder.name}.*.{word}"):
            shutil.rmtree(left)
    making = private(folder.parent / f".{folder.name}.{uuid.uuid4().hex}.making")
    try:
        yield making
        old = folder.parent / f".{folder.name}.{uuid.uuid4().hex}.old"
        if folder.exists():
            folder.rename(old)
        making.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def read_state(folder: Path) -> dict[str, Any]:
    """The list of issued and revoked serials.

    Raises:
        FileNotFoundError: no authority was made here.
    """
    found = json.loads((folder / STATE).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def write_state(folder: Path, state: dict[str, Any]) -> None:
    """Replace that list."""
    write_durably(
        folder / STATE, json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True).encode(), private=True
    )


def complete(folder: Path) -> bool:
    """Whether `folder` holds an authority of this version."""
    try:
        return read_state(folder).get("version") == VERSION
    except (OSError, ValueError, AssertionError):
        return False
