"""The tables that tests run on are those that migrations make."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from django.db import connection

COLUMNS = """
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
        || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' ' || coalesce(o.collname, '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_collation o ON o.oid = a.attcollation
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
"""
REST = (
    "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
    " WHERE pronamespace = 'public'::regnamespace AND l.lanname IN ('plpgsql', 'sql')",
)


def shape() -> Counter[str]:
    """Every column, constraint, index, trigger and function of the connection's database; names of uniques apart."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for query in (COLUMNS, *REST):
            cursor.execute(query)
            found.update(re.sub(r"INDEX \S+_(key|uniq) ON", "INDEX ON", row[0]) for row in cursor.fetchall())
    return found


@pytest.mark.slow
def test_the_tables_of_the_tests_are_those_that_migrations_make(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        compare()


def compare() -> None:
    """Migrate an empty database in a process of its own and hold it against this one."""
    ours = shape()
    options: dict[str, Any] = connection.settings_dict
    name = f"{options['NAME']}_migrated"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    address = f"postgresql://{options['USER']}:{options['PASSWORD']}@{options['HOST']}:{options['PORT']}/{name}"
    kept = options["NAME"]
    try:
        environment = {**os.environ, "DATABASE_URL": address, "JARIYA_MODE": "demo", "PYTHONPATH": "src"}
        command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "manage", "migrate", "-v", "0"]
        subprocess.run(command, env=environment, check=True)
        connection.close()
        options["NAME"] = name
        theirs = shape()
    finally:
        connection.close()
        options["NAME"] = kept
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    assert len(ours) > 2000
    assert (sorted((ours - theirs).elements()), sorted((theirs - ours).elements())) == ([], [])
