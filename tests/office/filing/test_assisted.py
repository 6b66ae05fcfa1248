"""A clerk files for a person who is present, and can do nothing more with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.kernel.people.gateway import Gateway
from tests.office.filing.conftest import PHONE, SECRET_TEXT, code_in, scan, texts

from jariya.kernel.correspondence.models import Letter, LetterView, Wording
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.delivery import deliver_due
from jariya.kernel.notices.models import InboxEntry
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person
from jariya.office.filing import actions, answering, coupons, handing
from jariya.office.filing.lifecycle import TABLE, Channel, Status
from jariya.office.filing.models import Coupon, Filing, Opening
from jariya.portals.dialogue import actions as questions

pytestmark = pytest.mark.django_db(transaction=False)
ANSWER = "Зейнетақыңыз 5 сәуірде түседі."


def answer(case: Case, person: Any, now: dt.datetime) -> None:
    officer, head = person("officer-1"), person("head")
    questions.accept(case=case, by=officer, now=now)
    questions.draft_answer(case=case, answers={1: ANSWER}, by=officer, now=now)
    questions.sign_answer(case=case, confirmed=True, level="staff", by=head, now=now)


def code(error: Any) -> str:
    return error.value.code


# -- registration


def test_a_code_from_the_persons_telephone_registers_as_if_they_had_asked_themselves(
    by_phone: Any, gateway: Gateway, person: Any, now: dt.datetime, village: Any
) -> None:
    filing, _word = by_phone()
    case = Case.objects.get()
    letter = Letter.objects.get(case=case)
    asker = Person.objects.get(phone=PHONE)
    assert (case.person, letter.channel, letter.identity) == (asker, "assisted", "phone")
    assert asker.phone_confirmed_at == now
    event = Event.objects.get(case=case, kind="registered")
    assert event.codes["channel"] == "assisted"
    assert event.codes["office"] == village.pk and event.codes["clerk"] == person("assistant").pk
    deliver_due(now)
    assert any(case.public_id in text and "13.04.2026" in text for text in texts(gateway)), "the coupon came by SMS"
    assert (filing.title, filing.points, filing.phone_sealed) == ("", [], None), "nothing is left with the clerk"


def test_a_person_without_a_telephone_gets_an_account_that_only_the_coupon_opens(by_hand: Any) -> None:
    filing, word = by_hand()
    asker = filing.case.person
    assert (asker.phone, asker.email, asker.name) == (None, None, "")
    assert Letter.objects.get(case=filing.case).identity == "seen"
    kept = Coupon.objects.get(case=filing.case)
    assert word not in kept.secret_digest and word.encode() not in bytes(kept.secret_sealed)


def test_the_due_day_is_the_same_as_for_a_question_of_ones_own(by_hand: Any, ask: Any) -> None:
    filing, _word = by_hand()
    own = ask()
    due = {case.pk: case.obligations.get(kind="answer").due_on for case in (filing.case, own)}
    assert due[filing.case.pk] == due[own.pk] == dt.date(2026, 4, 13)


def test_a_form_sent_twice_is_one_letter(begun: Any, now: dt.datetime) -> None:
    filing = begun()
    assert begun(token=filing.token).pk == filing.pk
    actions.read_back(filing=filing, by=filing.clerk, now=now)
    first = actions.confirm_by_hand(filing=filing, scan=scan(), by=filing.clerk, now=now)
    second = actions.confirm_by_hand(filing=filing, scan=scan(), by=filing.clerk, now=now)
    assert first.case == second.case and Case.objects.count() == 1


def test_the_words_of_a_code_for_a_clerk_differ_from_those_of_a_sign_in(
    by_phone: Any, gateway: Gateway, client: Any, now: dt.datetime
) -> None:
    """A clerk who starts a sign-in with the person's number needs a code that says: tell it to nobody."""
    by_phone()
    said = texts(gateway)[0]
    assert "ешкімге" not in said.casefold() and "маманға" in said, said
    assert all(sms.fits(text) for text in texts(gateway))


