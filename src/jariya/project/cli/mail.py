"""`jariya mail`: the door for replies by mail, one letter from a pipe, and what came."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(
    help="Mail that comes in: replies to notices, and letters of ours that came back.", no_args_is_help=True
)

OK, DATA_ERROR, NO_USER, TRY_AGAIN = 0, 65, 67, 75
"""sysexits(3): what a mail server's pipe understands."""


@app.command()
def listen(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 2525,
    host: Annotated[
        str, typer.Option(help="Address to listen on; a private one, before it stands the border server.")
    ] = "127.0.0.1",
    lmtp: Annotated[bool, typer.Option("--lmtp", help="Speak LMTP instead of SMTP.")] = False,
) -> None:
    """Take mail from the border server until stopped. JARIYA_MAIL_DOMAIN must be set."""
    import asyncio

    from jariya.project.cli import django

    django()
    from django.conf import settings

    from jariya.kernel.notices.incoming import listener

    if not settings.MAIL_DOMAIN:
        typer.echo("Set JARIYA_MAIL_DOMAIN to the domain of the reply addresses.", err=True)
        raise typer.Exit(2)
    asyncio.run(
        listener.serve(host, port, lmtp=lmtp, ready=lambda taken: typer.echo(f"listening\t{host}\t{taken}", err=True))
    )


@app.command()
def receive(
    to: Annotated[str, typer.Option("--to", help="Envelope recipient.")],
    sender: Annotated[
        str | None, typer.Option("--from", help="Envelope sender; an empty one is the empty return path.")
    ] = None,
) -> None:
    """Take one letter from standard input, for a mail server's pipe. Exit codes of sysexits(3): 0, 65, 67, 75."""
    from jariya.project.cli import django

    django()
    from django.conf import settings
    from django.db import DatabaseError
    from django.utils import timezone

    from jariya.kernel.notices.incoming import receiving

    raw = sys.stdin.buffer.read(settings.MAIL_IN_BIGGEST + 1)
    try:
        receiving.take(to, raw, sender=sender, now=timezone.now())
    except receiving.Refusal as refusal:
        typer.echo(refusal.words, err=True)
        raise typer.Exit(TRY_AGAIN if refusal.temporary else DATA_ERROR if refusal.code == 552 else NO_USER) from None
    except DatabaseError:
        typer.echo("The database is away.", err=True)
        raise typer.Exit(TRY_AGAIN) from None


@app.command()
def status() -> None:
    """Letters by state and reason, letters of ours that came back, addresses marked. Tab-separated."""
    from jariya.project.cli import django

    django()
    from django.db.models import Count

    from jariya.kernel.notices.models import Bounce, IncomingMail, Preference

    for state, reason, number in (
        IncomingMail.objects.values_list("state", "reason").annotate(number=Count("pk")).order_by("state", "reason")
    ):
        typer.echo(f"incoming\t{state}\t{reason or '-'}\t{number}")
    for hard, code, number in Bounce.objects.values_list("hard", "code").annotate(number=Count("pk")).order_by("code"):
        typer.echo(f"came back\t{'hard' if hard else 'soft'}\t{code or '-'}\t{number}")
    typer.echo(f"addresses marked\t-\t-\t{Preference.objects.filter(mail_refused_at__isnull=False).count()}")
