"""Petitions of an invented nation: each told state is reached through the actions, and the count is the log's."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from tests.portals.petitions.conftest import TEXTS

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.people.models import Person
from jariya.portals.petitions import actions
from jariya.portals.petitions.collecting import api
from jariya.portals.petitions.models import Petition, Refusal
from jariya.portals.petitions.simulate import bulk, curve, small, tale, words
from jariya.project import invented, petitions_nation

pytestmark = pytest.mark.django_db
SEED = 7
SHARE = ("submitted", "refusal_check", "returned", "complaint", "gathering_support", "lapsed_support")
STATE = {"overturned": "collecting", "suspended": "collecting"}


def test_every_state_is_reached_through_the_actions(
    now: dt.datetime, whole: bool, tmp_path: Any, settings: Any
) -> None:
    settings.LOG_DIR, settings.LOG_KEY_DIR = tmp_path / "log", tmp_path / "keys"
    later = now + dt.timedelta(days=150)
    invented.staff(later)
    invented.citizens(24, seed=SEED, now=later)
    tales = [tale for tale in small.TALES if whole or tale.until in SHARE]
    assert small.make(now=later, seed=SEED, tales=tales) == len(tales)
    found = list(Case.objects.filter(kind="petition").order_by("id").values_list("state", flat=True))
    assert found == [STATE.get(tale.until, tale.until) for tale in tales]
    for told, case in zip(tales, Case.objects.filter(kind="petition").order_by("id"), strict=True):
        assert api.count(case).count == told.signed, told
    if whole:
        near = Petition.objects.get(
            threshold=1200, case__state="collecting", case__suspended_since=None, first_language="ru"
        )
        assert api.count(near.case).count == 1187
        late = Case.objects.get(kind="petition", state="implementing")
        assert late.promises.filter(status="promised", due_on__lt=later.date()).count() == 1  # type: ignore[attr-defined]
        assert set(Refusal.objects.values_list("state", flat=True)) == {"proposed", "stands", "overturned"}
    assert small.make(now=later, seed=SEED, tales=tales[:2]) == 2 and Case.objects.count() == len(tales), "none twice"


@pytest.mark.slow
@pytest.mark.parametrize("days", [120, 177, 196, 222, 257, 310, 365, 420])
def test_a_nation_comes_into_being_on_any_day_of_the_year(
    now: dt.datetime, days: int, tmp_path: Any, settings: Any
) -> None:
    settings.LOG_DIR, settings.LOG_KEY_DIR = tmp_path / "log", tmp_path / "keys"
    later = now + dt.timedelta(days=days)
    invented.staff(later)
    invented.citizens(24, seed=SEED, now=later)
    tales = [tale for tale in small.TALES if tale.until in ("considering", "implementing", "closed", "registered")]
    assert small.make(now=later, seed=SEED, tales=tales) == len(tales)


def test_moments_of_signing_begin_with_a_burst_and_sleep_at_night() -> None:
    start = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
    found = curve.moments(4000, start, 60, rng=random.Random(1))
    assert found == sorted(found) and start <= found[0] and found[-1] <= start + dt.timedelta(days=60)
    assert sum(at < start + dt.timedelta(days=7) for at in found) > 1800
    hours = [(at + dt.timedelta(hours=5)).hour for at in found]
    assert sum(19 <= hour <= 21 for hour in hours) > 6 * sum(2 <= hour <= 4 for hour in hours)
    assert [row[0] for row in curve.signers(3, start, 5, seed="a")] == ["made-up-a-0", "made-up-a-1", "made-up-a-2"]


def test_invented_texts_keep_the_bounds_in_both_languages() -> None:
    place = {"kk": "Сынақ", "ru": "Сынак"}
    for number in range(10):
        told = words.texts(number, place)
        assert told.whole and all(
            10 <= len(told.title(one)) <= 200 and len(told.text(one)) >= 200 for one in ("kk", "ru")
        )
    assert words.texts(1, place, first="ru", both=False).languages == ("ru",)


def test_histories_in_bulk_are_those_of_the_actions(now: dt.datetime, tmp_path: Any, settings: Any) -> None:
    settings.LOG_DIR, settings.LOG_KEY_DIR = tmp_path / "log", tmp_path / "keys"
    later = now + dt.timedelta(days=300)
    invented.staff(later)
    invented.citizens(8, seed=SEED, now=later)
    stage, bodies, authors, grounds = petitions_nation._stage(later)
    assert len(grounds) == 17 and all(need > 0 for _pk, need in bodies)
    oblast = next(body for body in stage.bodies.values() if body.slug == "akimat-ulgi-region")
    fates = {
        "submitted": [], "refusal_final": ["petition_refused", "petition_refusal_final"],
        "lapsed_support": ["petition_approved", "petition_support_lapsed"],
        "withdrawn": ["petition_approved", "petition_opened", "petition_withdrawn"],
        "lapsed": ["petition_approved", "petition_opened", "petition_lapsed"],
    }  # fmt: skip
    ledger = bulk.Ledger(stage, now=later, seed=SEED)
    for number, fate in enumerate(fates):
        signed = {"lapsed_support": 12, "submitted": 0, "refusal_final": 0}.get(fate, 80)
        ledger.perform(tale.Tale(number, oblast.pk, authors[0], now, fate, signed, "kk", True, "courts"))
    assert bulk.write(ledger, seed=SEED, now=later) == 12 + 80 + 80
    for line, (fate, kinds) in zip(ledger.lines, fates.items(), strict=True):
        case = Case.objects.get(pk=line.case.pk)
        told = list(Event.objects.filter(case=case, public=True).order_by("id").values_list("kind", flat=True))
        expected = ["petition_submitted", *(["overdue"] if fate == "submitted" else []), *kinds]
        assert told == expected and case.state == fate
        assert api.count(case).count == (line.tale.signed if line.tale else 0)
    # The same history through the actions has the same terms and the same events.
    acted = _lapsed_by_actions(oblast, authors[0], now)
    twin = ledger.lines[-1].case.pk
    for rows in (Event, Obligation):
        fields = (
            ("kind", "on", "role", "body_id")
            if rows is Event
            else ("kind", "started_on", "due_on", "met_on", "body_id")
        )
        both = [list(rows.objects.filter(case=pk).order_by("id").values_list(*fields)) for pk in (acted.pk, twin)]
        assert both[0] == both[1]


def _lapsed_by_actions(oblast: Any, author: int, now: dt.datetime) -> Any:
    by, day, one = Person.objects.get(pk=author), dt.timedelta(days=1), Person.objects.get(handle="demo-moderator")
    case = actions.submit(by=by, texts=TEXTS, addressee=oblast, signing=None, invented=True, now=now).case
    actions.claim(case=case, by=one, now=now + day)
    actions.approve(case=case, checked=True, by=one, now=now + 3 * day)
    actions.open_collecting(case=case, count=50, now=now + 10 * day)
    return actions.lapse(case=case, now=now + 205 * day).case
