"""The worker's side of that process: start it, hear it, stop it when its time is over or nobody wants it any more."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jariya.portals.opendata.running.child import Task

_SOURCE = Path(__file__).resolve().parents[4]
_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from jariya.portals.opendata.running import child; child.main()"
BEAT = 5.0
"""Seconds between two signs of life."""
MOST_SAID = 64 * 1024 * 1024
"""Bytes that the process may say: a report of 2,000 columns has a few."""


class Failed(Exception):
    """The process did not finish: `code` names why; `about` says more."""

    def __init__(self, code: str, about: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.about = code, about or {}


class Unwanted(Exception):
    """Nobody wants the answer any more."""


def work(task: Task, *, stage: Callable[[str], None], beat: Callable[[], bool]) -> dict[str, Any]:
    """Have a file read.

    Args:
        stage: told the name of each stage as it begins.
        beat: called every few seconds; False: the work is not wanted any more.

    Raises:
        Failed: a rule of `importing.problems`, `import.too_long`, `import.too_much_memory`, `import.broke_down`.
        Unwanted: `beat` said so.
    """
    until = time.monotonic() + task.seconds
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _BEGIN, str(_SOURCE), json.dumps(asdict(task))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={"LC_ALL": "C.UTF-8", "TMPDIR": task.folder},
            cwd=task.folder,
        )
        assert process.stdout is not None
        try:
            answer = _hear(process.stdout.fileno(), until, stage, beat)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
            process.stdout.close()
    if answer is None:
        raise Failed("import.broke_down")
    if "unreadable" in answer:
        raise Failed(answer["unreadable"]["rule"], answer["unreadable"]["about"])
    if "failed" in answer:
        raise Failed(answer["failed"], {"kind": answer.get("kind", "")})
    done: dict[str, Any] = answer["done"]
    return done


def _hear(pipe: int, until: float, stage: Callable[[str], None], beat: Callable[[], bool]) -> dict[str, Any] | None:
    held, size = b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if time.monotonic() > until:
                raise Failed("import.too_long")
            if not selector.select(BEAT):
                if not beat():
                    raise Unwanted
                continue
            piece = os.read(pipe, 256 * 1024)
            if not piece:
                return None
            size += len(piece)
            if size > MOST_SAID:
                raise Failed("import.broke_down")
            *lines, held = (held + piece).split(b"\n")
            for line in lines:
                said = json.loads(line)
                if "stage" not in said:
                    return dict(said)
                stage(said["stage"])
                if not beat():
                    raise Unwanted
