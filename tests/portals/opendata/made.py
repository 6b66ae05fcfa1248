"""Data sets for tests, read by the real importer from a few lines of text: `published(...)`."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.files import vault
from jariya.kernel.files.models import Area, File
from jariya.kernel.people.models import Person
from jariya.portals.opendata import actions, store
from jariya.portals.opendata.actions import Content, Note, Words
from jariya.portals.opendata.description import Description
from jariya.portals.opendata.importing.table import Wishes, imported
from jariya.portals.opendata.models import DataSet, Import, ImportState, Resource, ResourceKind, Version

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
SCHOOLS = """bin;атауы;аудан;оқушы;ашылған;салмақ
000140001234;№1 мектеп;Үлгі ауданы;412;01.09.1998;12,5
010240005678;№2 мектеп;Үлгі ауданы;97;15.08.2004;3,25
020340009012;№3 мектеп;Сынақ ауданы;640;01.09.2011;
030440003456;Көктем гимназиясы;Сынақ ауданы;1 205;20.05.2019;40,75
"""
"""Four invented schools: a BIN with leading zeros, whole numbers with a space, days, decimals with a comma, a gap."""
SAID = Description(
    title_kk="Үлгі облысының мектептері",
    title_ru="Школы области Улги",
    title_en="Schools of Ulgi oblast",
    text_kk="Ойдан шығарылған мектептер.",
    text_ru="Вымышленные школы.",
    text_en="Invented schools.",
    licence="CC-BY-4.0",
    themes=("EDUC",),
    tags=("мектеп", "школа"),
    frequency="yearly",
    period_from=dt.date(2025, 1, 1),
    period_to=dt.date(2025, 12, 31),
    whole_country=True,
    contact="data@ulgi.example",
)


def ministry() -> Body:
    """The invented ministry."""
    return Body.objects.get(slug="ulgi-ministry")


def officer() -> Person:
    """Its officer."""
    return Person.objects.get(handle="demo-officer-1")


def content(text: str | bytes = SCHOOLS, *, name: str = "schools.csv", wishes: Wishes | None = None) -> Content:
    """A content as an import would bring it: the bytes kept open, the Parquet in the store, the importer's report."""
    raw = text.encode() if isinstance(text, str) else text
    digest = hashlib.sha256(raw).digest()
    with tempfile.TemporaryDirectory() as folder:
        sent, room = Path(folder) / "sent", Path(folder) / "room"
        sent.write_bytes(raw)
        room.mkdir()
        table = imported(sent, room, wishes=wishes)
        parquet, report = store.kept(table.parquet), table.as_json()
    vault.put(digest, Area.OPEN, [raw])
    file, _new = File.objects.get_or_create(
        digest=digest,
        area=Area.OPEN,
        defaults={"size": len(raw), "at": NOW, "state": "ready", "kind": "csv", "media_type": "text/csv"},
    )
    return Content(
        sha256=digest, size=len(raw), file=file, file_name=name, parquet=parquet, rows=report["rows"], report=report
    )


def prepared(slug: str = "schools", *, now: dt.datetime = NOW, body: Body | None = None, **said: Any) -> DataSet:
    """A set that nobody outside its body sees yet; `said` changes the description."""
    made = actions.prepare(
        body=body or ministry(), description=SAID.changed(**said), slug=slug, by=None if body else officer(), now=now
    )
    return DataSet.objects.get(case=made.case)


def table_of(
    data_set: DataSet,
    *texts: str | bytes,
    now: dt.datetime = NOW,
    name: str = "schools.csv",
    title: str = "Мектептер",
    columns: Mapping[str, Mapping[str, str]] | None = None,
    row_key: tuple[str, ...] = (),
    wishes: Wishes | None = None,
) -> Resource:
    """Add a table with a version for each text, an hour apart."""
    words = Words(title_kk=title, title_ru=title, columns=columns or {}, row_key=row_key)
    made = actions.add_resource(case=data_set.case, kind=ResourceKind.TABLE, words=words, by=None, now=now)
    for number, text in enumerate(texts):
        actions.publish_version(
            resource=made,
            content=content(text, name=name, wishes=wishes),
            note=Note(kk=f"{number + 1}-нұсқа", ru=f"версия {number + 1}"),
            by=None,
            now=now + dt.timedelta(hours=number),
        )
    return Resource.objects.select_related("data_set__case__body", "current").get(pk=made.pk)


