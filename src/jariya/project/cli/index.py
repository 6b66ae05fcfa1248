"""`jariya index`: the search index of everything public."""

from __future__ import annotations

import typer

from jariya.project.cli import django

app = typer.Typer(help="The search index: put the registers in.", no_args_is_help=True)


@app.callback()
def index() -> None:
    """The search index of everything public."""


@app.command()
def registers() -> None:
    """Put bodies and norms into the search index, or bring them up to date. Safe to repeat."""
    django()
    from django.utils import timezone

    from jariya.kernel.law.errors import NothingLoaded
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.kernel.search.actions import refresh_shares, refresh_vocabulary
    from jariya.pages.indexing import index_registers

    try:
        written = index_registers(legal_day(timezone.now()))
    except NothingLoaded as error:
        typer.echo(f"{error} {error.remedy('en')}", err=True)
        raise typer.Exit(1) from error
    refresh_shares()
    refresh_vocabulary()
    typer.echo(f"entries\t{written}")
