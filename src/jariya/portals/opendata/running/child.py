"""The process that reads a file: no database, no keys, no environment, bounds of memory, time and bytes written.

A hostile file takes this process down and nothing else. It says on its standard output, a line of JSON each, which
stage begins, and at the end what it found. It ends when its worker ends.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

MB = 1024 * 1024
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Task:
    """What is to be done. Paths are of this machine; `base`: Parquet and columns of the version before.

    Attributes:
        megabytes: of address space beyond what the program itself takes.
        written: megabytes of one file that is written.
        stop_at: name of a stage at which the process kills itself, for tests.
    """

    path: str
    folder: str
    wishes: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, Any] = field(default_factory=dict)
    schema: dict[str, Any] | None = None
    row_key: list[str] = field(default_factory=list)
    base: str = ""
    base_columns: list[dict[str, Any]] = field(default_factory=list)
    megabytes: int = 4000
    written: int = 16_000
    seconds: int = 1800
    stop_at: str = ""


def main() -> None:
    """Do the task that stands in the first argument."""
    task = Task(**json.loads(sys.argv[2]))
    _bounded(task)

    def say(**said: Any) -> None:
        sys.stdout.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()
        if task.stop_at and said.get("stage") == task.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    from jariya.portals.opendata.importing.problems import Unreadable

    try:
        say(done=_done(task, say))
    except Unreadable as error:
        say(unreadable=error.as_json())
    except MemoryError:
        say(failed="import.too_much_memory")
    except Exception as error:  # whatever it is, the publisher is told; the operator's log has the kind of error
        kind = type(error).__name__
        say(failed="import.too_much_memory" if "OutOfMemory" in kind else "import.broke_down", kind=kind)


def _bounded(task: Task) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (task.megabytes * MB, task.megabytes * MB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (task.written * MB, task.written * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (task.seconds, task.seconds + 5))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _done(task: Task, say: Any) -> dict[str, Any]:
    from jariya.portals.opendata.importing.limits import COMMAND_LINE, Limits
    from jariya.portals.opendata.importing.table import imported
    from jariya.portals.opendata.running import wishes

    given = {**asdict(COMMAND_LINE), **task.limits}
    limits = Limits(**{one.name: given[one.name] for one in fields(Limits)})
    table = imported(
        Path(task.path),
        Path(task.folder),
        wishes=wishes.read(task.wishes),
        limits=limits,
        told=lambda stage: say(stage=stage),
    )
    report = table.as_json()
    report |= _excerpts(task, table, limits)
    say(stage="schema")
    report["schema"] = _held(task, table, limits) if task.schema else None
    say(stage="difference")
    return {
        "report": report,
        "parquet": str(table.parquet),
        "difference": difference(task, table.parquet, table.columns, limits) if task.base else None,
    }


def _held(task: Task, table: Any, limits: Any) -> dict[str, Any]:
    """What in the table is not as its schema says, cell by cell."""
    from jariya.portals.opendata.importing import loading, schema

    con = loading.connect(Path(task.folder), limits)
    try:
        found = schema.check(con, table.columns, table.parquet, task.schema or {}, table.first_row).as_json()
    except (schema.BadSchema, KeyError, TypeError, AttributeError) as error:
        return {"valid": False, "bad": str(error), "counts": [], "cells": []}
    finally:
        con.close()
    return {"valid": not found["counts"], **found}


def _excerpts(task: Task, table: Any, limits: Any) -> dict[str, Any]:
    """The first rows, and the cells around the problems."""
    from jariya.portals.opendata.importing import loading
    from jariya.portals.opendata.running import excerpts

    cells = [problem.as_json() for problem in table.problems.shown]
    con = loading.connect(Path(task.folder), limits)
    try:
        return {
            "sample": excerpts.first(con, table.parquet, table.columns),
            "excerpts": excerpts.cut(con, table.parquet, table.columns, cells, table.first_row),
        }
    finally:
        con.close()


def difference(task: Task, parquet: Path, columns: list[Any], limits: Any) -> dict[str, Any]:
    """What is other than in the version before; by whole rows where the key is none."""
    from jariya.portals.opendata.importing import difference as differences
    from jariya.portals.opendata.importing import loading
    from jariya.portals.opendata.importing.columns import Column

    before = [Column(number, one["name"], one["type"]) for number, one in enumerate(task.base_columns)]
    con = loading.connect(Path(task.folder), limits)
    try:
        pair = (Path(task.base), before), (parquet, columns)
        try:
            return differences.between(con, *pair, tuple(task.row_key)).as_json()
        except differences.WrongKey as error:
            found = differences.between(con, *pair).as_json()
            return {**found, "wrong_key": {"why": error.why, "values": error.values}}
    finally:
        con.close()