def test_the_code_for_a_filing_opens_no_account(begun: Any, gateway: Gateway, client: Any, now: dt.datetime) -> None:
    filing = begun(phone=PHONE)
    actions.read_back(filing=filing, by=filing.clerk, now=now)
    filing.refresh_from_db()
    actions.send_code(filing=filing, by=filing.clerk, network="n", now=now)
    stolen = code_in(gateway)
    later = now + dt.timedelta(minutes=2)
    from jariya.kernel.people import codes

    row = codes.send("sms", PHONE, network="n", language="kk", now=later)
    assert not isinstance(row, codes.NotSent)
    assert stolen == code_in(gateway) or codes.check(row.pk, "sms", PHONE, stolen, now=later) == "code_wrong"


@pytest.mark.parametrize("content", [None, b"", b"MZ\x90\x00", b"<html>"])
def test_without_a_proper_scan_nothing_is_registered(begun: Any, content: bytes | None, now: dt.datetime) -> None:
    filing = begun()
    filing = actions.read_back(filing=filing, by=filing.clerk, now=now)
    sent = None if content is None else scan(content)
    with pytest.raises(Refused) as error:
        actions.confirm_by_hand(filing=filing, scan=sent, by=filing.clerk, now=now)
    assert code(error).startswith(("filing.", "files.", "inspect.")), code(error)
    assert not Case.objects.exists() and Filing.objects.get().status == Status.READ_BACK


def test_what_was_not_read_back_cannot_be_confirmed(begun: Any, now: dt.datetime) -> None:
    filing = begun()
    with pytest.raises(Refused) as error:
        actions.confirm_by_hand(filing=filing, scan=scan(), by=filing.clerk, now=now)
    assert code(error) == "filing.not_in_this_state"


def test_a_changed_text_is_read_back_anew(begun: Any, now: dt.datetime) -> None:
    filing = begun()
    filing = actions.read_back(filing=filing, by=filing.clerk, now=now)
    fresh = {"language": "kk", "title": "Т", "points": ["П"], "public": False}
    more = {"document": "none", "phone": "", "answer_by_sms": False}
    filing = actions.rewrite(filing=filing, by=filing.clerk, now=now, **fresh, **more)
    assert filing.status == Status.WRITTEN


def test_each_verb_leaves_only_from_its_own_states(begun: Any, now: dt.datetime) -> None:
    """Every (state, verb) pair that a clerk has, from the table."""
    for status in Status:
        for move in TABLE.values():
            if move.verb in ("forget", "confirm_by_code", "write"):
                continue
            filing = begun(channel=Channel.ASSISTED)
            if status in (Status.REGISTERED,):
                continue
            if status == Status.ABANDONED:
                actions.abandon(filing=filing, by=filing.clerk, now=now)
            Filing.objects.filter(pk=filing.pk).update(status=status)
            filing.refresh_from_db()
            do = {
                "read_back": lambda f: actions.read_back(filing=f, by=f.clerk, now=now),
                "abandon": lambda f: actions.abandon(filing=f, by=f.clerk, now=now),
                "confirm_by_hand": lambda f: actions.confirm_by_hand(filing=f, scan=scan(), by=f.clerk, now=now),
                "enter": lambda f: actions.enter(filing=f, scan=scan(), by=f.clerk, now=now),
            }[move.verb]
            if status in TABLE[move.verb].source:
                assert do(filing).status == move.target
            else:
                with pytest.raises(Refused):
                    do(filing)


# -- who may


def test_only_an_assistant_of_the_office_files(begun: Any, person: Any, ministry: Any, city: Any) -> None:
    for wrong in ({"clerk": person("officer-1")}, {"clerk": person("citizen-1")}, {"office": city}):
        with pytest.raises(Refused) as error:
            begun(**wrong)
        assert code(error) == "filing.not_a_clerk"


