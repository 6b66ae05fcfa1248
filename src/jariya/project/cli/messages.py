"""`jariya messages ...`: the catalogues of texts for people."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Catalogues of the texts for people: update, check, compile.", no_args_is_help=True)


@app.command()
def update(part: Annotated[str, typer.Argument(help="Only apps whose path has this in it.")] = "") -> None:
    """Collect the sentences of the apps into their catalogues; prints how many stand untranslated."""
    from jariya.project import messages

    for folder in messages.apps():
        if part in str(folder.relative_to(messages.SOURCE)):
            left = messages.update(folder)
            if left:
                name = folder.relative_to(messages.SOURCE)
                print(name, *(f"{language}={count}" for language, count in left.items()), sep="\t")


@app.command()
def check() -> None:
    """Say what is missing, fuzzy or broken; exit 1 when anything is."""
    from jariya.project import messages

    found = messages.problems()
    for line in found:
        print(line)
    raise typer.Exit(1 if found else 0)


@app.command("compile")
def compile_() -> None:
    """Make the .mo files."""
    from jariya.project import messages

    print(messages.compile_all())
