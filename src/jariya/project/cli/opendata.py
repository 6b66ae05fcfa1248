"""`jariya opendata ...`: a made-up catalogue for trying and measuring, own tables anew."""

from __future__ import annotations

import time
from typing import Annotated

import typer

app = typer.Typer(help="Open data: own tables, a made-up catalogue.", no_args_is_help=True)


@app.command()
def simulate(
    sets: Annotated[int, typer.Option(help="Data sets.")] = 3_500,
    resources: Annotated[int, typer.Option(help="Their tables and links, together.")] = 12_000,
    plans: Annotated[int, typer.Option(help="Bodies with a publishing plan, of those there are.")] = 2_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same catalogue.")] = 7,
) -> None:
    """Make a catalogue of invented bodies by COPY. Only where JARIYA_MODE is demo or test."""
    from jariya.project.cli import django

    django()
    from django.conf import settings
    from django.utils import timezone

    from jariya.portals.opendata.reading import entries
    from jariya.portals.opendata.simulate import full

    if not settings.DEMO:
        print("An invented catalogue is made only where JARIYA_MODE is demo or test.")
        raise typer.Exit(2)
    began = time.monotonic()
    made = full.make(now=timezone.now(), seed=seed, sets=sets, resources=resources, plans=plans)
    print("sets", made[0], "resources", made[1], "plan items", made[2], f"{time.monotonic() - began:.1f} s", sep="\t")
    began = time.monotonic()
    print("catalogue", entries.rebuild(), f"{time.monotonic() - began:.1f} s", sep="\t")


@app.command()
def own() -> None:
    """Publish tables of the platform's own records whose content changed, as the nightly job does."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.portals.opendata.own.publishing import refresh

    done = refresh(now=timezone.now())
    if not done:
        print("No body publishes them: set JARIYA_OPENDATA_OWN_BODY.")
        raise typer.Exit(1)
    for name, became in done.items():
        print(name, became, sep="\t")
