"""What runs now, written to var/run.json at every change, so that the next start can clean up after a kill -9."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from pathlib import Path
from typing import IO, Any

from jariya.launch import processes
from jariya.launch.place import Place, write_private


class Record:
    """The record of one launcher: its own process, its parts, their ports."""

    def __init__(self, place: Place) -> None:
        self.file = place.var / "run.json"
        self.content: dict[str, Any] = {"launcher": _identity(os.getpid()), "parts": {}}

    def note(self, **values: object) -> None:
        """Write values such as `url` down."""
        self.content.update(values)
        self.write()

    def part(self, name: str, pid: int) -> None:
        """Write down that part `name` is process `pid`, which leads its own group."""
        self.content["parts"][name] = _identity(pid)
        self.write()

    def write(self) -> None:
        """Replace the file in one move."""
        write_private(self.file, json.dumps(self.content, indent=1))

    def close(self) -> None:
        """Everything was stopped in order: nothing to clean up next time."""
        self.file.unlink(missing_ok=True)


def _identity(pid: int) -> dict[str, Any]:
    return {"pid": pid, "born": processes.birth(pid)}


def read(place: Place) -> dict[str, Any]:
    """The last record, empty when there is none or it is damaged."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((place.var / "run.json").read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


class Lock:
    """Held by a living launcher; the kernel lets go of it when the launcher dies, however it dies."""

    def __init__(self, place: Place, name: str = "run.lock") -> None:
        self.file = place.var / name
        self._held: IO[bytes] | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Take the lock, False when another launcher still has it after `patience` seconds."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        held = self.file.open("ab")
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() < until:
                    time.sleep(0.05)
                    continue
                held.close()
                return False
            self._held = held
            return True

    def free(self) -> None:
        """Let go."""
        if self._held is not None:
            self._held.close()
            self._held = None


def alive(place: Place) -> dict[str, Any]:
    """The record of a launcher that lives now, else empty."""
    lock = Lock(place)
    if lock.take():
        lock.free()
        return {}
    return read(place) or {"parts": {}}


def clear_orphans(place: Place) -> int:
    """End what a killed launcher left behind; call with the lock held. Returns how many processes were ended."""
    ended = 0
    for name, part in read(place).get("parts", {}).items():
        pid, born = int(part.get("pid", 0)), str(part.get("born", ""))
        if pid <= 1 or name == "postgres":  # the cluster repairs itself by its own pid file
            continue
        if processes.lives(pid, born) or (not processes.lives(pid) and _ours(place, pid)):
            processes.end(pid, patience=5)
            ended += 1
    for pid in processes.marked(str(place.var)):
        processes.end(pid, patience=3, group=False)
        ended += 1
    (place.var / "run.json").unlink(missing_ok=True)
    return ended


def _ours(place: Place, group: int) -> bool:
    """The leader is gone but its group lives (a web server's workers): ours when they run from our folder."""
    return any(str(place.root) in processes.command_line(pid) for pid in processes.members(group))


def stop(place: Place, patience: float = 25) -> bool:
    """Ask the living launcher to stop and wait; False when none lives. Orphans are ended in any case."""
    record = alive(place)
    if record:
        pid = int(record.get("launcher", {}).get("pid", 0))
        if pid > 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + patience
        while time.monotonic() < until and alive(place):
            time.sleep(0.1)
        if alive(place) and pid > 1:
            processes.end(pid, patience=0.1, group=False)
    lock = Lock(place)
    if lock.take():
        clear_orphans(place)
        lock.free()
    return bool(record)


def read_env(file: Path) -> dict[str, str]:
    """Variables of var/env."""
    found: dict[str, str] = {}
    with contextlib.suppress(OSError):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, equals, value = line.partition("=")
            if equals and not name.startswith("#"):
                found[name] = value
    return found
