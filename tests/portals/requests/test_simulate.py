"""The small nation's requests: reproducible, legal, and one of each kind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Avg, Count

from jariya.kernel.bodies.models import Region
from jariya.kernel.correspondence.figures import satisfaction
from jariya.kernel.correspondence.models import Forwarding, Point, Rating, Wording
from jariya.kernel.correspondence.registration import next_number
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.people.models import Person
from jariya.portals.requests import actions
from jariya.portals.requests.actions.deciding import oblast_of
from jariya.portals.requests.editorial.models import Member, Office
from jariya.portals.requests.models import Court, Decision, Information, Request
from jariya.portals.requests.simulate import bulk, chance, small

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)
DRAWN = 1500


@pytest.fixture
def cast(db: None) -> Any:
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


def seen(case: Any) -> dict[str, Any]:
    row = Request.objects.get(case=case)
    columns = ("outcome", "decided_on", "rounds", "grounds", "title", "published_on", "body_id", "region_id", "track",
               "kind", "office", "embargo_until", "information_id")  # fmt: skip
    return {
        "state": (case.state, case.body_id, case.visibility, case.version),
        "row": [getattr(row, name) for name in columns],
        "terms": sorted(
            (term.kind, term.norm_key, term.started_on, term.due_on, term.met_on, term.extended_to)
            for term in Obligation.objects.filter(case=case)
        ),
        "events": [
            (event.kind, event.role, event.public)
            for event in Event.objects.filter(case=case).order_by("at", "id")
            if event.kind not in {"overdue", "closed"}
        ],
        "points": list(Point.objects.filter(case=case).order_by("number").values_list("number", "moved_to__body")),
        "hops": list(Forwarding.objects.filter(case=case).values_list("to_body", "hop", "child__body", "at")),
        "court": list(Court.objects.filter(case=case).values_list("on", "note")),
        "texts": sorted(
            Wording.objects.filter(case=case).values_list("part", "number", "version", "text", "public_text")
        ),
        "decisions": sorted(
            Decision.objects.filter(case=case).values_list("round", "number", "outcome", "ground", "link", "link_state")
        ),
    }


def journalists() -> dict[int, str]:
    office = Office.objects.create(code="habar", name_kk="Хабар", source="invented", medium="newspaper", invented=True)
    people = Person.objects.filter(invented=True, staff=False, handle__startswith="P").order_by("id")[:4]
    Member.objects.bulk_create(
        [Member(office=office, person=one, role="journalist", since=dt.date(2024, 1, 1)) for one in people]
    )
    return {one.pk: office.code for one in people}


VERBS = {
    "assign", "forward", "forward_part", "clarify", "extend", "tell_extension", "complain", "pass_on",
    "grant_complaint", "overturn", "let_stand", "note_court", "note_judgment", "rate", "make_public", "withdraw",
}  # fmt: skip


def verbs_of(tale: Any) -> set[str]:
    return {step.verb for step in (*tale.steps, *(tale.child.steps if tale.child else ()))}


def chosen(drawn: chance.Chance, *, enough: int) -> dict[int, Any] | None:
    """Few histories in which everything happens: of each verb the first two, of editorial offices too, and the same
    information asked for until it must be published; None where these do not hold all of it."""
    group = next((rows[:enough] for rows in drawn.alike().values() if len(rows) >= enough), [])
    drawn.owed = frozenset(group[-1:])
    tales = {index: drawn.tale(index) for index in range(DRAWN)}
    wanted = dict.fromkeys(VERBS, 2) | {"media": 3, "media extend": 1, "media forward_part": 1}
    picked = list(group)
    for index, tale in tales.items():
        verbs = verbs_of(tale)
        verbs |= {"media", *(f"media {verb}" for verb in verbs)} if tale.office else set()
        if index not in picked and any(wanted.get(verb, 0) > 0 for verb in verbs):
            picked.append(index)
            wanted |= {verb: wanted.get(verb, 0) - 1 for verb in verbs}
    if (
        any(left > 1 for left in wanted.values())
        or not group
        or "publish_information" not in verbs_of(tales[group[-1]])
    ):
        return None
    return {index: tales[index] for index in sorted(picked)}


def test_histories_in_bulk_are_the_histories_that_the_actions_make(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    players, _handles = cast
    # Many of everything that is rare among two million.
    monkeypatch.setattr(chance, "MEDIA", 0.3)
    monkeypatch.setattr(chance, "DETAILED", 0.3)
    monkeypatch.setattr(chance, "CHANNELS", (("web", 1), ("paper", 1)))
    offices = journalists()
    link = f"{settings.PUBLIC_URL}/kk/law/"
    enough = players.norms.at(NOW.date())["request.publish_after_repeats"].count
    for seed in range(11, 40):
        drawn = chance.Chance(players, now=NOW, seed=seed, total=DRAWN, link=link, journalists=tuple(offices.items()))
        if tales := chosen(drawn, enough=enough):
            break
    else:
        pytest.fail("no seed tells of everything")
    acted = small.perform(list(tales.values()))
    actions.close_when_over(now=NOW)
    tell_overdue(now=NOW)
    oblasts = {row.pk: one.pk for row in Region.objects.all() if (one := oblast_of(row)) is not None}
    ledger = bulk.Ledger(players, now=NOW, seed=11, number=next_number, oblasts=oblasts, offices=offices)
    made = []
    for place, (index, tale) in enumerate(tales.items()):
        information = Request.objects.get(case=acted[place]).information_id
        told = (information, Event.objects.filter(case=acted[place], kind="publication_owed").count() * enough)
        assert bool(told[1]) == (index in drawn.owed)
        ledger.alike = lambda _body, _points, told=told: told  # type: ignore[misc]
        made.append(ledger.perform(tale))
    ledger.rows.write()
    for place, tale in enumerate(tales.values()):
        pairs = [(acted[place], made[place][0])]
        if len(made[place]) > 1:
            pairs.append((Case.objects.get(parent=acted[place]).pk, made[place][1]))
        for one, two in pairs:
            left, right = (seen(Case.objects.get(pk=pk)) for pk in (one, two))
            assert left == right, [step.verb for step in tale.steps]
    everything = [pk for ids in made for pk in ids]
    public = Request.objects.filter(case__in=everything, published_on__isnull=False, case__visibility="public")
    assert len(ledger.documents) == public.count()
    rated = Rating.objects.values("case__body").annotate(n=Count("pk"), mean=Avg("score"))
    for row in rated:
        said = satisfaction(row["case__body"], min_n=1)
        assert (said.n, said.mean) == (row["n"], pytest.approx(row["mean"])), "of the body whose answer was rated"
    told = {(link, case) for link, _day, case in ledger.published}
    assert told == set(Information.objects.exclude(link="").values_list("link", "pk"))


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