def published(
    slug: str = "schools",
    *texts: str | bytes,
    now: dt.datetime = NOW,
    body: Body | None = None,
    name: str = "schools.csv",
    title: str = "Мектептер",
    columns: Mapping[str, Mapping[str, str]] | None = None,
    row_key: tuple[str, ...] = (),
    wishes: Wishes | None = None,
    **said: Any,
) -> Resource:
    """A published set with one table, of `SCHOOLS` unless other texts are given: a version for each.

    Returns:
        Its resource, with `.data_set`, `.data_set.case`, `.current` at hand.
    """
    held = prepared(slug, now=now, body=body, **said)
    given = texts or (SCHOOLS,)
    return table_of(held, *given, now=now, name=name, title=title, columns=columns, row_key=row_key, wishes=wishes)


def version_of(resource: Resource, number: int) -> Version:
    """One version of a resource."""
    return Version.objects.get(resource=resource, number=number)


def read_in(*, secret: str = "", now: dt.datetime = NOW) -> str:
    """A set that nobody outside its body has seen, with a file that was read and one that could not be.

    Args:
        secret: stands in the name of the file.

    Returns:
        The public id of the set.
    """
    held = prepared("read-in", now=now)
    resource = table_of(held, now=now)
    found = content(SCHOOLS.replace("412", "көп"), name="read.csv")
    Import.objects.create(
        resource=resource,
        state=ImportState.READY,
        file=found.file,
        file_name=f"{secret}.csv",
        report={**found.report, "excerpts": EXCERPTS},
        parquet=found.parquet,
        at=now,
        ended_at=now,
    )
    Import.objects.create(
        resource=resource,
        state=ImportState.FAILED,
        url="https://data.ulgi.example/x.csv",
        refusal="import.answered",
        refusal_values={"status": 404},
        at=now,
        ended_at=now,
    )
    return str(held.case.public_id)


EXCERPTS = [
    {
        "rule": "cell.not_integer",
        "row": 2,
        "column": "оқушы",
        "columns": ["аудан", "оқушы"],
        "rows": [[2, ["Үлгі ауданы", "көп"]], [3, ["Үлгі ауданы", "97"]]],
    }
]


DIFFERENCE = {
    "same": False, "key": ["bin"], "rows": {"old": 4, "new": 5}, "columns": {"added": [], "removed": [], "types": []},
    "added": 1, "removed": 0, "changed": 1, "cells": 1, "by_column": {"оқушы": 1},
    "added_rows": [{"bin": "050540001111", "атауы": "=5 мектеп"}], "removed_rows": [],
    "changed_cells": [{"key": ["000140001234"], "column": "оқушы", "old": "412", "new": "430"}],
}  # fmt: skip
CHANGED = SCHOOLS.replace("412", "430") + "050540001111;=5 мектеп;Сынақ ауданы;88;01.09.2025;7,5\n"
"""One cell of the schools is other, and one school came."""


def changed(
    slug: str = "schools",
    *,
    now: dt.datetime = NOW,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    **said: Any,
) -> Resource:
    """A set of schools in two versions, the second with its difference to the first."""
    resource = published(slug, now=now, row_key=("bin",), columns=columns, **said)
    second = replace(content(CHANGED), difference=DIFFERENCE)
    actions.publish_version(resource=resource, content=second, note=Note(), by=None, now=now + dt.timedelta(hours=1))
    return Resource.objects.select_related("data_set__case__body", "current").get(pk=resource.pk)


def applications(
    data_set: DataSet, people: Mapping[str, Person], secret: str, *, now: dt.datetime = NOW
) -> tuple[int, int]:
    """Two applications of a citizen built on a set: one that is shown, one that waits with a secret in its text."""
    from jariya.portals.opendata.showcase import actions as showcase

    maker = people["citizen-1"]
    said: dict[str, Any] = {"url": "https://schools.example/", "language": "kk", "by": maker, "now": now}
    shown = showcase.offer(
        data_set=data_set, name="Мектеп картасы", text="Жақын мектепті табады.", key="abcdefgh", **said
    )
    waiting = showcase.offer(data_set=data_set, name="Күтіп тұр", text=secret, key="abcdefgi", **said)
    showcase.show(application=shown, by=people["officer-1"], now=now)
    return shown.pk, waiting.pk
