"""Keeps the workers: starts them behind one local socket, starts a dead one again, ends one that grew too large,
has caches made one at a time. `python -m jariya.portals.opendata.querying.pool.supervisor --store FOLDER`.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from jariya.portals.opendata.querying.pool import caching, places

WORKERS = max(4, 2 * (os.cpu_count() or 1))
"""A question of five seconds holds one worker: some must be left for the others."""
LARGEST = 1_200_000_000
"""Bytes of memory from which a worker is ended: three times what its DuckDB may take."""
CACHES = 4_000_000_000
"""Bytes of all caches."""
logger = logging.getLogger(__name__)
_LOOK = 0.25
_PACKAGE = "jariya.portals.opendata.querying.pool"


@dataclass
class Worker:
    """A process and our end of the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    said: bytes = b""


class Supervisor:
    """The pool of one folder of tables."""

    def __init__(self, store: Path, *, workers: int = WORKERS, memory: str = "400MB", caches: int = CACHES) -> None:
        self.store, self.count, self.memory, self.caches = store, workers, memory, caches
        self.workers: list[Worker] = []
        self.wanted: deque[tuple[str, str]] = deque()
        self.builder: subprocess.Popen[bytes] | None = None
        self.stopping = False
        self.listener = _listen(store)
        self.place = places.socket_of(store).stat().st_ino
        self.failures = 0
        self.again_at = 0.0

    def start(self) -> None:
        """Clean up after a killed pool, start all workers."""
        caching.clean(self.store)
        for _number in range(self.count):
            self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", f"{_PACKAGE}.worker", "--store", str(self.store), "--memory", self.memory]
        command += ["--listener", str(self.listener.fileno()), "--parent", str(theirs.fileno())]
        process = subprocess.Popen(
            command,
            pass_fds=(self.listener.fileno(), theirs.fileno()),
            stdin=subprocess.DEVNULL,
            env=places.environment(),
        )
        theirs.close()
        ours.setblocking(False)
        self.workers.append(Worker(process, ours))

    def look(self) -> None:
        """One round: dead workers, grown workers, wishes for caches."""
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.process.poll() is not None:
                self.workers.remove(worker)
                worker.line.close()
                self.failures += 1
                logger.warning("worker %s ended with %s", worker.process.pid, worker.process.returncode)
                # At once as a rule; a folder that cannot be read must not keep the machine busy.
                self.again_at = now + (1.0 if self.failures > 20 else 0.0)
            elif _memory(worker.process.pid) > LARGEST:
                logger.warning("worker %s grew too large", worker.process.pid)
                worker.process.kill()
        if now > self.again_at + 60:
            self.failures = 0
        while len(self.workers) < self.count and now >= self.again_at and not self.stopping:
            self._start()
        self._build()

    def _build(self) -> None:
        if self.builder is not None:
            if self.builder.poll() is None:
                return
            self.builder = None
            caching.evict(self.store, self.caches)
        while self.wanted:
            parquet, types = self.wanted.popleft()
            if places.cache_of(self.store, Path(parquet)).is_file():
                continue
            self.builder = subprocess.Popen(
                [sys.executable, "-m", f"{_PACKAGE}.caching", str(self.store), parquet, types],
                stdin=subprocess.DEVNULL,
                env=places.environment(),
            )
            return

    def listen(self, seconds: float) -> None:
        """Hear what workers wish for."""
        lines = {worker.line: worker for worker in self.workers}
        ready, _w, _x = select.select(list(lines), [], [], seconds)
        for line in ready:
            worker = lines[line]
            with contextlib.suppress(OSError):
                piece = line.recv(65_536)
                if not piece:
                    time.sleep(0.01)  # it is dying: the next round sees it
                    continue
                worker.said += piece
                *whole, worker.said = worker.said.split(b"\n")
                for wish in whole:
                    parquet, _tab, types = wish.decode().partition("\t")
                    if (parquet, types) not in self.wanted:
                        self.wanted.append((parquet, types))

    def run(self) -> None:
        """Until asked to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self.start()
        try:
            while not self.stopping:
                self.listen(_LOOK)
                self.look()
        finally:
            self.stop()

    def _asked_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def stop(self) -> None:
        """End everything that was started."""
        self.stopping = True
        with contextlib.suppress(OSError):
            if places.socket_of(self.store).stat().st_ino == self.place:  # a successor's socket stays
                places.socket_of(self.store).unlink()
        self.listener.close()
        processes = [worker.process for worker in self.workers] + ([self.builder] if self.builder else [])
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
        for worker in self.workers:
            worker.line.close()
        self.workers = []


def _listen(store: Path) -> socket.socket:
    place = places.socket_of(store)
    places.private(place.parent)
    place.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(place))
    place.chmod(0o600)
    listener.listen(128)
    return listener


def _memory(pid: int) -> int:
    """Bytes of memory a process holds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def main() -> None:
    """Run the pool of one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=int(os.environ.get("JARIYA_DATA_WORKERS") or WORKERS))
    parser.add_argument("--memory", default=os.environ.get("JARIYA_DATA_MEMORY") or "400MB")
    parser.add_argument("--caches", type=int, default=int(os.environ.get("JARIYA_DATA_CACHES") or CACHES))
    told = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s")
    Supervisor(told.store.resolve(), workers=told.workers, memory=told.memory, caches=told.caches).run()


if __name__ == "__main__":
    main()
