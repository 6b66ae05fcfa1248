"""The small nation's requests: reproducible, legal, and one of each kind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.conf import settings

from jariya.kernel.bodies.models import Region
from jariya.kernel.correspondence.models import Wording
from jariya.kernel.correspondence.registration import next_number
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.portals.requests import actions
from jariya.portals.requests.actions.deciding import oblast_of
from jariya.portals.requests.models import Decision, Information, Request
from jariya.portals.requests.simulate import bulk, chance, small

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


OF_JOBS = {"publication_owed"}
"""Events of what bulk leaves out: requests in the same words are counted by the actions alone."""


def seen(case: Any) -> dict[str, Any]:
    row = Request.objects.get(case=case)
    columns = ("outcome", "decided_on", "rounds", "grounds", "title", "published_on", "body_id", "region_id", "track")
    return {
        "state": (case.state, case.body_id, case.visibility, case.version),
        "row": [getattr(row, name) for name in columns],
        "terms": sorted(
            (term.kind, term.norm_key, term.started_on, term.due_on, term.met_on, term.extended_to)
            for term in Obligation.objects.filter(case=case).exclude(kind="publish_information")
        ),
        "events": [
            (event.kind, event.role, event.public)
            for event in Event.objects.filter(case=case).exclude(kind__in=OF_JOBS).order_by("at", "id")
            if event.kind not in {"overdue", "closed"}
        ],
        "texts": sorted(
            Wording.objects.filter(case=case).values_list("part", "number", "version", "text", "public_text")
        ),
        "decisions": sorted(
            Decision.objects.filter(case=case).values_list("round", "number", "outcome", "ground", "link", "link_state")
        ),
    }


def test_histories_in_bulk_are_the_histories_that_the_actions_make(cast: Any) -> None:
    players, _handles = cast
    drawn = chance.Chance(players, now=NOW, seed=11, total=40, link=f"{settings.PUBLIC_URL}/kk/law/")
    tales = [tale for tale in map(drawn.tale, range(40)) if tale.steps]
    acted = small.perform(tales)
    actions.close_when_over(now=NOW)
    tell_overdue(now=NOW)
    oblasts = {row.pk: one.pk for row in Region.objects.all() if (one := oblast_of(row)) is not None}
    ledger = bulk.Ledger(players, now=NOW, seed=11, number=next_number, oblasts=oblasts)
    made = [ledger.perform(tale) for tale in tales]
    ledger.rows.write()
    assert len(tales) > 35
    for index, tale in enumerate(tales):
        one, two = Case.objects.get(pk=acted[index]), Case.objects.get(pk=made[index])
        left, right = seen(one), seen(two)
        if Event.objects.filter(case=one, kind="publication_owed").exists():
            continue
        assert left == right, [step.verb for step in tale.steps]
    assert (
        len(ledger.documents)
        == Request.objects.filter(case__in=made, published_on__isnull=False, case__visibility="public").count()
    )


def test_numbers_follow_the_days_within_each_body_and_year(cast: Any) -> None:
    players, _handles = cast
    drawn = chance.Chance(players, now=NOW, seed=3, total=300, link="https://x.example.kz/")
    numbers, given = drawn.numbers()
    first = {}
    for index, (number, *_more) in numbers.items():
        outline = drawn.outline(index)
        first[outline.body_id, outline.registered.year, number] = outline.registered
    for (body, year, number), day in first.items():
        before = [other for (b, y, n), other in first.items() if (b, y) == (body, year) and n < number]
        assert all(other <= day for other in before)
    assert sum(given.values()) == sum(len(row) for row in numbers.values())
