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


Day = Annotated[str, typer.Option("--day", help="First day of the new state of things, YYYY-MM-DD.")]
Act = Annotated[str, typer.Option("--act", help="The act: number, day, title.")]
Try = Annotated[bool, typer.Option("--dry-run", help="Say what would follow; change nothing.")]


@app.command()
def rename(
    slug: Annotated[str, typer.Argument(help="Public address of the body, for example mof.")],
    day: Day,
    act: Act,
    kk: Annotated[str | None, typer.Option(help="New name in Kazakh.")] = None,
    ru: Annotated[str | None, typer.Option(help="New name in Russian.")] = None,
    en: Annotated[str | None, typer.Option(help="New name in English.")] = None,
    address: Annotated[str, typer.Option(help="New public address; the old one leads there for ever.")] = "",
    dry_run: Try = False,
) -> None:
    """Give a body new names or a new address. On the registry desk two officials do the same."""
    names = {f"name_{lang}": text for lang, text in (("kk", kk), ("ru", ru), ("en", en)) if text is not None}
    _change("rename", slug, day=day, act=act, names=names, address=address, dry_run=dry_run)


@app.command()
def merge(
    slug: Annotated[str, typer.Argument(help="Public address of the body that ends.")],
    into: Annotated[str, typer.Option("--into", help="Public address of the body that takes over.")],
    day: Day,
    act: Act,
    dry_run: Try = False,
) -> None:
    """One body ends and another takes over its open cases and terms; its page stays and names the successor."""
    _change("merge", slug, day=day, act=act, into=into, dry_run=dry_run)


@app.command()
def close(
    slug: Annotated[str, typer.Argument(help="Public address of the body.")], day: Day, act: Act, dry_run: Try = False
) -> None:
    """A body ends and nobody takes over; refused while it has open cases."""
    _change("close", slug, day=day, act=act, dry_run=dry_run)


def _change(
    verb: str,
    slug: str,
    *,
    day: str,
    act: str,
    names: dict[str, str] | None = None,
    address: str = "",
    into: str = "",
    dry_run: bool,
) -> None:
    django()
    from datetime import date

    from django.db import transaction
    from django.utils import timezone, translation

    from jariya.kernel.bodies import edits
    from jariya.kernel.bodies.errors import BodyRefusal
    from jariya.kernel.bodies.models import Body
    from jariya.office.registry import effects

    found = {row.slug: row for row in Body.objects.filter(slug__in=[slug, into])}
    for wanted in filter(None, (slug, into)):
        if wanted not in found:
            typer.echo(f"bodies.unknown: there is no body with the address {wanted}.", err=True)
            raise typer.Exit(2)
    try:
        first = date.fromisoformat(day)
    except ValueError:
        typer.echo(f"{day} is not a day. Write it as 2026-12-31.", err=True)
        raise typer.Exit(2) from None
    body, successor = found[slug], found.get(into)
    try:
        with translation.override("en"), transaction.atomic():
            effects.check(verb, body)
            follows = effects.of(verb, body, slug=address, day=first)
            edits.make(
                verb=verb, body=body, into=successor, names=dict(names or {}), slug=address, day=first, act=act,
                by=None, now=timezone.now(),
            )  # fmt: skip
            effects.carry_out(verb, body, successor, day=first)
            transaction.set_rollback(dry_run)
    except BodyRefusal as refusal:
        typer.echo(f"{refusal.code}: {refusal}", err=True)
        raise typer.Exit(1) from None
    if follows.redirect:
        typer.echo(f"redirect\t{follows.redirect[0]}\t{follows.redirect[1]}")
    if follows.stays:
        typer.echo(f"open cases\t{follows.cases}\nrunning duties\t{follows.duties}")
        typer.echo(f"appointments that end\t{len(follows.holdings)}\nroles that end\t{follows.roles}")
    typer.echo("nothing was changed" if dry_run else "done", err=True)


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
