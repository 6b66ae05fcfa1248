"""The invented programmes: histories by COPY equal acted ones, and a nation on a small scale hangs together."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from tests.portals.budgets.drafts.conftest import CONTENT

from jariya.kernel.discussion.models import Comment, Wording
from jariya.kernel.discussion.models import Step as CommentStep
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.signing.step import salted_digest
from jariya.portals.budgets.drafts.models import Draft, Programme, Statement, Version
from jariya.portals.budgets.drafts.simulate import acted, bulk, cast, tale
from jariya.project import invented

pytestmark = pytest.mark.django_db
UNTOLD = ("overdue", "comment_answered", "comment_replied")
"""An invented past tells nobody of answers, and what is late is told by the jobs of the nights."""
NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
SEED = 7
SLUGS = frozenset({"ulgi-office-education", "ulgi-office-roads"})


@pytest.fixture
def players(db: None) -> cast.Cast:
    """Two offices of the invented oblast with officials since 2020, and some citizens."""
    invented.staff(NOW)
    invented.citizens(30, seed=SEED, now=NOW)
    return cast.load(slugs=SLUGS)


def tales_of(players: cast.Cast, *, codes: int = 3, years: range = range(2024, 2027)) -> list[tale.Tale]:
    teller = tale.Teller(players.norms, players.calendar, players.citizens, now=NOW)
    told = [
        teller.tell(office, number, year, seed=SEED)
        for office in players.offices
        for number in range(1, codes + 1)
        for year in years
    ]
    return [one for one in told if one.steps]


class Unmoved(Random):
    """Chance that leaves every amount where it is."""

    def randint(self, a: int, b: int) -> int:
        return 100


def test_a_made_up_change_changes_something_whatever_is_drawn() -> None:
    assert tale.dearer_or_cheaper(CONTENT, Unmoved(1)) != CONTENT


def programmes_of(players: cast.Cast, codes: int) -> dict[tuple[int, str], int]:
    made = {}
    for office in players.offices:
        for number in range(1, codes + 1):
            row = Programme.objects.create(body_id=office.id, code=f"{number:03d}", invented=True, at=NOW)
            made[office.id, row.code] = row.pk
    return made


def rows_of(case: Case) -> dict[str, Any]:
    """Everything written about a draft, without ids, salts and digests."""

    def topics(row: Event) -> list[str]:
        return sorted(topic.partition(":")[0] for topic in row.topics)

    draft = Draft.objects.select_related("programme").get(case=case)
    return {
        "case": [
            case.kind, case.state, case.body_id, case.region_id, case.language, case.opened_at, case.opened_on,
            case.closed_on, case.visibility, case.sealed, case.version,
        ],
        "draft": [
            draft.programme.body_id, draft.programme.code, draft.year, draft.version, draft.published_on,
            draft.discussion_from, draft.discussion_until, draft.approved_on, draft.approval, draft.first_paid_on,
            draft.first_paid_source,
        ],
        "versions": [
            (
                row.number, row.title_kk, row.title_ru, row.summary_kk, row.summary_ru, row.goal_kk, row.goal_ru,
                row.changed_kk, row.changed_ru, row.material, row.by_id, row.at, row.public,
                list(row.amounts.values_list("year", "tenge")),
                list(
                    row.indicators.values_list(
                        "number", "name_kk", "name_ru", "unit", "baseline", "target", "achieved"
                    )
                ),
            )
            for row in Version.objects.filter(draft=draft).order_by("number")
        ],
        "statements": sorted(
            Statement.objects.filter(draft=draft).values_list("kind", "text_kk", "text_ru", "by", "at")
        ),
        "events": [
            (row.kind, row.at, row.on, row.role, row.person_id, row.body_id, row.codes, row.public, topics(row))
            for row in Event.objects.filter(case=case).exclude(kind__in=UNTOLD).order_by("at", "id")
        ],
        "obligations": sorted(
            Obligation.objects.filter(case=case).values_list(
                "kind", "duty_of", "public", "body", "norm_key", "value", "unit", "started_on", "due_on", "edition",
                "met_at", "met_on", "cancelled_on",
            ),
            key=str,
        ),
        "comments": sorted(
            Comment.objects.filter(case=case).values_list(
                "author", "voice", "body", "identity", "language", "status", "at", "answered_at", "parent__at",
                "wordings__text", "steps__kind", "steps__role", "steps__on", "steps__public",
            ),
            key=str,
        ),
    }  # fmt: skip


def test_histories_by_copy_are_those_that_the_actions_make(players: cast.Cast) -> None:
    tales = tales_of(players)
    ledger = bulk.Ledger(players, programmes=programmes_of(players, 3), now=NOW, seed=SEED)
    copied = [ledger.perform(one) for one in tales]
    ledger.rows.write()
    told = [rows_of(Case.objects.get(pk=case.pk)) for case in copied if case]
    # A programme has one draft a year: the acted ones stand in the same place once the copied ones are read.
    Programme.objects.all().update(code=Concat(Value("9"), F("code")))
    done = acted.perform(tales)
    again = [rows_of(Case.objects.get(pk=case.pk)) for case in done]
    assert len(told) == len(again) == len(tales)
    for one, other in zip(told, again, strict=True):
        assert one == other
    assert {row["case"][1] for row in told} >= {"executed", "evaluated"}


def test_every_salt_opens_its_digest_and_nothing_is_left_open(players: cast.Cast) -> None:
    ledger = bulk.Ledger(players, programmes=programmes_of(players, 3), now=NOW, seed=SEED)
    for one in tales_of(players):
        ledger.perform(one)
    ledger.rows.write()
    for row in Wording.objects.all()[:20]:
        assert salted_digest(bytes(row.salt), row.text) == bytes(row.digest)
    assert CommentStep.objects.count() == Comment.objects.count() == Wording.objects.count() > 0
    assert not Case.objects.filter(kind="programme_draft", body__invented=False).exists()
    evaluated = Case.objects.filter(kind="programme_draft", state="evaluated")
    assert not Obligation.objects.running().filter(case__in=evaluated).exists()
    assert ledger.documents and all(row.invented for row in ledger.documents)


@pytest.fixture
def nation_of_one_district(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """One invented district with its offices, four programmes each, four years; returns how many amounts it wrote."""
    from jariya.project import drafts_nation, invented_bodies

    monkeypatch.setattr(drafts_nation, "CODES", 4)
    monkeypatch.setattr(drafts_nation, "YEARS", 4)
    invented_bodies.make(1, rural=0)
    invented.staff(NOW)
    invented.staff_many(NOW)
    invented.citizens(30, seed=SEED, now=NOW)
    return drafts_nation.make(now=NOW, seed=SEED, say=lambda _text: None, drafts=1, processes=1)


def test_a_nation_on_a_small_scale_hangs_together(nation_of_one_district: int, client: Any) -> None:
    from jariya.portals.budgets.drafts import programmes
    from jariya.portals.budgets.models import Rollup
    from jariya.project import drafts_nation

    assert set(Draft.objects.values_list("year", flat=True)) == set(range(2024, 2027))
    assert nation_of_one_district == Rollup.objects.count() * 8 > 5_000
    assert drafts_nation.make(now=NOW, seed=SEED, say=lambda _text: None, drafts=1, processes=1) == 0
    row = Programme.objects.visible_to(None).select_related("body").order_by("id").first()
    view = programmes.find(row.body.slug, row.code, today=NOW.date())
    assert view is not None and view.exact and len(view.years) == 3 and len(view.months) == 26
    year = next(one for one in view.years if one.draft.year == 2025)
    months = [month for month in view.months if month.year == 2025]
    assert months[-1].amounts["paid"] > 0 and months[0].amounts["paid"] <= months[-1].amounts["paid"]
    assert year.reported is months[-1]
    page = client.get(f"/ru/budgets/programmes/{row.body.slug}/{row.code}/")
    assert page.status_code == 200 and "<svg" in page.content.decode()
    top = Rollup.objects.filter(release__budget=year.draft.budget, month=12, node__depth=0).get()
    leaves = Rollup.objects.filter(release__budget=year.draft.budget, month=12, parts=0)
    assert top.paid == sum(leaves.values_list("paid", flat=True))
    assert client.get(f"/kk/budgets/{year.draft.budget.slug}/full/?at=II").status_code == 200


def test_the_small_nation_has_programmes_an_open_discussion_and_questions_to_a_line(players: cast.Cast) -> None:
    from jariya.portals.budgets.asking import queries as asking
    from jariya.portals.budgets.drafts import programmes, queries
    from jariya.portals.budgets.simulate import small
    from jariya.project import drafts_nation

    small.make(now=NOW)
    assert drafts_nation.make_small(now=NOW, seed=SEED) >= 5
    assert [row.case.body.slug for row in queries.listed(today=NOW.date())[0]] == ["ulgi-ministry"]
    assert {row.case.state for row in asking.listed()[0]} == {"asked", "answered"}
    view = programmes.find("ulgi-office-education", "001", today=NOW.date())
    assert view is not None and view.months and not view.exact
