"""`jariya data ...`: what a table is and what is wrong with it, without a portal and without a database."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from jariya.portals.opendata.importing.table import Table, Wishes

app = typer.Typer(help="Open data: inspect, convert and compare tables.", no_args_is_help=True)

File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX, XLS, ODS, JSON, GeoJSON, HTML; zip, gz.")
]
Encoding = Annotated[str, typer.Option(help="Instead of the one that is found: cp1251, kz1048, utf-8...")]
Delimiter = Annotated[str, typer.Option(help="Between cells, instead of the one that is found; `tab` for a tab.")]
Header = Annotated[bool | None, typer.Option("--header/--no-header", help="Whether the first row names the columns.")]
Skip = Annotated[int | None, typer.Option(help="How many rows stand above the table.")]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook.")]
Inner = Annotated[str, typer.Option(help="The file inside of an archive.")]
Type = Annotated[list[str] | None, typer.Option(help="COLUMN=TYPE: text, integer, decimal, date, datetime, boolean.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Lang = Annotated[str, typer.Option(help="Language of the sentences: kk, ru or en.")]
Schema = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A Table Schema (JSON) to hold the table against.")
]
CELLS = 50
"""Cells with problems that are printed; JSON has all that are kept."""


def _wishes(
    encoding: str,
    delimiter: str,
    header: bool | None,
    skip: int | None,
    sheet: str,
    inner: str,
    kinds: list[str] | None,
) -> Wishes:
    import codecs

    from jariya.portals.opendata.importing.table import Wishes
    from jariya.portals.opendata.importing.types import TYPES

    if encoding:
        try:
            codecs.lookup(encoding)
        except LookupError:
            _misuse(f"No encoding is called {encoding}.")
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(delimiter) > 1:
        _misuse("--delimiter is one letter.")
    told: dict[str, str] = {}
    for one in kinds or []:
        name, sign, kind = one.rpartition("=")
        if not sign or kind not in TYPES:
            _misuse(f"--type is COLUMN=TYPE, TYPE one of {', '.join(TYPES)}.")
        told[name] = kind
    return Wishes(encoding, delimiter, None, header, skip, sheet, inner, told)


def _misuse(said: str) -> NoReturn:
    typer.echo(said, err=True)
    raise typer.Exit(2)


def _read(file: Path, folder: Path, wishes: Wishes, lang: str, as_json: bool) -> Table:
    """Read the file; exit 1 with the reason where it cannot be."""
    from jariya.portals.opendata.importing.problems import RULES, Unreadable
    from jariya.portals.opendata.importing.table import imported
    from jariya.portals.opendata.words import say

    def told(stage: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{stage:12}", end="", file=sys.stderr, flush=True)

    try:
        return imported(file, folder, wishes=wishes, told=told)
    except Unreadable as error:
        rule = RULES[error.rule]
        if as_json:
            print(json.dumps({"readable": False, **error.as_json(), "sentence": say(rule.sentence, lang),
                              "remedy": say(rule.remedy, lang)}, ensure_ascii=False, indent=2))  # fmt: skip
        else:
            about = " ".join(f"{name}={value}" for name, value in error.about.items())
            print(error.rule, say(rule.sentence, lang), say(rule.remedy, lang), about, sep="\t")
        raise typer.Exit(1) from error
    finally:
        if sys.stderr.isatty():
            print("\r" + " " * 12 + "\r", end="", file=sys.stderr)


@app.command()
def inspect(
    file: File,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    header: Header = None,
    skip: Skip = None,
    sheet: Sheet = "",
    inner: Inner = "",
    kind: Annotated[list[str] | None, typer.Option("--type", help=Type.__metadata__[0].help)] = None,
    schema: Schema = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Say what a file is: container, encoding, dialect, columns with types and reasons, and every problem."""
    wishes = _wishes(encoding, delimiter, header, skip, sheet, inner, kind)
    with tempfile.TemporaryDirectory(prefix="jariya-data-") as folder:
        table = _read(file, Path(folder), wishes, lang, as_json)
        report = table.as_json()
        broken = _held(table, Path(folder), schema) if schema else None
    if broken is not None:
        report["schema"] = {"valid": not broken["counts"], **broken}
        _worded(report["schema"], lang)
    _worded(report["problems"], lang)
    if as_json:
        print(json.dumps({"readable": True, **report}, ensure_ascii=False, indent=2, default=str))
    else:
        _tell(report)
    raise typer.Exit(1 if broken and broken["counts"] else 0)


