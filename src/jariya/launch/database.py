"""Run inside `.venv`: looks at the database of DATABASE_URL, makes it when it is missing, prints one line of JSON."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from urllib.parse import unquote, urlsplit, urlunsplit

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")


def look(url: str, *, make: bool) -> dict[str, object]:
    """Version, identity and what is missing of the database; `trouble` names what stops the program."""
    import psycopg
    from psycopg import sql

    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    created = False
    try:
        connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        # The server's messages may be in any language, so the list of databases is asked instead of the message read.
        try:
            with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), connect_timeout=5, autocommit=True) as c:
                exists = c.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                if exists or not make:
                    return {"trouble": "database_unreachable", "said": _line(error)}
                c.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8'").format(sql.Identifier(name)))
        except psycopg.OperationalError:
            return {"trouble": "database_unreachable", "said": _line(error)}
        except psycopg.Error as refused:
            return {"trouble": "database_missing", "name": name, "said": _line(refused)}
        created = True
        connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    with connection:
        row = connection.execute(
            "SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), oid::text"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert row is not None
        version, encoding, oid = row
        names = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"
        available = {found[0] for found in connection.execute(names, [list(EXTENSIONS)])}
        try:
            system = connection.execute("SELECT system_identifier::text FROM pg_control_system()").fetchone()
        except psycopg.Error:
            system = None
        if make:
            for extension in sorted(available):
                # Without the right to do so the migration says what an administrator must do.
                with suppress(psycopg.Error):
                    connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        tables = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    answer: dict[str, object] = {
        "version": version // 10000,
        "encoding": encoding,
        "identity": f"{system[0] if system else parts.hostname}/{oid}",
        "created": created,
        "migrated": bool(tables and tables[0]),
        "missing": sorted(set(EXTENSIONS) - available),
    }
    if version < 150000:
        answer |= {"trouble": "database_old"}
    elif encoding != "UTF8":
        answer |= {"trouble": "database_encoding"}
    elif "pg_trgm" not in available:
        answer |= {"trouble": "database_trigrams"}
    return answer


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(look(os.environ["DATABASE_URL"], make="--make" in sys.argv)) + "\n")
