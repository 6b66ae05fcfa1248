"""Catalogues by COPY: what they hold is what the actions would have made."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.portals.opendata.models import DataSet, Resource
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.simulate import full, inventing


@pytest.fixture
def made(db: None, ministry: Any, now: dt.datetime) -> tuple[int, int, int]:
    """Twelve sets, forty resources, the plan of one body."""
    return full.make(now=now, seed=3, sets=12, resources=40, plans=1, bodies=[ministry])


def test_the_numbers_are_those_asked_for_and_everything_is_public(made: Any) -> None:
    assert made == (12, 40, full.ITEMS)
    assert DataSet.objects.visible_to(None).living().count() == 12
    assert Resource.objects.count() == 40
    kinds = set(Event.objects.filter(case__kind="data_set").values_list("kind", flat=True))
    assert kinds == {"set_prepared", "set_published"}


def test_a_copied_history_is_the_acted_one(made: Any, person: Any, ministry: Any) -> None:
    for item in PlanItem.objects.select_related("case").filter(kept_on=None):
        said = Planned(item.title_kk, item.title_ru, item.frequency, item.since)
        acted = planning.plan(body=ministry, planned=said, by=person("officer-1"), now=item.case.opened_at).case
        columns = ("kind", "duty_of", "norm_key", "value", "unit", "started_on", "due_on", "met_on", "edition")
        copied, done = (list(Obligation.objects.filter(case=case).values_list(*columns)) for case in (item.case, acted))
        assert copied == done
        events = ("kind", "on", "role", "public", "body")
        first = Event.objects.filter(case=item.case).values_list(*events).first()
        assert first == Event.objects.filter(case=acted).values_list(*events).first()
        assert (item.case.state, item.case.visibility) == (acted.state, acted.visibility)


def test_a_kept_item_owes_the_next_edition_or_nothing(made: Any) -> None:
    for item in PlanItem.objects.select_related("case").exclude(kept_on=None):
        running = Obligation.objects.running().filter(case=item.case).first()
        assert item.case.state == "kept"
        assert running is None or running.started_on == item.kept_on
    assert not Case.objects.filter(kind="plan_item", closed_on__isnull=False).exists()


def test_every_invented_set_says_so_much_in_three_languages() -> None:
    for one in inventing.all_sets():
        assert set(one.title) == set(one.text) == {"kk", "ru", "en"}
        assert len(one.fields) == len(one.values) and one.rows > 50
