"""The side paths of a question: returned and sent again, merged with the same question and separated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.models import InboxEntry
from jariya.portals.dialogue import actions, queries
from jariya.portals.dialogue.asides import asides_of, like_open

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def again(case: Case) -> Case:
    return Case.objects.select_related("body", "letter", "merged_into").get(pk=case.pk)


def due(case: Case) -> dt.date | None:
    return Obligation.objects.running().filter(case=case, kind="answer").values_list("due_on", flat=True).first()


def test_a_returned_question_is_corrected_and_gets_a_term_counted_anew(
    ask: Any, person: Any, now: dt.datetime, client: Client
) -> None:
    case = ask(points=["???", "тағы"])
    number = case.letter.label
    said = {"ground": "question.return.unclear", "reason": "Не сұралғаны түсініксіз", "by": person("officer-1")}
    case = actions.return_to_asker(case=case, now=now + DAY, **said).case
    assert (case.state, due(case)) == ("returned", None)
    assert "supervisor" in Event.objects.get(case=case, kind="returned").topics
    page = client.get(f"/ru/questions/{case.public_id}/").content.decode()
    assert "question.return.unclear" in page and "Не сұралғаны" not in page, "the reason is the parties' business"
    later = now + 6 * DAY
    case = actions.resend(
        case=case, title="Жарық туралы", points=["Жарық қашан орнатылады?"], by=person("citizen-1"), now=later
    ).case
    assert case.state == "registered" and again(case).letter.label == number
    assert due(case) == dt.date(2026, 4, 16), "fifteen working days from the second sending, after Nauryz"
    view = queries.find(case.public_id, person=person("citizen-1"))
    assert view is not None and [point.text for point in view.points] == ["Жарық қашан орнатылады?"]


def test_what_is_not_sent_again_closes_by_itself_and_can_be_complained_of_before(
    ask: Any, person: Any, now: dt.datetime
) -> None:
    said = {"ground": "question.return.insult", "reason": "Дөрекі", "by": person("officer-1"), "now": now}
    first = actions.return_to_asker(case=ask(), **said).case
    other = actions.return_to_asker(case=ask(by=person("citizen-2")), **said).case
    other = actions.complain(case=other, reason="Дөрекі емес", by=person("citizen-2"), now=now + DAY).case
    assert other.state == "complaint"
    actions.close_when_over(now=now + 20 * DAY)
    assert again(first).state == "returned"
    actions.close_when_over(now=now + 40 * DAY)
    assert again(first).state == "closed"
    upheld = actions.uphold(case=again(other), reason="Негізсіз", by=person("supervisor"), now=now + 2 * DAY).case
    assert upheld.state == "assigned" and due(upheld) is not None


def test_a_merged_question_leads_its_asker_to_the_answer_of_the_other(
    ask: Any, person: Any, now: dt.datetime, client: Client
) -> None:
    first = ask(now=now - 2 * DAY)
    second = ask(by=person("citizen-2"))
    said = {"reason": "Екеуі бір көше туралы", "by": person("officer-1"), "now": now}
    second = actions.merge(case=second, into=first.public_id.lower(), **said).case
    assert second.state == "merged" and due(second) is None and second.closed_on is None
    page = client.get(f"/kk/questions/{second.public_id}/").content.decode()
    assert first.public_id in page and "Екеуі бір көше" not in page
    assert asides_of(first, today=now.date()).same == 1
    actions.accept(case=first, by=person("officer-1"), now=now)
    told = InboxEntry.objects.filter(person=person("citizen-2"), case=first)
    assert told.exists(), "who was merged follows the other question"
    for verb in ("draft_answer", "sign_answer", "publish"):
        more: dict[str, Any] = {
            "draft_answer": {"answers": {1: "Маусымда."}, "by": person("officer-1")},
            "sign_answer": {"confirmed": True, "level": "staff", "by": person("head")},
            "publish": {
                "texts": {("title", 0): "Жарық", ("point", 1): "Қашан?", ("answer", 1): "Маусымда."},
                "checked": True,
                "by": person("officer-1"),
            },
        }[verb]
        getattr(actions, verb)(case=again(first), now=now + 3 * DAY, **more)
    assert actions.close_when_over(now=now + 40 * DAY) == 2
    assert again(second).state == "closed"


def test_merging_into_a_later_or_private_question_is_refused_by_name(ask: Any, person: Any, now: dt.datetime) -> None:
    first, later = ask(), ask(by=person("citizen-2"), now=now + 3 * DAY)
    hidden = ask(by=person("citizen-3"), now=now - DAY, public=False)
    said = {"case": first, "reason": "Бірдей", "by": person("officer-1"), "now": now + 3 * DAY}
    for into, code in (
        (later.public_id, "merge.later"),
        (hidden.public_id, "merge.not_public"),
        (first.public_id, "merge.no_question"),
        ("Q2026-00000000-0", "merge.no_question"),
        ("қате", "merge.no_question"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.merge(into=into, **said)
        assert refusal.value.code == code, into


def test_the_asker_separates_what_is_not_the_same(ask: Any, person: Any, now: dt.datetime) -> None:
    first, second = ask(now=now - DAY), ask(by=person("citizen-2"))
    before = due(second)
    second = actions.merge(case=second, into=first.public_id, reason="Бірдей", by=person("officer-1"), now=now).case
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-2"})
    mine = f"/kk/questions/{second.public_id}/mine/"
    assert f"{mine}separate/" in client.get(mine).content.decode()
    assert client.post(f"{mine}separate/", {"reason": ""}).status_code == 422
    assert client.post(f"{mine}separate/", {"reason": "Менің көшем басқа"}).status_code == 302
    second = again(second)
    assert (second.state, second.merged_into, due(second)) == ("accepted", None, before)


def test_a_question_merged_with_a_withdrawn_one_goes_on_by_itself(ask: Any, person: Any, now: dt.datetime) -> None:
    first, second = ask(now=now - DAY), ask(by=person("citizen-2"))
    before = due(second)
    actions.merge(case=second, into=first.public_id, reason="Бірдей", by=person("officer-1"), now=now)
    actions.withdraw(case=again(first), by=person("citizen-1"), now=now)
    actions.close_when_over(now=now + DAY)
    assert again(second).state == "accepted" and due(second) == before


def test_the_official_is_shown_the_most_alike_of_the_open_questions(ask: Any, person: Any) -> None:
    first = ask(points=["Біздің көшеде жарық қашан орнатылады, түнде қараңғы?"])
    ask(title="Су туралы", points=["Ауыз су қашан тартылады?"], by=person("citizen-2"))
    ask(points=["Біздің көшеде жарық қашан орнатылады, түнде қараңғы?"], public=False, by=person("citizen-2"))
    case = ask(points=["Көшеде жарық қашан орнатылады? Түнде қараңғы."], by=person("citizen-3"))
    assert [row.pk for row in like_open(case)] == [first.pk]


def test_officials_return_and_merge_at_the_desk(ask: Any, person: Any) -> None:
    first, second = ask(), ask(by=person("citizen-2"))
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": "demo-officer-1"})
    page = client.get(f"/kk/desk/{second.public_id}/merge/")
    assert page.status_code == 200 and first.public_id in page.content.decode()
    assert client.get(f"/kk/desk/{second.public_id}/return/").status_code == 200
    bad = client.post(f"/kk/desk/{second.public_id}/merge/", {"into": "Q", "reason": "Бірдей", "key": "k" * 10})
    assert bad.status_code == 422 and "Бірдей" in bad.content.decode()


def test_a_returned_question_is_corrected_on_its_page(ask: Any, person: Any, now: dt.datetime) -> None:
    case = ask(now=dt.datetime.now(dt.UTC))
    actions.return_to_asker(
        case=case, ground="question.return.unclear", reason="Түсініксіз", by=person("officer-1"),
        now=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    mine = f"/kk/questions/{case.public_id}/mine/"
    page = client.get(f"{mine}resend/").content.decode()
    assert "Аула жарығы туралы" in page and "Түсініксіз" in page
    empty = client.post(f"{mine}resend/", {"title": "", "point_1": "мәтін қалады", "key": "a" * 12})
    assert empty.status_code == 422 and "мәтін қалады" in empty.content.decode()
    sent = client.post(f"{mine}resend/", {"title": "Жарық", "point_1": "Қашан?", "key": "a" * 12})
    assert sent.status_code == 302 and again(case).state == "registered"
