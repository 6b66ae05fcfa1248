"""`jariya signature`: look into certificates, lists, answers, time-stamps and signatures, and check a signature."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jariya.project.cli import signature_verify

app = typer.Typer(
    help="Electronic signatures: inspect and verify. Needs no database and no network.", no_args_is_help=True
)

app.command(name="verify")(signature_verify.verify)


@app.command()
def inspect(
    file: Annotated[
        Path, typer.Argument(help="Certificate, CRL, OCSP answer, time-stamp or CMS; - reads standard input")
    ],
    trust: Annotated[Path | None, typer.Option(help="Folder with certificates of authorities to check against")] = None,
    show_person: Annotated[bool, typer.Option(help="Show names and numbers of people instead of masking them")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Say what a file holds, in which algorithms, and which of its signatures were checked.

    DER, PEM or base64; legacy algorithms too. Nothing here says that a signature is valid for an act: that is `verify`.
    Exit codes: 0 read, no signature in it found false; 1 a signature in it is false; 2 not readable.
    """
    from jariya.kernel.signing import inspect as inspecting

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        print(f"{file}: {error.strerror}", file=sys.stderr)
        raise typer.Exit(2) from None
    try:
        report = inspecting.inspect(data, trust=trust, show_person=show_person)
    except inspecting.Unreadable as error:
        print(f"{file}: {error}", "Give a DER, PEM or base64 file of one of these kinds.", sep="\n", file=sys.stderr)
        raise typer.Exit(2) from None
    print(inspecting.as_json(report) if json else inspecting.as_text(report))
    raise typer.Exit(1 if inspecting.found_false(report) else 0)