def _held(table: Table, folder: Path, path: Path) -> dict[str, Any]:
    """What in the table breaks a Table Schema; exit 2 where the file is none."""
    from jariya.portals.opendata.importing import loading, schema
    from jariya.portals.opendata.importing.limits import COMMAND_LINE

    try:
        with loading.connect(folder, COMMAND_LINE) as con:
            found = schema.check(con, table.columns, table.parquet, schema.load(path), table.first_row)
    except schema.BadSchema as error:
        _misuse(f"{path.name} is no Table Schema: {error.why}.")
    return found.as_json()


def _worded(problems: dict[str, Any], lang: str) -> None:
    """Put the sentence and the remedy in the reader's language beside each rule."""
    from jariya.portals.opendata.importing.problems import RULES
    from jariya.portals.opendata.words import say

    for one in (*problems["counts"], *problems["cells"]):
        rule = RULES[one["rule"]]
        one |= {"sentence": say(rule.sentence, lang), "remedy": say(rule.remedy, lang)}


def _tell(report: dict[str, Any]) -> None:
    held = report["container"]
    print("container", held["kind"], held["packed"], held["inner"], sep="\t")
    if report["encoding"]:
        print("encoding", report["encoding"]["title"], ",".join(report["encoding"]["reasons"]), sep="\t")
    if report["dialect"]:
        print("dialect", repr(report["dialect"]["delimiter"]), ",".join(report["dialect"]["reasons"]), sep="\t")
    if report["sheets"]:
        print("sheet", report["sheet"], ", ".join(report["sheets"]), sep="\t")
    print("rows", report["rows"], sep="\t")
    for column in report["columns"]:
        seen = column["profile"]
        print("column", column["name"], column["type"], ",".join(column["reasons"]), column["role"], seen["filled"],
              seen["distinct"], column["unit"], sep="\t")  # fmt: skip
    for part, problems in (("", report["problems"]), ("schema-", report.get("schema"))):
        if problems is None:
            continue
        if part:
            print("schema", "valid" if problems["valid"] else "broken", sep="\t")
        for count in problems["counts"]:
            print(f"{part}problem", count["rule"], count["column"] or "", count["count"], count["sentence"],
                  count["remedy"], sep="\t")  # fmt: skip
        for cell in problems["cells"][:CELLS]:
            print(f"{part}cell", cell["rule"], cell["row"] or "", cell["column"] or "", " ".join(cell["value"].split()),
                  sep="\t")  # fmt: skip


@app.command()
def convert(
    file: File,
    out: Annotated[Path, typer.Argument(help="The new file: .parquet, .csv, .xlsx, .json, .ndjson, .geojson or .xml.")],
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    header: Header = None,
    skip: Skip = None,
    sheet: Sheet = "",
    inner: Inner = "",
    kind: Annotated[list[str] | None, typer.Option("--type", help=Type.__metadata__[0].help)] = None,
    lang: Lang = "en",
) -> None:
    """Write a table in another form, with the types that were found."""
    from jariya.portals.opendata.importing import loading, writing
    from jariya.portals.opendata.importing.limits import COMMAND_LINE

    form = out.suffix.lower().lstrip(".")
    if form not in writing.FORMATS:
        _misuse(f"The new file ends in one of: {', '.join('.' + one for one in writing.FORMATS)}.")
    wishes = _wishes(encoding, delimiter, header, skip, sheet, inner, kind)
    with tempfile.TemporaryDirectory(prefix="jariya-data-") as named:
        folder = Path(named)
        table = _read(file, folder, wishes, lang, False)
        con = loading.connect(folder, COMMAND_LINE)
        half = out.with_name(out.name + ".part")
        try:
            writing.write(con, table.columns, table.parquet, half, form)
            half.replace(out)
        except writing.TooManyRows:
            _misuse(f"A sheet holds {writing.SHEET_ROWS} rows and the table has {table.rows}.")
        except writing.NoGeometry:
            _misuse("The table has neither a geometry nor columns of latitude and longitude.")
        finally:
            con.close()
            half.unlink(missing_ok=True)
    print(table.rows, len(table.columns), sum(table.problems.counts.values()), sep="\t")


