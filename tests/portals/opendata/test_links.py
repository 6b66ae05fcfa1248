"""Links of data are looked at: one failure is no verdict, two are, and the wait doubles."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.portals.opendata import made

from jariya.kernel.web.outgoing import Unreached
from jariya.portals.opendata import actions, links
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def down(_address: str) -> int:
    raise Unreached


def test_a_link_is_broken_after_the_second_failure_and_whole_again_after_one_answer() -> None:
    held = made.prepared()
    actions.add_resource(
        case=held.case, kind=ResourceKind.LINK, url="https://data.ulgi.example/x.csv", by=None, now=made.NOW
    )
    actions.publish(case=held.case, by=None, now=made.NOW)

    def row() -> Resource:
        return Resource.objects.get()

    assert links.check(made.NOW, opens=down) == 1
    assert (row().link_trouble, row().link_again_at) == ("", made.NOW + HOUR)
    assert links.check(made.NOW, opens=down) == 0
    before = DataSet.objects.get().scores["percent"]
    links.check(made.NOW + HOUR, opens=down)
    assert (row().link_trouble, row().link_again_at) == ("unreached", made.NOW + 3 * HOUR)
    assert "mqa.access_works" in DataSet.objects.get().scores["failed"]
    assert DataSet.objects.get().scores["percent"] < before
    links.check(made.NOW + 3 * HOUR, opens=lambda _address: 200)
    assert (row().link_trouble, row().link_failures) == ("", 0)
    assert row().link_again_at == made.NOW + 3 * HOUR + dt.timedelta(days=7)
