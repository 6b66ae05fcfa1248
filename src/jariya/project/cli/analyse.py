"""`jariya analyse`: words in, the analyser's streams out. Needs no database."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    lang: Annotated[str, typer.Option("--lang", "-l", help="Language of the words: kk, ru or en.")] = "kk",
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with the folded stem too.")] = False,
) -> None:
    """Read text on standard input; print each word with its exact, stem and fold streams, separated by tabs.

    Bytes that are not UTF-8 count as spaces; how many lines had them is said on standard error.
    """
    import sys
    from json import dumps

    from jariya.kernel.language import LANGUAGES, analyse

    if lang not in LANGUAGES:
        print(f"Unknown language {lang!r}: use one of {', '.join(LANGUAGES)}.", file=sys.stderr)
        raise typer.Exit(2)
    broken = 0
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="\n")
    try:
        for raw in sys.stdin.buffer:
            line = raw.decode("utf-8", "replace")
            if "\ufffd" in line:
                broken += 1
                line = line.replace("\ufffd", " ")
            for token in analyse(line, lang):
                if json:
                    row = {
                        "word": token.word,
                        "exact": token.exact,
                        "stem": token.stem,
                        "fold": token.fold,
                        "fold_stem": token.fold_stem,
                    }
                    out.write(dumps(row, ensure_ascii=False) + "\n")
                else:
                    out.write(f"{token.word}\t{token.exact}\t{token.stem}\t{token.fold}\n")
        out.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`); a closed pipe must not print a trace at exit.
        sys.stderr.close()
        raise typer.Exit(0) from None
    if broken:
        print(f"{broken} lines had bytes that are not UTF-8; they were read as spaces.", file=sys.stderr)
