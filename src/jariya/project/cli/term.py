"""`jariya term`: when a legal term ends, and how it was counted."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from jariya.kernel.law.errors import LawError


def command(
    norm: Annotated[str, typer.Option("--norm", help="Key of the norm, for example appeal.answer")],
    start: Annotated[str, typer.Option("--from", help="Day of the event, YYYY-MM-DD: day zero, itself not counted")],
    lang: Annotated[str, typer.Option("--lang", help="Language of the explanation: kk, ru or en")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the trace for a machine")] = False,
) -> None:
    """Count a legal term from a day and explain each day of it.

    Reads the law of the running installation when there is one, else the files that ship with the program, and says
    which on standard error. Exit codes: 0 counted; 1 the norm is not in force on that day, is no term, or ends beyond
    the calendar; 2 an unknown norm, day or language.
    """
    from jariya.kernel.law.errors import LawError, NormMissing, NotADay, NotALanguage
    from jariya.kernel.law.explain import explain
    from jariya.kernel.law.live import law

    lang = lang or _own_language()
    if lang not in ("kk", "ru", "en"):
        _stop(NotALanguage(said=lang), _own_language(), 2)
    try:
        day = date.fromisoformat(start)
    except ValueError:
        _stop(NotADay(said=start), lang, 2)
    try:
        norms, calendar, source = law(os.environ.get("DATABASE_URL", ""), os.environ.get("JARIYA_JURISDICTION", "kz"))
        print(source, file=sys.stderr)
        row = norms.at(day)[norm]
        due = row.latest_before(day, calendar) if row.direction == "before" else row.ends(day, calendar)
    except NormMissing as refusal:
        _stop(refusal, lang, 1 if norms.history(norm) else 2)
    except LawError as refusal:
        _stop(refusal, lang, 1)
    sentences = explain(due, lang)
    if as_json:
        answer = {"norm": norm, "from": start, "due": due.day.isoformat(), "moment": due.moment.isoformat()}
        json.dump({**answer, "source": source, "trace": due.trace, "explanation": sentences}, sys.stdout,
                  ensure_ascii=False, indent=1)  # fmt: skip
        print()
    else:
        print(due.day.isoformat(), *sentences, sep="\n")


def _own_language() -> str:
    """Take the language of the terminal, English when it is none of ours: as `./run` does."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return said[:2] if said[:2] in ("kk", "ru") else "en"


def _stop(refusal: LawError, lang: str, code: int) -> NoReturn:
    print(refusal.sentence(lang), refusal.remedy(lang), sep="\n", file=sys.stderr)
    raise typer.Exit(code)