def test_who_answers_in_a_body_does_not_file_to_it_for_others(begun: Any, person: Any, ministry: Any) -> None:
    from jariya.kernel.people import roles

    clerk = person("assistant")
    roles.grant(clerk, ministry, "officer", since=dt.date(2026, 1, 1))
    with pytest.raises(Refused) as error:
        begun(clerk=clerk)
    assert code(error) == "filing.own_body"


def test_another_clerk_finds_no_filing_that_is_not_theirs(begun: Any, person: Any, now: dt.datetime) -> None:
    filing = begun()
    assert actions.by_token(filing.token, person("assistant-2")) is None
    with pytest.raises(Refused):
        actions.read_back(filing=filing, by=person("assistant-2"), now=now)


# -- the answer is not the clerk's


def test_the_assistant_cannot_see_the_answer_by_any_way(
    by_hand: Any, person: Any, now: dt.datetime, at: Any, ministry: Any
) -> None:
    filing, word = by_hand()
    case = filing.case
    answer(case, person, now)
    clerk = at("assistant")
    for path in (
        f"/kk/questions/{case.public_id}/",
        f"/kk/questions/{case.public_id}/mine/",
        f"/kk/questions/{case.public_id}/mine/coupon/",
        f"/kk/desk/{case.public_id}/",
        f"/kk/desk/filing/{filing.token}/change/",
        f"/kk/desk/filing/{filing.token}/",
        f"/kk/desk/filing/{filing.token}/coupon/",
        f"/kk/desk/filing/{filing.token}/paper/",
        f"/kk/desk/filing/post/{case.public_id}/",
        "/kk/desk/filing/",
        "/kk/my/cases/",
        "/kk/my/messages/",
        f"/api/questions/{case.public_id}",
        "/kk/search/?q=%D0%B7%D0%B5%D0%B9%D0%BD%D0%B5%D1%82",
    ):
        page = clerk.get(path, follow=True).content.decode()
        assert ANSWER not in page and SECRET_TEXT not in page, path
    assert not InboxEntry.objects.filter(person=person("assistant")).exists()
    assert not LetterView.objects.filter(person=person("assistant")).exists()
    with pytest.raises(Refused) as error:
        handing.open_by_word(
            number=case.public_id, secret=word, clerk=person("assistant"), office=filing.office, network="n", now=now
        )
    assert code(error) == "coupon.same_clerk"


def test_an_assistant_who_later_joins_the_body_still_does_not_see_it(
    by_hand: Any, person: Any, ministry: Any, at: Any
) -> None:
    from jariya.kernel.people import roles

    filing, _word = by_hand()
    clerk = person("assistant")
    roles.grant(clerk, ministry, "officer", since=dt.date(2026, 1, 1))
    assert at("assistant").get(f"/kk/desk/{filing.case.public_id}/").status_code == 404


def test_events_hold_no_words_of_the_person(by_phone: Any) -> None:
    filing, word = by_phone()
    said = str(list(Event.objects.filter(case=filing.case).values_list("codes", flat=True)))
    for secret in (SECRET_TEXT, PHONE, word, "Зейнетақы"):
        assert secret not in said
    assert Wording.objects.filter(case=filing.case, text=SECRET_TEXT).exists()


# -- the answer on paper and by SMS


def test_any_other_desk_prints_the_answer_by_number_and_word_and_the_look_is_kept(
    by_hand: Any, person: Any, city: Any, now: dt.datetime
) -> None:
    filing, word = by_hand()
    answer(filing.case, person, now)
    librarian = person("assistant-2")
    typed = word.lower().replace("0", "o").replace("1", "l")
    number = filing.case.public_id.lower()
    opening = handing.open_by_word(number=number, secret=typed, clerk=librarian, office=city, network="n", now=now)
    assert [point.answer for point in handing.readings(opening.case)[0].points] == [ANSWER]
    assert LetterView.objects.filter(case=filing.case, person=librarian).exists()
    assert Opening.objects.get().proof == "secret"
    assert handing.standing(opening.token, librarian, now=now + dt.timedelta(minutes=14)) is not None
    assert handing.standing(opening.token, librarian, now=now + dt.timedelta(minutes=16)) is None
    assert handing.standing(opening.token, person("assistant"), now=now) is None


