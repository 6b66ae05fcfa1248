"""Signing with a real browser: NCALayer by its real protocol, eGov Mobile by link, a file without script."""

from __future__ import annotations

import base64
import datetime as dt
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll, ways

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import authority_app, mobile
from jariya.kernel.signing.soft.desk import Decision, Desk
from jariya.kernel.signing.soft.pages import server
from jariya.kernel.signing.soft.phone import make_phone
from jariya.kernel.signing.soft.sockets import listen
from jariya.kernel.signing.soft.window import make_window
from jariya.kernel.signing.testca import TestAuthority

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = ("kk", "ru")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: Any) -> TestAuthority:
    """An authority of today: the site runs by the real clock."""
    return testca.make(tmp_path_factory.mktemp("ca") / "testca", now=_now())


class Soft:
    """The stand-ins and the authority's services, in threads of this process."""

    def __init__(self, authority: TestAuthority) -> None:
        self.desk = Desk()
        self.authority = authority
        self.out = False
        self.socket = listen(0, authority, self.desk, _now)
        self.phone = server(0, make_phone(make_window(authority, self.desk, _now), authority, _now))
        self.services = server(0, authority_app.make_services(authority, _now))
        for one in (self.socket, self.phone, self.services):
            threading.Thread(target=one.serve_forever, daemon=True).start()

    @property
    def ncalayer(self) -> str:
        return f"ws://127.0.0.1:{self.socket.socket.getsockname()[1]}"

    def environment(self) -> dict[str, str]:
        """What `./run` tells the site in a demonstration."""
        at = f"http://127.0.0.1:{self.services.server_address[1]}"
        return {
            "EDS_PROFILE": "test",
            "EDS_TRUST_DIR": str(self.authority.trust),
            "EDS_OCSP_URL": f"{at}/ocsp",
            "EDS_TSP_URL": f"{at}/tsp",
            "EDS_CRL_URLS": f"{at}/crl/nca_gost.crl,{at}/crl/root_gost.crl",
            "EDS_NCALAYER_URL": self.ncalayer,
            "EGOV_MOBILE_URL": f"http://127.0.0.1:{self.phone.server_address[1]}/mobile",
        }

    def stop(self) -> None:
        for one in (self.socket, self.phone, self.services):
            one.shutdown()


@pytest.fixture(scope="module")
def soft(authority: TestAuthority) -> Iterator[Soft]:
    running = Soft(authority)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def environment(site_database: str, gathered: str, soft: Soft) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        **os.environ,
        **soft.environment(),
        "JARIYA_MODE": "demo",
        "DATABASE_URL": site_database,
        "JARIYA_PUBLIC_URL": f"http://localhost:{port}",
        "JARIYA_VAR": gathered,
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
        "PORT": str(port),
    }


@pytest.fixture(scope="module")
def site(environment: dict[str, str], tmp_path_factory: Any) -> Iterator[str]:
    """A site with a worker beside it."""
    log = tmp_path_factory.mktemp("log") / "site.log"
    with log.open("wb") as out:
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port"]
        commands = [
            [*granian, environment["PORT"], "--blocking-threads", "4", "--no-ws", "jariya.project.wsgi:application"],
            [sys.executable, "-c", "from jariya.project.cli import main; main()", "worker"],
        ]
        running = [subprocess.Popen(one, env=environment, stdout=out, stderr=out) for one in commands]
        address = environment["JARIYA_PUBLIC_URL"]
        try:
            for _try in range(300):
                try:
                    urllib.request.urlopen(f"{address}/healthz", timeout=2)
                    break
                except OSError:
                    assert all(one.poll() is None for one in running), log.read_text()
                    time.sleep(0.1)
            yield address
        finally:
            for one in running:
                one.terminate()
            for one in running:
                one.wait(40)


OPEN = """
import os, sys
import django
django.setup()
from django.utils import timezone
from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.portals.dialogue import signed
from jariya.portals.dialogue.models import Draft
who, lang, key = sys.argv[1:]
Draft.objects.filter(person__handle=who).delete()
draft = Draft(person=Person.objects.get(handle=who), body=Body.objects.get(slug="ulgi-ministry"), key=key,
              language="kk", title="Аула жарығы туралы", points=["Жарық қашан орнатылады?"], public=True,
              at=timezone.now())
session = signed.begin_question(draft=draft, back=f"/{lang}/my/", language=lang, now=timezone.now())
print(session.public_id)
"""
CHANGE = """
import sys, datetime as dt
import django
django.setup()
from django.utils import timezone
from jariya.kernel.signing.models import SigningSession
now = timezone.now()
SigningSession.objects.filter(public_id=sys.argv[1]).update(
    issued_at=now - dt.timedelta(hours=2), expires_at=now - dt.timedelta(hours=1))
"""


