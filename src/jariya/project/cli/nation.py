"""`jariya nation`: fills an installation with the registers and, in a demonstration, with an invented nation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SEED = 20260322


def command(
    size: Annotated[
        str, typer.Option(help="small (seconds) or full (367,000 questions of five years, 604,000 requests of one).")
    ] = "small",
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing when it was made as it is now.")] = False,
    questions: Annotated[
        int, typer.Option(help="For a full nation on a smaller scale; requests in the same share.", min=1)
    ] = 367_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same nation.")] = SEED,
    budgets: Annotated[
        Path | None,
        typer.Option(help="Also import the official budget reports of this folder.", exists=True, file_okay=False),
    ] = None,
    source: Annotated[str, typer.Option(help="How pages name where these reports are from.")] = "",
) -> None:
    """Load law, registers and demonstration people, and make an invented nation of the size given.

    May be stopped at any moment; the next call goes on from there and never doubles anything.
    """
    from jariya.project.cli import django

    if size not in {"small", "full"}:
        typer.echo("--size is small or full.", err=True)
        raise typer.Exit(2)
    django()
    from django.conf import settings
    from django.utils import timezone

    from jariya.project import nation, petitions_nation

    if if_empty and nation.is_current(size) and nation.is_made(petitions_nation.SMALL):
        return

    def say(text: str) -> None:
        typer.echo(text, err=True)

    now = timezone.now()
    nation.load_ground(now=now, say=say)
    if budgets:
        from jariya.portals.budgets.importing import Source
        from jariya.project import budgets_nation

        named = Source(source) if source else None
        found = budgets_nation.load_folder(budgets, now=now, say=say, source=named)
        typer.echo(f"budgets\t{len(found)} releases")
    if not settings.DEMO:
        say("JARIYA_MODE is production: the registers are loaded, no nation is invented.")
        return
    made = nation.make_small(now=now, seed=seed, say=say)
    typer.echo(f"small\t{made}" if made else "small\tthere already")
    made = petitions_nation.make_small(now=now, seed=seed, say=say)
    typer.echo(f"petitions\t{made}" if made else "petitions\tthere already")
    if size == "full":
        from jariya.project import full_nation

        typer.echo(f"full\t{full_nation.make(now=now, seed=seed, say=say, questions=questions)}")
        typer.echo(f"petitions\t{petitions_nation.make_full(now=now, seed=seed, say=say)}")
