"""A request through its actions, with the database: what is written, what is refused, what is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.requests.conftest import GIVEN, PARTLY, WITHHELD

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Answer, Forwarding, Part, Wording
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Role
from jariya.portals.requests import actions, links, media
from jariya.portals.requests.decisions import Decided
from jariya.portals.requests.models import Decision, Information, LinkState, Request

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def duties(case: Any) -> dict[str, Obligation]:
    return {row.kind: row for row in Obligation.objects.filter(case=case).running()}


def test_a_request_is_registered_with_number_clock_and_letter(request_for: Any) -> None:
    case = request_for()
    assert case.public_id.startswith("R2026-") and case.state == "registered" and case.visibility == "public"
    assert case.request.subject == "transport" and case.request.kind == "ordinary"
    assert duties(case)["answer"].due_on == dt.date(2026, 4, 2)
    assert duties(case)["answer"].norm_key == "ati.answer"


def test_the_same_form_sent_twice_registers_once(request_for: Any) -> None:
    assert request_for(key="request:abcdefgh") == request_for(key="request:abcdefgh")
    assert Information.objects.get().count == 1


def test_from_registration_to_a_part_withheld_complained_of_overturned_and_given(
    request_for: Any, decide: Any, person: Any, now: dt.datetime
) -> None:
    case = request_for(points=["Қанша шақырым?", "Кім жөндеді?"])
    case = decide(case, {1: GIVEN, 2: WITHHELD})
    request = Request.objects.get(case=case)
    assert case.state == request.outcome == "partly" and request.grounds == ["personal_data"] and request.rounds == 1
    assert set(duties(case)) == {"publish", "rate", "complain"}
    kinds = list(Event.objects.filter(case=case).order_by("id").values_list("kind", flat=True))
    assert kinds[-1] == "partly_granted"
    asker, supervisor = person("citizen-1"), person("supervisor")
    actions.complain(case=case, reason="Екінші сұраққа жауап жоқ.", by=asker, now=now + 6 * DAY)
    actions.pass_on(case=case, reason="Дербес дерек.", by=person("officer-1"), now=now + 7 * DAY)
    case = actions.overturn(case=case, reason="Мердігердің аты құпия емес.", by=supervisor, now=now + 9 * DAY).case
    assert case.state == "overturned" and duties(case)["answer"].started_on == dt.date(2026, 3, 27)
    case = decide(case, {1: GIVEN, 2: Decided("granted", "«Жол» ЖШС.")}, days=12)
    assert case.state == "granted"
    rows = Decision.objects.filter(case=case, number=2).order_by("round")
    assert [(row.round, row.outcome) for row in rows] == [(1, "refused"), (2, "granted")], "both stay readable"
    assert Answer.objects.get(case=case).signed_on == dt.date(2026, 3, 30)


def test_a_refusal_keeps_what_was_severed_and_the_harm_as_texts_in_three_copies(request_for: Any, decide: Any) -> None:
    case = decide(request_for(), {1: PARTLY})
    parts = dict(Wording.objects.filter(case=case).values_list("part", "text"))
    assert parts[Part.SEVERED] == PARTLY.severed and parts[Part.HARM] == PARTLY.harm
    assert not Wording.objects.filter(case=case, public_text__isnull=False).exists()
    assert not any(PARTLY.severed in str(codes) for codes in Event.objects.values_list("codes", flat=True))


def test_the_notice_of_refusal_is_counted_from_registration(request_for: Any, decide: Any) -> None:
    case = decide(request_for(), {1: WITHHELD}, days=8, sign=False)
    assert duties(case)["refusal_notice"].due_on == dt.date(2026, 3, 30)
    case = decide(case, {1: GIVEN}, days=9, sign=False)
    assert "refusal_notice" not in duties(case)


def test_a_subject_that_may_not_be_restricted_blocks_the_refusal_until_it_is_changed_in_the_open(
    request_for: Any, decide: Any, person: Any, now: dt.datetime
) -> None:
    case = request_for(subject="environment")
    with pytest.raises(Refused) as refused:
        decide(case, {1: WITHHELD})
    assert refused.value.code == "refusal.unrestrictable"
    actions.classify(case=case, subject="social", reason="Зейнетақы туралы.", by=person("officer-1"), now=now)
    event = Event.objects.filter(case=case, kind="classified").get()
    assert event.public and "supervisor" in event.topics
    assert decide(case, {1: WITHHELD}).state == "refused"


def test_a_forwarded_part_is_a_request_of_its_own_at_the_other_body(
    request_for: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = request_for(points=["Қанша шақырым?", "Аудандағы ше?"])
    actions.forward_part(case=case, to=district, points=[2], reason="Ауданда.", by=person("officer-1"), now=now + DAY)
    child = Forwarding.objects.get(case=case).child
    assert child is not None and child.kind == "request" and child.body == district
    assert child.request.subject == "transport" and child.letter.first_registered_on == case.letter.registered_on
    assert duties(child)["answer"].started_on == dt.date(2026, 3, 19)


def test_the_second_hop_is_told_to_the_supervisor(
    request_for: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = request_for()
    third, officer = Body.objects.get(slug="akimat-ulgi-region"), person("officer-1")
    actions.forward(case=case, to=third, reason="Онда.", by=officer, now=now)
    case = Case.objects.get(pk=case.pk)
    Role.objects.create(person=officer, body=third, kind="officer", since=dt.date(2026, 1, 1))
    actions.forward(case=case, to=district, reason="Анда.", by=officer, now=now + DAY)
    hops = Event.objects.filter(case=case, kind="forwarded").order_by("id")
    assert ["supervisor" in event.topics for event in hops] == [False, True]


def test_an_extension_is_told_at_once_where_a_message_can_reach_the_person(
    request_for: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    told, untold = request_for(), request_for(channel="paper", points=["Қағазбен"])
    for case in (told, untold):
        actions.accept(case=case, by=person("officer-1"), now=now)
        actions.extend(
            case=case, due_on=dt.date(2026, 4, 15), reason="Ауданның дерегі керек.", holder=district,
            by=person("head"), now=now + DAY,
        )  # fmt: skip
    assert "extension_notice" not in duties(told) and "extension_notice" in duties(untold)
    assert duties(told)["answer"].due_on == dt.date(2026, 4, 15)
    actions.tell_extension(case=untold, by=person("officer-1"), now=now + 2 * DAY)
    assert "extension_notice" not in duties(untold)


def test_clarification_asked_and_given_leaves_the_points_as_they_were(
    request_for: Any, person: Any, now: dt.datetime
) -> None:
    case = request_for()
    actions.ask_to_clarify(case=case, reason="Қай аудан?", by=person("officer-1"), now=now)
    case = actions.clarify(case=case, reason="Сынақ ауданы.", by=person("citizen-1"), now=now + DAY).case
    assert case.state == "in_work" and "clarify" not in duties(case) and "answer" in duties(case)
    assert Wording.objects.filter(case=case, part=Part.POINT).count() == 1


def test_already_public_needs_an_address_that_opens(
    request_for: Any, decide: Any, person: Any, now: dt.datetime
) -> None:
    there = Decided("already_public", "Мына бетте.", link="https://open.example.kz/roads")
    case = decide(request_for(), {1: there}, sign=False)
    sign: dict[str, Any] = {
        "case": case,
        "confirmed": True,
        "level": "staff",
        "by": person("head"),
        "now": now + 5 * DAY,
    }
    with pytest.raises(Refused) as refused:
        actions.sign_answer(**sign)
    assert refused.value.code == "public.link_broken"
    assert links.check(now=now, opens=lambda address: 404) == 1
    with pytest.raises(Refused):
        actions.sign_answer(**sign)
    assert links.check(now=now, case_id=case.pk, opens=lambda address: 200) == 1
    assert actions.sign_answer(**sign).case.state == "already_public"
    assert links.check(now=now + 2 * DAY, opens=lambda address: 404) == 0, "looked at anew after the term of the norm"
    assert links.check(now=now + 8 * DAY, opens=lambda address: 404) == 1
    assert Event.objects.filter(case=case, kind="link_broken").count() == 1


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "file:///etc/passwd", "http://db/",
     "http://user:word@example.kz/", "http://10.0.0.1:5432/"],
)  # fmt: skip
def test_addresses_of_our_own_network_are_never_called(link: str) -> None:
    assert links.look(link) == LinkState.UNSAFE


def test_three_requests_for_the_same_create_the_duty_to_publish_once(
    request_for: Any, person: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = request_for(), request_for(by=person("citizen-2"), points=["былтыр ҚАНША шақырым жол жөнделді"])
    assert "publish_information" not in duties(second)
    third, fourth = request_for(by=person("citizen-3")), request_for()
    assert "publish_information" in duties(third) and "publish_information" not in duties(fourth)
    monkeypatch.setattr(links, "look", lambda link: LinkState.WORKS)
    act: dict[str, Any] = {"by": person("officer-1"), "now": now}
    actions.publish_information(case=third, link="https://open.example.kz/roads", **act)
    information = Information.objects.get(requests__case=first)
    assert information.count == 4 and information.published_on == dt.date(2026, 3, 18)
    assert "publish_information" not in duties(third)


def test_an_official_names_a_request_as_alike(request_for: Any, person: Any, now: dt.datetime) -> None:
    first, other = request_for(), request_for(points=["Жөнделген жолдың ұзындығы?"])
    actions.liken(case=other, to=first, by=person("officer-1"), now=now)
    assert Information.objects.get(requests__case=first).count == 2
    with pytest.raises(Refused) as refused:
        actions.liken(case=other, to=first, by=person("officer-1"), now=now)
    assert refused.value.code == "request.not_alike"


def test_a_media_request_needs_an_office_and_runs_on_its_own_term(
    request_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused) as refused:
        request_for(as_media=True)
    assert refused.value.code == "media.no_office"
    office = media.Office("ulgi-tany", "Үлгі таңы")
    monkeypatch.setattr(media, "_register", [(lambda person, day: office, lambda code: "Үлгі таңы")])
    case = request_for(as_media=True)
    assert case.request.office == "ulgi-tany" and duties(case)["answer"].norm_key == "media.answer"


def test_one_text_goes_to_many_bodies_each_with_its_own_case(
    person: Any, ministry: Any, district: Any, now: Any
) -> None:
    closed = Body.objects.filter(connected=False).first()
    text: dict[str, Any] = {
        "title": "Көлік", "points": ["Қанша қызметтік көлік бар?"], "language": "kk", "identity": "phone"
    }  # fmt: skip
    sending: dict[str, Any] = {"by": person("citizen-1"), "bodies": [ministry, district, closed], "key": "many-1234"}
    sent = actions.ask_many(**sending, now=now, **text)
    assert [case.body for case in sent.cases] == [ministry, district]
    assert [(body, error.code) for body, error in sent.refused] == [(closed, "letter.body_not_connected")]
    again = actions.ask_many(**sending, now=now, **text)
    assert again.batch == sent.batch and Request.objects.filter(batch=sent.batch).count() == 2
    with pytest.raises(Refused) as refused:
        actions.ask_many(**{**sending, "bodies": []}, now=now, **text)
    assert refused.value.code == "request.batch_size"


def test_the_track_of_publication(request_for: Any, decide: Any, person: Any, now: dt.datetime) -> None:
    case = request_for(track="embargo", embargo_until=dt.date(2026, 4, 1))
    assert case.visibility == "parties"
    case = decide(case, {1: GIVEN})
    assert "publish" not in duties(case)
    assert actions.lift_embargoes(now=now + 10 * DAY) == 0
    assert actions.lift_embargoes(now=now + 14 * DAY) == 1
    case = Case.objects.get(pk=case.pk)
    assert case.visibility == "public" and case.request.track == "open" and "publish" in duties(case)
    actions.keep_private(case=case, by=person("citizen-1"), now=now + 14 * DAY)
    assert Case.objects.get(pk=case.pk).visibility == "parties" and "publish" not in duties(case)


@pytest.mark.parametrize("until", [dt.date(2026, 3, 18), dt.date(2026, 5, 18), None])
def test_an_embargo_has_bounds(request_for: Any, until: dt.date | None) -> None:
    with pytest.raises(Refused) as refused:
        request_for(track="embargo", embargo_until=until)
    assert refused.value.code == "request.embargo_bounds"


def test_a_decided_request_closes_when_nothing_is_open(
    request_for: Any, decide: Any, person: Any, now: dt.datetime
) -> None:
    case = decide(request_for(), {1: GIVEN})
    assert actions.close_when_over(now=now + 200 * DAY) == 0, "its publication is owed"
    texts = {("title", 0): "Жол", ("point", 1): "Қанша?", ("answer", 1): "12"}
    actions.publish(case=case, texts=texts, checked=True, by=person("officer-1"), now=now + 6 * DAY)
    row = Request.objects.get(case=case)
    assert row.title == "Жол" and row.published_on == dt.date(2026, 3, 24) and row.body_id == case.body_id
    assert actions.close_when_over(now=now + 30 * DAY) == 0, "the person may still complain"
    assert actions.close_when_over(now=now + 110 * DAY) == 1
    assert Case.objects.get(pk=case.pk).state == "closed" and Request.objects.get(case=case).outcome == "granted"


def test_the_way_to_the_court_is_noted_and_its_judgment(
    request_for: Any, decide: Any, person: Any, now: dt.datetime
) -> None:
    case = decide(request_for(), {1: WITHHELD})
    actions.complain(case=case, reason="Заңсыз.", by=person("citizen-1"), now=now + 6 * DAY)
    actions.let_stand(case=case, reason="Заңды.", by=person("supervisor"), now=now + 8 * DAY)
    actions.note_court(case=case, note="Астана соты", by=person("citizen-1"), now=now + 20 * DAY)
    case = actions.note_judgment(
        case=case, must_answer=True, reason="Сот міндеттеді.", by=person("supervisor"), now=now + 60 * DAY
    ).case
    assert case.state == "overturned" and "answer" in duties(case)
    assert case.court.note.text == "Астана соты"
