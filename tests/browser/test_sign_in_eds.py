"""Sign-in by signature and through the TEST identity service in a real browser, every part a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import mobile

from .conftest import NARROW, WIDE, accessible, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path, address: str) -> Iterator[None]:
    """A process until the end of the block; it is up when its address answers anything."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=out, stderr=subprocess.STDOUT
        )  # fmt: skip
        try:
            for _try in range(400 if address else 0):
                try:
                    urllib.request.urlopen(address, timeout=2)
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    assert process.poll() is None, log.read_text()
                    time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(20)


class World:
    """Addresses of the running parts."""

    def __init__(self) -> None:
        self.pages, self.ncalayer, self.window, self.authority, self.identity = (_free() for _ in range(5))
        self.folder = Path()

    @property
    def site(self) -> str:
        return f"http://localhost:{self.pages}"

    def order(self, **what: Any) -> None:
        """Tell the TEST NCALayer how to decide."""
        request = urllib.request.Request(
            f"http://localhost:{self.window}/control", json.dumps(what).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=5)


@pytest.fixture(scope="module")
def world(site_database: str, gathered: str, tmp_path_factory: Any) -> Iterator[World]:
    """The site, its worker, the TEST authority's services, the TEST NCALayer, the TEST identity service."""
    found = World()
    found.folder = tmp_path_factory.mktemp("testca") / "testca"
    authority = testca.make(found.folder, now=dt.datetime.now(dt.UTC))
    log = tmp_path_factory.mktemp("log")
    environment = {
        **os.environ,
        "JARIYA_MODE": "demo",
        "DATABASE_URL": site_database,
        "JARIYA_PUBLIC_URL": found.site,
        "JARIYA_VAR": gathered,
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
        "EDS_PROFILE": "test",
        "EDS_TRUST_DIR": str(authority.trust),
        "EDS_OCSP_URL": f"http://127.0.0.1:{found.authority}/ocsp/",
        "EDS_NCALAYER_URL": f"ws://127.0.0.1:{found.ncalayer}",
        "OIDC_EGOV_ISSUER": f"http://localhost:{found.identity}",
        "OIDC_EGOV_CLIENT_ID": "jariya-demo",
        "OIDC_EGOV_CLIENT_SECRET": "a-secret-of-this-browser-test",
    }
    package = "jariya.kernel.signing"
    soft = ["-m", f"{package}.soft", "--ncalayer", str(found.ncalayer), "--web", str(found.window)]
    serve = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(found.pages)]
    serve += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "jariya.project.wsgi:application"]
    # The services read the folder of JARIYA_VAR: theirs is the authority's, the site's holds the gathered files.
    apart = {**environment, "JARIYA_VAR": str(found.folder.parent)}
    parts = [
        (["-m", f"{package}.soft.authority_app", "--port", str(found.authority)], apart, found.authority),
        ([*soft, "--folder", str(found.folder)], apart, found.window),
        (["-m", f"{package}.testidp", "--port", str(found.identity)], apart, found.identity),
        (["-c", "from jariya.project.cli import main; main()", "worker"], environment, 0),
        (serve, environment, found.pages),
    ]
    with ExitStack() as stack:
        for number, (command, env, port) in enumerate(parts):
            address = f"http://localhost:{port}/" if port else ""
            stack.enter_context(_running(command, env, log / f"{number}.log", address))
        yield found


@pytest.fixture(scope="module")
def site(world: World) -> str:
    """In place of the plain site."""
    return world.site


def _signed_in(page: Page) -> str:
    page.goto("/kk/my/account/")
    return page.locator("main").inner_text()


def test_a_citizen_signs_in_with_ncalayer(world: World, visit: Callable[..., Page]) -> None:
    world.order(person="citizen-4")
    page = visit("/kk/sign-in/?next=/kk/my/eds/", size=WIDE)
    page.get_by_role("link", name="Электрондық цифрлық қолтаңбамен").click()
    accessible(page)
    page.locator("form[action$='/sign-in/eds/'] button").click()
    expect(page.locator("form[data-ncalayer] button")).to_be_visible()
    page.locator("form[data-ncalayer] button").click()
    # The worker checks; the page goes on by itself to the door.
    page.wait_for_url("**/sign-in/eds/enter/**", timeout=60_000)
    accessible(page)
    page.locator("form[action$='/enter/'] button").click()
    page.wait_for_url("**/my/eds/")
    accessible(page)
    assert "электрондық цифрлық" in _signed_in(page).lower()
    assert "999999000042" not in page.content()


