"""Sending: once, again after a failure, never twice, and nothing that should not leave the house."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from tests.kernel.notices.matter import NOW, SECRET, act, ask

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import actions, delivery, mail
from jariya.kernel.notices.delivery import Count, deliver_due
from jariya.kernel.notices.models import Outbox, Preference

LATER = NOW + dt.timedelta(minutes=1)


def states() -> list[tuple[str, str]]:
    return list(Outbox.objects.order_by("id").values_list("state", "reason"))


def test_a_letter_says_what_happened_what_is_next_and_when_it_is_due(someone: Any, body: Any, mailbox: Any) -> None:
    case = ask(someone(language="en"), body)
    assert deliver_due(LATER) == Count(sent=1)
    message = mailbox.message()
    assert message["Subject"] == f"[INVENTED DATA] Matter {case.public_id}: registered"
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        for words in ("INVENTED DATA", "Registered.", case.public_id, "The body has it.", "13 April 2026"):
            assert words in text, (part, words)
        assert f"http://localhost:8000/en/matters/{case.public_id}" in text
    assert message["X-Jariya-Demo"] == "true"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(("language", "words"), [("kk", "Жауап беру мерзімі"), ("ru", "Срок ответа"), ("en", "due on")])
def test_a_letter_is_in_the_language_of_its_reader(
    someone: Any, body: Any, mailbox: Any, language: str, words: str
) -> None:
    ask(someone(language=language), body)
    deliver_due(LATER)
    message = mailbox.message()
    assert message["Content-Language"] == language
    assert words in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert f'<html lang="{language}">' in html
    assert words in html


def test_neither_subject_nor_log_nor_headers_hold_a_name_or_the_words_of_the_matter(
    someone: Any, body: Any, mailbox: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    asker = someone()
    ask(asker, body)
    mailbox.answers = ["450 4.2.0 try later"]
    deliver_due(LATER)
    deliver_due(LATER + dt.timedelta(hours=1))
    message = mailbox.message()
    headers = "\n".join(f"{key}: {value}" for key, value in message.items())
    assert SECRET not in message.as_string()
    assert "тасқын" not in headers
    # The double of a mail server logs in this process as well.
    logged = " ".join(row.getMessage() for row in caplog.records if not row.name.startswith("mail."))
    assert SECRET not in logged and asker.email not in logged and "тасқын" not in logged


def test_the_title_of_a_case_that_is_not_public_is_not_mailed(someone: Any, body: Any, mailbox: Any) -> None:
    ask(someone(), body, visibility="parties")
    deliver_due(LATER)
    assert "тасқын" not in mailbox.message().get_body(("plain",)).get_content()


def test_html_of_a_letter_escapes_and_loads_nothing(someone: Any, body: Any, mailbox: Any) -> None:
    import html5lib

    ask(someone(), body)
    deliver_due(LATER)
    html = mailbox.message().get_body(("html",)).get_content()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "&lt;&amp;&gt;" in html
    assert not re.search(r"<(img|link|script|style|iframe)|url\(", html)


def test_two_runs_send_one_letter(someone: Any, body: Any, mailbox: Any) -> None:
    ask(someone(), body)
    assert deliver_due(LATER) == Count(sent=1)
    assert deliver_due(LATER) == Count()
    assert len(mailbox.letters) == 1


def test_a_run_that_begins_while_another_sends_leaves_its_letters_alone(
    someone: Any, body: Any, mailbox: Any, monkeypatch: Any
) -> None:
    ask(someone(), body)
    from jariya.kernel.notices.channels import MailChannel

    real, nested = MailChannel.send, []

    def sends(self: Any, row: Any, notice: Any, token: str) -> None:
        nested.append(deliver_due(LATER))
        real(self, row, notice, token)

    monkeypatch.setattr(MailChannel, "send", sends)
    assert deliver_due(LATER) == Count(sent=1)
    assert nested == [Count()]
    assert len(mailbox.letters) == 1


def test_killed_between_sending_and_marking_the_letter_comes_again_under_the_same_id(
    someone: Any, body: Any, mailbox: Any, monkeypatch: Any
) -> None:
    class Killed(BaseException):
        pass

    def dies(*_args: Any) -> None:
        raise Killed

    ask(someone(), body)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_close", dies)
        with pytest.raises(Killed):
            deliver_due(LATER)
    assert len(mailbox.letters) == 1
    assert deliver_due(LATER) == Count()
    assert deliver_due(LATER + delivery.LEASE + dt.timedelta(seconds=1)) == Count(sent=1)
    first, second = mailbox.ids()
    assert first == second
    assert mailbox.message(0)["Date"] == mailbox.message(1)["Date"]


def test_an_sms_sent_again_after_a_crash_carries_the_same_id(
    someone: Any, body: Any, gateway: Any, monkeypatch: Any
) -> None:
    class Killed(BaseException):
        pass

    ask(someone(mail=False, phone=True), body)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_close", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            deliver_due(LATER)
    deliver_due(LATER + dt.timedelta(minutes=11))
    assert gateway.requests == 2
    assert len(gateway.messages) == 1


def test_an_sms_holds_number_and_day_and_nothing_personal(someone: Any, body: Any, gateway: Any) -> None:
    person = someone(mail=False, phone=True)
    case = ask(person, body)
    assert deliver_due(LATER) == Count(sent=1)
    (message,) = gateway.messages.values()
    assert message["to"] == person.phone
    assert message["text"] == f"ДЕМО Жария: {case.public_id} тіркелді. Жауап мерзімі: 13.04.2026"


def test_a_server_that_is_away_delays_all_and_all_go_out_when_it_is_back(
    someone: Any, body: Any, mailbox: Any, settings: Any
) -> None:
    for _index in range(3):
        ask(someone(), body)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    count = deliver_due(LATER)
    assert (count.sent, count.later) == (0, 3)
    assert {reason for _state, reason in states()} == {"mail_unreachable", "waiting"}
    # Days of outage: tried all the time, nothing given up early.
    for hours in (1, 10, 60):
        deliver_due(LATER + dt.timedelta(hours=hours))
    settings.EMAIL_PORT = port
    assert deliver_due(LATER + dt.timedelta(hours=60, minutes=3)) == Count(sent=3)


def test_a_refusal_for_now_is_tried_again_with_growing_pauses(someone: Any, body: Any, mailbox: Any) -> None:
    ask(someone(), body)
    mailbox.answers = ["450 4.2.0 greylisted"]
    assert deliver_due(LATER) == Count(later=1)
    assert states() == [("queued", "mail_450")]
    assert deliver_due(LATER + dt.timedelta(seconds=30)) == Count()
    assert deliver_due(LATER + dt.timedelta(seconds=70)) == Count(sent=1)
    assert [delivery.wait(tries) for tries in (1, 2, 3, 30)] == [
        dt.timedelta(minutes=1),
        dt.timedelta(minutes=2),
        dt.timedelta(minutes=4),
        dt.timedelta(hours=4),
    ]


def test_a_refusal_for_good_is_not_repeated_and_the_next_letter_goes_out(someone: Any, body: Any, mailbox: Any) -> None:
    ask(someone(), body)
    ask(someone(), body)
    mailbox.answers = ["554 5.7.1 no"]
    assert deliver_due(LATER) == Count(sent=1, failed=1)
    assert states() == [("failed", "mail_554"), ("sent", "")]


def test_after_five_days_a_message_is_given_up_and_an_error_is_logged(
    someone: Any, body: Any, mailbox: Any, caplog: Any
) -> None:
    ask(someone(), body)
    mailbox.answers = ["450 4.2.0 later"] * 2
    deliver_due(LATER)
    assert deliver_due(LATER + dt.timedelta(days=6)) == Count(failed=1)
    assert "given up" in caplog.text


def test_what_changed_while_a_message_waited_is_respected(someone: Any, body: Any, mailbox: Any) -> None:
    closed, silent, gone, follower = someone(), someone(), someone(), someone()
    head = someone.official(body, "head")
    for person in (closed, silent, gone):
        ask(person, body)
    case = ask(someone(mail=False), body)
    actions.follow(person=follower, topic=f"case:{case.pk}", now=NOW)
    act(case, "answer", head)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    actions.choose(person=silent, language="kk", chosen={"own:mail": False})
    type(gone).objects.filter(pk=gone.pk).update(email=None, email_confirmed_at=None)
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert deliver_due(LATER) == Count(skipped=4)
    assert {reason for _state, reason in states()} == {"account_closed", "switched_off", "no_address", "not_public"}
    assert mailbox.letters == []


def test_one_broken_row_does_not_stop_the_others(someone: Any, body: Any, mailbox: Any, monkeypatch: Any) -> None:
    from jariya.kernel.notices import links

    bad = ask(someone(), body)
    ask(someone(), body)

    def breaks(case: Case, _lang: str) -> str | None:
        if case.pk == bad.pk:
            raise LookupError
        return None

    monkeypatch.setitem(links._KINDS, "matter", links.Linked(lambda case, lang: "/", breaks))
    assert deliver_due(LATER) == Count(sent=1, later=1)
    assert states() == [("queued", "broken"), ("sent", "")]


def test_unsubscribing_headers_lead_to_a_working_address(someone: Any, body: Any, mailbox: Any, client: Any) -> None:
    asker = someone(language="ru")
    ask(asker, body)
    deliver_due(LATER)
    message = mailbox.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip().strip("<>")
    assert address in message.get_body(("plain",)).get_content()
    path = address.removeprefix("http://localhost:8000")
    assert path.startswith("/ru/unsubscribe/")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get(person=asker).chosen == {"own:mail": False}


def test_delivery_asks_few_questions_per_batch(
    someone: Any, body: Any, mailbox: Any, django_assert_max_num_queries: Any
) -> None:
    for _index in range(10):
        ask(someone(), body)
    # Claim 2 (+ savepoint 2) and read 1; preferences 3 (+ savepoint); events, terms; last claim 1; one mark a letter.
    with django_assert_max_num_queries(18 + 10):
        assert deliver_due(LATER) == Count(sent=10)


def test_message_ids_hold_no_internal_number(someone: Any, body: Any) -> None:
    ask(someone(), body)
    row = Outbox.objects.get()
    assert mail.message_id(row.token) == f"<{row.token}@localhost>"
