"""A petition through its actions, with the database: what is written, what is refused, what happens by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.portals.petitions.conftest import TEXTS

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.correspondence.models import Wording
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import roles
from jariya.portals.petitions import actions, clock, crossing, queries
from jariya.portals.petitions.actions import drafting, outages
from jariya.portals.petitions.models import Draft, Outage, Petition, Population, Refusal, Revision
from jariya.portals.petitions.texts import Texts

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def duties(case: Any) -> dict[str, Obligation]:
    return {row.kind: row for row in Obligation.objects.filter(case=case).running()}


def kinds(case: Any) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("id").values_list("kind", flat=True))


def anew(case: Any) -> Any:
    return Case.objects.get(pk=case.pk)


def test_a_submitted_petition_lies_with_the_moderators_and_their_term_runs(petition_for: Any, person: Any) -> None:
    case = petition_for()
    petition = Petition.objects.get(case=case)
    assert case.public_id.startswith("P2026-") and case.state == "submitted" and case.visibility == "parties"
    assert duties(case)["moderation"].due_on == dt.date(2026, 4, 20), "20 working days"
    assert bytes(petition.text_digest) == TEXTS.digest() and petition.scope == "government"
    assert Revision.objects.get(case=case).number == 1
    assert not Petition.objects.visible_to(None).exists()
    assert Petition.objects.visible_to(person("citizen-1")).count() == 1


def test_without_a_signature_nothing_is_submitted_and_no_real_body_takes_an_invented_one(petition_for: Any) -> None:
    with pytest.raises(Refused, match="petition.unsigned"):
        petition_for(invented=False)
    real = Body.objects.real().filter(kind="ministry").first()
    assert real is not None
    real.connected = True
    with pytest.raises(Refused, match="petition.no_moderators"):
        petition_for(addressee=real)
    assert not Case.objects.filter(kind="petition").exists()


def test_a_share_of_a_population_nobody_knows_opens_nothing(petition_for: Any, now: dt.datetime) -> None:
    oblast = Body.objects.get(slug="akimat-ulgi-region")
    Population.objects.all().delete()
    with pytest.raises(Refused, match="petition.population_unknown"):
        petition_for(addressee=oblast)
    Population.objects.create(region=oblast.region, people=120_001, on=now.date() + DAY, source="later")
    with pytest.raises(Refused, match="petition.population_unknown"):
        petition_for(addressee=oblast)
    Population.objects.create(region=oblast.region, people=120_001, on=now.date(), source="a table")
    assert petition_for(addressee=oblast).state == "submitted"


def test_the_same_draft_sent_twice_is_one_petition_and_the_draft_is_gone(
    petition_for: Any, person: Any, ministry: Any, now: dt.datetime
) -> None:
    draft = drafting.begin(person=person("citizen-1"), now=now, first="kk", addressee=ministry)
    assert petition_for(key="petition:a", draft=draft) == petition_for(key="petition:a")
    assert not Draft.objects.exists()


def test_a_draft_saved_from_two_pages_loses_neither_text(person: Any, ministry: Any, now: dt.datetime) -> None:
    draft = drafting.begin(person=person("citizen-1"), now=now, first="ru")
    saved = drafting.save(draft=draft, texts=Texts("ru", title_ru="Одно"), addressee=ministry, now=now, version=0)
    assert saved.version == 1 and saved.addressee == ministry
    same = drafting.save(draft=draft, texts=Texts("ru", title_ru="Одно"), addressee=ministry, now=now, version=0)
    assert same.version == 1, "the same words again are no conflict"
    with pytest.raises(Refused, match="petition.draft_changed"):
        drafting.save(draft=draft, texts=Texts("ru", title_ru="Другое"), addressee=ministry, now=now, version=0)


def test_a_returned_petition_comes_back_as_its_next_revision_or_is_dropped(
    petition_for: Any, person: Any, now: dt.datetime
) -> None:
    case, moderator = petition_for(), person("moderator")
    actions.claim(case=case, by=moderator, now=now)
    actions.send_back(case=case, reason="Мектептің атын көрсетіңіз.", by=moderator, now=now + DAY)
    draft = drafting.rework(person=person("citizen-1"), case=case, now=now)
    assert draft.title_kk == TEXTS.title_kk and set(duties(case)) == {"rework"}
    again = {"case": case, "by": person("citizen-1"), "signing": None, "invented": True, "now": now + 2 * DAY}
    with pytest.raises(Refused, match="petition.unchanged"):
        actions.resubmit(texts=TEXTS, **again)
    changed = replace(TEXTS, title_kk="Үлгілі ауылындағы мектеп жолы жөнделсін")
    assert actions.resubmit(texts=changed, draft=draft, **again).case.state == "submitted"
    petition = Petition.objects.get(case=case)
    assert petition.revision == 2 and bytes(petition.text_digest) == changed.digest()
    assert list(Revision.objects.filter(case=case).values_list("title_kk", flat=True)) == [
        TEXTS.title_kk, changed.title_kk,
    ], "both revisions stay"  # fmt: skip
    actions.claim(case=case, by=moderator, now=now + 3 * DAY)
    actions.send_back(case=case, reason="Тағы.", by=moderator, now=now + 3 * DAY)
    assert clock.advance(now=now + 10 * DAY) == 0
    assert clock.advance(now=now + 40 * DAY) == 1 and anew(case).state == "withdrawn"


def test_a_refusal_takes_two_moderators_and_a_ground_of_the_day_of_submission(
    petition_for: Any, person: Any, now: dt.datetime
) -> None:
    old = now.replace(year=2025, month=12, day=1)
    case, one, two = petition_for(now=old), person("moderator"), person("moderator-2")
    actions.claim(case=case, by=one, now=now)
    with pytest.raises(Refused, match="petition.ground"):
        actions.propose_refusal(case=case, ground="drugs", reason="Есірткі.", by=one, now=now)
    actions.propose_refusal(case=case, ground="courts", reason="Сот ісі туралы.", by=one, now=now)
    assert not Petition.objects.visible_to(None).exists()
    with pytest.raises(Refused, match="petition.same_person"):
        actions.refuse(case=case, checked=True, by=one, now=now)
    refused = actions.refuse(case=case, checked=True, by=two, now=now + DAY).case
    assert refused.state == "refused" and refused.visibility == "public", "it stays readable"
    refusal = Refusal.objects.get(case=case)
    assert (refusal.ground, refusal.state, refusal.checked_by) == ("courts", "stands", two)
    assert Wording.objects.get(pk=refusal.reason_id).public_text == "Сот ісі туралы."
    assert not any("Сот" in str(row) for row in Event.objects.values_list("codes", flat=True))


def test_a_refusal_nobody_complains_of_is_final_even_when_the_job_missed_a_year(
    petition_for: Any, person: Any, now: dt.datetime
) -> None:
    case = _refused(petition_for, person, now)
    assert clock.advance(now=now + 30 * DAY) == 0
    assert clock.advance(now=now + 400 * DAY) == 1 and clock.advance(now=now + 400 * DAY) == 0
    assert anew(case).state == "refusal_final" and anew(case).closed_on is not None


def _refused(petition_for: Any, person: Any, now: dt.datetime) -> Any:
    case = petition_for()
    actions.claim(case=case, by=person("moderator"), now=now)
    actions.propose_refusal(case=case, ground="courts", reason="Сот ісі туралы.", by=person("moderator"), now=now)
    actions.refuse(case=case, checked=True, by=person("moderator-2"), now=now)
    return anew(case)


def test_a_complaint_that_is_upheld_has_the_petition_checked_anew_and_the_refusal_stays_readable(
    petition_for: Any, person: Any, now: dt.datetime
) -> None:
    case = _refused(petition_for, person, now)
    actions.complain(case=case, reason="Бұл сот туралы емес.", by=person("citizen-1"), now=now + DAY)
    with pytest.raises(Refused, match="petition.same_person"):
        actions.grant_complaint(case=case, reason="Дұрыс.", by=person("moderator-2"), now=now + 2 * DAY)
    actions.pass_on(case=case, reason="Біздің пікір.", by=person("moderator"), now=now + 2 * DAY)
    done = actions.overturn(case=case, reason="Негіз жоқ.", by=person("supervisor"), now=now + 3 * DAY).case
    assert done.state == "submitted" and done.visibility == "public"
    assert Refusal.objects.get(case=case).state == "overturned" and "moderation" in duties(case)
    actions.claim(case=case, by=person("moderator"), now=now + 4 * DAY)
    assert actions.approve(case=case, checked=True, by=person("moderator"), now=now + 4 * DAY).case.state == (
        "gathering_support"
    )


def test_silence_can_be_complained_of_and_cannot_stand(petition_for: Any, person: Any, now: dt.datetime) -> None:
    case = petition_for()
    with pytest.raises(Refused, match="petition.complain_not_yet"):
        actions.complain(case=case, reason="Неге?", by=person("citizen-1"), now=now + 10 * DAY)
    actions.complain(case=case, reason="Неге?", by=person("citizen-1"), now=now + 60 * DAY)
    with pytest.raises(Refused, match="petition.silence_stands"):
        actions.let_stand(case=case, reason="Жоқ.", by=person("supervisor"), now=now + 61 * DAY)
    actions.overturn(case=case, reason="Шешіңіз.", by=person("supervisor"), now=now + 61 * DAY)
    assert duties(case)["moderation"].started_on == now.date(), "the old lateness stays"


def test_fifty_supporters_open_it_by_themselves_and_freeze_the_threshold_with_its_source(
    approved: Any, person: Any, now: dt.datetime
) -> None:
    oblast = Body.objects.get(slug="maslikhat-ulgi-region")
    case = approved(addressee=oblast)
    petition = Petition.objects.get(case=case)
    assert case.body == oblast and petition.support_needed == 50 and petition.threshold is None
    assert not Petition.objects.visible_to(None).exists() and Petition.objects.readable_by(None).count() == 1
    with pytest.raises(Refused, match="petition.supporters_missing"):
        crossing.crossed(case, "support", 49, now + DAY)
    crossing.crossed(case, "support", 50, now + DAY)
    petition.refresh_from_db()
    assert anew(case).state == "collecting" and anew(case).visibility == "public"
    assert (petition.threshold, petition.population, petition.threshold_percent) == (2400, 120_000, 2)
    assert petition.population_source == "invented for the demonstration"
    Population.objects.create(region=Region.objects.get(code="990000000"), people=1, on=now.date(), source="another")
    petition.refresh_from_db()
    assert petition.threshold == 2400, "frozen"
    assert duties(case)["collecting"].due_on == dt.date(2026, 9, 21), "six months, then the next working day"
    crossing.crossed(anew(case), "collecting", 2400, now + 2 * DAY)
    assert anew(case).state == "supported" and set(duties(case)) == {"registration"}


def test_a_number_reached_after_the_petition_was_withdrawn_moves_nothing(
    approved: Any, person: Any, now: dt.datetime
) -> None:
    case = approved()
    actions.withdraw(case=case, by=person("citizen-1"), now=now)
    crossing.crossed(case, "support", 50, now)
    assert anew(case).state == "withdrawn"


@pytest.mark.parametrize("late", [20, 500])
def test_it_lapses_by_itself_the_day_after_and_also_after_missed_runs(
    approved: Any, now: dt.datetime, late: int
) -> None:
    case = approved()
    due = duties(case)["support"].due_on
    assert clock.advance(now=now.replace(month=due.month, day=due.day)) == 0
    assert clock.advance(now=now + late * DAY) == 1 and clock.advance(now=now + late * DAY) == 0
    assert anew(case).state == "lapsed_support" and kinds(case)[-1] == "petition_support_lapsed"
    assert Event.objects.filter(case=case).last().codes == {"count": 0, "needed": 50}


def test_a_court_stops_everything_and_the_days_are_added_to_the_term(
    opened: Any, person: Any, now: dt.datetime
) -> None:
    case = opened()
    due = duties(case)["collecting"].due_on
    given = {"court": "Үлгі соты", "decision": "№ 1, 2026-03-20", "since": now.date() + 2 * DAY}
    with pytest.raises(Refused, match="lifecycle.not_yours"):
        actions.suspend(case=case, by=person("officer-1"), now=now + 2 * DAY, **given)
    actions.suspend(case=case, by=person("registrar"), now=now + 2 * DAY, **given)
    assert clock.advance(now=now + 300 * DAY) == 0, "no term ends while it lasts"
    done = actions.resume(case=case, by=person("registrar"), now=now + 12 * DAY).case
    assert done.suspended_since is None and done.state == "collecting"
    assert duties(case)["collecting"].due_on == due + 10 * DAY


def test_a_day_of_outage_is_added_once_to_every_term_that_ran_on_it(
    opened: Any, approved: Any, person: Any, ministry: Any, now: dt.datetime
) -> None:
    first, second, later = opened(), approved(by=person("citizen-3")), approved(now=now + 9 * DAY)
    before = {case.pk: list(duties(case).values())[0].due_on for case in (first, second, later)}
    given = {"days": 1, "reason_kk": "Байланыс болмады.", "reason_ru": "Не было связи.", "body": ministry}
    with pytest.raises(Refused, match="petition.outage_ahead"):
        outages.declare(day=now.date() + 90 * DAY, by=person("supervisor"), now=now, **given)
    outage = outages.declare(day=now.date() + DAY, by=person("supervisor"), now=now + 10 * DAY, **given)
    with pytest.raises(Refused, match="petition.outage_known"):
        outages.declare(day=now.date() + DAY, by=person("supervisor"), now=now + 10 * DAY, **given)
    assert outages.spread(outage, now=now + 10 * DAY) == 2
    assert outages.spread(Outage.objects.get(), now=now + 10 * DAY) == 0, "a second run adds nothing"
    for case in (first, second):
        assert duties(case).popitem()[1].due_on > before[case.pk]
        assert kinds(case)[-1] == "petition_outage_added"
    assert duties(later)["support"].due_on == before[later.pk], "its term began after the day"


def test_only_moderators_of_the_moderating_body_check_and_nobody_checks_at_the_addressee(
    petition_for: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = petition_for(addressee=district)
    with pytest.raises(Refused, match="lifecycle.not_yours"):
        actions.claim(case=case, by=person("district-officer"), now=now)
    roles.grant(person("district-officer"), district, "moderator", since=dt.date(2024, 1, 1))
    with pytest.raises(Refused, match="lifecycle.not_yours"):
        actions.claim(case=case, by=person("district-officer"), now=now)
    assert actions.claim(case=case, by=person("moderator"), now=now).case.assignee == person("moderator")


def test_what_was_blackened_stays_so_when_the_refusal_falls(petition_for: Any, person: Any, now: dt.datetime) -> None:
    case, one = petition_for(), person("moderator")
    actions.claim(case=case, by=one, now=now)
    actions.propose_refusal(case=case, ground="courts", reason="Сот.", by=one, now=now)
    cut = {"cut_text_kk": "Мәтін ███"}
    actions.refuse(case=case, checked=True, cut=cut, by=person("moderator-2"), now=now)
    actions.complain(case=case, reason="Жоқ.", by=person("citizen-1"), now=now)
    actions.overturn(case=case, reason="Иә.", by=person("supervisor"), now=now)
    shown = queries.find(case.public_id, person=None)
    assert shown is not None and shown.texts.text_kk == "Мәтін ███" and shown.texts.text_ru == TEXTS.text_ru
    own = queries.find(case.public_id, person=person("citizen-1"))
    assert own is not None and own.texts.text_kk == TEXTS.text_kk
    actions.claim(case=case, by=one, now=now)
    actions.approve(case=case, checked=True, by=one, now=now)
    after = queries.find(case.public_id, person=None)
    assert after is not None and after.texts.text_kk == TEXTS.text_kk, "somebody read it again"