@app.command()
def publish(
    file: File,
    dataset: Annotated[str, typer.Option(help="Name of the data set in addresses.")],
    resource: Annotated[int, typer.Option(help="Number of the resource; 0: its only table, or a new one.")] = 0,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    header: Header = None,
    skip: Skip = None,
    sheet: Sheet = "",
    inner: Inner = "",
    kind: Annotated[list[str] | None, typer.Option("--type", help=Type.__metadata__[0].help)] = None,
    note_kk: Annotated[str, typer.Option(help="What is new, in Kazakh.")] = "",
    note_ru: Annotated[str, typer.Option(help="What is new, in Russian.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare, publish nothing.")] = False,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Read a file and publish its table as the next version of a data set, as the platform itself."""
    from jariya.project.cli import django

    django()
    from jariya.portals.opendata.running import command

    wishes = _wishes(encoding, delimiter, header, skip, sheet, inner, kind)
    done = command.publish(
        file, dataset, position=resource, wishes=wishes, notes=(note_kk, note_ru), dry_run=dry_run, lang=lang
    )
    if as_json:
        print(json.dumps(done.said, ensure_ascii=False, indent=2, default=str))
    else:
        for name, value in done.said.items():
            print(name, value, sep="\t")
    raise typer.Exit(0 if done.good else 1)


@app.command()
def diff(
    old: File,
    new: File,
    key: Annotated[list[str] | None, typer.Option(help="A column that names a row; several together do, too.")] = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Say what changed from one version of a table to the next: exit 0 nothing, 1 something."""
    from jariya.portals.opendata.importing import difference, loading
    from jariya.portals.opendata.importing.limits import COMMAND_LINE
    from jariya.portals.opendata.importing.table import Wishes

    with tempfile.TemporaryDirectory(prefix="jariya-data-") as named:
        folders = [Path(named) / "old", Path(named) / "new"]
        for folder in folders:
            folder.mkdir()
        tables = [
            _read(file, folder, Wishes(), lang, as_json) for file, folder in zip((old, new), folders, strict=True)
        ]
        with loading.connect(Path(named), COMMAND_LINE) as con:
            try:
                found = difference.between(
                    con,
                    (tables[0].parquet, tables[0].columns),
                    (tables[1].parquet, tables[1].columns),
                    tuple(key or ()),
                )
            except difference.WrongKey as error:
                said = {"missing": "Not in both tables", "twice": "Names several rows"}[error.why]
                _misuse(f"{said}: {', '.join(error.values)}.")
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        for word, names in (("column+", found.columns_added), ("column-", found.columns_removed)):
            for name in names:
                print(word, name, sep="\t")
        for name, before, after in found.types_changed:
            print("type", name, before, after, sep="\t")
        print("rows", found.rows[0], found.rows[1], sep="\t")
        print("added", found.added, "removed", found.removed, "changed", found.changed, sep="\t")
        for word, rows in (("+", found.added_rows), ("-", found.removed_rows)):
            for row in rows:
                print(word, *("" if cell is None else " ".join(cell.split()) for cell in row.values()), sep="\t")
        for one in found.changed_cells:
            print("~", " | ".join(str(part) for part in one.key), one.column, one.old, one.new, sep="\t")
    raise typer.Exit(0 if found.same else 1)
