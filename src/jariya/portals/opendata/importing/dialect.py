"""How a text file is a table: what parts the cells, what quotes them, where the header stands."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import clevercsv

DELIMITERS = (";", ",", "\t", "|", "^", "~", ":", " ")
QUOTES = ('"', "'")
SAMPLE_LETTERS = 200_000
ABOVE = 30
"""Rows above a header that are looked at: titles, notes, empty lines."""
_NUMBER = re.compile(r"^[+-]?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?%?$")
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_PLAIN = frozenset((";", ",", "\t", "|"))


@dataclass(frozen=True)
class Dialect:
    """`skip`: rows above the header (or above the first row where `header` is False); `reasons`: why it is thought."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip: int = 0
    header: bool = True
    width: int = 1
    reasons: tuple[str, ...] = ()


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
    rows = parse(sample, found)
    head = above(rows, found.width) if skip is None else skip
    named = has_header(rows[head:]) if header is None else header
    return replace(found, skip=head, header=named)


def parse(sample: str, dialect: Dialect) -> list[list[str]]:
    """The rows of a sample as the dialect reads them."""
    return list(reader(io.StringIO(sample, newline=""), dialect))


def reader(lines: Iterable[str], dialect: Dialect) -> csv.Reader:  # type: ignore[name-defined]
    """Python's reader with this dialect."""
    csv.field_size_limit(2**31 - 1)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape or None,
        doublequote=not dialect.escape,
    )


def _by_rows(sample: str, delimiter: str, quote: str | None) -> Dialect:
    """The usual case first: one delimiter gives every row the same width. Else clevercsv weighs the ragged ones."""
    best: tuple[float, Dialect] | None = None
    for mark in [delimiter] if delimiter else DELIMITERS:
        if mark not in sample:
            continue
        for sign in [quote] if quote is not None else QUOTES:
            if sign and sign != '"' and sample.count(sign + mark) + sample.count(mark + sign) < 3:
                continue
            dialect = Dialect(mark, sign)
            try:
                rows = [row for row in parse(sample, dialect) if any(cell.strip() for cell in row)]
            except csv.Error:
                continue
            if not rows:
                continue
            width, regular = Counter(map(len, rows)).most_common(1)[0]
            share = regular / len(rows)
            if width < 2:
                continue
            # A space or a colon parts cells only where nothing else does.
            score = share * (1.0 if mark in _PLAIN else 0.6) * (1 - 1 / (width + 1))
            candidate = Dialect(mark, sign, width=width, reasons=("same_width" if share == 1 else "mostly_same_width",))
            if best is None or score > best[0]:
                best = (score, candidate)
    if best and (delimiter or best[0] >= 0.5):
        return best[1]
    if not delimiter:
        try:
            weighed = clevercsv.Sniffer().sniff(sample[:20_000])
        except clevercsv.Error:
            weighed = None
        if weighed is not None and weighed.delimiter:
            dialect = Dialect(weighed.delimiter, weighed.quotechar or '"', weighed.escapechar or "")
            rows = parse(sample, dialect)
            width = Counter(len(row) for row in rows if row).most_common(1)[0][0] if rows else 1
            if width > 1:
                return replace(dialect, width=width, reasons=("weighed",))
    if best:
        return best[1]
    return Dialect(delimiter or ",", '"' if quote is None else quote, reasons=("one_column",))


def above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many rows stand above the table: rows with far fewer cells filled than the table is wide."""
    if width < 2:
        return 0
    for number, row in enumerate(rows[:ABOVE]):
        filled = sum(bool(cell.strip()) for cell in row)
        # A title above the table fills one cell; a header fills nearly all.
        if len(row) >= width - 1 and filled >= max(2, 0.5 * width):
            return number
    return 0


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it is words, and some column below is not."""
    if not rows:
        return False
    first, below = rows[0], [row for row in rows[1:200] if any(cell.strip() for cell in row)]
    if not any(cell.strip() for cell in first):
        return False
    valued = sum(_value(cell) for cell in first)
    if not below:
        return valued == 0
    if valued:
        # Years may head columns: 2023, 2024, 2025 among words.
        years = sum(bool(re.fullmatch(r"\s*(19|20)\d\d\s*", cell)) for cell in first)
        return valued == years and valued < len(first)
    named = [cell.strip() for cell in first if cell.strip()]
    twice = len(set(named)) < len(named)
    for column, cell in enumerate(first):
        cells = [row[column] for row in below if column < len(row) and row[column].strip()]
        if cells and sum(map(_value, cells)) > 0.7 * len(cells):
            return True
        if cells and cell in cells:
            return False
        if cells and cell.strip() and len(set(map(len, cells))) == 1 and len(cell) != len(cells[0]) and len(cells) > 2:
            return True
    # Words above words: a header, unless it says one word twice.
    return not twice


def _value(cell: str) -> bool:
    """A number or a day."""
    cell = cell.strip()
    return bool(cell) and bool(_NUMBER.match(cell) or _DAY.match(cell))
