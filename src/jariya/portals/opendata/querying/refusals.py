"""Why a question to a table is not answered: codes that never change, what happened, what to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jariya.kernel.language.catalogues import N_
from jariya.portals.opendata.words import say


@dataclass(frozen=True)
class Reason:
    """One way in which a question fails. `status`: of HTTP."""

    sentence: str
    remedy: str
    status: int = 422


_COLUMNS = N_("The description of the table lists its columns with their types.")
_NARROW = N_("Ask for less: add a filter, sort or group by fewer columns, or take the whole file.")

REASONS: dict[str, Reason] = {
    "column.unknown": Reason(N_("The table has no column “%(column)s”."), _COLUMNS),
    "operator.unknown": Reason(
        N_("There is no comparison “%(operator)s”."),
        N_("Use exact, not, in, gt, gte, lt, lte, contains, prefix, null or not_null."),
    ),
    "value.misfit": Reason(
        N_("“%(value)s” is no value of the column “%(column)s”."),
        N_("Numbers are written 12.5, days 2026-03-18, moments 2026-03-18T09:30, yes and no as true and false."),
    ),
    "value.count": Reason(
        N_("The comparison “%(operator)s” of the column “%(column)s” takes another number of values."),
        N_("Most comparisons take one value, “in” takes up to 1,000, “null” and “not_null” take none."),
    ),
    "measure.unknown": Reason(
        N_("There is no measure “%(measure)s”."), N_("Use count, sum, avg, min, max or distinct.")
    ),
    "measure.not_number": Reason(
        N_("The column “%(column)s” holds no numbers to add up."), N_("Choose a column of whole or decimal numbers.")
    ),
    "sort.not_asked": Reason(
        N_("The answer cannot be sorted by “%(column)s”: it is not among the columns given."),
        N_("Sort by columns that are given, or by a measure."),
    ),
    "format.unknown": Reason(
        N_("There is no format “%(format)s”."),
        N_("Use json, csv, excel.csv, ndjson, xlsx, parquet, xml, or geojson where the table has places."),
    ),
    "format.no_places": Reason(N_("The table has no places to give as GeoJSON."), N_("Take another format."), 406),
    "format.too_many_rows": Reason(
        N_("A sheet holds no more than %(most)s rows."), N_("Add a filter, or take CSV or Parquet.")
    ),
    "file.being_made": Reason(
        N_("The file is being made."),
        N_("Ask again in a minute. The rows themselves can be taken at once, in CSV as well."),
        503,
    ),
    "file.not_made": Reason(
        N_("The file could not be made."),
        N_("Take the rows by a question, page by page. The operator finds the cause in the log."),
        503,
    ),
    "row.none": Reason(N_("The table has no such row."), N_("Rows are counted from 1."), 404),
    "after.unknown": Reason(
        N_("The mark of the page belongs to another question or another version of the table."),
        N_("Begin again from the first page, or name the version in each call."),
    ),
    "limit.wrong": Reason(
        N_("So many rows are not given at once: at most %(most)s."), N_("Take the pages one after the other.")
    ),
    "question.too_large": Reason(N_("The question has too many parts: at most %(most)s."), _NARROW),
    "query.too_long": Reason(N_("The question took longer than %(seconds)s seconds and was ended."), _NARROW, 422),
    "query.too_much": Reason(N_("The question needs more memory than one question may take."), _NARROW, 422),
    "query.busy": Reason(N_("Too many questions are being answered just now."), N_("Ask again in a few seconds."), 503),
    "query.failed": Reason(
        N_("The table could not be asked."), N_("Take the whole file. The operator finds the cause in the log."), 503
    ),
    "table.absent": Reason(
        N_("The table is not at hand just now."), N_("Take the file as it was sent, or try again later."), 503
    ),
    "table.none": Reason(
        N_("This resource is a file, not a table: it cannot be asked."), N_("Take the file as it was sent."), 404
    ),
}


class Misasked(Exception):
    """A question that is not answered.

    Attributes:
        code: a key of REASONS.
        values: what its sentence names.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = {name: str(value)[:200] for name, value in values.items()}
        super().__init__(code)

    @property
    def reason(self) -> Reason:
        """The row of the table."""
        return REASONS[self.code]

    @property
    def status(self) -> int:
        """The HTTP status an exit answers with."""
        return self.reason.status

    def said(self, lang: str) -> tuple[str, str]:
        """What happened and what to do, in a language."""
        return say(self.reason.sentence, lang) % self.values, say(self.reason.remedy, lang)
