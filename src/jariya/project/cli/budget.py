"""`jariya budget ...`: reports of execution in and out, and whether they agree with themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jariya.project.cli import django

if TYPE_CHECKING:
    from jariya.portals.budgets.problems import Problem
    from jariya.portals.budgets.reading.understanding import Understood

app = typer.Typer(help="Open budgets: import, check, list and export reports.", no_args_is_help=True)

Level = Annotated[str, typer.Option(help="Whose budget: republican, oblast or district.")]
Territory = Annotated[str, typer.Option(help="KATO code of nine digits, or the territory's name.")]
Cut = Annotated[str, typer.Option(help="full, functional, administrative, economic or investment.")]
Stage = Annotated[str, typer.Option(help="draft, approved, revised, adjusted, monthly or annual.")]
AMonth = Annotated[str, typer.Option("--month", help="2024-03, for a table without a column of months.")]
Unit = Annotated[str, typer.Option(help="What one is in the file: tenge, thousand or million.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Lang = Annotated[str, typer.Option(help="Language of the sentences: kk, ru or en.")]


def _understood(level: str, territory: str, cut: str, stage: str, month: str, unit: str) -> Understood:
    from jariya.portals.budgets.measures import UNITS
    from jariya.portals.budgets.reading.understanding import CUTS, LEVELS, STAGES, Understood, month_of

    for value, allowed, option in (
        (level, LEVELS, "--level"), (cut, CUTS, "--cut"), (stage, STAGES, "--stage"), (unit, tuple(UNITS), "--unit"),
    ):  # fmt: skip
        if value and value not in allowed:
            typer.echo(f"{option} is one of {', '.join(allowed)}.", err=True)
            raise typer.Exit(2)
    known = month_of(month) if month else None
    if month and known is None:
        typer.echo("--month is written as 2024-03.", err=True)
        raise typer.Exit(2)
    return Understood(level, territory, cut, known, unit, stage or "monthly")


def _files(path: Path) -> list[Path]:
    """A file, or the tables of a folder in the order of their names; full reports last, cuts are compared with them."""
    if path.is_file():
        return [path]
    found = (file for file in path.iterdir() if file.name.lower().endswith((".csv", ".csv.gz", ".xlsx")))
    return sorted(found)


def _tell(problems: list[Problem], lang: str) -> None:
    for one in problems:
        print(one.row, one.column, one.value[:80], one.rule, one.sentence(lang), one.remedy(lang), sep="\t")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(exists=True, readable=True, help="A file or a folder of files.")],
    level: Level = "",
    territory: Territory = "",
    cut: Cut = "",
    stage: Stage = "",
    month: AMonth = "",
    unit: Unit = "",
    source: Annotated[str, typer.Option(help="Where the file comes from; its page names it.")] = "",
    url: Annotated[str, typer.Option(help="Address of the source.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the source.")] = "",
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Import reports: official CSV (also .gz) and XLSX. Says what it understood and what it found.

    Each file is loaded whole or not at all. Problems are listed one line each: row, column, value, rule, what is
    wrong, what to do. Exit code 1 when a file was refused.
    """
    said = _understood(level, territory, cut, stage, month, unit)
    django()
    from time import monotonic

    from django.utils import timezone

    from jariya.portals.budgets import importing
    from jariya.portals.budgets.problems import Refused
    from jariya.portals.budgets.reading.table import told

    files = _files(path)
    if not files:
        typer.echo(f"No CSV or XLSX file in {path}.", err=True)
        raise typer.Exit(2)
    answers: list[dict[str, Any]] = []
    refused = 0
    new: dict[int, Any] = {}
    began = monotonic()
    for place, file in enumerate(files, start=1):
        typer.echo(f"{place}/{len(files)} {file.name}", err=True)
        try:
            outcome = importing.load(
                file,
                source=importing.Source(source or f"file {file.name}", url or None, licence or None),
                now=timezone.now(),
                said=said,
                unit_is_sure=bool(unit),
                say=lambda text: typer.echo(text, err=True),
            )
        except Refused as refusal:
            refused += 1
            answers.append({"file": file.name, "refused": True, "releases": [],
                            "problems": [one.as_json(lang) for one in refusal.problems]})  # fmt: skip
            if not as_json:
                print(file.name, "refused", "nothing was loaded", sep="\t")
                _tell(refusal.problems, lang)
            continue
        new |= {one.budget_id: one.budget for one in outcome.made}
        releases = [{"key": one.key, "new": True, "rows": one.rows, "months": one.months,
                     "findings": one.checks.count(), "supersedes": one.supersedes.key if one.supersedes else None}
                    for one in outcome.made]  # fmt: skip
        releases += [{"key": one.key, "new": False} for one in outcome.same]
        answers.append({"file": file.name, "refused": False, "understood": dict(told(outcome.read.table)),
                        "releases": releases, "problems": [one.as_json(lang) for one in outcome.problems]})  # fmt: skip
        if not as_json:
            for name, value in told(outcome.read.table):
                print(file.name, name, value, sep="\t")
            for row in releases:
                word = f"new, {row['findings']} findings" if row["new"] else "the same as before"
                if row.get("supersedes"):
                    word += f", supersedes {row['supersedes']}"
                print(file.name, "release", row["key"], word, sep="\t")
            _tell(outcome.problems, lang)
    if new:
        from jariya.portals.budgets import indexing, writing

        writing.analyse()
        typer.echo(f"search: {indexing.put(new.values())} entries", err=True)
    if as_json:
        print(json.dumps(answers, ensure_ascii=False, indent=1))
    typer.echo(f"{len(files)} files, {refused} refused, {monotonic() - began:.1f} s", err=True)
    raise typer.Exit(1 if refused else 0)


