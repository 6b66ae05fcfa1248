"""Signing in with a real browser: by SMS code with and without script, by passkey, by password and application."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.conftest import copied_database, ways
from tests.kernel.people.gateway import Gateway

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        yield running


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """In place of the usual transaction: a copy of the test database for another process, dropped afterwards."""
    with django_db_blocker.unblock(), copied_database("sign_in") as address:
        yield address


@pytest.fixture(scope="module")
def site(db: str, gateway: Gateway, tmp_path_factory: Any) -> Iterator[str]:
    """The whole program in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "JARIYA_MODE": "demo",
        "JARIYA_PUBLIC_URL": address,
        "JARIYA_SMS_URL": gateway.url,
        "DATABASE_URL": db,
        "PYTHONPATH": "src",
    }
    log = tmp_path_factory.mktemp("site") / "log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "jariya.project.wsgi:application"], env=environment, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield address
        assert "Traceback" not in log.read_text(), log.read_text()
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


class Watched:
    """A context whose pages must break no security policy, raise nothing and scroll nowhere sideways."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            # A refused form answers 422: the browser notes it, it is no fault.
            lambda line: (
                self.complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None
            ),
        )

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, kind: Any, *args: object) -> None:
        if kind is None:
            assert self.complaints == []
        self.context.close()


@pytest.fixture(params=ways("kk", "ru"))
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def check_page(page: Page) -> None:
    findings = Axe().run(page)["violations"]
    assert [(found["id"], [node["html"][:150] for node in found["nodes"]]) for found in findings] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("script", ways(True, False))
def test_a_citizen_signs_in_by_sms_on_a_phone(
    site: str, browser: Browser, gateway: Gateway, lang: str, script: bool
) -> None:
    number = f"+7701{['kk', 'ru'].index(lang)}{int(script)}00000"
    with Watched(browser, viewport=PHONE, java_script_enabled=script) as watched:
        page = watched.page
        page.goto(f"{site}/{lang}/sign-in/?next=/{lang}/sign-in/means/")
        page.fill("input[name=phone]", "8 901 1")
        page.click("main form button[type=submit]")
        assert page.locator("input[name=phone]").input_value() == "8 901 1"
        assert page.locator("#errors").is_visible()
        page.fill("input[name=phone]", number.replace("+7", "8 "))
        page.click("main form button[type=submit]")
        assert page.url == f"{site}/{lang}/sign-in/code/"
        assert number[2:] not in page.content()
        page.fill("input[name=code]", gateway.last_code(number))
        page.click("main form button[type=submit]")
        assert page.url == f"{site}/{lang}/sign-in/means/"
        page.goto(f"{site}/{lang}/my/account/")
        assert page.locator("h1").is_visible()


def test_pages_of_sign_in_pass_axe_and_fit_a_small_phone(site: str, browser: Browser, lang: str) -> None:
    with Watched(browser, viewport=PHONE) as watched:
        page = watched.page
        for path in (
            "sign-in/",
            "sign-in/?by=mail",
            "sign-in/staff/",
            "sign-in/means/",
            "sign-in/enrol/none/",
            "sign-in/demo/",
        ):
            page.goto(f"{site}/{lang}/{path}")
            check_page(page)
        page.click("button[value=demo-registrar]")
        for path in ("my/account/", "my/sessions/", "my/keys/", "my/staff/", "my/staff/new/", "my/staff/demo-head/"):
            page.goto(f"{site}/{lang}/{path}")
            check_page(page)
        page.goto(f"{site}/{lang}/my/staff/new/?body=ulgi-ministry")
        check_page(page)


def enrol(site: str, browser: Browser, lang: str, email: str) -> str:
    """The registrar of the demonstration enrols an official; the one-time link."""
    with Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}/{lang}/sign-in/demo/")
        page.click("button[value=demo-registrar]")
        page.goto(f"{site}/{lang}/my/staff/new/")
        page.fill("input[type=search][name=q] >> nth=-1", "Үлгі министрлігі")
        page.click("main form button[type=submit]")
        page.click("main a[href*='body=ulgi-ministry']")
        page.fill("input[name=name]", "Әсет Үлгіұлы")
        page.fill("input[name=email]", email)
        page.check("input[name=kinds][value=officer]")
        page.click("main form button[type=submit]")
        return page.locator("code.link").inner_text()


def test_an_official_sets_up_a_passkey_and_signs_in_with_it(site: str, browser: Browser, lang: str) -> None:
    link = enrol(site, browser, lang, f"passkey-{lang}@ulgi.example")
    with Watched(browser, viewport=PHONE) as watched:
        page = watched.page
        device = watched.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.goto(link)
        check_page(page)
        page.click("form[data-passkey] button")
        page.wait_for_url(f"{site}/{lang}/my/keys/")
        check_page(page)
        assert page.goto(link).status == 404, "the link is used up"  # type: ignore[union-attr]
        page.goto(f"{site}/{lang}/my/account/")
        page.locator("main form[action$='/sign-out/'] button").click()
        page.goto(f"{site}/{lang}/sign-in/staff/?next=/{lang}/my/sessions/")
        page.click("form[data-passkey] button")
        page.wait_for_url(f"{site}/{lang}/my/sessions/")
        check_page(page)


def test_a_device_without_the_key_says_what_to_do(site: str, browser: Browser) -> None:
    with Watched(browser) as watched:
        page = watched.page
        device = watched.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                }
            },
        )
        page.goto(f"{site}/kk/sign-in/staff/")
        page.click("form[data-passkey] button")
        page.locator("[data-passkey-failed]").wait_for(state="visible")


def test_an_official_without_script_uses_password_and_application(site: str, browser: Browser, lang: str) -> None:
    link = enrol(site, browser, lang, f"password-{lang}@ulgi.example")
    password = "ұзын әрі мықты құпиясөз"
    with Watched(browser, viewport=PHONE, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(link)
        assert not page.locator("form[data-passkey]").is_visible()
        assert page.locator(".qr svg").is_visible()
        text = page.locator("form code").inner_text()
        secret = base64.b32decode(text.replace(" ", "") + "=" * (-len(text.replace(" ", "")) % 8))
        page.fill("input[name=password]", password)
        page.fill("input[name=again]", password)
        page.fill("input[name=code]", TOTP(secret, 6, SHA1(), 30).generate(time.time()).decode())
        page.click("form:not([data-passkey]) button[type=submit] >> nth=-1")
        codes = page.locator("ul.codes code").all_inner_texts()
        assert len(codes) == 8, page.locator("main").inner_text()
        page.goto(f"{site}/{lang}/my/account/")
        page.locator("main form[action$='/sign-out/'] button").click()
        page.goto(f"{site}/{lang}/sign-in/staff/")
        page.fill("input[name=login]", f"password-{lang}@ulgi.example")
        page.fill("input[name=password]", password)
        page.fill("input[name=code]", codes[0])
        page.click("form:not([data-passkey]) button[type=submit] >> nth=-1")
        assert page.url == f"{site}/{lang}/my/account/"


def test_the_header_of_a_public_page_learns_who_is_signed_in(site: str, browser: Browser) -> None:
    with Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}/kk/sign-in/demo/")
        page.click("button[value=demo-citizen-1]")
        page.goto(f"{site}/kk/sign-in/means/")
        page.locator("header").get_by_text("Айгерім Үлгіқызы").wait_for()
        page.locator("header form[action$='/sign-out/'] button").click()
        page.wait_for_url(re.compile(r"/kk/$"))
        page.goto(f"{site}/kk/sign-in/means/")
        assert page.locator("header").get_by_text("Айгерім Үлгіқызы").count() == 0


def test_every_page_of_sign_in_is_valid_html(site: str) -> None:
    import html5lib

    for path in ("sign-in/", "sign-in/?by=mail", "sign-in/staff/", "sign-in/means/", "sign-in/demo/"):
        for lang in ("kk", "ru", "en"):
            with urllib.request.urlopen(f"{site}/{lang}/{path}") as response:
                html5lib.HTMLParser(strict=True).parse(response.read().decode())
