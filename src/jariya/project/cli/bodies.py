"""`jariya bodies ...`: the registry of bodies and territories from and to files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jariya.project.cli import django

if TYPE_CHECKING:
    from jariya.kernel.bodies.sheets import Report

app = typer.Typer(help="State bodies and territories: import, export, the classifier KATO.", no_args_is_help=True)

File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or spreadsheet file (XLSX, XLS, ODS).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding, if it is not recognised: utf-8, kz1048, cp1251, utf-16.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@app.command("import")
def import_(file: File, dry_run: DryRun = False, encoding: Encoding = None, as_json: AsJson = False) -> None:
    """Add and correct bodies from a CSV or XLSX file with the columns of `jariya bodies export`.

    Rows with a problem are left out and listed, one line each: row, column, value, rule, what is wrong, what to do.
    Exit code 1 when there was any.
    """
    django()
    from jariya.kernel.bodies import exchange

    _tell(exchange.load(file.read_bytes(), dry_run=dry_run, encoding=encoding), as_json)


@app.command()
def export(
    out: Annotated[Path | None, typer.Option(help="A file; without it, standard output.")] = None,
    popolo: Annotated[bool, typer.Option(help="Popolo JSON with posts and holders instead of CSV.")] = False,
) -> None:
    """Write all bodies as CSV, or as Popolo JSON."""
    django()
    from datetime import UTC, datetime

    from jariya.kernel.bodies import exchange
    from jariya.kernel.bodies.actions import legal_day
    from jariya.kernel.bodies.popolo import popolo as document

    stream = out.open("w", encoding="utf-8", newline="") if out else sys.stdout
    try:
        if popolo:
            import json

            json.dump(document(day=legal_day(datetime.now(UTC))), stream, ensure_ascii=False, indent=1)
            stream.write("\n")
        else:
            exchange.export(stream)
    finally:
        if out:
            stream.close()


@app.command()
def kato(
    file: File,
    source: Annotated[str, typer.Option(help="Which edition this is.")] = "KATO, Bureau of National Statistics",
    akims: Annotated[bool, typer.Option(help="Also enter an akim's office for every rural district.")] = False,
    dry_run: DryRun = False,
    encoding: Encoding = None,
    as_json: AsJson = False,
) -> None:
    """Bring in the whole official classifier: XLSX as published, or CSV.

    Its columns are te, ab, cd, ef, hij, k, name_kaz, name_rus, nn.
    """
    django()
    from jariya.kernel.bodies import kato as classifier

    def progress(done: int, total: int) -> None:
        typer.echo(f"{done:,} of {total:,} rows", err=True)

    report = classifier.load(file.read_bytes(), source=source, dry_run=dry_run, encoding=encoding, progress=progress)
    if akims:
        typer.echo(f"akims' offices\t{classifier.rural_akims(source=source, dry_run=dry_run)}", err=as_json)
    _tell(report, as_json)


@app.command()
def load(invented: Annotated[bool, typer.Option(help="Also the invented oblast and ministry.")] = False) -> None:
    """Load the shipped registers again: adds and updates, never undoes what a person edited (those are listed)."""
    django()
    from django.conf import settings

    from jariya.kernel.bodies.load import load_bodies, load_invented

    def progress(step: str, done: int, total: int) -> None:
        typer.echo(f"{done}/{total} {step}", err=True)

    if invented and not settings.DEMO:
        typer.echo("Invented bodies are loaded in demo mode only (JARIYA_MODE=demo).", err=True)
        raise typer.Exit(2)
    runs = [load_bodies(settings.JURISDICTION, progress=progress)]
    if invented:
        runs.append(load_invented(progress=progress))
    for run in runs:
        for name, added in run.added.items():
            typer.echo(f"{name}\tadded {added}\tchanged {run.changed[name]}")
        for conflict in run.conflicts:
            typer.echo(f"edited here, left alone\t{conflict}")


def _tell(report: Report, as_json: bool) -> None:
    if as_json:
        import json

        typer.echo(
            json.dumps(
                {
                    "rows": report.rows, "added": report.added, "changed": report.changed, "same": report.same,
                    "refused": report.refused, "dry_run": report.dry_run,
                    "problems": [
                        {"row": p.row, "column": p.column, "value": p.value, "code": p.code, "sentence": p.sentence,
                         "remedy": p.remedy}
                        for p in report.problems
                    ],
                },
                ensure_ascii=False,
            )
        )  # fmt: skip
    else:
        for p in report.problems:
            typer.echo(f"{p.row}\t{p.column}\t{p.value}\t{p.code}\t{p.sentence}\t{p.remedy}")
        verb = "would be " if report.dry_run else ""
        typer.echo(
            f"{report.rows} rows: {verb}added {report.added}, changed {report.changed}, the same {report.same}, "
            f"refused {report.refused}",
            err=True,
        )
    if report.problems:
        raise typer.Exit(1)