@pytest.fixture
def run(environment: dict[str, str], site: str) -> Callable[..., str]:
    """Run a few lines beside the site, on its database."""

    def do(lines: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", lines, *arguments], env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return do


@pytest.fixture
def opened(run: Callable[..., str]) -> Callable[..., str]:
    """Open a request to sign a question; its public id."""

    def do(who: str = "citizen-1", lang: str = "kk") -> str:
        return run(OPEN, f"demo-{who}", lang, f"browser-{time.time_ns()}")

    return do


@pytest.fixture(autouse=True)
def nobody_decides(soft: Soft) -> Iterator[None]:
    yield
    soft.desk.tell(None)


def told(page: Page, name: str) -> Any:
    """One of the sentences of the page's script."""
    box = page.locator(f"[data-said='{name}']")
    box.wait_for(state="visible")
    return box


def passed(page: Page, number: str, lang: str) -> None:
    page.get_by_text("TOTAL-PASSED").wait_for(timeout=30_000)
    assert page.locator("h1").inner_text() == {"kk": "Қол қойылды", "ru": "Подписано"}[lang]
    accessible(page)
    assert f"signing={number}" in str(page.locator("main a.button").get_attribute("href"))


@pytest.mark.parametrize("lang", ways(*LANGUAGES))
def test_a_citizen_signs_with_ncalayer(visit: Any, opened: Any, soft: Soft, lang: str) -> None:
    number = opened(lang=lang)
    soft.desk.tell(Decision("citizen-1"))
    page = visit(f"/{lang}/sign/{number}/", who="citizen-1", size=WIDE, lang=lang)
    accessible(page)
    page.locator("form[data-ncalayer] button").click()
    passed(page, number, lang)


@pytest.mark.parametrize("lang", ways(*LANGUAGES))
def test_on_a_phone_egov_mobile_comes_first_and_its_link_signs(
    visit: Any, opened: Any, authority: TestAuthority, lang: str
) -> None:
    number = opened("citizen-3", lang)
    page = visit(f"/{lang}/sign/{number}/", who="citizen-3", size=PHONE, lang=lang)
    no_sideways_scroll(page)
    accessible(page)
    tops = [page.locator(f"#{name}").bounding_box()["y"] for name in ("egov", "ncalayer")]  # type: ignore[index]
    assert tops[0] < tops[1]
    page.locator("a.button", has_text="eGov Mobile").click()
    page.locator("h1").wait_for()
    assert "TEST" in page.content()
    link = page.url
    errand = mobile.open_errand(link, now=_now())
    assert b'"act":"question.ask"' in errand.documents[0].content
    page.go_back()
    assert mobile.send(errand, authority.person("citizen-3"), now=_now()) == 200
    passed(page, number, lang)


@pytest.mark.parametrize("lang", ways(*LANGUAGES))
def test_without_script_a_link_and_a_file_both_sign(
    visit: Any, opened: Any, authority: TestAuthority, site: str, lang: str
) -> None:
    by_link = opened("citizen-2", lang)
    page = visit(f"/{lang}/sign/{by_link}/", who="citizen-2", size=NARROW, script=False, lang=lang)
    no_sideways_scroll(page)
    assert page.locator("form[data-ncalayer]").is_hidden() and page.locator("[data-without-script]").is_visible()
    link = page.locator("a.button", has_text="eGov Mobile").get_attribute("href")
    mobile.send(mobile.open_errand(str(link), now=_now()), authority.person("citizen-2"), now=_now())
    page.goto(f"/{lang}/sign/{by_link}/")
    look(page)
    assert "TOTAL-PASSED" in page.content()

    by_file = opened("citizen-2", lang)
    page.goto(f"/{lang}/sign/{by_file}/")
    page.locator("summary").last.click()
    with page.expect_download() as saved:
        page.locator("ol a").click()
    cms = authority.person("citizen-2").sign_cms(saved.value.path().read_bytes(), at=_now())
    page.locator("input[type=file]").set_input_files({"name": "a.p7s", "mimeType": "a/b", "buffer": cms})
    page.locator("form[action$='/file/'] button").click()
    look(page)
    assert "TOTAL-PASSED" in page.content()


def look(page: Page) -> None:
    """Press the button that looks whether the check is done, as whoever has no script does."""
    for _try in range(40):
        button = page.locator("main a.button-secondary[href*='/sign/']")
        if "TOTAL-PASSED" in page.content() or not button.count():
            return
        page.wait_for_timeout(500)
        button.click()
        page.wait_for_load_state()


@pytest.mark.parametrize("lang", ways(*LANGUAGES))
def test_ncalayers_troubles_are_told_and_one_may_try_again(visit: Any, opened: Any, soft: Soft, lang: str) -> None:
    page = visit(f"/{lang}/sign/{opened(lang=lang)}/", who="citizen-1", size=PHONE, lang=lang)
    button = page.locator("form[data-ncalayer] button")
    soft.desk.tell(Decision(cancel=True))
    button.click()
    told(page, "cancelled")
    accessible(page)
    soft.desk.tell(Decision(error="SIGNING_FAILURE"))
    button.click()
    assert "SIGNING_FAILURE" in told(page, "failed").inner_text()
    soft.desk.tell(Decision("auth-only", anyway=True))
    button.click()
    page.get_by_text("usage.auth_certificate").wait_for()
    assert page.locator("form[data-ncalayer] button").is_visible(), "the session waits for the right key"
    accessible(page)
    soft.desk.tell(Decision("citizen-1"))
    page.locator("form[data-ncalayer] button").click()
    page.get_by_text("TOTAL-PASSED").wait_for(timeout=30_000)


@pytest.mark.parametrize("lang", ways(*LANGUAGES))
def test_a_missing_ncalayer_is_explained(visit: Any, opened: Any, lang: str) -> None:
    page = visit("/kk/", who="citizen-1", size=PHONE, lang=lang)
    # Whoever has no NCALayer: nothing listens. The browser itself notes the refused connection in its console.
    with socket.create_server(("127.0.0.1", 0)) as free:
        dead = f"ws://127.0.0.1:{free.getsockname()[1]}"
    number = opened(lang=lang)
    page.route_web_socket(re.compile("ws://"), lambda ws: ws.close())
    page.goto(f"/{lang}/sign/{number}/")
    assert dead
    page.locator("form[data-ncalayer] button").click()
    words = page.locator("[data-said]:visible")
    words.first.wait_for()
    page.wait_for_function('!document.querySelector("form[data-ncalayer] button").disabled')
    assert "NCALayer" in words.inner_text()
    no_sideways_scroll(page)


def test_another_persons_and_a_revoked_key_fail_with_what_to_do(visit: Any, opened: Any, soft: Soft) -> None:
    first = opened()
    soft.desk.tell(Decision("citizen-1"))
    page = visit(f"/ru/sign/{first}/", who="citizen-1", size=PHONE, lang="ru")
    page.locator("form[data-ncalayer] button").click()
    page.get_by_text("TOTAL-PASSED").wait_for(timeout=30_000)
    for who, code in (("citizen-4", "signer.other"), ("revoked", "revocation.revoked")):
        soft.desk.tell(Decision(who, anyway=True))
        page.goto(f"/ru/sign/{opened()}/")
        page.locator("form[data-ncalayer] button").click()
        page.get_by_text(code).wait_for(timeout=30_000)
        accessible(page)
    page.locator("form[action$='/again/'] button").click()
    page.locator("form[data-ncalayer] button").wait_for()


def test_cancelled_expired_and_anothers_sessions(visit: Any, opened: Any, run: Any, site: str) -> None:
    page = visit(f"/kk/sign/{opened()}/", who="citizen-1", size=PHONE)
    page.locator("form[action$='/cancel/'] button").click()
    page.get_by_text("Қол қоюдан бас тартылды").first.wait_for()
    accessible(page)
    late = opened()
    run(CHANGE, late)
    page.goto(f"/kk/sign/{late}/")
    assert "Қол қоюға берілген уақыт бітті" in page.content()
    accessible(page)
    anothers = opened("citizen-2")
    assert page.goto(f"/kk/sign/{anothers}/").status == 404


def test_a_signature_of_an_earlier_request_does_not_sign_the_next_one(
    visit: Any, opened: Any, authority: TestAuthority
) -> None:
    page = visit(f"/kk/sign/{opened()}/", who="citizen-1", size=PHONE, script=False)
    old = base64.b64decode(str(_manifest(page)))
    cms = authority.person("citizen-1").sign_cms(old, at=_now())
    for content, code in ((cms, "digest.other"), (b"0" * 120_000, "cms.too_big")):
        page.goto(f"/kk/sign/{opened()}/")
        page.locator("summary").last.click()
        page.locator("input[type=file]").set_input_files({"name": "a.p7s", "mimeType": "a/b", "buffer": content})
        page.locator("form[action$='/file/'] button").click()
        page.get_by_text(code).wait_for()
        accessible_without_script(page)


def _manifest(page: Page) -> str:
    request = str(page.locator("form[data-ncalayer]").get_attribute("data-request"))
    found = re.search(r'"data": ?"([^"]+)"', request)
    assert found
    return found[1]


def accessible_without_script(page: Page) -> None:
    """axe needs script: here the page must at least keep its one heading and its named error."""
    assert page.locator("h1").count() == 1
    assert page.locator("[role=alert]").count() >= 1


def test_the_ways_stand_side_by_side_on_a_wide_screen_and_print_holds_no_button(visit: Any, opened: Any) -> None:
    page = visit(f"/kk/sign/{opened()}/", who="citizen-1", size=WIDE)
    boxes = [page.locator(".signing-way").nth(number).bounding_box() for number in (0, 1)]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2 and abs(boxes[0]["width"] - boxes[1]["width"]) < 2
    page.emulate_media(color_scheme="dark")
    accessible(page)
