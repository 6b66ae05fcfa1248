"""The clerk's pages through HTTP, from choosing a body to the coupon, and the registry's."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.kernel.people.gateway import Gateway
from tests.office.filing.conftest import SECRET_TEXT, code_in, scan

from jariya.kernel.correspondence.models import Letter, LetterView
from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.office.filing import actions, figures, handing
from jariya.office.filing.models import Filing, Opening

pytestmark = pytest.mark.django_db
NEW = "/kk/desk/filing/new/ulgi-ministry/"


def form(**changed: Any) -> dict[str, Any]:
    return {
        "token": str(uuid.uuid4()),
        "kind": "question",
        "document": "id_card",
        "phone": "",
        "language": "kk",
        "title": "Зейнетақы туралы",
        "point_1": SECRET_TEXT,
        **changed,
    }


def test_a_clerk_goes_from_the_body_to_the_coupon(at: Any, gateway: Gateway) -> None:
    clerk = at("assistant")
    assert NEW in clerk.get("/kk/desk/filing/new/?q=%D2%AF%D0%BB%D0%B3%D1%96").content.decode()
    written = clerk.post(NEW, form(phone="8 700 000 07 77"))
    read = written["Location"]
    page = clerk.get(read).content.decode()
    assert SECRET_TEXT in page and "0777" not in page and "large" in page
    confirm = clerk.post(read)["Location"]
    assert clerk.post(confirm, {"way": "send"}).status_code == 303
    wrong = clerk.post(confirm, {"way": "code", "code": "000000"})
    assert wrong.status_code == 422
    coupon = clerk.post(confirm, {"way": "code", "code": code_in(gateway)})["Location"]
    page = clerk.get(coupon).content.decode()
    word = re.search(r'class="ticket-word">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)
    assert word and "<svg" in page and Case.objects.get().public_id in page and SECRET_TEXT not in page
    assert clerk.post(coupon)["Location"].endswith("/desk/filing/?done=1")
    assert word.group(1) not in clerk.get(coupon).content.decode()


def test_the_pages_turn_to_the_language_of_the_person(at: Any) -> None:
    written = at("assistant").post("/ru/desk/filing/new/ulgi-ministry/", form(language="kk"))
    assert written["Location"].startswith("/kk/desk/filing/")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_wrong_input_comes_back_with_what_was_typed(at: Any, lang: str) -> None:
    for wrong in ({"title": ""}, {"phone": "12"}, {"answer_by_sms": "on"}, {"token": "x"}, {"kind": "none"}):
        response = at("assistant").post(f"/{lang}/desk/filing/new/ulgi-ministry/", form(**wrong))
        assert response.status_code == 422 and SECRET_TEXT in response.content.decode(), wrong
    assert not Filing.objects.exists()


def test_strangers_find_no_desk(at: Any, begun: Any) -> None:
    filing = begun()
    for who in ("citizen-1", "moderator", "supervisor"):
        assert at(who).get("/kk/desk/filing/").status_code in (403, 404), who
    for path in ("", "change/", "paper/", "confirm/", "coupon/"):
        assert at("assistant-2").get(f"/kk/desk/filing/{filing.token}/{path}").status_code == 404
    assert Client().get("/kk/desk/filing/").status_code == 302
    assert at("officer-1").get("/kk/desk/filing/new/").status_code == 404, "an officer is no assistant"


def test_a_paper_letter_is_registered_as_of_the_day_it_arrived(at: Any, now: dt.datetime) -> None:
    officer = at("officer-1")
    fields = form(received_on="2026-03-13", late_reason="", reply_to="Ауыл, Бейтаныс көшесі 7", scan=scan())
    del fields["document"], fields["phone"]
    refused = officer.post("/kk/desk/filing/letter/", fields)
    assert refused.status_code == 422 and SECRET_TEXT in refused.content.decode()
    done = officer.post("/kk/desk/filing/letter/", {**fields, "late_reason": "Пошта кешікті", "scan": scan()})
    assert done.status_code == 303, done.content.decode()[:3000]
    case = Case.objects.get()
    letter = Letter.objects.get(case=case)
    assert (letter.channel, letter.identity, letter.registered_on) == ("paper", "none", dt.date(2026, 3, 13))
    due = case.obligations.get(kind="answer")
    assert due.started_on == dt.date(2026, 3, 13) and due.due_on == dt.date(2026, 4, 8)
    kept = Attachment.objects.get(case=case)
    assert kept.role == "scan"
    # The name on the clerk's computer is often the person's own: no copy bears it.
    assert set(kept.copies.values_list("title", flat=True)) == {"scan.pdf"}
    assert "scan.pdf" in officer.get(f"/kk/desk/{case.public_id}/").content.decode()
    again = officer.post("/kk/desk/filing/letter/", {**fields, "late_reason": "Пошта кешікті", "scan": scan()})
    assert again["Location"] == done["Location"] and Case.objects.count() == 1


@pytest.mark.parametrize(("day", "registered"), [("2026-03-15", "2026-03-16"), ("2026-03-18", "2026-03-18")])
def test_the_calendar_decides_on_the_day_of_registration(at: Any, day: str, registered: str) -> None:
    fields = form(received_on=day, late_reason="Демалыс күні келді", scan=scan())
    at("officer-1").post("/kk/desk/filing/letter/", fields)
    assert Letter.objects.get().registered_on.isoformat() == registered


def test_a_day_that_lies_ahead_is_refused(at: Any) -> None:
    response = at("officer-1").post("/kk/desk/filing/letter/", form(received_on="2026-03-19", scan=scan()))
    assert response.status_code == 422 and not Case.objects.exists()


def test_the_body_sends_the_answer_of_a_letter_to_the_address_in_it(at: Any, person: Any) -> None:
    officer = at("officer-1")
    address = "Ауыл, Бейтаныс көшесі 7"
    officer.post("/kk/desk/filing/letter/", form(received_on="2026-03-18", reply_to=address, scan=scan()))
    case = Case.objects.get()
    assert address not in officer.get(f"/kk/desk/filing/post/{case.public_id}/").content.decode()
    opened = officer.post(f"/kk/desk/filing/post/{case.public_id}/")
    assert address in officer.get(opened["Location"]).content.decode()
    assert Opening.objects.get().proof == "post"
    assert at("district-officer").get(f"/kk/desk/filing/post/{case.public_id}/").status_code == 404
    assert at("assistant").get(f"/kk/desk/filing/post/{case.public_id}/").status_code == 404


def test_an_appeal_by_word_of_mouth_is_read_back_and_signed(at: Any) -> None:
    officer = at("officer-1")
    fields = form(channel="reception", received_on="2026-03-18", late_reason="")
    read = officer.post("/kk/desk/filing/spoken/", fields)["Location"]
    confirm = officer.post(read)["Location"]
    assert SECRET_TEXT in officer.get(confirm.replace("confirm", "paper")).content.decode()
    assert officer.post(confirm, {"way": "hand"}).status_code == 422
    done = officer.post(confirm, {"way": "hand", "scan": scan()})
    assert done["Location"].endswith("/coupon/")
    assert Letter.objects.get().channel == "reception"


def test_whoever_holds_the_coupon_reads_state_and_answer_at_home(
    by_hand: Any, at: Any, person: Any, now: dt.datetime
) -> None:
    filing, word = by_hand()
    guest = Client()
    number = filing.case.public_id
    assert number in guest.get(f"/kk/coupon/?n={number}").content.decode()
    wrong = guest.post("/kk/coupon/", {"number": number, "secret": "AAAAA-AAAAA"})
    assert wrong.status_code == 422 and SECRET_TEXT not in wrong.content.decode()
    right = guest.post("/kk/coupon/", {"number": number, "secret": word})
    assert right.status_code == 200 and SECRET_TEXT in right.content.decode()
    assert "no-store" in right["Cache-Control"]


def test_a_librarian_prints_an_answer_by_the_word_and_the_page_goes_out(by_hand: Any, at: Any, person: Any) -> None:
    filing, word = by_hand()
    librarian = at("assistant-2")
    opened = librarian.post("/kk/desk/filing/answers/", {"number": filing.case.public_id, "secret": word})
    assert opened.status_code == 303, opened.content.decode()[:2000]
    assert SECRET_TEXT in librarian.get(opened["Location"]).content.decode()
    assert LetterView.objects.filter(person=person("assistant-2")).count() == 1
    assert at("assistant").get(opened["Location"]).status_code == 404


def test_a_part_that_went_to_another_body_is_read_by_the_same_coupon(
    by_hand: Any, person: Any, district: Any, now: dt.datetime, city: Any
) -> None:
    from jariya.portals.dialogue import actions as questions

    filing, word = by_hand(points=["Бірінші", "Екінші"])
    questions.forward_part(
        case=filing.case, to=district, points=[2], reason="Ауданға қатысты", by=person("officer-1"), now=now
    )
    opening = handing.open_by_word(
        number=filing.case.public_id, secret=word, clerk=person("assistant-2"), office=city, network="n", now=now
    )
    assert len(handing.readings(opening.case)) == 2
    assert actions.helped(Case.objects.get(parent=filing.case), person("assistant"))


def test_figures_by_channel_count_each_letter_once(
    by_hand: Any, ask: Any, ministry: Any, now: dt.datetime, at: Any
) -> None:
    by_hand()
    ask()
    ask(title="Тағы")
    day = now.date()
    rows = figures.by_channel([ministry.pk], first=day.replace(month=1, day=1), last=day, today=day)
    assert {row.channel: row.received for row in rows} == {"web": 2, "assisted": 1}
    assert at("officer-1").get("/kk/desk/filing/channels/").status_code == 200


def test_a_letter_for_another_body_is_not_entered_here(begun: Any, person: Any, ministry: Any, district: Any) -> None:
    with pytest.raises(Refused) as error:
        begun(clerk=person("officer-1"), office=ministry, body=district, channel="paper")
    assert error.value.code == "filing.other_body"
