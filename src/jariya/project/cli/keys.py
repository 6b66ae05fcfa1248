"""`jariya keys list|rewrap|rotate|destroy`: keys that hide IINs and seal evidence, for operators."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Keys by purpose (login, office, evidence, petition:…), wrapped by JARIYA_KEK.", no_args_is_help=True
)

SENTENCES = {
    "purpose_malformed": "A purpose is written like login or petition:P26XXXXXXXX. See: jariya keys list.",
    "key_unknown": "There is no such key. See: jariya keys list.",
    "key_destroyed": "This key was destroyed: nothing brings it back.",
    "key_newest": "This is the current key, people sign in with it. First: jariya keys rotate PURPOSE.",
    "key_in_use": "Accounts still hang on this key: {detail}. They move at their next sign-in. With --anyway their "
    "owners begin new accounts.",
    "reason_missing": "Give a reason that a reviewer understands: --reason TEXT.",
    "kek_missing": "JARIYA_KEK lacks the key-encryption key {detail}. Put it back until jariya keys rewrap has run.",
    "kek_malformed": "JARIYA_KEK is malformed: VERSION:BASE64 of 32 random bytes, several divided by commas.",
    "key_broken": "The key {detail} does not open: another key stands under its version, or the row was changed.",
}


def _run(work: Callable[[], Any]) -> Any:
    """Do the work; trouble becomes a sentence and exit 2."""
    from jariya.kernel.signing.identity import kek, keys

    try:
        return work()
    except (keys.KeyTrouble, kek.KekError) as error:
        text = SENTENCES.get(error.code, error.code).format(detail=getattr(error, "detail", ""))
        typer.echo(f"{error.code}: {text}", err=True)
        raise typer.Exit(2) from None


def _operator() -> str:
    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):
        return "operator"


@app.command("list")
def show(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Every key: purpose, version, state, key-encryption key, day, accounts on it. Exit 1 when one cannot be opened."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.signing.identity import keys

    rows = _run(keys.listed)
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
    else:
        typer.echo("purpose\tversion\tstate\tkek\tmade\taccounts")
        for row in rows:
            lost = "" if row["kek_here"] else " (missing!)"
            typer.echo(
                f"{row['purpose']}\t{row['version']}\t{row['state']}\t{row['kek']}{lost}\t{row['made']}\t{row['accounts']}"
            )
    raise typer.Exit(0 if all(row["kek_here"] for row in rows) else 1)


@app.command()
def rewrap() -> None:
    """Wrap every key anew with the newest key of JARIYA_KEK. May be stopped at any moment and run again."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.signing.identity import keys

    def work() -> int:
        count = 0
        for row in keys.rewrap(by=_operator(), now=timezone.now()):
            count += 1
            typer.echo(f"{row.purpose}\t{row.version}", err=True)
        return count

    typer.echo(f"rewrapped\t{_run(work)}")


@app.command()
def rotate(
    purpose: Annotated[str, typer.Argument(help="For example login.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the journal of keys.")] = "",
) -> None:
    """A new key for a purpose. What was keyed or sealed before still works; accounts move at their next sign-in."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.signing.identity import keys

    version = _run(lambda: keys.rotate(purpose, by=_operator(), reason=reason, now=timezone.now()))
    typer.echo(f"{purpose}\t{version}")


@app.command()
def destroy(
    purpose: Annotated[str, typer.Argument(help="For example petition:P26XXXXXXXX.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the journal of keys.")] = "",
    version: Annotated[int, typer.Option(help="One version only; 0: all.")] = 0,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also while accounts hang on it.")] = False,
) -> None:
    """Destroy keys: what they sealed or hid can never be read again. Expire backups that hold them as well."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.signing.identity import keys

    count = _run(
        lambda: keys.destroy(
            purpose, by=_operator(), reason=reason, version=version or None, anyway=anyway, now=timezone.now()
        )
    )
    typer.echo(f"destroyed\t{count}")
