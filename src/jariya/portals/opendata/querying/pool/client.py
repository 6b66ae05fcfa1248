"""How the web asks the workers. Where no pool runs, this process keeps one worker of its own, with the same limits."""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from jariya.portals.opendata.querying import compiling
from jariya.portals.opendata.querying.asking import Ask
from jariya.portals.opendata.querying.filtering import Source
from jariya.portals.opendata.querying.pool import places, wire
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

WAIT = 5.0
"""Seconds a question may wait for a free worker beside the time it may take."""
START = 60.0
"""Seconds this process's own worker has to come up."""
TOTALS = 20_000


class Totals:
    """Totals by version and filter, the ones not asked for longest forgotten. A version never changes, nor do they."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> int | None:
        """The total, when it is known."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def put(self, key: str, total: int) -> None:
        """Remember one."""
        with self._lock:
            self._known[key] = total
            self._known.move_to_end(key)
            while len(self._known) > TOTALS:
                self._known.popitem(last=False)


_totals = Totals()


def asked(store: Path, parquet: Path, shape: Shape, question: Ask, *, seconds: float) -> dict[str, Any]:
    """The answer of a worker, as `executing.answered` gives it.

    Args:
        store: the folder of tables.
        parquet: the table.
        seconds: how long the question may take.

    Raises:
        Misasked: why there is none.
    """
    compiling.compiled(question, shape, Source("t"), keys=(None,) * len(question.sort))
    key = compiling.count_key(question, shape) if question.total else ""
    request = {
        "parquet": str(parquet),
        "names": shape.names,
        "types": shape.types,
        "rows": shape.rows,
        "digest": shape.digest,
        "ask": wire.ask_json(question),
        "seconds": seconds,
        "total": _totals.get(key) if key else None,
    }
    told = said(store, request, seconds=seconds)
    if "no" in told:
        raise Misasked(told["no"], **told["values"])
    found: dict[str, Any] = told["ok"]
    if key and found["total"] is not None:
        _totals.put(key, found["total"])
    return found


def said(store: Path, request: dict[str, Any], *, seconds: float) -> dict[str, Any]:
    """A worker's reply; a worker that was killed meanwhile is asked again once, by its successor."""
    began = time.monotonic()
    for last in (False, True):
        try:
            link = _linked(store, seconds + WAIT)
            if link is None:
                return _own.said(store, request, seconds)
            with link:
                wire.send(link, request)
                reply: dict[str, Any] = wire.receive(link)
                return reply
        except TimeoutError:
            return {"no": "query.busy", "values": {}}
        except (wire.Closed, OSError):
            if time.monotonic() - began > seconds:
                return {"no": "query.too_long", "values": {"seconds": f"{seconds:g}"}}
            if last:
                break
    return {"no": "query.failed", "values": {}}


def running(store: Path) -> bool:
    """Whether a pool of this folder answers."""
    try:
        link = _linked(store, 2.0)
        if link is None:
            return False
        with link:
            wire.send(link, {"ping": True})
            return "ok" in wire.receive(link)
    except (wire.Closed, OSError):
        return False


def _linked(store: Path, seconds: float) -> socket.socket | None:
    """A connection to the pool; None where none runs."""
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(seconds)
    try:
        link.connect(str(places.socket_of(store)))
    except TimeoutError:
        link.close()
        raise
    except OSError:
        link.close()
        return None
    return link


class Own:
    """A worker that this process alone uses, one question after the other."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.link: socket.socket | None = None
        self.store: Path | None = None
        self.owner = 0

    def said(self, store: Path, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Its reply."""
        if not self.lock.acquire(timeout=seconds + WAIT):
            raise TimeoutError
        try:
            link = self._start(store)
            link.settimeout(seconds + WAIT)
            try:
                wire.send(link, request)
                reply: dict[str, Any] = wire.receive(link)
                return reply
            except (OSError, wire.Closed):
                self.end()
                raise
        finally:
            self.lock.release()

    def _start(self, store: Path) -> socket.socket:
        alive = self.process is not None and self.owner == os.getpid() and self.process.poll() is None
        if alive and self.store == store and self.link is not None:
            return self.link
        self.end()
        ours, theirs = socket.socketpair()
        module = "jariya.portals.opendata.querying.pool.worker"
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "--store", str(store), "--connection", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            env=places.environment(),
        )
        theirs.close()
        self.link, self.store, self.owner = ours, store, os.getpid()
        # The question's own time begins when somebody hears it.
        ours.settimeout(START)
        try:
            wire.send(ours, {"ping": True})
            wire.receive(ours)
        except (OSError, wire.Closed):
            self.end()
            raise
        return ours

    def end(self) -> None:
        """End it; a forked child ends nothing of its parent's."""
        if self.link is not None:
            self.link.close()
        if self.process is not None and self.owner == os.getpid():
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
        self.process = self.link = self.store = None


_own = Own()
atexit.register(_own.end)
