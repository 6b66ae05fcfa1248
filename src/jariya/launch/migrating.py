"""`python -m jariya.launch.migrating`: migrates an empty database beside DATABASE_URL's and drops it again.

The tests make their tables from the models, which is ten times as fast; that the migrations themselves run from
nothing to the end is shown here, while other stages of the gate go on.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Exit 0 when every migration ran."""
    import psycopg
    from psycopg import sql

    base, _slash, name = os.environ["DATABASE_URL"].rpartition("/")
    beside = f"{name.partition('?')[0]}_migrated_{os.getpid()}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(beside)))
        try:
            os.environ["DATABASE_URL"] = f"{base}/{beside}"
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            call_command("migrate", verbosity=0, interactive=False)
            connections.close_all()
        finally:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(beside)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
