"""The small nation's requests: reproducible, legal, and one of each kind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.conf import settings

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.portals.requests.models import Information, Request
from jariya.portals.requests.simulate import small

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def cast(db: None) -> Any:
    from jariya.kernel.people.models import Person
    from jariya.portals.dialogue.simulate import cast as players
    from jariya.project import invented

    invented.staff(NOW)
    invented.citizens(24, seed=7, now=NOW)
    handles = dict(Person.objects.filter(handle__startswith="demo-").values_list("handle", "id"))
    return players.load(), handles


def test_the_small_nation_has_each_kind_of_request_and_says_that_it_is_invented(cast: Any) -> None:
    players, handles = cast
    link = f"{settings.PUBLIC_URL}/kk/law/"
    made = small.make(players, now=NOW, seed=7, handles=handles, link=link)
    assert made >= 50
    cases = Case.objects.filter(kind="request")
    states = Counter(cases.values_list("state", flat=True))
    wanted = {"registered", "in_work", "clarification", "answer_drafted", "complaint", "overturned", "court", "closed",
              "withdrawn", "granted"}  # fmt: skip
    assert wanted <= set(states), states
    outcomes = set(Request.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert {"granted", "partly", "refused", "already_public"} <= outcomes
    assert set(Request.objects.values_list("track", flat=True)) == {"open", "closed", "embargo"}
    assert Information.objects.filter(count__gte=3).exists()
    assert Obligation.objects.running().filter(kind="publish_information").exists()
    assert not cases.exclude(body__invented=True).exists()
    assert not Event.objects.filter(case__kind="request", at__gt=NOW).exists()


def test_histories_follow_from_the_seed(cast: Any) -> None:
    players, handles = cast
    options: dict[str, Any] = {"now": NOW, "seed": 7, "handles": handles, "link": "https://x.example.kz/"}
    one, two = (small.Small(players, **options).shape() for _time in range(2))
    assert [tale.steps for tale in one] == [tale.steps for tale in two]
