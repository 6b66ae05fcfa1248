"""One process that answers questions, one at a time, and can do nothing else.

DuckDB inside is opened without extensions and without access to any file but the tables and their caches, its settings
are locked, its memory has an end. A question that lasts too long, or whose reader went away, is interrupted; where that
does not help, the kernel's own alarm ends the process, and the supervisor starts another.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import select
import signal
import socket
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.querying import executing
from jariya.portals.opendata.querying.filtering import Source
from jariya.portals.opendata.querying.pool import caching, places, wire
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

MEMORY = "400MB"
SPILL = "2GB"
SECONDS = 5.0
"""No question takes longer."""
GRACE = 1.5
"""Seconds an interrupted question has to end by itself."""
ATTACHED = 24
"""Caches open at once."""
logger = logging.getLogger(__name__)
_LOOK = 0.05
_PATIENCE = 5.0
"""Seconds a client has to say its question."""


def connect(store: Path, *, memory: str = MEMORY, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database that reads the tables of the store and nothing else."""
    places.spill(store).mkdir(parents=True, exist_ok=True)
    places.caches(store).mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(
        config={
            "memory_limit": memory,
            "threads": str(threads),
            "temp_directory": str(places.spill(store)),
            "max_temp_directory_size": SPILL,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
    )
    con.execute("SET TimeZone='UTC'")
    con.execute("SET parquet_metadata_cache=true")
    # A trailing slash: without it a neighbour whose name begins alike would be open too.
    folders = [f"{store / 'parquet'}/", f"{places.caches(store)}/", f"{places.spill(store)}/"]
    con.execute("SET allowed_directories=$folders", {"folders": folders})
    con.execute("SET enable_external_access=false")
    con.execute("SET lock_configuration=true")
    return con


class Guard:
    """Watches the question that is being answered: its time, its reader, the process that started us."""

    def __init__(self, con: duckdb.DuckDBPyConnection, parent: socket.socket | None) -> None:
        self.con, self.parent = con, parent
        self.lock = threading.Lock()
        self.busy = threading.Event()
        self.link: socket.socket | None = None
        self.until = 0.0
        self.ended_at = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    @contextlib.contextmanager
    def over(self, link: socket.socket, seconds: float) -> Any:
        """Watch while a question is answered."""
        with self.lock:
            self.link, self.until, self.ended_at = link, time.monotonic() + seconds, 0.0
        # The kernel's alarm needs nobody's help: it ends the process though every thread of it hang.
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        self.busy.set()
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self.busy.clear()
            with self.lock:
                self.link = None

    def _watch(self) -> None:
        while True:
            self.busy.wait(1.0)
            if self.parent is not None and gone(self.parent):
                os._exit(0)
            if not self.busy.is_set():
                continue
            with self.lock:
                if self.link is not None:
                    now = time.monotonic()
                    if not self.ended_at and (now > self.until or gone(self.link)):
                        self.ended_at = now
                    if self.ended_at:
                        self.con.interrupt()
                        if now > self.ended_at + GRACE:
                            os._exit(3)  # making a plan hears no interrupt
            time.sleep(_LOOK)


def gone(link: socket.socket) -> bool:
    """Whether the other side closed."""
    try:
        ready, _w, _x = select.select([link], [], [], 0)
        return bool(ready) and link.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):
        return True


class Tables:
    """Where each table is read from: its cache when there is one, else its Parquet."""

    def __init__(self, con: duckdb.DuckDBPyConnection, store: Path, parent: socket.socket | None) -> None:
        self.con, self.store, self.parent = con, store, parent
        self.attached: OrderedDict[str, Path] = OrderedDict()
        self.asked_for: set[str] = set()

    def source(self, parquet: Path, shape: Shape) -> Source:
        """The table; a cache is asked of the supervisor when it would be worth one."""
        plain = executing.parquet(parquet)
        if shape.rows < caching.WORTH:
            return plain
        name = f"v{parquet.stem}"
        if name in self.attached:
            self.attached.move_to_end(name)
            caching.used(self.attached[name])
            return caching.source(name)
        cache = places.cache_of(self.store, parquet)
        if cache.is_file():
            try:
                self.con.execute(f"ATTACH '{str(cache).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
            except duckdb.Error:
                cache.unlink(missing_ok=True)  # disposable: a broken one is made again
                return plain
            self.attached[name] = cache
            while len(self.attached) > ATTACHED:
                oldest, _path = self.attached.popitem(last=False)
                self.con.execute(f"DETACH {oldest}")
            return caching.source(name)
        if self.parent is not None and parquet.stem not in self.asked_for:
            self.asked_for.add(parquet.stem)
            with contextlib.suppress(OSError):
                self.parent.sendall(f"{parquet}\t{','.join(shape.types)}\n".encode())
        return plain


def answer(tables: Tables, guard: Guard, link: socket.socket, told: dict[str, Any]) -> dict[str, Any]:
    """What one request is answered with."""
    if told.get("ping"):
        return {"ok": {"pid": os.getpid()}}
    shape = Shape(tuple(told["names"]), tuple(told["types"]), told["rows"], told["digest"])
    seconds = min(float(told["seconds"]), SECONDS)
    try:
        asked = wire.read_ask(told["ask"])
        with guard.over(link, seconds):
            source = tables.source(Path(told["parquet"]), shape)
            return {"ok": executing.answered(tables.con, asked, shape, source, total=told["total"])}
    except Misasked as error:
        return {"no": error.code, "values": error.values}
    except duckdb.InterruptException:
        return {"no": "query.too_long", "values": {"seconds": f"{seconds:g}"}}
    except duckdb.OutOfMemoryException:
        return {"no": "query.too_much", "values": {}}
    except (duckdb.IOException, duckdb.PermissionException):
        return {"no": "table.absent", "values": {}}
    except duckdb.Error as error:
        # The class alone: a message of DuckDB may quote cells.
        logger.warning("question failed: %s", type(error).__name__)
        return {"no": "query.failed", "values": {}}


def serve(link: socket.socket, tables: Tables, guard: Guard) -> None:
    """Answer requests of one connection until it is closed."""
    while True:
        try:
            told = wire.receive(link)
            if gone(link):
                return
            wire.send(link, answer(tables, guard, link, told))
        except (wire.Closed, OSError):
            return


def main() -> None:
    """A worker of the pool (`--listener FD --parent FD`), or somebody's own (`--connection FD`)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--listener", type=int)
    parser.add_argument("--parent", type=int)
    parser.add_argument("--connection", type=int)
    parser.add_argument("--memory", default=MEMORY)
    parser.add_argument("--threads", type=int, default=2)
    told = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = socket.socket(fileno=told.parent) if told.parent is not None else None
    store = told.store.resolve()
    con = connect(store, memory=told.memory, threads=told.threads)
    tables, guard = Tables(con, store, parent), Guard(con, parent)
    if told.connection is not None:
        serve(socket.socket(fileno=told.connection), tables, guard)
        return
    listener = socket.socket(fileno=told.listener)
    while True:
        link, _address = listener.accept()
        with link:
            link.settimeout(_PATIENCE)
            serve(link, tables, guard)


if __name__ == "__main__":
    main()
