"""How a text file is a table: what parts the cells, what quotes them, where the header stands."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jariya.portals.opendata.importing import layout
from jariya.portals.opendata.importing.layout import Layout

DELIMITERS = (";", "\t", "|", ",", "^", "~", ":", " ")
QUOTES = ('"', "'")
SAMPLE_LETTERS = 200_000
LITERAL = "\ue0ff"
"""Stands for a quote that is a letter like any other, while the line is parted."""
_ESCAPED = re.compile(r'(?<!\\)\\"')
_PLAIN = frozenset((";", ",", "\t", "|"))
RAGGED = 0.34
"""A score of less is no table: two columns in half of the rows."""
_WEAK = 0.6
"""A space or a colon parts cells only where nothing else does."""


@dataclass(frozen=True)
class Dialect:
    """`skip`: rows above the header (or above the first row where `header` is False); `reasons`: why it is thought.

    `escape`: stands before a quote that is a letter; empty: such a quote is doubled. `spaced`: a space after each
    delimiter belongs to no cell. `header_rows`: how many rows name the columns.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip: int = 0
    header: bool = True
    width: int = 1
    reasons: tuple[str, ...] = ()
    header_rows: int = 1
    spaced: bool = False

    @property
    def layout(self) -> Layout:
        """Rows above the table and rows of its header."""
        return Layout(self.skip, self.header_rows if self.header else 0)


def detect(
    sample: str, *, delimiter: str = "", quote: str | None = None, header: bool | None = None, skip: int | None = None
) -> Dialect:
    """The dialect of the first part of a file.

    Args:
        sample: its first letters; the last line may be cut.
        delimiter, quote, header, skip: what the publisher says; None or empty: to be found.
    """
    sample = sample[:SAMPLE_LETTERS]
    if len(sample) == SAMPLE_LETTERS and "\n" in sample:
        sample = sample[: sample.rindex("\n") + 1]
    found = _by_rows(sample, delimiter, quote)
    place = layout.found(parse(sample, found), found.width, skip=skip, header=header)
    return replace(found, skip=place.skip, header=place.header > 0, header_rows=place.header)


def parse(sample: str, dialect: Dialect) -> list[list[str]]:
    """The rows of a sample as the dialect reads them."""
    lines = (literal(line, dialect) for line in io.StringIO(sample, newline=""))
    rows = list(reader(lines, dialect))
    if not dialect.escape:
        return rows
    return [[cell.replace(LITERAL, dialect.quote) for cell in row] for row in rows]


def literal(line: str, dialect: Dialect) -> str:
    """The line with LITERAL in place of quotes that an escape makes letters."""
    return _ESCAPED.sub(LITERAL, line) if dialect.escape else line


def reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = False) -> csv.Reader:  # type: ignore[name-defined]
    """Python's reader with this dialect; escapes are for `literal`.

    Args:
        strict: raise csv.Error at a quote that is neither doubled nor at the end of its cell.
    """
    csv.field_size_limit(2**31 - 1)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        skipinitialspace=dialect.spaced,
        strict=strict,
    )


def _by_rows(sample: str, delimiter: str, quote: str | None) -> Dialect:
    """The usual case first: one delimiter gives every row the same width. Else clevercsv weighs the ragged ones."""
    best: tuple[float, Dialect] | None = None
    for mark in [delimiter] if delimiter else DELIMITERS:
        if mark == "," and best and best[0] >= 0.6 and best[1].reasons == ("same_width",):
            continue  # where semicolons part all rows alike, commas are decimal signs
        if mark in sample:
            for dialect in _variants(sample, mark, quote):
                score, candidate = _scored(sample, dialect, told=bool(delimiter))
                if score and (best is None or score > best[0]):
                    best = (score, candidate)
    if best and (delimiter or best[0] >= 0.5):
        return best[1]
    if not delimiter:
        import clevercsv

        try:
            weighed = clevercsv.Sniffer().sniff(sample[:20_000])
        except clevercsv.Error:
            weighed = None
        if weighed is not None and weighed.delimiter:
            dialect = Dialect(weighed.delimiter, weighed.quotechar or '"', "\\" if weighed.escapechar else "")
            score, candidate = _scored(sample, dialect)
            if score > RAGGED:
                return replace(candidate, reasons=("weighed",))
    if best and best[0] > RAGGED:
        return best[1]
    return Dialect(delimiter or ",", '"' if quote is None else quote, reasons=("one_column",))


def _variants(sample: str, mark: str, quote: str | None) -> Iterable[Dialect]:
    """Ways to read a sample parted by `mark`, the plainest first."""
    for sign in [quote] if quote is not None else QUOTES:
        if sign and sign != '"' and sample.count(sign + mark) + sample.count(mark + sign) < 3:
            continue
        plain = Dialect(mark, sign)
        # `a, b, c`: a quote behind the space is a quote only where the space belongs to no cell.
        if mark != " " and sample.count(mark + " ") > 0.8 * sample.count(mark):
            yield replace(plain, spaced=True)
        if sign == '"' and '\\"' in sample:
            yield replace(plain, escape="\\")
        yield plain


def _scored(sample: str, dialect: Dialect, *, told: bool = False) -> tuple[float, Dialect]:
    """How regular the rows are, from 0 to nearly 1, and the dialect with their width."""
    try:
        rows = [row for row in parse(sample, dialect) if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0.0, dialect
    # Titles above and notes below fill one cell each and say nothing against the table between them.
    first = next((place for place, row in enumerate(rows[: layout.ABOVE]) if len(row) > 1), 0)
    last = len(rows)
    while last - first > 1 and len(rows) - last < layout.ABOVE and len(rows[last - 1]) == 1:
        last -= 1
    trimmed = len(rows) - (last - first)
    rows = rows[first:last]
    if not rows or (trimmed and len(rows) < 2):
        return 0.0, dialect  # one line with a comma among others is no table
    width, regular = Counter(map(len, rows)).most_common(1)[0]
    share = regular / len(rows)
    if width < 2:
        return 0.0, dialect
    weight = 1.0
    if dialect.delimiter not in _PLAIN:
        weight = _WEAK
        numbers = [
            sum(layout.is_value(row[column]) for row in rows[1:] if column < len(row)) > 0.5 * (len(rows) - 1)
            for column in range(width)
        ]
        if not told and (share < 0.95 or len(rows) < 2 or not any(numbers)):
            return 0.0, dialect  # words of a sentence are no cells
    if dialect.spaced:
        cells = [cell for row in rows for cell in row[1:]]
        if sum(cell.startswith(" ") for cell in cells) > 0.05 * len(cells):
            return 0.0, dialect
    reason = "same_width" if share == 1 else "mostly_same_width"
    return share * weight * (1 - 1 / (width + 1)), replace(dialect, width=width, reasons=(reason,))