def test_a_wrong_word_says_nothing_and_guessing_is_slowed_down(
    by_hand: Any, person: Any, city: Any, now: dt.datetime
) -> None:
    filing, word = by_hand()
    options = {"clerk": person("assistant-2"), "office": city, "network": "n", "now": now}
    codes = []
    for number in ["Q2026-AAAAAAAA-A"] + [filing.case.public_id] * 11:
        with pytest.raises(Refused) as error:
            handing.open_by_word(number=number, secret="AAAAA-AAAAA", **options)
        codes.append(code(error))
    assert codes == ["coupon.wrong"] * 11 + ["coupon.wait"]
    with pytest.raises(Refused):
        handing.open_by_word(number=filing.case.public_id, secret=word, **options)
    assert not Opening.objects.exists()


def test_a_code_to_the_telephone_opens_the_answer_even_to_the_clerk_who_filed(
    by_phone: Any, gateway: Gateway, person: Any, now: dt.datetime
) -> None:
    filing, _word = by_phone()
    answer(filing.case, person, now)
    later = now + dt.timedelta(minutes=5)
    who = {"clerk": filing.clerk, "office": filing.office, "now": later, "number": filing.case.public_id}
    sent = handing.send_code(network="n", **who)
    assert isinstance(sent, tuple)
    assert handing.open_by_code(code_id=sent[0], typed="000000", **who) == "code_wrong"
    opening = handing.open_by_code(code_id=sent[0], typed=code_in(gateway), **who)
    assert isinstance(opening, Opening) and opening.proof == "code"


def test_the_secret_word_is_readable_nowhere_once_handed_over(by_hand: Any, now: dt.datetime) -> None:
    filing, word = by_hand()
    coupon = Coupon.objects.get(case=filing.case)
    assert coupons.word(coupon, now=now + dt.timedelta(minutes=31)) is None
    assert coupons.forget_printed(now=now + dt.timedelta(minutes=31)) == 1
    coupons.hand_over(coupon)
    coupon.refresh_from_db()
    assert coupons.word(coupon, now=now) is None
    assert coupons.find(filing.case.public_id, word, network="n", now=now) == coupon


def test_the_answer_comes_by_sms_when_the_person_asked_for_it(
    by_phone: Any, gateway: Gateway, person: Any, now: dt.datetime
) -> None:
    filing, _word = by_phone(answer_by_sms=True)
    answer(filing.case, person, now)
    before = len(texts(gateway))
    event = Event.objects.get(case=filing.case, kind="answered")
    assert answering.send(filing.case, event_id=event.pk, now=now) == 1
    answering.send(filing.case, event_id=event.pk, now=now)
    assert texts(gateway)[before:] == [f"1/1 {ANSWER}"], "tried again, nothing comes twice"


def test_a_long_answer_is_named_and_not_cut() -> None:
    parts = answering.messages(["сөз " * 200], number="Q2026-7K3F9ZT2-X", most=99, language="kk")
    assert all(len(part) <= 70 for part in parts)
    assert " ".join(part.split(" ", 1)[1] for part in parts) == " ".join(["сөз"] * 200)
    for language in ("kk", "ru", "en"):
        short = answering.messages(["сөз " * 200], number="Q2026-7K3F9ZT2-X", most=10, language=language)
        assert len(short) == 1 and sms.fits(short[0]) and "Q2026-7K3F9ZT2-X" in short[0]


def test_unfinished_filings_are_erased_at_night(begun: Any, now: dt.datetime) -> None:
    begun()
    assert actions.forget_unfinished(now=now) == 0
    assert actions.forget_unfinished(now=now + dt.timedelta(days=1)) == 1
    row = Filing.objects.get()
    assert (row.status, row.title, row.points) == (Status.ABANDONED, "", [])
