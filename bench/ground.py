"""What the measuring programs share: a database of one's own, and how figures are printed."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def address() -> str:
    """The DATABASE_URL beside whose database the programs make their own; exits with a sentence when there is none."""
    found = os.environ.get("DATABASE_URL", "")
    if not found:
        file = Path(os.environ.get("JARIYA_VAR", ROOT / "var")) / "env"
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        found = next((line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL=")), "")
    if not found:
        sys.exit("Set DATABASE_URL to a PostgreSQL where databases may be created, or start ./run once.")
    return found


def use(name: str) -> None:
    """Prepare Django for the database of this name beside the given one."""
    import django

    os.environ["DATABASE_URL"] = address().rsplit("/", 1)[0] + "/" + name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
    os.environ.setdefault("JARIYA_MODE", "demo")
    django.setup()
    from django.urls import get_resolver

    # All pages now: one that cannot be loaded should not be found out at the end of an hour's making.
    _ = get_resolver().url_patterns


@contextmanager
def database(suffix: str, *, keep: bool = False, template: str = "template0") -> Iterator[str]:
    """A new database with the tables of the program, dropped at the end unless `keep`. Yields its name.

    Args:
        template: a database that is copied, and then brought up to the migrations.
    """
    import psycopg

    base, _slash, beside = address().rpartition("/")
    name = f"{beside}_{suffix}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    try:
        use(name)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield name
    finally:
        if not keep:
            from django.db import connections

            connections.close_all()
            with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
                link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def megabytes() -> float:
    """Size of the database on disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 2**20


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


def figure(*columns: object) -> None:
    """A row of the result, on standard output, tab-separated."""
    shown = [f"{column:,.1f}" if isinstance(column, float) else f"{column:,}" if isinstance(column, int) else column
             for column in columns]  # fmt: skip
    print("\t".join(str(column) for column in shown), flush=True)


def heading() -> None:
    """The command and the machine's state, so that a figure can be made again and doubted."""
    one, five, _fifteen = os.getloadavg()
    version = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    figure("command", "python " + " ".join(["bench/" + Path(sys.argv[0]).name, *sys.argv[1:]]))
    figure("commit", version.stdout.strip() or "?")
    figure("cores", os.cpu_count() or 0, "load before", f"{one:.1f}, {five:.1f}")


class Clock:
    """Seconds on the wall and of this process's and its children's processor."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.monotonic(), self._cpu()

    @staticmethod
    def _cpu() -> float:
        spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(row.ru_utime + row.ru_stime for row in spent)

    def read(self) -> tuple[float, float]:
        """(wall, processor) seconds since it was made."""
        return time.monotonic() - self.wall, self._cpu() - self.cpu


def timed(run: Callable[[], Any], times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each run: by the clock, and of processor time in Python and PostgreSQL together."""
    from django.db import connection

    run()
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def work() -> float:
        there = int(backend.read_text().split()[0]) / 1e6 if backend.exists() else 0.0
        return 1000 * time.process_time() + there

    clock, processor = [], []
    for _time in range(times):
        start, before = time.perf_counter(), work()
        run()
        clock.append(1000 * (time.perf_counter() - start))
        processor.append(work() - before)
    return clock, processor
