"""Where a TEST authority lies: private files, each whole or not at all, whatever moment the process is killed at."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STATE = "state.json"
VERSION = 1
"""Of what a folder holds; a folder of another version is moved aside and made anew."""


def write(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Write `content` whole or not at all, readable by the owner alone unless `mode` says more."""
    fresh = file.with_name(f".{file.name}.{uuid.uuid4().hex}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


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
    write(folder / STATE, json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True).encode())


def complete(folder: Path) -> bool:
    """Whether `folder` holds an authority of this version."""
    try:
        return read_state(folder).get("version") == VERSION
    except (OSError, ValueError, AssertionError):
        return False
