"""Processes that this installation started, told apart from strangers that got the same number later."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

TOKEN = "JARIYA_RUN"  # noqa: S105 - the name of an environment variable, not a secret
"""Every part carries this variable with its installation's folder, so that orphans can be recognised."""


def _linux() -> bool:
    return sys.platform.startswith("linux")


def _ps(pid: int, field: str) -> str:
    answer = subprocess.run(["ps", "-o", f"{field}=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip()


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name: state, parent, group ... (name may hold spaces and brackets)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def birth(pid: int) -> str:
    """A mark of when process `pid` was born; empty when it is gone or only a zombie."""
    if _linux():
        fields = _stat(pid)
        return "" if not fields or fields[0] in "ZX" else fields[19]
    return "" if _ps(pid, "stat").startswith("Z") else _ps(pid, "lstart")


def lives(pid: int, born: str = "") -> bool:
    """Whether `pid` is alive and, when `born` is given, still the same process."""
    now = birth(pid)
    return bool(now) and (not born or now == born)


def command_line(pid: int) -> str:
    """The command of process `pid`, empty when it cannot be read."""
    if _linux():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    return _ps(pid, "command")


def marked(mark: str) -> list[int]:
    """Processes of ours: those started with `TOKEN=mark` in their environment (Linux; elsewhere none are found)."""
    if not _linux():
        return []
    wanted = f"{TOKEN}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if wanted in (entry / "environ").read_bytes().split(b"\0") and birth(int(entry.name)):
                    found.append(int(entry.name))
    return found


def working_in(folder: Path) -> list[int]:
    """Processes whose working folder is `folder`: a PostgreSQL server's backends (Linux; elsewhere none are found)."""
    if not _linux():
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == folder and birth(int(entry.name)):
                    found.append(int(entry.name))
    return found


def members(group: int) -> list[int]:
    """Living processes of the process group `group`."""
    if _linux():
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in pids if (f := _stat(pid)) and f[2] == str(group) and f[0] not in "ZX"]
    answer = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True).stdout
    pairs = (line.split() for line in answer.splitlines())
    return [int(pair[0]) for pair in pairs if len(pair) == 3 and pair[1] == str(group) and pair[2][0] != "Z"]


def _send(pid: int, number: int, *, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number) if group else os.kill(pid, number)


def end(pid: int, *, gently: int = signal.SIGTERM, patience: float = 8.0, group: bool = True) -> None:
    """End process `pid` and, with `group`, the group it leads: `gently` first, after `patience` seconds by force."""
    _send(pid, gently, group=group)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not (members(pid) if group else lives(pid)):
            return
        time.sleep(0.05)
    _send(pid, signal.SIGKILL, group=group)
    until = time.monotonic() + 3
    while (members(pid) if group else lives(pid)) and time.monotonic() < until:
        time.sleep(0.05)
