"""Replies by mail, over real SMTP: who may say what, once, and what is refused in words at the door."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.utils import timezone
from tests.kernel.notices import matter
from tests.kernel.notices.incoming.conftest import Post, Told, running
from tests.kernel.notices.incoming.test_reading_letters import DSN

from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices import incoming
from jariya.kernel.notices.delivery import deliver_due
from jariya.kernel.notices.incoming import addresses, reading, receiving
from jariya.kernel.notices.incoming.models import Bounce, IncomingMail, ReplyAddress
from jariya.kernel.notices.incoming.refusals import Refusal
from jariya.kernel.notices.models import Outbox, Preference
from jariya.kernel.people.models import Person


def read_all() -> None:
    for pk in IncomingMail.objects.filter(state="received").values_list("pk", flat=True):
        reading.read(pk, now=timezone.now())


def last() -> IncomingMail:
    return IncomingMail.objects.order_by("-pk")[0]


def test_a_letter_to_the_owner_of_a_case_says_how_to_reply_and_names_secret_addresses(said: Any, told: Told) -> None:
    assert told.text.startswith("##- ") and "A reply to this letter becomes a note in the case." in told.text
    assert addresses.opened(told.reply_to) is not None and addresses.opened(told.return_path) is not None
    assert told.reply_to != told.return_path and "no-reply" in str(told.letter["From"])
    assert told.case.public_id.lower() not in told.reply_to


def test_where_no_mail_is_taken_letters_invite_nobody(
    said: Any, someone: Any, body: Any, mailbox: Any, settings: Any
) -> None:
    settings.MAIL_DOMAIN = ""
    person = someone()
    letter = Told(person, matter.ask(person, body), mailbox)
    assert letter.reply_to == "" and "##-" not in letter.text and ReplyAddress.objects.count() == 0


def test_an_official_gets_no_address_of_the_citizens_case(told: Told, someone: Any, body: Any, mailbox: Any) -> None:
    head = someone.official(body, "head", language="ru")
    matter.act(told.case, "alarm", head)
    deliver_due(matter.NOW + dt.timedelta(hours=1))
    for envelope in mailbox.letters:
        if envelope.rcpt_tos != [told.person.email]:
            assert b"reply-to:" not in envelope.content.lower()


def test_a_citizens_reply_becomes_a_note_once_even_when_sent_twice(post: Post, said: Any, told: Told) -> None:
    text = "Толықтырамын: үй нөмірі 12.\n\nср, 18 мар. 2026 г., Jariya пишет:\n> Сұрағыңыз\n"
    for _again in range(2):
        assert post.send(told.reply_to, text, sender=told.person.email) == (250, "")
    read_all()
    read_all()
    assert [(one.case, one.person, one.text) for one in said] == [
        (told.case, told.person, "Толықтырамын: үй нөмірі 12.")
    ]
    assert Event.objects.filter(case=told.case, kind="noted").count() == 1
    assert (last().state, IncomingMail.objects.count()) == ("taken", 1)


def test_a_letter_in_capitals_of_the_address_arrives_too(post: Post, said: Any, told: Told) -> None:
    assert post.send(told.reply_to.upper(), "Иә", sender=told.person.email)[0] == 250


@pytest.mark.parametrize(
    "address",
    [
        "r-00000000000000000000-0000000000000000@reply.example.kz",
        "someone@reply.example.kz",
        "postmaster@other.example.kz",
        '"r-\'; drop"@reply.example.kz',
    ],
)
def test_an_unknown_address_is_refused_in_words_before_the_letter_comes(post: Post, told: Told, address: str) -> None:
    code, words = post.send(address, "x", sender="a@example.org")
    assert code in (550, 553) and (code == 553 or ("5.1.1" in words and "http://localhost:8000" in words))
    assert code == 553 or ("There is no such address" in words and "Takogo adresa" in words and "mekenzhai" in words)
    assert IncomingMail.objects.count() == 0


def test_a_refusal_is_in_three_languages_in_letters_that_the_peer_reads() -> None:
    refusal = Refusal("too_big", most=15)
    plain, whole = refusal.reply().split("\r\n"), refusal.reply(utf8=True).split("\r\n")
    assert len(plain) == len(whole) == 3 and all("15" in line for line in plain)
    assert [line[:10] for line in plain] == ["552-5.3.4 ", "552-5.3.4 ", "552 5.3.4 "]
    assert "\r\n".join(plain).isascii() and "Письмо слишком большое" in whole[1] and "Хат" in whole[0]


def test_an_address_that_ended_is_refused_and_the_next_letter_has_a_new_one(post: Post, said: Any, told: Told) -> None:
    assert addresses.revoke(told.person, now=timezone.now()) == 1
    code, words = post.send(told.reply_to, "x", sender=told.person.email)
    assert code == 550 and "5.1.6" in words and "no longer in use" in words
    fresh = addresses.reply_to(told.person, told.case, now=timezone.now())
    assert fresh != told.reply_to and post.send(fresh, "x", sender=told.person.email)[0] == 250
    ReplyAddress.objects.update(expires_at=timezone.now())
    assert post.send(fresh, "x", sender=told.person.email)[0] == 550


def test_an_address_sealed_under_another_key_is_none_of_ours(told: Told, settings: Any) -> None:
    settings.SECRET_KEY, old = "another key of the installation", settings.SECRET_KEY
    assert addresses.opened(told.reply_to) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert addresses.opened(told.reply_to) is not None, "letters of before a change are still answered"


def test_the_twenty_first_letter_of_a_day_waits(post: Post, said: Any, told: Told) -> None:
    row = ReplyAddress.objects.get()
    now = timezone.now()
    IncomingMail.objects.bulk_create(
        [IncomingMail(address=row, digest=str(n), size=1, received_at=now) for n in range(receiving.MOST_A_DAY)]
    )
    assert post.send(told.reply_to, "x", sender=told.person.email)[0] == 450


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_submitted"),
        ({"Subject": "Автоответ: в отпуске"}, "auto_subject"),
        ({"Precedence": "bulk"}, "precedence"),
    ],
)
def test_an_automatic_answer_is_never_an_act_and_never_answered(
    post: Post, said: Any, told: Told, headers: dict[str, str], reason: str
) -> None:
    sent = len(told.mailbox.letters)
    post.send(told.reply_to, "Мен демалыстамын, 25-інде келемін.", sender=told.person.email, **headers)
    read_all()
    assert (last().state, last().reason) == ("ignored", reason)
    assert said == [] and len(told.mailbox.letters) == sent


def test_an_empty_return_path_is_never_an_act(post: Post, said: Any, told: Told) -> None:
    message = f"From: {told.person.email}\r\nSubject: Re\r\n\r\nЖарайды".encode()
    assert post.raw(told.reply_to, message, sender="") == (250, "")
    read_all()
    assert (last().state, last().reason, said) == ("ignored", "empty_return_path", [])


def test_a_stranger_who_got_the_letter_says_nothing_in_the_case_and_the_owner_is_told(
    post: Post, said: Any, told: Told
) -> None:
    post.send(told.reply_to, "Мен басқа адаммын", sender="stranger@example.org")
    read_all()
    assert (last().state, last().reason, said) == ("kept", "other_sender", [])
    envelope = told.mailbox.letters[-1]
    assert envelope.rcpt_tos == [told.person.email], "never the stranger: the address may be anybody's"
    message = told.mailbox.message()
    assert message["Auto-Submitted"] == "auto-replied" and "басқа адам" not in message.as_string()
    post.send(told.reply_to, "Тағы да", sender="stranger@example.org")
    read_all()
    assert told.mailbox.letters[-1] is envelope, "two robots that answer each other must end"


def test_what_the_border_calls_forged_is_kept(post: Post, said: Any, told: Told, settings: Any) -> None:
    settings.MAIL_BORDER = "mx.example.kz"
    post.send(
        told.reply_to, "x", sender=told.person.email, Authentication_Results="mx.example.kz; spf=fail; dmarc=fail"
    )
    read_all()
    assert (last().state, last().reason, last().border, said) == (
        "kept", "forged", {"spf": "fail", "dmarc": "fail"}, [],
    )  # fmt: skip


def test_a_refusal_of_the_case_is_told_in_its_own_words(post: Post, said: Any, told: Told) -> None:
    def no(reply: incoming.Reply, *, now: dt.datetime) -> None:
        raise Refused("matter.closed", "The matter is closed.", "Ask anew.")

    incoming.handler(matter.KIND, no, lambda case: "")
    post.send(told.reply_to, "Тағы бір сөз", sender=told.person.email)
    read_all()
    assert (last().state, last().reason) == ("kept", "matter.closed")
    text = told.mailbox.message().get_content()
    assert "The matter is closed." in text and "Ask anew." in text and f"/kk/matters/{told.case.public_id}" in text


def test_where_a_reply_does_nothing_it_is_kept_and_the_page_is_named(post: Post, told: Told) -> None:
    post.send(told.reply_to, "Рақмет", sender=told.person.email)
    read_all()
    assert (last().state, last().reason) == ("kept", "no_handler")
    assert f"/kk/matters/{told.case.public_id}" in told.mailbox.message().get_content()


@pytest.mark.parametrize(("text", "reason"), [("> Сұрағыңыз\n", "no_words"), ("сөз\n" * 3_000, "too_long")])
def test_a_letter_without_words_and_one_with_too_many_are_kept(
    post: Post, said: Any, told: Told, text: str, reason: str
) -> None:
    assert post.send(told.reply_to, text, sender=told.person.email) == (250, "")
    read_all()
    assert (last().state, last().reason, said) == ("kept", reason, [])


def test_files_are_counted_and_their_sender_learns_that_they_were_not_taken(post: Post, said: Any, told: Told) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = told.person.email, "Re"
    message.set_content("Суретін жіберемін")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="аула.jpg")
    post.raw(told.reply_to, message.as_bytes(), sender=told.person.email)
    before = len(told.mailbox.letters)
    read_all()
    assert (last().state, last().files, last().files_taken, len(said)) == ("taken", 1, 0, 1)
    assert len(told.mailbox.letters) == before + 1


def test_a_letter_is_sealed_and_opens_in_its_own_row_alone(post: Post, said: Any, told: Told) -> None:
    from jariya.kernel.signing.identity import envelope

    post.send(told.reply_to, "Құпия сөз: қарлығаш", sender=told.person.email)
    row = last()
    assert b"From" not in bytes(row.raw) and told.person.email.encode() not in bytes(row.raw)
    assert told.person.email.encode() in envelope.open(row.raw, row.digest.encode(), receiving.PURPOSE)
    with pytest.raises(envelope.SealBroken):
        envelope.open(row.raw, b"another row", receiving.PURPOSE)
    read_all()
    assert reading.forget_raw(timezone.now() + reading.KEEP) == 1 and last().raw is None


def test_a_letter_whose_reading_fails_is_read_again_and_then_given_up(
    post: Post, said: Any, told: Told, monkeypatch: Any
) -> None:
    post.send(told.reply_to, "x", sender=told.person.email)

    def broken(reply: incoming.Reply, *, now: dt.datetime) -> None:
        raise RuntimeError

    incoming.handler(matter.KIND, broken, lambda case: "")
    soon = timezone.now() + reading.AGAIN
    for _try in range(reading.MOST_TRIES):
        assert reading.read_waiting(soon) == 0
    assert last().state == "received"
    reading.read_waiting(soon)
    assert (last().state, last().reason) == ("kept", "broken")


def test_a_dead_database_makes_the_sender_try_again(shared: Any, told: Told) -> None:
    def away() -> None:
        raise OSError

    for port in running(away):
        assert Post(port).send(told.reply_to, "x", sender=told.person.email)[0] == 451


def test_strangers_do_not_deliver_and_big_letters_and_second_recipients_are_refused(
    post: Post, told: Told, settings: Any
) -> None:
    with smtplib.SMTP("127.0.0.1", post.port) as server:
        server.ehlo()
        assert server.mail(told.person.email)[0] == 250
        assert server.rcpt(told.reply_to)[0] == 250
        assert server.rcpt(told.reply_to)[0] == 452
    settings.MAIL_IN_BIGGEST = 1000
    assert post.send(told.reply_to, "x" * 2000, sender=told.person.email)[0] == 552
    settings.MAIL_IN_PEERS = ["10.0.0.1"]
    with smtplib.SMTP("127.0.0.1", post.port) as server:
        server.ehlo()
        assert server.mail(told.person.email)[0] == 550


def test_lmtp_is_spoken_too(shared: Any, said: Any, told: Told) -> None:
    for port in running(shared, lmtp=True):
        with smtplib.LMTP("127.0.0.1", port) as server:
            server.sendmail(told.person.email, [told.reply_to], f"From: {told.person.email}\r\n\r\nИә".encode())
    read_all()
    assert [one.text for one in said] == ["Иә"]


def bounce(post: Post, told: Told, status: str, action: str = "failed") -> tuple[int, str]:
    content = DSN.format(action=action, status=status, diagnostic=f"550 {status}").encode()
    return post.raw(told.return_path, content, sender="")


def test_after_a_hard_bounce_mail_stops_and_the_telephone_is_told(
    post: Post, someone: Any, body: Any, mailbox: Any, gateway: Any, settings: Any
) -> None:
    person = someone(phone=True)
    told = Told(person, matter.ask(person, body), mailbox)
    assert bounce(post, told, "5.1.1") == (250, "")
    preference = Preference.objects.get(person=person)
    assert preference.mail_refused_code == "5.1.1" and Bounce.objects.get().hard
    deliver_due(timezone.now())
    assert [one["to"] for one in gateway.messages.values()] == [person.phone], "what did not arrive comes as SMS"
    before = len(mailbox.letters)
    head = someone.official(body, "head", mail=False)
    matter.act(told.case, "assign", head)
    deliver_due(timezone.now())
    assert person.email not in [to for letter in mailbox.letters[before:] for to in letter.rcpt_tos]
    Person.objects.filter(pk=person.pk).update(email_confirmed_at=timezone.now() + dt.timedelta(seconds=1))
    matter.act(told.case, "alarm", head)
    deliver_due(timezone.now())
    assert [to for letter in mailbox.letters[before:] for to in letter.rcpt_tos].count(person.email) == 1


def test_one_sms_says_that_mail_comes_back_in_seventy_signs(told: Told, gateway: Any) -> None:
    from jariya.kernel.notices.incoming import returned
    from jariya.kernel.people import sms

    assert not returned.tell(told.person.pk), "nothing came back yet"
    Person.objects.filter(pk=told.person.pk).update(phone="+77990000077", phone_confirmed_at=matter.NOW)
    Preference.objects.update_or_create(person=told.person, defaults={"mail_refused_at": timezone.now()})
    assert returned.tell(told.person.pk) and next(iter(gateway.messages.values()))["to"] == "+77990000077"
    assert all(sms.fits(returned.words(language)) for language in ("kk", "ru", "en"))


def test_a_full_box_marks_an_address_only_when_it_stays_full(post: Post, told: Told, someone: Any) -> None:
    assert bounce(post, told, "5.2.2") == (250, "")
    assert not Preference.objects.filter(mail_refused_at__isnull=False).exists()
    letter = Outbox.objects.get()
    now = timezone.now()
    for days in (1, 2):
        row = Outbox.objects.create(
            person=told.person, case=told.case, event_id=letter.event_id + days, channel="mail", about="own",
            state="sent", next_try_at=now, queued_at=now, done_at=now,
        )  # fmt: skip
        Bounce.objects.create(
            person=told.person, letter=row.token, hard=False, code="5.2.2", at=now - dt.timedelta(days=days)
        )
    Bounce.objects.filter(letter=letter.token).delete()
    assert bounce(post, told, "5.2.2") == (250, "")
    assert Preference.objects.get(person=told.person).mail_refused_code == "5.2.2"


def test_a_delay_a_strangers_report_and_a_letter_to_an_older_address_mark_nothing(post: Post, told: Told) -> None:
    bounce(post, told, "4.4.7", action="delayed")
    assert Bounce.objects.count() == 0
    assert post.raw(told.return_path, b"From: a@example.org\r\n\r\nhello", sender="a@example.org") == (250, "")
    assert Bounce.objects.count() == 0
    Person.objects.filter(pk=told.person.pk).update(email_confirmed_at=timezone.now())
    bounce(post, told, "5.1.1")
    assert not Preference.objects.filter(mail_refused_at__isnull=False).exists()


def test_the_pipe_speaks_the_mail_servers_codes(said: Any, told: Told, monkeypatch: Any) -> None:
    from typer.testing import CliRunner

    from jariya.project import cli
    from jariya.project.cli.mail import app

    monkeypatch.setattr(cli, "django", lambda: None)
    letter = f"From: {told.person.email}\r\nSubject: Re\r\n\r\nИә, дұрыс".encode()

    def run(*words: str, content: bytes = letter) -> int:
        return CliRunner().invoke(app, ["receive", *words], input=content).exit_code

    assert run("--to", told.reply_to, "--from", told.person.email) == 0
    assert run("--to", "nobody@reply.example.kz") == 67
    read_all()
    assert [one.text for one in said] == ["Иә, дұрыс"]
    assert CliRunner().invoke(app, ["status"]).output.startswith("incoming\ttaken")


def test_ones_pages_say_what_became_of_letters_and_end_the_addresses(
    post: Post, said: Any, told: Told, client: Any
) -> None:
    post.send(told.reply_to, "Рақмет, түсіндім", sender=told.person.email)
    post.send(told.reply_to, "Мен басқамын", sender="stranger@example.org")
    read_all()
    Preference.objects.update_or_create(person=told.person, defaults={"mail_refused_at": timezone.now()})
    client.force_login(told.person)
    page = client.get("/kk/my/inbox/").content.decode()
    assert "іске қосылды" in page and "сақталды, іске қосылмады" in page and "Рақмет" not in page
    assert "хат жетпей жатыр" in page and told.person.email not in page
    assert client.post("/kk/my/notices/replies/end/").status_code == 303
    assert post.send(told.reply_to, "Тағы", sender=told.person.email)[0] == 550
