"""Runs: one transaction a record, unknown publishers apart, cheap when unchanged, resumed when killed, dry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata.harvesting.alike import Site, package, site

from jariya.portals.opendata.harvesting import actions, running
from jariya.portals.opendata.harvesting.fetching import Unfetched, fetcher
from jariya.portals.opendata.harvesting.models import Publisher, Record, Run, Source
from jariya.portals.opendata.models import DataSet, Resource
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned

NEAR = fetcher(neighbours=True, seconds=5, pause=0.0, tries=1)


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as held:
        yield held


@pytest.fixture
def source(db: None, there: Site, now: dt.datetime) -> Source:
    return actions.source(url=there.url, kind="ckan", now=now, title="Көрші портал")


@pytest.fixture
def harvest(source: Source, now: dt.datetime) -> Any:
    """Harvest the source: `harvest(day=1)`; returns the run."""

    def do(day: int = 0, **more: Any) -> Run:
        return running.harvest(source, clock=lambda: now + dt.timedelta(days=day), fetch=NEAR, **more)

    return do


@pytest.fixture
def mapped(source: Source, ministry: Any, now: dt.datetime) -> Publisher:
    return actions.map_publisher(source=source, name="ministry", body=ministry, now=now)


def test_an_unknown_publisher_is_kept_apart_until_somebody_says_which_body_it_is(
    harvest: Any, source: Source, ministry: Any, now: dt.datetime
) -> None:
    run = harvest()
    assert (run.state, run.counts["apart"]) == ("done", 7)
    assert not DataSet.objects.exists()
    actions.map_publisher(source=source, name="ministry", body=ministry, now=now)
    again = harvest(day=1)
    assert again.counts["new"] == 7
    found = DataSet.objects.select_related("case").get(harvested__remote="id-0001")
    assert (found.case.body_id, found.case.state, found.title_kk) == (ministry.pk, "published", "Жиын 1")
    assert (found.licence_id, found.frequency, found.source[:4]) == ("CC-BY-4.0", "monthly", "http")
    page = Client().get(f"/ru/data/sources/{source.key}/").content.decode()
    assert "Министерство" in page


def test_unchanged_records_cost_nothing_and_changed_ones_keep_their_addresses(
    harvest: Any, there: Site, mapped: Publisher, django_assert_max_num_queries: Any
) -> None:
    harvest()
    slug = DataSet.objects.get(harvested__remote="id-0002").slug
    with django_assert_max_num_queries(20):
        assert harvest(day=1).counts == {"unchanged": 7, "gone": 0}
    there.packages[1] = package(
        2, title_translated={"kk": "Жаңа атау", "ru": "Новое имя"},
        resources=[{"url": "https://files.example/new.csv", "name": "CSV", "format": "CSV"}],
    )  # fmt: skip
    assert harvest(day=2).counts == {"unchanged": 6, "changed": 1, "gone": 0}
    found = DataSet.objects.get(slug=slug)
    assert found.title_ru == "Новое имя"
    links = Resource.objects.filter(data_set=found, removed_at=None)
    assert [row.url for row in links] == ["https://files.example/new.csv"]


def test_what_left_the_source_is_marked_and_stays_here(harvest: Any, there: Site, mapped: Publisher) -> None:
    harvest()
    taken = there.packages.pop(3)
    assert harvest(day=1).counts["gone"] == 1
    row = Record.objects.select_related("data_set__case").get(state="gone")
    assert (row.remote, row.data_set.case.state) == ("id-0004", "published")
    there.packages.append(taken)
    assert harvest(day=2).counts["changed"] == 1
    assert not Record.objects.filter(state="gone").exists()


def test_a_catalogue_that_is_suddenly_empty_loses_nothing(harvest: Any, there: Site, mapped: Publisher) -> None:
    harvest()
    there.packages = []
    run = harvest(day=1)
    assert (run.state, run.code) == ("failed", "harvest.suddenly_empty")
    assert not Record.objects.filter(state="gone").exists()
    assert harvest(day=2, gone=True).counts["gone"] == 7


def test_a_record_that_cannot_be_stored_is_named_and_the_others_are_kept(
    harvest: Any, there: Site, mapped: Publisher
) -> None:
    there.packages[2] = package(3, title="a\x00b", title_translated=None)
    there.packages[4] = package(1)
    run = harvest()
    assert run.counts["new"] == 5
    assert set(run.troubles.values_list("remote", "code")) == {
        ("id-0003", "record.failed"),
        ("id-0001", "record.twice"),
    }


def test_a_run_that_broke_off_goes_on_at_its_page_and_doubles_nothing(
    harvest: Any, there: Site, mapped: Publisher
) -> None:
    there.ways.update({"rows": 2, "fail": 1, "after": 2})
    run = harvest()
    assert (run.state, run.code, run.cursor) == ("failed", "harvest.status", "4")
    assert DataSet.objects.count() == 4
    there.asked.clear()
    again = harvest(day=0)
    assert (again.pk, again.state, again.times) == (run.pk, "done", 2)
    assert again.counts["new"] == 7
    assert "start=4" in there.asked[0]
    assert DataSet.objects.count() == 7


def test_an_endless_source_is_left_with_what_was_read(harvest: Any, there: Site, mapped: Publisher) -> None:
    there.ways.update({"endless": True, "rows": 3})
    run = harvest()
    assert (run.state, run.code) == ("failed", "harvest.endless")
    assert DataSet.objects.count() == 3
    assert len(there.asked) < 5


def test_a_source_is_harvested_by_one_worker_and_a_dead_one_loses_it(
    source: Source, harvest: Any, now: dt.datetime
) -> None:
    Source.objects.filter(pk=source.pk).update(lease_by="other", lease_until=now + dt.timedelta(minutes=5))
    with pytest.raises(running.Busy):
        harvest()
    assert running.harvest(source, clock=lambda: now + dt.timedelta(minutes=6), fetch=NEAR).state == "done"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(source: Source, there: Site) -> None:
    there.packages[1] = {"id": "bad"}
    tried = running.try_out(source, fetch=NEAR)
    assert tried.counts == {"apart": 6, "wrong": 1}
    assert tried.publishers == {("ministry", "Министерство"): 6}
    assert not Record.objects.exists() and not Run.objects.exists()
    there.ways["wrong_json"] = True
    assert running.try_out(source, fetch=NEAR).code == "harvest.not_json"


def test_a_document_with_an_etag_is_asked_once(there: Site, now: dt.datetime, ministry: Any) -> None:
    there.documents["/list.csv"] = (
        "text/csv",
        "id;title;url;publisher;licence\n1;Школы;http://x.example/a;МОН;cc-by\n",
    )
    listed = actions.source(url=f"{there.url}/list.csv", kind="csv", now=now)
    actions.map_publisher(source=listed, name="МОН", body=ministry, now=now)
    assert running.harvest(listed, clock=lambda: now, fetch=NEAR).counts["new"] == 1
    listed.refresh_from_db()
    again = running.harvest(listed, clock=lambda: now, fetch=NEAR)
    assert (again.state, again.counts) == ("done", {"unchanged": 1})
    found = DataSet.objects.get()
    assert (found.title_kk, found.title_ru) == ("", "Школы")


def test_a_changed_record_meets_the_plan(
    harvest: Any, there: Site, mapped: Publisher, ministry: Any, person: Any, now: Any
) -> None:
    harvest()
    officer = person("officer-1")
    item = planning.plan(
        body=ministry,
        planned=Planned("Жиын", "Набор", "monthly", now.date()),
        by=officer,
        now=now + dt.timedelta(days=1),
    ).case
    planning.link(
        case=item, data_set=DataSet.objects.get(harvested__remote="id-0001"), by=officer, now=now + dt.timedelta(days=1)
    )
    there.packages[0] = package(1, metadata_modified="2026-04-01T00:00:00")
    harvest(day=20)
    item.refresh_from_db()
    assert item.state == "kept"


def test_due_sources_are_harvested_and_others_wait(source: Source, there: Site, now: dt.datetime) -> None:
    assert running.harvest_due(lambda: now, fetch=NEAR) == {source.key: "done"}
    assert running.harvest_due(lambda: now + dt.timedelta(hours=2), fetch=NEAR) == {}
    there.ways["wrong_json"] = True
    assert running.harvest_due(lambda: now + dt.timedelta(hours=25), fetch=NEAR) == {source.key: "failed"}
    with pytest.raises(Unfetched):
        NEAR(there.url + "/nowhere")
