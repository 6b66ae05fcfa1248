"""Examples of asking a table by a program: copied as printed, they give the rows of the page. Pure.

Each holds the reader's own filter. Values go into the languages as literals of theirs, so that a name with a quote in
it stays one value.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Example:
    """One example: `key` names it, `title` is a name of a program or language, `text` is what is copied."""

    key: str
    title: str
    text: str


def made(address: str, asked: Pairs, *, title: str = "table") -> list[Example]:
    """Examples for curl, Python, R and Excel.

    Args:
        address: of the native API's rows, whole.
        asked: parameters of the filter, as in the address of the page.
        title: name of the file that is written, of Latin letters and hyphens.
    """
    whole = f"{address}?{urlencode([*asked, ('format', 'csv')])}"
    return [
        Example("curl", "curl", f"curl --fail --location --output {title}.csv {_shell(whole)}"),
        Example("python", "Python", _python(address, asked)),
        Example(
            "r",
            "R",
            f'rows <- read.csv({_r(whole)}, fileEncoding = "UTF-8", colClasses = "character")\nprint(nrow(rows))',
        ),
        Example("excel", "Excel (Power Query)", _excel(whole)),
    ]


def _shell(text: str) -> str:
    """A word of a POSIX shell."""
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _python(address: str, asked: Pairs) -> str:
    lines = [
        "import json",
        "import urllib.parse",
        "import urllib.request",
        "",
        "asked = [" + ", ".join(f"({_py(name)}, {_py(value)})" for name, value in [*asked, ("limit", "10000")]) + "]",
        f"address = {_py(address)}",
        "rows, after = [], None",
        "while True:",
        '    query = asked + ([("after", after)] if after else [])',
        '    with urllib.request.urlopen(address + "?" + urllib.parse.urlencode(query)) as answer:',
        "        page = json.load(answer)",
        '    rows += page["rows"]',
        '    after = page["after"]',
        "    if not after:",
        "        break",
        "print(len(rows))",
    ]
    return "\n".join(lines)


def _py(text: str) -> str:
    """A literal of Python: that of JSON is one, too, but for a lone surrogate, which no address holds."""
    return json.dumps(text, ensure_ascii=False)


def _r(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _excel(whole: str) -> str:
    """The language M: a quote inside a text is doubled. Cells come as text, so that codes keep their zeros."""
    quoted = whole.replace('"', '""')
    return "\n".join(
        [
            "let",
            f'    Source = Csv.Document(Web.Contents("{quoted}"), [Delimiter=",", Encoding=65001]),',
            "    Table = Table.PromoteHeaders(Source, [PromoteAllScalars=false])",
            "in",
            "    Table",
        ]
    )