@app.command()
def check(
    what: Annotated[str, typer.Argument(help="Key of a release (see `jariya budget releases`), or a file.")],
    level: Level = "",
    territory: Territory = "",
    cut: Cut = "",
    month: AMonth = "",
    unit: Unit = "",
    rule: Annotated[str, typer.Option(help="Only findings of this rule.")] = "",
    limit: Annotated[int, typer.Option(help="At most so many findings; 0 for all.")] = 0,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Say what in a report does not agree, the largest money first. A file needs no database.

    Exit code 0 when everything agrees, 1 when something does not, 2 when there is no such release or file.
    """
    file = Path(what)
    if file.is_file():
        answer = _check_file(file, _understood(level, territory, cut, "", month, unit), lang, as_json)
    else:
        answer = _check_release(what, lang)
    found = [one for one in answer["findings"] if not rule or one["rule"] == rule]
    answer["findings"] = found[:limit] if limit else found
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for one in answer["findings"]:
            print(one["month"], one["rule"], one["path"] or "", one["measure"] or "", _plain(one["expected"]),
                  _plain(one["found"]), _plain(one["difference"]), one["verdict"], one["detail"],
                  one["title"], sep="\t")  # fmt: skip
        print(f"{len(found):,} findings; looked {sum(answer['tested'].values()):,} times", file=sys.stderr)
    raise typer.Exit(1 if found else 0)


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _check_file(file: Path, said: Understood, lang: str, as_json: bool) -> dict[str, Any]:
    from jariya.portals.budgets.problems import Refused
    from jariya.portals.budgets.reading.table import told
    from jariya.portals.budgets.report import findings, understand
    from jariya.portals.budgets.telling import finding_json

    try:
        read = understand(file, said)
    except Refused as refusal:
        if as_json:
            problems = [one.as_json(lang) for one in refusal.problems]
            print(json.dumps({"file": file.name, "refused": True, "problems": problems}, ensure_ascii=False, indent=1))
        else:
            _tell(refusal.problems, lang)
        raise typer.Exit(1) from None
    found, tested = findings(read.trees, read.cut)
    return {
        "file": file.name,
        "understood": dict(told(read.table)),
        "problems": [one.as_json(lang) for one in read.problems],
        "tested": tested,
        "findings": [finding_json(one, lang) for one in found],
    }


def _check_release(key: str, lang: str) -> dict[str, Any]:
    django()
    from jariya.portals.budgets import queries

    release = queries.release(key)
    if release is None:
        typer.echo(f"There is no release {key!r}; `jariya budget releases` lists them.", err=True)
        raise typer.Exit(2)
    return queries.checked(release, lang)


@app.command()
def releases(
    as_json: AsJson = False,
    everything: Annotated[bool, typer.Option("--all", help="Superseded ones as well.")] = False,
) -> None:
    """List the releases: key, stage, months, rows, findings, day, source."""
    django()
    from jariya.portals.budgets import queries

    rows = queries.listed(everything=everything)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        months = f"{row['months'][0]}-{row['months'][-1]}" if row["months"] else ""
        print(row["key"], row["stage"], months, row["rows"], row["findings"], row["at"].date().isoformat(),
              "in force" if row["current"] else "superseded", row["source"], sep="\t")  # fmt: skip


@app.command()
def export(
    key: Annotated[str, typer.Argument(help="Key of a release.")],
    out: Annotated[Path | None, typer.Option(help="A file; without it, standard output.")] = None,
) -> None:
    """Write the rows of a release: whole tenge, one row for each month and node, empty (NULL) for unknown.

    CSV, or what the ending of --out says: .csv, .xlsx, .parquet, or .zip for the Fiscal Data Package.
    """
    django()
    from jariya.portals.budgets import exporting, parquet, queries

    release = queries.release(key)
    if release is None:
        typer.echo(f"There is no release {key!r}; `jariya budget releases` lists them.", err=True)
        raise typer.Exit(2)
    whole = {".xlsx": exporting.as_xlsx, ".zip": exporting.as_package,
             ".parquet": lambda one: parquet.of(one).read_bytes()}  # fmt: skip
    if out and out.suffix.lower() in whole:
        out.write_bytes(whole[out.suffix.lower()](release))
        return
    pieces = exporting.as_csv(release)
    if out:
        with out.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
    else:
        sys.stdout.writelines(pieces)


@app.command()
def findings(
    limit: Annotated[int, typer.Option(help="So many of the largest.")] = 40,
    markdown: Annotated[bool, typer.Option(help="As docs/budgets-findings.md.")] = False,
    lang: Lang = "en",
) -> None:
    """The largest findings over all releases in force, and how many there are by rule."""
    django()
    from jariya.portals.budgets import telling

    for line in telling.summary(limit=limit, markdown=markdown, lang=lang):
        print(line)


@app.command()
def classifier(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: path, name_kk, name_ru, name_en.")],
    cut: Annotated[str, typer.Option(help="full, functional, administrative, economic or investment.")],
    name: Annotated[str, typer.Option(help="The edition's own name.")],
    source: Annotated[str, typer.Option(help="The act or page it comes from.")],
    valid_from: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")] = "",
    valid_to: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = "",
) -> None:
    """Load an edition of a classification: reports of its years are compared with it when they are imported.

    A path is the codes from above joined by slashes: II/4/1/261. An edition is never changed: load a new one.
    """
    django()
    from datetime import date

    from django.utils import timezone

    from jariya.portals.budgets import reference

    try:
        days = [date.fromisoformat(text) if text else None for text in (valid_from, valid_to)]
        count = reference.load_classifier(
            file.read_text(encoding="utf-8-sig"), cut=cut, name=name, source=source, valid_from=days[0],
            valid_to=days[1], now=timezone.now(),
        )  # fmt: skip
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print("codes", count, sep="\t")


@app.command()
def crosswalk(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: before, after, source.")],
    cut: Annotated[str, typer.Option(help="full, functional, administrative, economic or investment.")],
    before: Annotated[str, typer.Option(help="Name of the former edition.")],
    after: Annotated[str, typer.Option(help="Name of the edition that followed.")],
) -> None:
    """Say what codes became after a reform, between two loaded editions: lines over the years then go on.

    Where codes are together the same money, their months are added; where it was divided anew, pages only say so.
    """
    django()
    from jariya.portals.budgets import reforms

    try:
        count = reforms.load(file.read_text(encoding="utf-8-sig"), cut=cut, before=before, after=after)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print("pairs", count, sep="\t")


@app.command()
def series(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV: name, year, value, source [, territory, title].")
    ],
) -> None:
    """Load figures of years from a named source: name is population (by KATO code) or prices (an index, any base).

    Pages reckon amounts per inhabitant and in real terms with them and name the source; without them they say so.
    """
    django()
    from jariya.portals.budgets import reference

    try:
        count = reference.load_series(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print("figures", count, sep="\t")
