"""Rows of a text file, one by one, in one pass: a quote that is never closed swallows no rows.

Python's reader reads strictly; at a quote that stands where none may it stops, and the line is parted by hand: a quote
that opens a cell and is not followed by a delimiter or the line's end is a letter. Lines that such a quote had taken
go back and are read again.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from jariya.portals.opendata.importing import dialect as dialects
from jariya.portals.opendata.importing.dialect import LITERAL, Dialect
from jariya.portals.opendata.importing.problems import Problems

LOOKED_AT = (4, 12, 100, 1_000)
"""After so many lines in one row it is asked whether they are rows of their own."""
MENDED = 20
"""Lines among which the end of a cell with quotes inside is looked for."""
LONGEST_ROW = 10_000
"""Lines: no cell of a table has more."""


def open_quote(width: int) -> int:
    """Lines inside one cell, each a whole row, from which its quote is thought never to have been closed."""
    return 3 if width < 3 else 2 if width < 4 else 1


class _Swallowed(Exception):
    """A quote has taken rows for the inside of a cell."""


class _Lines:
    """Lines that can be given back; `taken`: those of the row being read."""

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._dialect = dialect
        self._width = width
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else dialects.literal(next(self._lines), self._dialect)
        self.taken.append(line)
        lines = len(self.taken)
        if (lines > LONGEST_ROW or lines in LOOKED_AT) and self.swallowed():
            raise _Swallowed
        return line

    def swallowed(self) -> bool:
        """Whether the lines after the first are rows of their own: each has as many delimiters as a row has."""
        inner = [line for line in self.taken[1:] if line.strip()]
        if len(self.taken) > LONGEST_ROW:
            return True
        if len(inner) < open_quote(self._width) or self._width < 2:
            return False
        return sum(line.count(self._dialect.delimiter) == self._width - 1 for line in inner) >= 0.8 * len(inner)

    def peek(self) -> str:
        """The line after those taken, or nothing."""
        if not self._back:
            following = next(self._lines, None)
            if following is None:
                return ""
            self._back.append(dialects.literal(following, self._dialect))
        return self._back[0]

    def more(self) -> bool:
        """Take one line more, if there is one."""
        if not self.peek():
            return False
        self.taken.append(self._back.popleft())
        return True

    def keep(self, lines: int) -> None:
        """Give back all taken lines after the first so many."""
        self._back.extendleft(reversed(self.taken[lines:]))
        del self.taken[lines:]


def records(lines: Iterable[str], dialect: Dialect, problems: Problems) -> Iterator[list[str]]:
    """The rows, quotes mended and each mend reported with its row.

    Args:
        lines: with their ends.
        dialect: its `width` says how many cells a row should have.
    """
    feed = _Lines(lines, dialect, dialect.width)
    reader = dialects.reader(feed, dialect, strict=True)
    number = 0
    while True:
        number += 1
        feed.taken.clear()
        try:
            row = next(reader)
            # An open quote may meet a quote of a later row and look well: then the width is wrong.
            mended = len(feed.taken) > 1 and (
                feed.swallowed()
                or (len(row) != dialect.width and len(_parted(feed.taken[0], dialect)) == dialect.width)
            )
        except StopIteration:
            return
        except (csv.Error, _Swallowed):
            mended = True
        if mended:
            row = _mended(feed, dialect)
            problems.add("dialect.quote_open", number, None, feed.taken[0].strip().replace(LITERAL, dialect.quote))
            reader = dialects.reader(feed, dialect, strict=True)
        yield [cell.replace(LITERAL, dialect.quote) for cell in row] if dialect.escape or mended else row


def _mended(feed: _Lines, dialect: Dialect) -> list[str]:
    """One row out of lines whose quotes do not fit; the lines it does not need go back."""
    alone = _parted(feed.taken[0], dialect)
    following = feed.taken[1] if len(feed.taken) > 1 else feed.peek()
    next_is_row = not following.strip() or len(_parted(following, dialect)) == dialect.width
    if len(alone) != dialect.width or not next_is_row:
        # A cell of several lines with quotes inside of it: the first end that gives a whole row.
        for lines in range(2, MENDED + 1):
            if len(feed.taken) < lines and not feed.more():
                break
            row = _parted("".join(feed.taken[:lines]), dialect, whole=True)
            if lines > 2 and len(_parted(feed.taken[lines - 1], dialect)) == dialect.width:
                break  # a row of its own: the cell ended before it or never
            if len(row) == dialect.width:
                feed.keep(lines)
                return row
    feed.keep(1)
    return alone


def _parted(text: str, dialect: Dialect, *, whole: bool = False) -> list[str]:
    """The cells of a line, by hand. `whole`: the text is of several lines; a cell left open gives no row."""
    text = text.rstrip("\r\n")
    quote, delimiter = dialect.quote, dialect.delimiter
    cells: list[str] = []
    place = 0
    closes = bool(quote)
    while True:
        start = place
        while dialect.spaced and start < len(text) and text[start] == " ":
            start += 1
        end = -1
        if closes and text.startswith(quote, start):
            end = _closing(text, start, quote, delimiter)
            closes = end >= 0  # where one cell is never closed, none after it is: no second search
        if end >= 0:
            cells.append(text[start + 1 : end].replace(quote * 2, quote))
            place = end + 1
        else:
            place = text.find(delimiter, start)
            place = len(text) if place < 0 else place
            if whole and "\n" in text[start:place]:
                return []
            cells.append(text[start:place])
        if place >= len(text):
            return cells
        place += len(delimiter)


def _closing(text: str, start: int, quote: str, delimiter: str) -> int:
    """Where a quoted cell ends: at a quote before a delimiter or the end, doubled ones apart; -1 where it does not."""
    place = start + 1
    doubled = -1
    while True:
        place = text.find(quote, place)
        if place < 0:
            return doubled
        after = place + 1
        if after >= len(text) or text.startswith(delimiter, after):
            return place
        if not text.startswith(quote, after):
            place += 1
            continue
        # `"Таң""`: two at the end, of which one is a letter unless the cell ends later.
        if doubled < 0 and (after + 1 >= len(text) or text.startswith(delimiter, after + 1)):
            doubled = after
        place += 2
