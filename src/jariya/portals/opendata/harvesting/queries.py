"""What pages show of sources. All of it is public: whose catalogue is read, when, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from jariya.portals.opendata.harvesting.models import Publisher, Record, RecordState, Run, Source, Trouble
from jariya.portals.opendata.models import DataSet

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A source in a list, with its last run and its records by state."""

    source: Source
    run: Run | None
    records: dict[str, int]


def lines() -> list[Line]:
    """All sources. Three queries."""
    sources = list(Source.objects.all())
    runs = {row.source_id: row for row in Run.objects.order_by("source_id", "-pk").distinct("source_id")}
    counts: dict[int, dict[str, int]] = {}
    for row in Record.objects.values("source", "state").annotate(n=Count("pk")).order_by():
        counts.setdefault(row["source"], {})[row["state"]] = row["n"]
    return [Line(one, runs.get(one.pk), counts.get(one.pk, {})) for one in sources]


def find(key: str) -> Line | None:
    """One source by its key."""
    return next((line for line in lines() if line.source.key == key), None)


def troubles(run: Run | None, *, after: int = 0) -> tuple[list[Trouble], int | None]:
    """What was wrong with records of a run, in order; the key of the next page or None."""
    rows = list(Trouble.objects.filter(run=run, pk__gt=after).order_by("pk")[: PAGE + 1]) if run else []
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def publishers(source: Source) -> list[Any]:
    """Publishers of a source with the number of their records: unknown ones first."""
    rows: Any = Publisher.objects.filter(source=source).select_related("body").annotate(number=Count("records"))
    return sorted(rows, key=lambda row: (row.body is not None, -row.number, row.name))


def runs(source: Source, limit: int = 10) -> list[Run]:
    """The last runs, newest first."""
    return list(Run.objects.filter(source=source).order_by("-pk")[:limit])


def gone(source: Source, limit: int = PAGE) -> list[Record]:
    """Records that left their source, newest first: the sets stay here, and say so."""
    rows = Record.objects.filter(source=source, state=RecordState.GONE).select_related("data_set__case")
    return list(rows.order_by("-gone_at", "-pk")[:limit])


def record_of(data_set: DataSet) -> Any:
    """The record that a set was harvested from, with its source; None for a set that the body publishes here."""
    return Record.objects.select_related("source").filter(data_set=data_set).first()
