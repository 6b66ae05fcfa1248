"""The local mail sink and the SMS simulator, as they run: real SMTP, real HTTP."""

from __future__ import annotations

import http.client
import json
import re
import smtplib
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from jariya.kernel.people import sms
from jariya.launch import ports
from jariya.project.mailsink import make_pages
from jariya.project.sinkpages import server


def _until_it_listens(port: int) -> None:
    until = time.monotonic() + 20
    while not ports.taken(port):
        assert time.monotonic() < until, "the sink did not start"
        time.sleep(0.05)


def _get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"localhost:{port}"} | headers)
    return connection.getresponse()


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Path]]:
    """A running mail sink: SMTP port, web port, folder."""
    folder = tmp_path_factory.mktemp("mail")
    smtp = ports.first_free(21000)
    web = ports.first_free(smtp + 1)
    command = [sys.executable, "-m", "jariya.project.mailsink", "--smtp", str(smtp), "--web", str(web)]
    process = subprocess.Popen([*command, "--folder", str(folder)], env={"PYTHONPATH": ":".join(sys.path)})
    _until_it_listens(smtp)
    _until_it_listens(web)
    yield smtp, web, folder
    process.terminate()
    assert process.wait(timeout=10) == 0


def _send(port: int, to: str, subject: str, html: str = "") -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "no-reply@localhost", to, subject
    letter.set_content("Кодыңыз: 123456 <b>")
    if html:
        letter.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(letter)


def test_a_letter_in_kazakh_is_kept_and_shown(mail: tuple[int, int, Path]) -> None:
    smtp, web, folder = mail
    _send(smtp, "aigul@example.kz", "Жауап берілді: әғқңөұүһі")
    found = json.loads(_get(web, "/messages.json?to=aigul@example.kz").read())
    assert [letter["subject"] for letter in found] == ["Жауап берілді: әғқңөұүһі"]
    assert (folder / f"{found[0]['id']}.eml").stat().st_size > 0
    page = _get(web, f"/{found[0]['id']}?lang=kk").read().decode()
    assert "әғқңөұүһі" in page and "Кодыңыз: 123456 &lt;b&gt;" in page
    assert "aigul@example.kz" in _get(web, "/?to=AIGUL@example.kz").read().decode()
    assert "aigul@example.kz</td>" not in _get(web, "/?to=other@example.kz").read().decode()


def test_scripts_of_a_letter_stay_in_a_sandbox(mail: tuple[int, int, Path]) -> None:
    smtp, web, _ = mail
    _send(smtp, "b@example.kz", "<script>alert(1)</script>", html="<script>alert(2)</script><p>Сәлем</p>")
    (found,) = json.loads(_get(web, "/messages.json?to=b@example.kz").read())
    page = _get(web, f"/{found['id']}").read().decode()
    assert "<script>" not in page and "<iframe sandbox" in page
    framed = _get(web, f"/{found['id']}/html")
    policy = framed.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "Сәлем" in framed.read().decode()


@pytest.mark.parametrize(("language", "word"), [("kk", "жергілікті"), ("ru", "локальный"), ("en", "local sink")])
def test_the_sink_says_in_three_languages_that_it_is_one(mail: tuple[int, int, Path], language: str, word: str) -> None:
    answer = _get(mail[1], "/", **{"Accept-Language": f"{language};q=1"})
    page = answer.read().decode()
    assert word in page and f'<html lang="{language}">' in page


@pytest.mark.parametrize("path", ["/../secrets/key", "/%2e%2e/key", "/20260101T000000.000000-00000000", "/x/y/z"])
def test_nothing_else_is_handed_out(mail: tuple[int, int, Path], path: str) -> None:
    assert _get(mail[1], path).status == 404


def test_another_name_for_this_machine_is_refused(mail: tuple[int, int, Path]) -> None:
    assert _get(mail[1], "/messages.json", Host="evil.example").status == 421


