"""Messages to a browser: the page's button, and the worker that shows what arrives.

A headless Chromium has no push service behind it, so the subscription is given by the test; the worker is the real one
and gets its message from the browser's own debugging interface.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NARROW, PHONE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# 65 bytes of a public key and 16 of a secret, made for the test.
SUBSCRIPTION = """
const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
const made = {
  endpoint: "https://push.example.org/a-secret-of-this-browser",
  getKey: (name) => bytes(name === "auth" ? "BTBZMqHH6r4Tts7J/aSIgg==" :
    "BCVxsr7N/eNgVRqvHtDUzWZsEc6+VV+JvLext7YxuVOcdVAKP4ZMRTSHJ6kBGKfIJUVvO+9zkcTp8eTXRuQXSRg="),
  unsubscribe: async () => { made.ended = true; localStorage.removeItem("push"); return true; },
};
const given = () => localStorage.getItem("push") ? made : null;
PushManager.prototype.subscribe = async (options) => {
  if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("options");
  localStorage.setItem("push", "1");
  return made;
};
PushManager.prototype.getSubscription = async () => given();
"""


def key() -> str:
    """A point of the curve, fresh."""
    import base64

    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).decode()


def with_service(page: Page, path: str) -> None:
    fixed = "BCVxsr7N/eNgVRqvHtDUzWZsEc6+VV+JvLext7YxuVOcdVAKP4ZMRTSHJ6kBGKfIJUVvO+9zkcTp8eTXRuQXSRg="
    page.context.grant_permissions(["notifications"])
    page.add_init_script(SUBSCRIPTION.replace(fixed, key()))
    page.goto(path)


@pytest.mark.parametrize("lang", ways("kk", "ru"))
def test_a_browser_is_switched_on_and_off_by_a_button(visit: Callable[..., Page], lang: str) -> None:
    page = visit(f"/{lang}/", who="citizen-1", lang=lang)
    with_service(page, f"/{lang}/my/notices/")
    place = page.locator("#push")
    assert not place.locator("[data-push-without]").is_visible()
    accessible(page)
    with page.expect_navigation():
        place.locator("form[data-push-start] button").click()
    assert place.locator("li").count() == 1, place.inner_text()
    place.locator("[data-this]").wait_for()
    assert not place.locator("form[data-push-start]").is_visible()
    assert page.locator("[name=on][value='own:push']").is_checked()
    accessible(page)
    with page.expect_navigation():
        place.locator("li button").click()
    assert place.locator("li").count() == 0
    assert page.evaluate("localStorage.getItem('push')") is None, "the browser was told as well"
    place.locator("form[data-push-start] button").wait_for()


def test_without_script_the_page_says_that_nothing_is_lost(visit: Callable[..., Page]) -> None:
    page = visit("/kk/my/notices/", who="citizen-1", script=False, size=NARROW)
    assert page.locator("[data-push-without]").is_visible()
    assert not page.locator("form[data-push-start]").is_visible()
    no_sideways_scroll(page)


def test_a_refusal_of_the_reader_is_answered_in_words(visit: Callable[..., Page]) -> None:
    page = visit("/kk/my/notices/", who="citizen-1", size=PHONE)
    page.evaluate("Notification.requestPermission = async () => 'denied'")
    page.locator("form[data-push-start] button").click()
    page.get_by_text("Браузерге бұл сайттың хабарламаларын көрсетпеу тапсырылған").wait_for()


def test_the_worker_shows_a_message_and_leads_to_its_page_alone(visit: Callable[..., Page], site: str) -> None:
    page = visit("/kk/", who="citizen-1")
    page.context.grant_permissions(["notifications"])
    page.goto("/kk/my/notices/")
    tools = page.context.new_cdp_session(page)
    versions: list[Any] = []
    tools.on("ServiceWorker.workerVersionUpdated", lambda event: versions.extend(event["versions"]))
    tools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready)")
    until = time.monotonic() + 10
    while not any(row["status"] == "activated" for row in versions) and time.monotonic() < until:
        page.wait_for_timeout(50)
    registration = versions[-1]["registrationId"]

    def shown() -> list[Any]:
        asked = """() => navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
            .then((all) => all.map((one) => [one.title, one.body, one.lang, one.tag, one.data.path]))"""
        found: list[Any] = page.evaluate(asked)
        return found

    def deliver(data: str) -> None:
        sent = {"origin": site, "registrationId": registration, "data": data}
        tools.send("ServiceWorker.deliverPushMessage", sent)

    def until_shown(data: str, line: list[str]) -> None:
        # The debugging interface drops a message while the worker is just being started or stopped; one of the same
        # tag replaces the former, so delivering again shows nothing twice.
        until = time.monotonic() + 15
        while line not in shown() and time.monotonic() < until:
            deliver(data)
            page.wait_for_timeout(300)
        assert line in shown()

    said = '{"title":"Жария","body":"Сұрақ: тіркелді","lang":"kk","tag":"one","path":"/kk/my/inbox/"}'
    mine = ["Жария", "Сұрақ: тіркелді", "kk", "one", "/kk/my/inbox/"]
    until_shown(said, mine)
    deliver(said)  # a second try of the same message replaces the first
    until_shown("not what we send", ["Jariya", "", "kk", "jariya", "/"])
    assert shown().count(mine) == 1
