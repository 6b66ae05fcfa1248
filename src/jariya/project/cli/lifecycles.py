"""`jariya lifecycles`: the pages of documentation that are made from the lifecycle tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jariya.project.cli import django

if TYPE_CHECKING:
    from jariya.kernel.law.norms import Norms
    from jariya.kernel.lifecycle.table import Lifecycle, Move
    from jariya.pages.howto import MoveRow

app = typer.Typer(help="Documentation of the lifecycle tables: write it, or check that it is up to date.")
FOLDER = Path(__file__).resolve().parents[4] / "docs" / "lifecycles"


@app.command()
def write(folder: Annotated[Path, typer.Option(help="Where the pages go.")] = FOLDER) -> None:
    """Write one Markdown page for each kind of case; prints the paths that changed."""
    django()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            typer.echo(name)


@app.command()
def check(folder: Annotated[Path, typer.Option(help="Where the pages are.")] = FOLDER) -> None:
    """Name the pages that differ from their tables; exit 1 when there are any."""
    django()
    found = stale(folder)
    for name in found:
        typer.echo(name)
    raise typer.Exit(1 if found else 0)


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of pages that are missing in `folder`, differ from their table, or have no table any more."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def pages() -> dict[str, str]:
    """The pages by file name, in English, with the norms of the shipped files. Needs Django's apps, no database."""
    from django.conf import settings
    from django.utils import translation

    from jariya.kernel.law.shipped import shipped_norms
    from jariya.kernel.lifecycle.table import lifecycles

    norms = shipped_norms(settings.JURISDICTION)
    with translation.override("en"):
        return {f"{table.kind}.md": page(table, norms) for table in lifecycles()}


def page(table: Lifecycle, norms: Norms) -> str:
    """The page of one kind of case."""
    import datetime as dt

    from jariya.pages.howto import how
    from jariya.pages.words import WAITS_FOR

    # The newest row of each norm: a page in the repository must not change because a day has passed.
    rows = how(table, norms, dt.date.max, "en").moves
    lines = [
        f"# {table.title} (`{table.kind}`)",
        "",
        "Made from the lifecycle table by `jariya lifecycles write`; a test fails when this page and the table differ.",
        "Values are those of the shipped norms; an installation may have newer ones (`/en/law/`).",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *_diagram(table),
        "```",
        "",
        "## States",
        "",
        *_table(
            ("State", "Code", "Meaning", "Next move"),
            (
                (f"{state.title}{' (final)' if state.final else ''}", f"`{state.code}`", str(state.meaning),
                 str(WAITS_FOR.get(state.waits_for, state.waits_for)))
                for state in table.states
            ),
        ),
        "",
        "## Moves",
        "",
        *_table(
            ("No.", "Move", "From", "To", "Who may", "Terms", "Refused when", "Event", "Rests on"),
            (_move(move, row) for move, row in zip(table.moves, rows, strict=True)),
        ),
        "",
        "## Events that nobody causes",
        "",
        *_table(("Event", "Sentence"), ((f"`{code}`", str(said)) for code, said in table.system_events.items())),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _diagram(table: Lifecycle) -> list[str]:
    from jariya.kernel.lifecycle.table import STAY

    arrows: dict[tuple[str, str], list[str]] = {}
    for move in table.moves:
        for source in move.source:
            target = source if move.target == STAY else move.target
            if source != target:
                verbs = arrows.setdefault((source, target), [])
                if move.verb not in verbs:
                    verbs.append(move.verb)
    lines = [f"    {source or '[*]'} --> {target}: {', '.join(verbs)}" for (source, target), verbs in arrows.items()]
    return [*lines, *(f"    {state.code} --> [*]" for state in table.states if state.final)]


def _move(move: Move, row: MoveRow) -> tuple[str, ...]:
    terms = [
        *(f"begins: {term.title} ({term.value}, `{term.key}`)" for term in row.opens),
        *(f"fulfilled: {title}" for title in row.meets),
        *(f"falls away: {title}" for title in row.cancels),
        *([f"extended: {row.extends}"] if row.extends else []),
    ]
    return (
        str(row.number),
        f"{row.title}{f' ({row.condition})' if row.condition else ''} `{row.verb}`",
        ", ".join(row.sources) or "the beginning",
        row.target or "stays",
        ", ".join(row.who),
        "; ".join(terms) or "–",
        "; ".join(f"{wrong} `{code}`" for code, wrong, _remedy in row.refusals) or "–",
        f"`{move.event}`{'' if row.public else ' (inside the body)'}",
        f"`{row.law}`" if row.law else "–",
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    titles = list(head)
    return [
        f"| {' | '.join(titles)} |",
        f"|{'---|' * len(titles)}",
        *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows),
    ]
