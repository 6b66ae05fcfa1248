"""`jariya programmes ...`: budget programmes joined to the reports that show their money."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jariya.project.cli import django

app = typer.Typer(help="Budget programmes: join them to the reports of execution.", no_args_is_help=True)


@app.command()
def join() -> None:
    """Find which bodies stand behind the administrators of reports, and where each programme stands.

    A body is found only where the report names it as the register does. Safe to repeat, after every import.
    """
    django()
    from django.utils import timezone

    from jariya.portals.budgets.drafts import joining

    found, placed = joining.join(now=timezone.now())
    print("administrators", found, sep="\t")
    print("positions", placed, sep="\t")


@app.command()
def reform(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV: before_body, before_code, after_body, after_code, source."
        ),
    ],
) -> None:
    """Say which programmes went on as which after a reform: their pages then tell one history over the years."""
    django()
    from jariya.portals.budgets.drafts import joining

    try:
        count = joining.succeed(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print("pairs", count, sep="\t")


@app.command()
def simulate(
    drafts: Annotated[int, typer.Option(help="About how many, over ten years.", min=1)] = 74_000,
    processes: Annotated[int, typer.Option(help="How many write at once; 0: as many as there are cores.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="The same seed makes the same drafts.")] = 20260322,
) -> None:
    """Make a decade of invented drafts with versions, comments and the amounts of their reports; demonstrations alone.

    May be stopped at any moment; the next call goes on from there.
    """
    django()
    from django.conf import settings
    from django.utils import timezone

    from jariya.project import drafts_nation

    if not settings.DEMO:
        typer.echo("An invented nation is made only where JARIYA_MODE is demo or test.", err=True)
        raise typer.Exit(2)

    def say(text: str) -> None:
        typer.echo(text, err=True)

    now = timezone.now()
    drafts_nation.prepare(drafts, now=now, say=say)
    made = drafts_nation.make(now=now, seed=seed, say=say, drafts=drafts, processes=processes or None)
    print("amounts", made, sep="\t")
