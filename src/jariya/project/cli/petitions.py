"""`jariya petitions desk|population`: who checks petitions, and figures without which some thresholds are no number."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

app = typer.Typer(help="Who checks petitions, and populations with their sources.", no_args_is_help=True)


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        _fail(f"{said} is no day: write YYYY-MM-DD.")
        raise


@app.command()
def desk(
    body: Annotated[str, typer.Argument(help="Body: the last part of its page's address.")],
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD; today when left out.")] = "",
) -> None:
    """Name the body whose moderators check petitions. An invented one checks petitions to invented bodies alone."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.bodies.models import Body
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.portals.petitions.models import ModerationDesk

    found = Body.objects.filter(slug=body).first()
    if found is None:
        _fail(f"No body has the address {body}. See its page's address, after the last slash.")
        return
    first = _day(since) if since else legal_day(timezone.now())
    ModerationDesk.objects.filter(invented=found.invented).delete()
    ModerationDesk.objects.create(body=found, invented=found.invented, since=first)
    typer.echo(f"{found.slug}\t{first.isoformat()}")


@app.command()
def population(
    region: Annotated[str, typer.Argument(help="KATO code of the oblast or city of republican status.")],
    people: Annotated[int, typer.Argument(help="How many people lived there on the day.", min=1)],
    on: Annotated[str, typer.Argument(help="The day of the figure, YYYY-MM-DD.")],
    source: Annotated[str, typer.Argument(help="Where the figure is from: act or publication, with its date.")],
) -> None:
    """Enter a population with its day and source. Rows are only added; the newest that was known on a day counts."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.bodies.models import Region
    from jariya.portals.petitions.models import Population

    found = Region.objects.filter(code=region).first()
    if found is None:
        _fail(f"No region has the code {region}.")
        return
    if not source.strip():
        _fail("A figure without a source is not taken.")
    row, made = Population.objects.get_or_create(
        region=found,
        on=_day(on),
        source=source.strip(),
        defaults={"people": people, "invented": found.invented},
    )
    if not made and row.people != people:
        _fail(f"This source says {row.people} for that day already; name another source.")
    typer.echo(f"{found.code}\t{row.people}\t{row.on.isoformat()}\t{row.source}")
