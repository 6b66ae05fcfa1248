"""Own tables: published once, again only when their content changed, of the body that the operator named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from jariya.kernel.law.models import Act
from jariya.portals.opendata import store
from jariya.portals.opendata.importing.columns import TYPES, Column
from jariya.portals.opendata.importing.profile import profile
from jariya.portals.opendata.models import DataSet, Resource, Version
from jariya.portals.opendata.own import making, publishing
from jariya.portals.opendata.own.tables import LANGUAGES, Field, all_tables

SOME = ("regions", "norms", "calendar", "acts", "licences", "data-sets", "resources")


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Any) -> None:
    """Tables of a test lie in a folder of their own."""
    settings.OPENDATA_STORE = tmp_path


def test_own_tables_are_published_and_again_only_when_something_changed(db: None, now: dt.datetime) -> None:
    assert set(publishing.refresh(now=now, names=SOME).values()) == {"new"}
    later = now + dt.timedelta(days=1)
    assert set(publishing.refresh(now=later, names=SOME).values()) == {"same"}
    Act.objects.filter(short="ATI").update(title_en="Renamed")
    changed = {name: what for name, what in publishing.refresh(now=later, names=SOME).items() if what != "same"}
    assert changed == {"acts": "renewed", "resources": "renewed"}
    resource = Resource.objects.select_related("current", "data_set__case__body").get(own="acts")
    assert resource.current.number == 2
    assert resource.data_set.case.body.slug == "ulgi-ministry"
    assert resource.data_set.case.invented


def test_codes_keep_their_zeros_and_days_are_days(db: None, now: dt.datetime) -> None:
    publishing.refresh(now=now, names=["regions", "calendar"])
    version = Version.objects.select_related("resource").get(resource__own="regions")
    con = duckdb.connect()
    path = str(store.path_of(bytes(version.parquet)))
    rows = con.execute("SELECT c0, c2 FROM read_parquet($path) ORDER BY _row", {"path": path}).fetchall()
    assert len(rows) == version.rows and all(len(code) == 9 for code, _name in rows)
    days = Version.objects.get(resource__own="calendar")
    kinds = {column["name"]: column["type"] for column in days.report["columns"]}
    assert kinds["date"] == "date"
    found = con.execute(
        "SELECT max(c0) FROM read_parquet($p)", {"p": str(store.path_of(bytes(days.parquet)))}
    ).fetchone()
    assert isinstance(found and found[0], dt.date)
    con.close()


def test_without_a_body_nothing_is_published(db: None, now: dt.datetime, settings: Any) -> None:
    settings.OPENDATA_OWN_BODY = ""
    assert publishing.refresh(now=now) == {}
    assert not DataSet.objects.exists()


def test_every_table_has_its_words_in_three_languages_and_known_types() -> None:
    for own in all_tables():
        for words in (own.title, own.text, *(field.words for field in own.fields)):
            assert all(str(words[lang]).strip() for lang in LANGUAGES), own.name
        assert {field.type for field in own.fields} <= set(TYPES)
        names = [field.name for field in own.fields]
        assert len(set(names)) == len(names) and set(own.key) <= set(names)


def test_every_table_can_be_made_of_what_is_there(db: None, now: dt.datetime) -> None:
    done = publishing.refresh(now=now)
    assert set(done) == {own.name for own in all_tables()}
    assert Version.objects.filter(resource__kind="own").count() == len(done)


def test_a_small_table_is_profiled_as_the_importer_does(tmp_path: Any) -> None:
    kinds = {"name": "text", "n": "integer", "share": "decimal", "day": "date", "yes": "boolean"}
    fields = [Field(name, kind, {}) for name, kind in kinds.items()]
    rows = [
        ("қала", 5, 0.5, dt.date(2026, 1, 2), True),
        ("ауыл", 7, None, None, False),
        ("қала", None, 2.5, None, None),
    ]
    with making.maker() as maker:
        done = maker.table(fields, making.raw(fields, rows))
        columns = [Column(at, field.name, field.type) for at, field in enumerate(fields)]
        asked = profile(maker.con, columns, str(store.path_of(done.parquet)), len(rows))
    assert [column["profile"] for column in done.report["columns"]] == [one.as_json() for one in asked]
