"""`jariya persons`: who can sign in here without being asked who they are, in a demonstration."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    demo: Annotated[bool, typer.Option("--demo", help="The invented persons of the demonstration.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a machine: one JSON list.")] = False,
    lang: Annotated[str, typer.Option(help="kk, ru or en.")] = "kk",
) -> None:
    """List the demonstration's persons and what each may do (tab-separated: handle, name, what to try)."""
    import orjson

    from jariya.project.cli import django

    if not demo or lang not in {"kk", "ru", "en"}:
        typer.echo("Say --demo; --lang is kk, ru or en. Real persons are listed to nobody.", err=True)
        raise typer.Exit(2)
    django()
    from django.conf import settings
    from django.utils import translation

    from jariya.kernel.people.demo import demo_persons

    if not settings.DEMO:
        typer.echo("This installation is no demonstration: it has no demo persons.", err=True)
        raise typer.Exit(1)
    with translation.override(lang):
        rows = [
            {
                "handle": one.handle,
                "name": one.name,
                "language": one.language,
                "level": str(one.level.value),
                "body": one.body,
                "roles": [kind.value for kind in one.kinds],
                "may": str(one.may),
                "invented": True,
            }
            for one in demo_persons()
        ]
    if json:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for row in rows:
        typer.echo(f"{row['handle']}\t{row['name']}\t{row['may']}")
