"""The TEST NCALayer before the unmodified client library that sites use, and the TEST windows under a hand."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from jariya.kernel.signing import testca, verify
from jariya.kernel.signing.armour import unwrapped
from jariya.kernel.signing.trust import TrustStore

from .conftest import NARROW, accessible, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PACKAGE = "ncalayer-js-client@1.5.6"
TEXT = "Қол қойылатын мәтін"
DATA = base64.b64encode(TEXT.encode()).decode()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library as its makers published it; skips where npm or its registry cannot be reached."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed: the unmodified client library cannot be fetched")
    folder = tmp_path_factory.mktemp("client")
    try:
        said = subprocess.run([npm, "pack", PACKAGE], cwd=folder, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not fetch the client library within two minutes")
    packed = list(folder.glob("*.tgz"))
    if said.returncode or not packed:
        pytest.skip("npm could not fetch the client library: is there a network?")
    with tarfile.open(packed[0]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "ncalayer-client.js"


class Soft:
    """The stand-ins as a process of their own."""

    def __init__(self, folder: Path) -> None:
        self.ncalayer, self.web = _free(), _free()
        self.authority = testca.make(folder / "testca", now=dt.datetime.now(dt.UTC))
        environment = {name: text for name, text in os.environ.items() if not name.startswith(("JARIYA_", "EDS_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jariya.kernel.signing.soft", "--ncalayer", str(self.ncalayer),
             "--web", str(self.web), "--folder", str(folder / "testca")],
            env={**environment, "PYTHONPATH": "src"},
        )  # fmt: skip
        self.window = f"http://localhost:{self.web}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.window}/control", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the stand-ins did not start")

    def order(self, **what: Any) -> None:
        """Decide without a hand."""
        request = urllib.request.Request(
            f"{self.window}/control", json.dumps(what).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=5)


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soft]:
    """Running stand-ins."""
    found = Soft(tmp_path_factory.mktemp("soft"))
    yield found
    found.process.terminate()
    found.process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a site of ours."""
    path = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None
    )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield found
        found.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def page(client: Path, browser: Browser, soft: Soft, tmp_path: Path) -> Iterator[Page]:
    """A page of some site that carries the library and is connected."""
    shutil.copy(client, tmp_path / "client.js")
    (tmp_path / "index.html").write_text("<!doctype html><title>site</title><script src=client.js></script>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    found = context.new_page()
    found.goto(f"http://localhost:{server.server_address[1]}/index.html")
    version = found.evaluate(
        "async (url) => { window.nca = new NCALayerClient(url, false); return nca.connect(); }",
        f"ws://127.0.0.1:{soft.ncalayer}",
    )
    assert version == "1.4"
    yield found
    soft.order(person=None)
    context.close()
    server.shutdown()


CALL = """async ([method, args]) => {
  const named = (one) => typeof one === "string" && one.startsWith("!!") ? NCALayerClient[one.slice(2)] : one;
  try { return {good: await nca[method](...args.map(named))}; }
  catch (error) { return {bad: error.toString(), cancelled: error.canceledByUser === true}; }
}"""


def _call(page: Page, method: str, *args: Any) -> Any:
    return page.evaluate(CALL, [method, list(args)])


def _sign(page: Page, data: Any = DATA, params: str = "basicsCMSParamsDetachedNoTSP", who: str = "SignAny") -> Any:
    return _call(page, "basicsSignCMS", "!!basicsStorageAll", data, f"!!{params}", f"!!basicsSigner{who}")


def _signature_holds(soft: Soft, made: str, content: bytes | None) -> str:
    """Sub-indication of our own check without any answer about revocation: TRY_LATER when all else is right."""
    now = dt.datetime.now(dt.UTC)
    trust = TrustStore.load(soft.authority.trust, profile="test")
    (signed,) = unwrapped(made.encode())
    return str(verify.check(signed, content, trust=trust, at=now).sub)


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
@pytest.mark.parametrize(
    ("params", "detached"),
    [("basicsCMSParamsDetachedNoTSP", True), ("basicsCMSParamsDetached", True), ("basicsCMSParamsAttached", False)],
)
def test_the_library_gets_a_signature_that_holds(
    page: Page, soft: Soft, algorithm: str, params: str, detached: bool
) -> None:
    content = TEXT.encode() if detached else None
    soft.order(person="citizen-1", algorithm=algorithm)
    said = _sign(page, params=params)
    assert _signature_holds(soft, said["good"], content) == "TRY_LATER"
    many = _sign(page, [DATA, DATA])["good"]
    assert len(many) == 2 and all(_signature_holds(soft, one, TEXT.encode()) == "TRY_LATER" for one in many)


def test_the_library_understands_cancel_errors_and_a_key_that_does_not_fit(page: Page, soft: Soft) -> None:
    soft.order(cancel=True)
    assert _sign(page)["cancelled"]
    soft.order(error="GENERAL_ERROR")
    assert "GENERAL_ERROR" in _sign(page)["bad"]
    soft.order(person="citizen-1")
    assert "SIGNING_FAILURE" in _sign(page, who="SignHead")["bad"]
    soft.order(person="head")
    assert "good" in _sign(page, who="SignHead")
    soft.order(person="auth-only")
    assert "good" in _sign(page, who="AuthPerson")


def test_the_older_calls_of_the_library_are_answered(page: Page, soft: Soft) -> None:
    soft.order(person="head", algorithm="rsa")
    assert _call(page, "getActiveTokens") == {"good": []}
    assert "good" in _call(page, "changeLocale", "kk")
    assert "BEGIN CERTIFICATE" in _call(page, "getKeyInfo", "PKCS12")["good"]["pem"]
    made = _call(page, "createCAdESFromBase64", "PKCS12", DATA, "SIGNATURE", False)["good"]
    assert _signature_holds(soft, made, TEXT.encode()) == "TRY_LATER"


@pytest.mark.parametrize("script", [True, False])
def test_a_person_signs_by_hand_in_the_window(page: Page, soft: Soft, browser: Browser, script: bool) -> None:
    soft.order(person=None)
    page.evaluate("() => { window.answered = null; }")
    page.evaluate(
        """([data]) => { nca.basicsSignCMS(NCALayerClient.basicsStorageAll, data,
        NCALayerClient.basicsCMSParamsDetachedNoTSP, NCALayerClient.basicsSignerSignAny)
        .then((good) => { window.answered = good; }); }""",
        [DATA],
    )
    context = browser.new_context(viewport=NARROW, locale="kk-KZ", java_script_enabled=script)
    window = context.new_page()
    for _ in range(50):
        window.goto(f"{soft.window}/")
        if window.locator("select[name=person]").count():
            break
        time.sleep(0.1)
    assert TEXT in window.locator("pre").inner_text()
    window.get_by_label("Кім қол қояды").select_option("citizen-2")
    window.get_by_role("button", name="Қол қою").click()
    window.get_by_role("status").filter(has_text="Қол қойылды").wait_for()
    page.wait_for_function("() => window.answered !== null")
    assert _signature_holds(soft, page.evaluate("() => window.answered"), TEXT.encode()) == "TRY_LATER"
    context.close()


def _phone(browser: Browser, lang: str, scheme: Any = "light") -> Page:
    return browser.new_context(viewport=NARROW, locale=lang, color_scheme=scheme).new_page()


@pytest.mark.parametrize("lang", ["kk-KZ", "ru-RU", "en-GB"])
@pytest.mark.parametrize("path", ["/", "/mobile", "/mobile?link=x", "/mobile?done=sent", "/?done=signed"])
def test_every_screen_says_test_fits_a_phone_and_is_accessible(
    soft: Soft, browser: Browser, path: str, lang: str
) -> None:
    for scheme in ("light", "dark"):
        page = _phone(browser, lang, scheme)
        page.goto(f"{soft.window}{path}")
        assert "TEST" in page.locator("h1").inner_text() and "TEST" in page.locator(".note").inner_text()
        no_sideways_scroll(page)
        accessible(page)
        page.context.close()


def test_a_pending_request_fits_a_phone_and_is_accessible(page: Page, soft: Soft, browser: Browser) -> None:
    soft.order(person=None)
    page.evaluate(
        """([data]) => { nca.basicsSignCMS(null, [data, data], {decode: true}, {extKeyUsageOids: []})
        .catch(() => {}); }""",
        [DATA],
    )
    window = _phone(browser, "kk-KZ")
    for _ in range(50):
        window.goto(f"{soft.window}/")
        if window.locator("select[name=person]").count():
            break
        time.sleep(0.1)
    no_sideways_scroll(window)
    accessible(window)
    window.get_by_label("Кім қол қояды").select_option("revoked")
    window.get_by_role("button", name="Қол қою").click()
    assert window.get_by_role("alert").is_visible()
    accessible(window)
    window.get_by_role("button", name="Бас тарту").click()
    window.context.close()