def test_the_same_person_signs_in_on_a_telephone_with_egov_mobile_without_scripts(
    world: World, visit: Callable[..., Page]
) -> None:
    world.order(person="citizen-4")
    page = visit("/kk/sign-in/eds/", size=NARROW, script=False)
    no_sideways_scroll(page)
    page.locator("form[action$='/sign-in/eds/'] button").click()
    no_sideways_scroll(page)
    link = page.locator("a.button[href*='link=']").first.get_attribute("href") or ""
    now = dt.datetime.now(dt.UTC)
    errand = mobile.open_errand(link, now=now, sites=[world.site])
    assert mobile.send(errand, testca.load(world.folder).person("citizen-4"), now=now) == 200
    for _try in range(60):
        page.reload()
        if "/enter/" in page.url:
            break
        time.sleep(0.5)
    no_sideways_scroll(page)
    page.locator("form[action$='/enter/'] button").click()
    assert page.url.endswith("/kk/my/account/")


def test_a_closed_window_of_ncalayer_signs_nobody_in_and_says_so(world: World, visit: Callable[..., Page]) -> None:
    world.order(cancel=True)
    page = visit("/ru/sign-in/eds/", size=WIDE, lang="ru")
    page.locator("form[action$='/sign-in/eds/'] button").click()
    page.locator("form[data-ncalayer] button").click()
    expect(page.locator("[data-said='cancelled']")).to_be_visible(timeout=30_000)
    page.goto("/ru/my/account/")
    assert "/sign-in/" in page.url


def test_a_revoked_key_is_refused_in_words(world: World, visit: Callable[..., Page]) -> None:
    world.order(person="revoked", anyway=True)
    page = visit("/kk/sign-in/eds/", size=WIDE)
    page.locator("form[action$='/sign-in/eds/'] button").click()
    page.locator("form[data-ncalayer] button").click()
    expect(page.locator(".notification-bad, .error-state").first).to_be_visible(timeout=60_000)
    page.goto("/kk/my/account/")
    assert "/sign-in/" in page.url


def test_a_citizen_goes_to_the_identity_service_and_comes_back(world: World, visit: Callable[..., Page]) -> None:
    page = visit("/kk/sign-in/?next=/kk/my/sessions/", size=NARROW)
    page.get_by_role("link", name="сәйкестендіру қызметі").click()
    assert "TEST" in page.locator("main").inner_text()
    accessible(page)
    no_sideways_scroll(page)
    page.locator("form[action$='/sign-in/state/'] button").click()
    page.wait_for_url(f"http://localhost:{world.identity}/enter/**")
    assert "TEST" in page.locator("header").inner_text()
    accessible(page)
    no_sideways_scroll(page)
    page.locator("button[value='citizen-4']").click()
    page.wait_for_url("**/identity/o/authorize**")
    accessible(page)
    no_sideways_scroll(page)
    page.locator("button[value='grant']").click()
    page.wait_for_url(f"{world.site}/kk/my/sessions/")
    assert "мемлекеттің сәйкестендіру қызметі" in page.locator("main").inner_text()


def test_the_identity_service_works_without_scripts_and_a_refusal_is_said_in_the_readers_language(
    world: World, visit: Callable[..., Page]
) -> None:
    page = visit("/ru/sign-in/state/", size=NARROW, script=False, lang="ru")
    page.locator("form[action$='/sign-in/state/'] button").click()
    page.wait_for_url(f"http://localhost:{world.identity}/enter/**")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.locator("button[value='citizen-5']").click()
    page.locator("button[value='refuse']").click()
    page.wait_for_url(f"{world.site}/ru/sign-in/state/**")
    assert "state.cancelled" in page.content()
