"""Letters are read as they come: lying labels, quotations, robots, reports. Pure: no database."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.notices.incoming.letters import HTML, REPLIES

from jariya.kernel.notices.incoming import automatic, border, bounces, charsets, hypertext, letter, quoting

KK = "Сәлеметсіз бе! Біздің ауылда су жоқ, көшеде шұңқыр көп, әкімдік қашан жөндейді? Өтінеміз, ұзақ күттік."
RU = "Здравствуйте! В нашем дворе нет света, прошу сообщить, когда будет ремонт. Спасибо за ответ, ждём."
SITE, SERVER = "jariya.example.kz", "mx.example.kz"


def read(raw: bytes, sender: str | None = "a@example.kz") -> letter.Letter:
    return letter.read(raw, envelope_from=sender, site=SITE, border_server=SERVER)


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        (RU, "cp1251", "windows-1251"),
        (RU, "koi8-r", "koi8-r"),
        (RU, "utf-8", "utf-8"),
        (KK, "kz1048", "kz-1048"),
        (KK, "utf-8", "UTF-8"),
        (RU, "iso8859-5", "iso-8859-5"),
        (RU, "cp866", "ibm866"),
        # Labels that lie.
        (KK, "kz1048", "windows-1251"),
        (KK, "kz1048", None),
        (KK, "utf-8", "windows-1251"),
        (KK, "utf-8", "koi8-r"),
        (RU, "cp1251", "koi8-r"),
        (RU, "koi8-r", "windows-1251"),
        (RU, "cp1251", "us-ascii"),
        (RU, "cp1251", "iso-8859-1"),
        (RU, "koi8-r", None),
        (RU, "cp1251", "utf-8"),
        (RU, "cp866", "windows-1251"),
        (RU, "cp1251", "x-unknown"),
        (RU, "utf-16", "utf-16"),
        ("Иә", "kz1048", "kz-1048"),
        ("да, верно", "koi8-r", "koi8-r"),
    ],
)
def test_text_is_read_whatever_the_label_says(text: str, written: str, label: str | None) -> None:
    assert charsets.decode(text.encode(written), label) == text


@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "koi8-r", "nonsense", "utf-16", "idna", "punycode", "hex"])
)
def test_any_bytes_become_some_text(content: bytes, label: str | None) -> None:
    assert isinstance(charsets.decode(content, label), str)


@pytest.mark.parametrize("name", REPLIES)
def test_only_the_persons_own_words_stay(name: str) -> None:
    came, own = REPLIES[name]
    found = quoting.own_words(came)
    assert found == own


@pytest.mark.parametrize("name", HTML)
def test_html_becomes_words(name: str) -> None:
    came, words = HTML[name]
    assert hypertext.text_of(came) == words


@pytest.mark.parametrize(
    "page", ["<div>" * 20_000 + "x", "<table>" * 5000, "<p" * 50_000, "<![CDATA[" * 1000, "\x00\ufffe<p>"]
)
def test_hostile_html_is_read_in_a_moment(page: str) -> None:
    hypertext.text_of(page)


@pytest.mark.parametrize(
    "text", ["wrote: " * 30_000, "> \n" * 50_000, "From: x\n" * 20_000, "\n" * 100_000, "a, 2026 " * 20_000]
)
def test_hostile_texts_are_read_in_a_moment(text: str) -> None:
    quoting.own_words(text)


def made(text: str = RU, charset: str = "koi8-r", **headers: str) -> bytes:
    message = MIMEText(text, "plain", charset)
    for name, value in {"From": "A <a@example.kz>", "Subject": "Re: Q", **headers}.items():
        message[name.replace("_", "-")] = value
    return message.as_bytes()


def test_a_letter_in_koi8_with_a_raw_cp1251_subject_is_read() -> None:
    raw = b"Subject: " + "Жауап: су туралы".encode("kz1048") + b"\r\n" + made(subject="x")
    found = read(raw)
    assert found.text == RU and found.sender == "a@example.kz" and found.subject.startswith("Жауап: су туралы")


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"Auto-Submitted": "auto-generated (vacation)"}, "auto_submitted"),
        ({"X-Autoreply": "yes"}, "auto_header"),
        ({"X-Auto-Response-Suppress": "All"}, "auto_header"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"List-Id": "<x.example.kz>"}, "auto_header"),
        ({"Return-Path": "<>"}, "empty_return_path"),
        ({"Subject": "Автоответ: Сұрақ Q26"}, "auto_subject"),
        ({"Subject": "Автоматты жауап: Сұрақ"}, "auto_subject"),
        ({"Subject": "Re: Out of office: question"}, "auto_subject"),
        ({"Subject": "Мен демалыстамын"}, ""),
        ({"Subject": "Демалыстамын"}, "auto_subject"),
        ({"Subject": "Вне офиса до понедельника"}, "auto_subject"),
        ({"Subject": "Re: Отпуск за свой счёт"}, ""),
        ({"From": "MAILER-DAEMON@example.kz"}, "robot"),
        ({"X-Jariya-Site": SITE}, "own_letter"),
        ({"X-Jariya-Site": "other.example.kz"}, ""),
        ({"Auto-Submitted": "no"}, ""),
        ({}, ""),
    ],
)
def test_what_no_person_wrote_is_recognised(headers: dict[str, str], why: str) -> None:
    message = EmailMessage()
    for name, value in {"From": "a@example.kz", "Subject": "Re: Сұрақ", **headers}.items():
        message[name] = value
    message.set_content("Текст")
    assert read(message.as_bytes()).automatic == why


def test_an_empty_envelope_sender_and_a_long_way_are_no_persons() -> None:
    assert read(made(), sender="").automatic == "empty_return_path"
    assert read(b"Received: x\r\n" * (automatic.MOST_HOPS + 1) + made()).automatic == "too_many_hops"


def test_files_are_told_from_the_text_and_a_logo_is_none() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.kz", "x"
    message.set_content("Қосымша жіберемін.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="шешім.pdf")
    found = read(message.as_bytes())
    assert found.text == "Қосымша жіберемін."
    assert [(one.name, one.claimed, one.content) for one in found.attachments] == [
        ("шешім.pdf", "application/pdf", b"%PDF-1.4")
    ]


def test_the_border_is_believed_only_by_its_name_and_on_top() -> None:
    results = f"{SERVER}; spf=pass smtp.mailfrom=a; dkim=fail (bad; dmarc=pass) header.d=x; dmarc=fail"
    raw = made(Authentication_Results=results)
    assert read(raw).border == {"spf": "pass", "dkim": "fail", "dmarc": "fail"} and border.forged(read(raw).border)
    lie = made(Authentication_Results="evil.example; spf=pass; dkim=pass; dmarc=pass")
    assert read(lie).border == {}
    assert letter.read(raw, envelope_from="a", site=SITE, border_server="").border == {}
    assert not border.forged({"spf": "fail", "dkim": "pass"}) and border.forged({"spf": "fail"})


DSN = """From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b
Auto-Submitted: auto-replied

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; x@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "hard", "failed"),
    [
        ("failed", "5.1.1", "550 5.1.1 no such user", True, True),
        ("failed", "5.0.0", "550 5.1.1 no such user", True, True),
        ("failed", "5.0.0", "550 User unknown", True, True),
        ("failed", "5.2.1", "550 account disabled", True, True),
        ("failed", "5.2.2", "552 mailbox full", False, True),
        ("failed", "5.7.1", "554 rejected as spam", False, True),
        ("failed", "4.4.7", "delivery time expired", False, True),
        ("delayed", "4.2.2", "452 mailbox full", False, False),
        ("relayed", "2.0.0", "250 ok", False, False),
    ],
)
def test_a_report_says_whether_the_address_is_gone(
    action: str, status: str, diagnostic: str, hard: bool, failed: bool
) -> None:
    found = bounces.read(letter.parse(DSN.format(action=action, status=status, diagnostic=diagnostic).encode()))
    assert found is not None and (found.hard, found.failed) == (hard, failed)


def test_a_server_that_writes_no_report_is_read_by_its_words_and_a_person_is_none() -> None:
    plain = MIMEText("The following address failed: user unknown")
    plain["From"] = "Mail Delivery System <MAILER-DAEMON@old.example.org>"
    found = bounces.read(letter.parse(plain.as_bytes()))
    assert found is not None and found.hard
    assert bounces.read(letter.parse(made())) is None


@given(st.binary(max_size=2000))
def test_any_bytes_are_some_letter(raw: bytes) -> None:
    read(b"From: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + raw)
    read(raw)
    bounces.read(letter.parse(raw))
