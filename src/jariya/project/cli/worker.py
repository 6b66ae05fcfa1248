"""`jariya worker`: runs the jobs."""

from __future__ import annotations

from typing import Any

import typer


def command(
    concurrency: int = typer.Option(2, help="How many jobs run at a time.", min=1, max=32),
    once: bool = typer.Option(False, "--once", help="Do what waits now, then stop."),
    patience: float = typer.Option(30.0, help="Seconds that running jobs have to finish when told to stop."),
) -> None:
    """Run background jobs until stopped: notices, overdue terms, upkeep. SIGTERM and Ctrl-C let running jobs finish.

    Behind PgBouncer in transaction mode set JARIYA_DIRECT_DATABASE_URL to PostgreSQL itself: LISTEN needs a
    connection of its own. Several workers may run at once.
    """
    import asyncio
    import logging

    from jariya.project.cli import django

    django()
    logging.getLogger("jariya").setLevel(logging.INFO)
    asyncio.run(run(concurrency=concurrency, wait=not once, patience=patience))
    typer.echo("worker stopped", err=True)


async def run(*, concurrency: int, wait: bool, patience: float) -> None:
    """The worker itself, with a connection of its own beside Django's."""
    from procrastinate.contrib.django import app

    from jariya.project import jobs  # noqa: F401  registers the periodic jobs

    worker_app = app.with_connector(connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrency,
            wait=wait,
            shutdown_graceful_timeout=patience,
            install_signal_handlers=True,
            listen_notify=wait,
        )


def connector() -> Any:
    """A connection pool of the worker's own: to PostgreSQL itself where Django goes through PgBouncer."""
    import os

    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import connector_params

    direct = os.environ.get("JARIYA_DIRECT_DATABASE_URL")
    if direct:
        return PsycopgConnector(conninfo=direct)
    return PsycopgConnector(kwargs=connector_params())
