"""Keeps the parts alive: starts them, starts a dead one again with a growing pause, stops all in order."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jariya.launch import processes
from jariya.launch.place import Place
from jariya.launch.running import Record
from jariya.launch.say import say, words

LONGEST_PAUSE = 30.0
BIGGEST_LOG = 5_000_000


@dataclass
class Part:
    """One child process. `starter` replaces the plain start (PostgreSQL repairs itself first)."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    gently: int = signal.SIGTERM
    patience: float = 8.0
    starter: Callable[[], subprocess.Popen[bytes]] | None = None
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    since: float = 0.0
    again_at: float = field(default=0.0)

    def start(self, cwd: Path) -> None:
        """Start the process at the head of its own group, its output in its log."""
        self.since = time.monotonic()
        self.again_at = 0.0
        if self.starter is not None:
            self.process = self.starter()
            return
        if self.log.is_file() and self.log.stat().st_size > BIGGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self.env,
                cwd=cwd,
                start_new_session=True,
            )


class Supervisor:
    """Watches parts until asked to stop by Ctrl-C, `./run stop` or the end of the terminal."""

    def __init__(self, place: Place, record: Record) -> None:
        self.place = place
        self.record = record
        self.parts: list[Part] = []
        self.stopping = threading.Event()
        self.starting = True
        self._asked = 0

    def listen(self) -> None:
        """Take the signals that mean stop; the second one means at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1
        self.stopping.set()
        if self._asked > 1:
            for part in self.parts:
                part.patience = 0.1
        if self.starting and self._asked == 1:
            raise KeyboardInterrupt  # leaves whatever long step runs; `up` stops what was started already

    def start(self, part: Part) -> None:
        """Start `part` and watch over it from now on."""
        part.start(self.place.root)
        self.parts.append(part)
        assert part.process is not None
        self.record.part(part.name, part.process.pid)

    def watch(self) -> None:
        """Return when asked to stop."""
        self.starting = False
        while not self.stopping.wait(0.25):
            self.look()

    def look(self) -> None:
        """One round: a part that died is started again after 1, 2, 4 ... 30 seconds."""
        now = time.monotonic()
        for part in self.parts:
            if part.process is not None and part.process.poll() is not None:
                code = part.process.returncode
                processes.end(part.process.pid, patience=2)  # what is left of its group, such as a server's workers
                part.failures = 0 if now - part.since > 60 else part.failures
                pause = min(2.0**part.failures, LONGEST_PAUSE)
                part.failures += 1
                part.process = None
                part.again_at = now + pause
                say(words("part_died", name=words(f"part_{part.name}"), code=code, pause=f"{pause:.0f}", log=part.log))
            elif part.process is None and now >= part.again_at:
                try:
                    part.start(self.place.root)
                except Exception as error:  # noqa: BLE001 - a part that cannot start now is tried again, and said
                    part.failures += 1
                    part.again_at = now + min(2.0**part.failures, LONGEST_PAUSE)
                    say(f"  {words(f'part_{part.name}')}: {error}")
                    continue
                if part.process is not None:
                    self.record.part(part.name, part.process.pid)
                    say(words("part_again", name=words(f"part_{part.name}")))

    def stop(self) -> None:
        """Stop all parts, the last started first, so that PostgreSQL outlives those who use it."""
        ends = [part for part in self.parts if part.name != "postgres"]
        threads = [threading.Thread(target=self._end, args=(part,)) for part in reversed(ends)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for part in self.parts:
            if part.name == "postgres":
                self._end(part)

    def _end(self, part: Part) -> None:
        if part.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            processes.end(part.process.pid, gently=part.gently, patience=part.patience)
        with contextlib.suppress(subprocess.TimeoutExpired):
            part.process.wait(timeout=5)
