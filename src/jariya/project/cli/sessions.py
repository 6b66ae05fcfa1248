"""`jariya sessions end|close|open`: for an operator, when an account or the whole site must be shut at once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

app = typer.Typer(help="Signed-in sessions: end a person's or everybody's; close an account.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="Pseudonym of the account (P…), or an official's e-mail.")]


def _person(who: str) -> Any:
    from django.db.models import Q

    from jariya.kernel.people.models import Person

    found = Person.objects.filter(Q(handle=who) | Q(email=who.lower(), staff=True)).first()
    if found is None:
        typer.echo("No account has this pseudonym or official e-mail.", err=True)
        raise typer.Exit(2)
    return found


@app.command()
def end(
    who: Annotated[str, typer.Argument(help="Pseudonym, or an official's e-mail.")] = "",
    everybody: Annotated[bool, typer.Option("--everybody", help="All sessions of the site.")] = False,
) -> None:
    """End sessions at once; whoever held them signs in again. Prints how many."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.people import sessions
    from jariya.kernel.people.models import Session

    if bool(who) == everybody:
        typer.echo("Name one account, or say --everybody.", err=True)
        raise typer.Exit(2)
    count = Session.objects.all().delete()[0] if everybody else sessions.revoke_all(_person(who))
    typer.echo(f"ended\t{count}")


@app.command()
def close(who: Who) -> None:
    """Close an account: its sessions end, nobody signs in to it any more; what it did stays."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.people import sessions
    from jariya.kernel.people.models import Person

    person = _person(who)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    typer.echo(f"closed\t{person.handle}\t{sessions.revoke_all(person)}")


@app.command("open")
def open_(who: Who) -> None:
    """Open a closed account again."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.people.models import Person

    person = _person(who)
    Person.objects.filter(pk=person.pk).update(is_active=True)
    typer.echo(f"open\t{person.handle}")
