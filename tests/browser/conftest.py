"""A whole site in processes of its own on a copy of the test database, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright's synchronous interface runs an event loop in this thread; Django's guard would take the tests for async.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# A page is what was last written, not what stood there two seconds ago.
os.environ.setdefault("JARIYA_HOT_SECONDS", "0")

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 700}
WIDE = {"width": 1280, "height": 900}
FADING = "() => document.getAnimations().some((one) => one.playState === 'running')"


def ways(*values: Any, gate: int = 1) -> list[Any]:
    """Values of a parameter: the first `gate` of them (Kazakh, a phone) run in the gate, the others with `--all`."""
    return [
        value
        if number < gate
        else pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
        for number, value in enumerate(values)
    ]


@contextmanager
def copied_database(name: str) -> Iterator[str]:
    """A copy of the test database for another process: its address. Dropped afterwards."""
    from django.db import connection

    options = connection.settings_dict
    assert options["NAME"].startswith("test_")
    copy = f"{options['NAME']}_{name}"
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        # A connection of a former module's event loop may still be open; nobody uses it any more.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [options["NAME"]])
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{options["NAME"]}"')
    yield f"postgresql://{options['USER']}:{options['PASSWORD']}@{options['HOST']}:{options['PORT']}/{copy}"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


@pytest.fixture(scope="module")
def site_database(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Address of the module's own database."""
    with django_db_blocker.unblock(), copied_database(request.module.__name__.rpartition(".")[2][-30:]) as address:
        yield address


@pytest.fixture(scope="session")
def statics(tmp_path_factory: Any) -> str:
    """A folder with the pages' files gathered and compressed, as `./run` and production serve them."""
    var = str(tmp_path_factory.mktemp("var"))
    environment = {**os.environ, "JARIYA_MODE": "demo", "JARIYA_VAR": var, "JARIYA_GATHER": "1", "PYTHONPATH": "src"}
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "manage", "collectstatic"]
    subprocess.run([*command, "--noinput", "-v", "0"], env=environment, check=True)
    return var


@pytest.fixture(scope="module")
def gathered(statics: str, tmp_path_factory: Any) -> str:
    """The module's own folder of the program, with those files: the record's signer remembers one database alone."""
    var: Path = tmp_path_factory.mktemp("var")
    (var / "static").symlink_to(Path(statics) / "static")
    return str(var)


@pytest.fixture(scope="module")
def site(site_database: str, gathered: str, tmp_path_factory: Any) -> Iterator[str]:
    """The address of a running site, `http://localhost:PORT`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "JARIYA_MODE": "demo",
        "DATABASE_URL": site_database,
        "JARIYA_PUBLIC_URL": address,
        "JARIYA_VAR": gathered,
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
    }
    log = tmp_path_factory.mktemp("log") / "site.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--blocking-threads", "4", "--no-ws", "jariya.project.wsgi:application"],
            env=environment, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            for _try in range(200):
                try:
                    urllib.request.urlopen(f"{address}/healthz", timeout=2)
                    break
                except OSError:
                    if process.poll() is not None:
                        break
                    time.sleep(0.1)
            else:
                raise RuntimeError(log.read_text())
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            yield address
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Browser]:
    """A Chromium: $CHROMIUM, the system's, or Playwright's own. Started after the site, whose database is copied
    while no event loop runs in this thread."""
    path = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `visit("/kk/", who="officer-1", size=PHONE, script=True)`; every console error fails."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        path: str, *, who: str = "", size: dict[str, int] | None = None, script: bool = True, lang: str = "kk"
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport=size or PHONE,
            java_script_enabled=script,
            locale={"kk": "kk-KZ", "ru": "ru-RU"}.get(lang, "en-GB"),
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                errors.append(message.text) if message.type == "error" and "status of" not in message.text else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        if who:
            page.goto(f"/{lang}/sign-in/demo/")
            page.locator(f"form:has([value='demo-{who}']) button").first.click()
            page.wait_for_load_state()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, errors


def no_sideways_scroll(page: Page) -> None:
    """The page fits its window."""
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} scrolls sideways: {width}"


def accessible(page: Page) -> None:
    """axe finds nothing at WCAG 2.2 AA. A page that just changed its colours is let to finish painting first."""
    # Asked from here: a page whose script is switched off calls nobody back.
    until = time.monotonic() + 5
    while page.evaluate(FADING) and time.monotonic() < until:
        page.wait_for_timeout(50)
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    violations = [(row["id"], [node["html"][:160] for node in row["nodes"]]) for row in found["violations"]]
    assert not violations, (page.url, violations)
