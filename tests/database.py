"""The test database: made once, with the law, the registers and the demonstration's people; then only copied.

To migrate an empty database takes longer than many a test run. So it is done once for a state of the files that make
it, under a name that carries their digest; each process of each run gets a copy within a second.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src" / "jariya"
KINDS = {".py", ".yaml", ".yml", ".csv", ".json"}
FLOORS = ("kernel/law", "kernel/bodies", "kernel/people", "jurisdictions", "portals/requests/editorial")


@contextmanager
def fresh_database(now: dt.datetime) -> Iterator[None]:
    """Django's connection leads to a fresh copy; dropped afterwards."""
    from django.conf import settings
    from django.db import connection

    real = str(connection.settings_dict["NAME"])
    name = connection.creation._get_test_db_name()
    assert name.startswith("test_"), name
    connection.close()
    made = _made(real, now)
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = real
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _digest(now: dt.datetime) -> str:
    """Of every file that decides what stands in a fresh test database."""
    files = {*SOURCE.glob("**/migrations/*.py"), SOURCE / "project" / "tables.py", Path(__file__)}
    for floor in FLOORS:
        files |= {
            path for path in (SOURCE / floor).rglob("*") if path.suffix in {".py", ".yaml", ".yml", ".csv", ".json"}
        }
    found = hashlib.sha256(now.isoformat().encode())
    for path in sorted(files):
        found.update(str(path.relative_to(SOURCE.parents[1])).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def _made(real: str, now: dt.datetime) -> str:
    """The name of the database that is copied; made when it is missing, by one process at a time."""
    from django.conf import settings
    from django.db import connection

    prefix = f"test_{real}_made_"[:50]
    name = prefix + _digest(now)
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [prefix])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        there = {row[0] for row in cursor.fetchall()}
        if name in there:
            return name
        for old in there:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        half = f"{prefix}half"
        cursor.execute(f'CREATE DATABASE "{half}"')
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = half
        try:
            _fill(now)
        finally:
            connection.close()
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = real
        cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def _fill(now: dt.datetime) -> Any:
    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.law.loader import load_law
    from jariya.kernel.people.demo import load_demo_people
    from jariya.portals.petitions.demo import load_invented_ground
    from jariya.portals.requests.editorial.demo import load_invented_offices
    from jariya.project import tables

    tables.make()
    load_law("kz", now=now)
    load_bodies("kz")
    load_invented()
    load_demo_people(now)
    load_invented_offices(now)
    load_invented_ground()