class Taken:
    """The site's door as the sink sees it: takes letters, or refuses an address in words."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("ended"):
            return "550 5.1.6 This address is no longer in use"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.mark.parametrize(
    ("address", "said"), [("r-1@localhost", "Отправлено"), ("ended@localhost", "no longer in use")]
)
def test_a_letter_is_answered_from_the_sink_by_real_mail(tmp_path: Path, address: str, said: str) -> None:
    taken = Taken()
    door = Controller(taken, hostname="127.0.0.1", port=ports.first_free(21800))
    door.start()
    letter = EmailMessage()
    letter["X-Envelope-To"], letter["Reply-To"], letter["Subject"] = "a@example.kz", address, "Сұрақ"
    letter.set_content("Сұрағыңыз тіркелді")
    name = "20260318T100000.000000-00000000"
    (tmp_path / f"{name}.eml").write_bytes(letter.as_bytes())
    pages = server(ports.first_free(21850), make_pages(tmp_path, door.port))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    web = int(pages.server_address[1])
    try:
        page = _get(web, f"/{name}?lang=ru").read().decode()
        mark = re.search(r'name="mark" value="(\w+)"', page)
        assert mark is not None

        def post(**fields: str) -> str:
            connection = http.client.HTTPConnection("127.0.0.1", web, timeout=10)
            headers = {"Host": f"localhost:{web}", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", f"/{name}/reply?lang=ru", urlencode(fields), headers)
            return connection.getresponse().read().decode()

        post(text="x", mark="0" * 32)
        assert not taken.letters, "another site's form is refused"
        assert said in post(text="Иә, дұрыс", mark=mark[1])
    finally:
        pages.shutdown()
        pages.server_close()
        door.stop()
    if address.startswith("r-"):
        (came,) = taken.letters
        assert (came["From"], came["To"], came["Subject"]) == ("a@example.kz", address, "Re: Сұрақ")
        assert came.get_content().replace("\r", "").startswith("Иә, дұрыс\n\n> Сұрағыңыз тіркелді")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A running SMS simulator."""
    folder = tmp_path_factory.mktemp("sms")
    port = ports.first_free(21500)
    command = [sys.executable, "-m", "jariya.project.smssink", "--web", str(port), "--folder", str(folder)]
    process = subprocess.Popen(command, env={"PYTHONPATH": ":".join(sys.path)})
    _until_it_listens(port)
    yield port
    process.terminate()
    process.wait(timeout=10)


def test_the_programs_own_client_speaks_the_contract(gateway: int) -> None:
    with override_settings(SMS_URL=f"http://127.0.0.1:{gateway}/send"):
        assert sms.send("+77011234567", "Кодыңыз: 654321", message_id="one") == "accepted"
        assert sms.send("+77011234567", "Кодыңыз: 654321", message_id="one") == "accepted"
        with pytest.raises(sms.SmsError) as caught:
            sms.send("+77010000000", "Кодыңыз: 1")
    assert caught.value.code == "sms_refused"
    found = json.loads(_get(gateway, "/messages.json?to=%2B77011234567").read())
    assert [(m["to"], m["text"]) for m in found] == [("+77011234567", "Кодыңыз: 654321")], "a retry doubles nothing"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"to": "8701", "text": "a", "id": "x"}', "application/json", 422),
        (b'{"to": "+77011234567", "text": "", "id": "x"}', "application/json", 400),
        (b'{"to": "+77011234567", "text": "a"}', "application/json", 400),
        (b"to=1", "application/x-www-form-urlencoded", 415),
        (b"x" * 30_000, "application/json", 413),
    ],
)
def test_what_breaks_the_contract_is_refused_with_a_code(gateway: int, body: bytes, kind: str, status: int) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{gateway}/send", data=body, headers={"Content-Type": kind})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    answer = json.loads(caught.value.read())
    assert caught.value.code == status and answer["status"] == "refused" and answer["code"]


def test_the_simulator_says_that_it_is_one(gateway: int) -> None:
    for language, word in (("kk", "ТРЕНАЖЁР"), ("ru", "ТРЕНАЖЁР"), ("en", "SIMULATOR")):
        assert word in _get(gateway, f"/?lang={language}").read().decode()
