"""The style page in a real browser: every component, in every way of looking, on a phone and on a desk."""

import os
import shutil
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_core_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from jariya.kernel.web import modes

pytestmark = pytest.mark.browser
PHONE, DESK = 320, 1280
FEW = [
    ("kk", PHONE, "light", "100-auto-plain"),
    ("kk", DESK, "dark", "100-auto-plain"),
    ("ru", PHONE, "dark", "100-auto-plain"),
    ("ru", PHONE, "light", "200-dark-calm"),
    ("kk", PHONE, "light", "200-auto-plain"),
    ("en", DESK, "light", "150-beige-plain"),
]
# Each mode at each width; the languages take turns, Kazakh (the longest words) always on the phone.
EVERY = [("kk", PHONE, "light", mode) for mode in modes.MODES] + [
    (("ru", "en")[turn % 2], DESK, "light", mode) for turn, mode in enumerate(modes.MODES)
]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """The test's output is its verdict."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The design system alone, served with its real style sheets and security policy; needs no database."""
    from django.core.wsgi import get_wsgi_application

    with override_settings(ROOT_URLCONF="tests.kernel.web.addresses"):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def look(browser: Browser, site: str, width: int, scheme: str, mode: str, **options: object) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": "view", "value": mode, "url": site}])
    return context.new_page()


def check(browser: Browser, site: str, language: str, width: int, scheme: str, mode: str) -> None:
    page = look(browser, site, width, scheme, mode)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(f"{site}/{language}/style/")
    page.evaluate("document.fonts.ready")
    findings = Axe().run(page)["violations"]
    told = [(f["id"], [(node["html"][:120], node["failureSummary"]) for node in f["nodes"]][:3]) for f in findings]
    assert told == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    page.context.close()


@pytest.mark.parametrize(("language", "width", "scheme", "mode"), FEW)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, site, language, width, scheme, mode):
    check(browser, site, language, width, scheme, mode)


@pytest.mark.modes
@pytest.mark.parametrize(("language", "width", "scheme", "mode"), EVERY)
def test_axe_finds_nothing_in_any_way_of_looking(browser, site, language, width, scheme, mode):
    check(browser, site, language, width, scheme, mode)


def test_what_one_taps_is_at_least_44_pixels_high(browser, site):
    page = look(browser, site, PHONE, "light", "100-auto-plain")
    page.goto(f"{site}/kk/style/")
    # Links inside a sentence are exempt (WCAG 2.5.8); a card's title stretches over the whole card.
    small = page.evaluate(
        """() => [...document.querySelectorAll(
                'button, input:not([type=hidden]), select, textarea, summary, nav a, footer a, .button')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
            .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_the_settings_work_without_scripts(browser, site):
    page = look(browser, site, PHONE, "light", "100-auto-plain", java_script_enabled=False)
    page.goto(f"{site}/kk/style/")
    page.locator("footer a[href*='/kk/view/']").click()
    page.locator("input[name=size][value='200']").check()
    page.locator("input[name=scheme][value=dark]").check()
    page.locator("main button[type=submit]").first.click()
    assert page.url == f"{site}/kk/style/"
    assert page.locator("html").get_attribute("class") == "size-200 scheme-dark"


def test_the_first_tab_leads_past_the_header(browser, site):
    page = look(browser, site, DESK, "light", "100-auto-plain")
    page.goto(f"{site}/kk/view/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_draft_survives_a_reload_and_the_server_sees_one_key(browser, site):
    page = look(browser, site, PHONE, "light", "100-auto-plain")
    page.goto(f"{site}/kk/style/")
    page.locator("#f-subject").fill("Жол қашан жөнделеді?")
    page.wait_for_timeout(600)
    page.reload()
    assert page.locator("#f-subject").input_value() == "Жол қашан жөнделеді?"
    page.locator("[data-draft] button").click()
    page.reload()
    assert page.locator("#f-subject").input_value() == ""


def test_without_connection_the_form_is_kept_and_not_sent(browser, site):
    page = look(browser, site, PHONE, "light", "100-auto-plain")
    page.goto(f"{site}/kk/style/")
    page.locator("#f-subject").fill("Су неге жоқ?")
    page.context.set_offline(True)
    page.locator("form.form button[type=submit]").first.click()
    assert "Байланыс жоқ" in page.locator("[data-draft]").inner_text()
    assert page.locator("#f-subject").input_value() == "Су неге жоқ?"


def test_a_long_text_is_counted_and_never_cut(browser, site):
    page = look(browser, site, DESK, "light", "100-auto-plain")
    page.goto(f"{site}/kk/style/")
    page.locator("#f-question").fill("ә" * 4003)
    assert len(page.locator("#f-question").input_value()) == 4003
    assert page.locator("#f-question-count").inner_text() == "Артық таңба: 3"


def test_a_first_visit_stays_small(browser, site):
    page = look(browser, site, PHONE, "light", "100-auto-plain")
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}) if answer.ok else None)
    page.goto(f"{site}/kk/view/")
    page.wait_for_load_state("networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert all(url.startswith(site) for url in sizes)
    assert 0 < fonts <= 60_000
    # Uncompressed here (the development server does not compress); the 40 KB of the issue are counted compressed.
    assert sum(sizes.values()) - fonts <= 80_000
