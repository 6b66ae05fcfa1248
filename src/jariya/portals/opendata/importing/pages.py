"""Tables of a web page: what many programs here save under the name of a workbook. Nothing is fetched or run."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from jariya.portals.opendata.importing import encoding as encodings
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import Source

MOST_SPAN = 1_000
_HIDDEN = frozenset(("script", "style", "head", "template", "noscript"))
_BREAKS = frozenset(("br", "p", "div", "li"))


def page(path: Path, problems: Problems, limits: Limits, wanted: str, told: str) -> tuple[Source, str]:
    """The rows of the largest table, or of the one whose number is wanted, and the encoding.

    Raises:
        Unreadable: the page has no table; it is what a site answered.
    """
    found = encodings.detect(path, told=told)
    text = path.read_bytes()[found.mark :].decode(found.name, "replace").replace("\x00", "")
    reader = _Tables(limits.columns)
    reader.feed(text)
    reader.close()
    tables = [rows for rows in reader.tables if len(rows) > 1 and max(map(len, rows)) > 1]
    if not tables:
        raise Unreadable("file.html")
    numbers = [str(number) for number in range(1, len(tables) + 1)]
    if wanted and wanted not in numbers:
        raise Unreadable("sheet.none", names=numbers)
    largest = max(range(len(tables)), key=lambda place: sum(map(len, tables[place])))
    place = int(wanted) - 1 if wanted else largest
    others = [number for number in numbers if number != str(place + 1)]
    if others and not wanted:
        problems.tell("page.others", [(None, number) for number in others], len(others))
    return Source(tables[place], None, 1, str(place + 1), numbers, look=True), found.name


class _Tables(HTMLParser):
    """All tables of a page: a cell over several columns or rows stands in each of them where it is in the header."""

    def __init__(self, columns: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._columns = columns
        self._open: list[_Table] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._open.append(_Table(self._columns))
        elif self._open and tag == "tr":
            self._open[-1].row()
        elif self._open and tag in ("td", "th"):
            about = dict(attrs)
            self._open[-1].cell(_span(about.get("colspan")), _span(about.get("rowspan")), tag == "th")
        elif self._open and tag in _BREAKS:
            self._open[-1].text("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._open:
            self._close()
        elif self._open and tag in ("td", "th"):
            self._open[-1].end()

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden:
            self._open[-1].text(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._close()

    def _close(self) -> None:
        table = self._open.pop()
        table.end()
        self.tables.append(table.rows)
        if self._open:
            self._open[-1].text(" ")


class _Table:
    def __init__(self, columns: int) -> None:
        self.rows: list[list[str]] = []
        self._columns = columns
        self._said: list[str] = []
        self._inside = False
        self._wide = 1
        self._head = False
        self._down: dict[int, int] = {}

    def row(self) -> None:
        self.end()
        self.rows.append([])
        self._over()

    def _over(self) -> None:
        """Places that a cell of a row above takes."""
        row = self.rows[-1]
        while self._down.get(len(row), 0) > 0:
            self._down[len(row)] -= 1
            row.append("")

    def cell(self, wide: int, high: int, head: bool) -> None:
        self.end()
        if not self.rows:
            self.row()
        self._over()
        place = len(self.rows[-1])
        if place + wide > self._columns:
            raise Unreadable("table.too_wide", columns=place + wide)
        for column in range(place, place + wide):
            if high > 1:
                self._down[column] = high - 1
        self._inside, self._wide, self._head = True, wide, head
        self._said.clear()

    def text(self, said: str) -> None:
        if self._inside:
            self._said.append(said)

    def end(self) -> None:
        if not self._inside:
            return
        lines = (" ".join(line.split()) for line in "".join(self._said).split("\n"))
        text = "\n".join(line for line in lines if line)
        row = self.rows[-1]
        # A group of the header heads each of its columns; a merged cell of data stands once, as it was written.
        group = self._wide > 1 and row != [] and (self._head or len(self.rows) < 4)
        row += [text] + [text if group else ""] * (self._wide - 1)
        self._inside = False
        self._over()


def _span(said: str | None) -> int:
    return max(1, min(int(said), MOST_SPAN)) if said and said.strip().isascii() and said.strip().isdigit() else 1
