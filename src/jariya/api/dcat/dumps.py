"""The dump of the whole catalogue: files in every format and a store for SPARQL, made by night and whenever a set left.

What is not public any more is in no dump that is given out: each reading compares the dump with the sets there are.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from django.conf import settings

from jariya.api.dcat import catalogue, whole
from jariya.api.dcat.graph import FORMATS

DAY = 24 * 60 * 60
"""Seconds after which a dump is old."""


class Busy(Exception):
    """The dump is being made by another process."""


def folder() -> Path:
    """Where dumps lie."""
    return Path(settings.OPENDATA_STORE) / "catalogue"


def newest(*, now: float) -> Path:
    """The folder of a dump that holds nothing but what anyone may see; made when there is none.

    Args:
        now: seconds since the epoch.

    Returns:
        A folder with `catalogue.ttl` and so on, and `store`.

    Raises:
        Busy: it is being made.
    """
    found = _current()
    if found is not None and now - found.stat().st_mtime < 2 * DAY and not _left(found):
        return found
    return make()


def make() -> Path:
    """Make a dump and put it in the place of the former one.

    Raises:
        Busy: another process makes it.
    """
    with _alone():
        made = folder() / f"dump-{time.time_ns()}"
        made.mkdir(parents=True)
        pks = list(catalogue.living().values_list("pk", flat=True))
        graph = whole.all_of_it()
        for form in FORMATS:
            (made / f"catalogue.{form}").write_bytes(graph.written(form))
        store = ox.Store(str(made / "store"))
        store.bulk_extend(ox.Quad(*triple) for triple in graph.triples)
        store.flush()
        del store
        (made / "sets.json").write_text(json.dumps(pks))
        former = _current()
        near = folder() / f"current.{os.getpid()}.new"
        near.unlink(missing_ok=True)
        near.symlink_to(made.name)
        near.replace(folder() / "current")
        for old in folder().glob("dump-*"):
            # A reader may have just been led to the former one; it goes with the next.
            if old not in (made, former):
                shutil.rmtree(old, ignore_errors=True)
    return made


def _current() -> Path | None:
    link = folder() / "current"
    try:
        found = (folder() / link.readlink()).resolve()
    except OSError:
        return None
    return found if (found / "sets.json").is_file() else None


def _left(made: Path) -> bool:
    """Whether a set of the dump is not public any more."""
    held = set(json.loads((made / "sets.json").read_text()))
    return bool(held - set(catalogue.living().values_list("pk", flat=True)))


@contextmanager
def _alone() -> Iterator[None]:
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy from None
        yield
