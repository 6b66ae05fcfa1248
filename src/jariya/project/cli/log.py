"""`jariya log ...`: the public record from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(help="The public record: export, verify, keys, witnesses.", no_args_is_help=True)
witness = typer.Typer(help="Witnesses: ours, and those our logs ask.", no_args_is_help=True)
app.add_typer(witness, name="witness")

Keys = Annotated[list[str] | None, typer.Option("--key", help="Key line of the log, or a file of such lines.")]
Witnesses = Annotated[list[str] | None, typer.Option("--witness", help="Key line of a witness, or a file of them.")]


@app.command()
def verify(
    place: Annotated[str, typer.Argument(help="Folder or address of a log: https://.../log/NAME")],
    key: Keys = None,
    witness_key: Witnesses = None,
    quorum: Annotated[int | None, typer.Option(help="How many of the witnesses must have cosigned.")] = None,
    since: Annotated[str | None, typer.Option(help="A checkpoint saved earlier.")] = None,
    save: Annotated[str | None, typer.Option(help="Write the checkpoint here when all is well.")] = None,
    receipt: Annotated[str | None, typer.Option(help="A receipt (.tlog-proof) to check as well.")] = None,
    openings: Annotated[bool, typer.Option("--openings", help="Check what is served to open the entries.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Check a whole log as an outsider would: the same script that the site hands out. Needs no database.

    Exit codes: 0 good; 1 the log or receipt is wrong; 2 misuse, or something could not be read.
    """
    from jariya.kernel.record import verify_log

    given = [place]
    for option, values in (("--key", key), ("--witness", witness_key)):
        for value in values or []:
            given += [option, value]
    for option, said in (("--quorum", quorum), ("--since", since), ("--save", save), ("--receipt", receipt)):
        if said is not None:
            given += [option, str(said)]
    given += ["--openings"] if openings else []
    raise typer.Exit(verify_log.main([*given, *(["--json"] if as_json else [])]))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to; each log becomes a folder of its name.")],
    name: Annotated[str, typer.Option("--log", help="This log alone.")] = "",
) -> None:
    """Write logs as folders that any web server can serve and `verify_log.py` can check; what is there is kept."""
    _django()
    from jariya.kernel.record import exporting

    found = exporting.export(folder, name or None)
    for log, size in found:
        print(log, size, sep="\t")
    if not found:
        _stop(f"there is no log {name}" if name else "there is no log yet", 2)


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """List the logs: name, entries, last checkpoint, witnesses, alarm."""
    _django()
    from jariya.kernel.record import queries

    rows = [
        {
            "name": row.log.name,
            "kind": row.log.kind,
            "origin": row.log.origin,
            "size": row.checkpoint.size if row.checkpoint else None,
            "signed_at": row.checkpoint.at.isoformat(timespec="seconds") if row.checkpoint else None,
            "witnesses": row.witnesses,
            "alarmed": row.alarmed,
        }
        for row in queries.shown_logs()
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(*("" if value is None else value for value in row.values()), sep="\t")


@app.command()
def sequence(
    everything: Annotated[bool, typer.Option("--all", help="Look through all sources from their start.")] = False,
) -> None:
    """Take waiting entries in now, as the job does each minute, and catch up with what no act has queued."""
    _django()
    from django.utils import timezone

    from jariya.kernel.record import sources, tasks

    if everything:
        sources.catch_up(timezone.now(), seconds=86_400, from_start=True)
    done = tasks.sequence_logs(timezone.now())
    for name, said in done.items():
        print(name, said, sep="\t")
    raise typer.Exit(1 if any(isinstance(said, str) for said in done.values()) else 0)


@app.command()
def rotate(
    name: Annotated[str, typer.Argument(help="The log.")],
    retire: Annotated[str, typer.Option(help="End the overlap: this key line signs no more.")] = "",
) -> None:
    """Change a log's key: first a new one beside the old, later `--retire OLD`. docs/log.md has the drill."""
    _django()
    from django.utils import timezone

    from jariya.kernel.record import actions
    from jariya.kernel.record.errors import RecordError

    try:
        if retire:
            actions.retire(name, retire, now=timezone.now())
        else:
            print(actions.rotate(name, now=timezone.now()))
    except RecordError as error:
        _stop(str(error), 2)


@app.command("clear-alarms")
def clear_alarms(name: Annotated[str, typer.Argument(help="The log.")]) -> None:
    """Clear what stands against a log, after a person has looked and mended the cause."""
    _django()
    from django.utils import timezone

    from jariya.kernel.record import actions

    print(actions.clear_alarms(name, now=timezone.now()))


@witness.command("serve")
def serve(
    port: Annotated[int, typer.Option(help="Where it listens.")],
    folder: Annotated[Path, typer.Option(help="Its key and memory.")] = Path("witness"),
    name: Annotated[str, typer.Option(help="Name of its key, made at first use.")] = "localhost/witness",
    host: Annotated[str, typer.Option(help="Address it listens at.")] = "127.0.0.1",
    follow: Annotated[str, typer.Option(help="Demonstration only: believe the first keys of this site.")] = "",
) -> None:
    """Serve a witness of our own: it cosigns what only grows (C2SP tlog-witness). Needs no database."""
    from jariya.kernel.record import witness_server

    print(f"POST http://{host}:{port}/add-checkpoint", file=sys.stderr)
    witness_server.serve(folder, name, port, host, follow)


@witness.command("trust")
def trust(
    vkey: Annotated[str, typer.Argument(help="Key line of the log, got another way than from its site.")],
    folder: Annotated[Path, typer.Option(help="The witness's folder.")] = Path("witness"),
    name: Annotated[str, typer.Option(help="Name of its key, made at first use.")] = "localhost/witness",
) -> None:
    """Let our witness cosign a log: a second key of the same log is trusted beside the first."""
    from jariya.kernel.record.note import NoteError
    from jariya.kernel.record.witness import Witness

    try:
        made = Witness.make(folder, name)
        made.trust(vkey)
    except NoteError as error:
        _stop(f"this is no key line: {error.code}", 2)
    print(made.vkey)


@witness.command("add")
def add(
    vkey: Annotated[str, typer.Argument(help="Key line of the witness.")],
    url: Annotated[str, typer.Argument(help="Its submission prefix.")],
) -> None:
    """Ask a witness about our logs from now on."""
    _django()
    from jariya.kernel.record import actions
    from jariya.kernel.record.note import NoteError

    try:
        print(actions.add_witness(vkey, url).name)
    except (NoteError, ValueError) as error:
        _stop(str(error), 2)


@witness.command("list")
def witnesses() -> None:
    """List the witnesses our logs ask, and what failed last."""
    _django()
    from jariya.kernel.record.models import Witness

    for row in Witness.objects.order_by("id"):
        print(row.name, row.url, "active" if row.active else "off", row.failure, sep="\t")


def _django() -> None:
    from jariya.project.cli import django

    django()


def _stop(said: str, code: int) -> NoReturn:
    print(said, file=sys.stderr)
    raise typer.Exit(code)
