"""The public record in a real browser: its pages, and a receipt checked without the site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, WIDE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = {"logs": "log/", "log": "log/events/", "entry": "log/events/41/", "receipt": "log/receipt/"}
MAKE = """
import django
django.setup()
from django.utils import timezone
from jariya.kernel.record import actions, queries, sequencing
now = timezone.now()
rows = [actions.sealed("sign", f"signer {n}".encode(), hour="2026-03-18T05", region="750000000", key=f"s:{n}")
        for n in range(300)]
actions.append("events", rows, now=now)
sequencing.sequence("events", now=now)
import sys
open(sys.argv[1], "wb").write(queries.receipt("events", "s:41"))
"""


@pytest.fixture(scope="module")
def receipt(site: str, site_database: str, gathered: str, tmp_path_factory: Any) -> Path:
    """A receipt of the running site, with its opening."""
    file: Path = tmp_path_factory.mktemp("receipt") / "my.tlog-proof"
    environment = {
        **os.environ,
        "JARIYA_MODE": "demo",
        "DATABASE_URL": site_database,
        "JARIYA_VAR": gathered,
        "JARIYA_PUBLIC_URL": site,
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
    }
    subprocess.run([sys.executable, "-c", MAKE, str(file)], env=environment, check=True)
    return file


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("lang", "size"), ways(("kk", NARROW), ("ru", WIDE), ("en", WIDE)))
def test_a_page_of_the_record_is_accessible_and_fits(
    receipt: Path, visit: Callable[..., Page], name: str, lang: str, size: dict[str, int]
) -> None:
    page = visit(f"/{lang}/{PAGES[name]}", size=size, lang=lang)
    no_sideways_scroll(page)
    accessible(page)


@pytest.mark.parametrize("own_verifier", [False, True])
def test_a_receipt_is_checked_in_the_browser_alone(
    receipt: Path, visit: Callable[..., Page], own_verifier: bool
) -> None:
    page = visit("/en/log/receipt/", lang="en")
    if own_verifier:
        # As in a browser whose WebCrypto has no Ed25519.
        page.evaluate("""() => {
            const own = crypto.subtle.importKey.bind(crypto.subtle);
            crypto.subtle.importKey = (form, key, algorithm, ...rest) =>
                algorithm.name === "Ed25519" ? Promise.reject(new Error("none")) : own(form, key, algorithm, ...rest);
        }""")
    asked: list[str] = []
    # The tab's icon comes when the browser likes; it says nothing of the receipt.
    page.on("request", lambda request: None if "/static/web/icon" in request.url else asked.append(request.url))
    page.set_input_files("input[name=file]", receipt)
    expect(page.locator("textarea[name=receipt]")).to_have_value(receipt.read_text())
    page.get_by_role("button", name="Check", exact=True).click()
    good = page.locator("[data-show=good]")
    expect(good).to_contain_text("The receipt is good")
    expect(good.locator("[data-fill=index]")).to_have_text("41")
    expect(good.locator("[data-fill=opened]")).to_have_text("signer 41")
    accessible(page)
    # Another receipt is told by name what is wrong with it; the page never asks the site.
    text = receipt.read_text()
    index = text.index("index 41")
    signature = text.rindex(" ") + 20
    for changed, code in (
        (text.replace("index 41", "index 42"), "receipt_root"),
        (text[:index] + text[index + 9 :], "receipt_malformed"),
        (text[:signature] + ("A" if text[signature] != "A" else "B") + text[signature + 1 :], "signature_bad"),
        ("nonsense", "receipt_malformed"),
    ):
        page.fill("textarea[name=receipt]", changed)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator("[data-show=bad] [data-fill=code]")).to_have_text(code)
        expect(page.locator("[data-show=bad] [data-code]:visible")).to_have_count(1)
        expect(good).to_be_hidden()
    page.fill("textarea[name=receipt]", text)
    page.fill("textarea[name=keys]", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-show=bad] [data-fill=code]")).to_have_text("key_unknown")
    accessible(page)
    assert not asked


def test_without_script_the_page_says_how_to_check(receipt: Path, visit: Callable[..., Page]) -> None:
    page = visit("/kk/log/receipt/", script=False)
    assert not page.locator("form[data-receipt]").is_visible()
    expect(page.get_by_text("verify_log.py --receipt")).to_be_visible()
    page.goto("/kk/log/")
    assert page.locator("a[href='/log/verify_log.py']").count() == 1


def test_the_script_finds_the_running_site_s_log_good(receipt: Path, site: str) -> None:
    script = Path("src/jariya/kernel/record/verify_log.py")
    command = [sys.executable, "-I", str(script), f"{site}/log/events", "--receipt", str(receipt)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300 entries" in done.stdout and "opened: signer 41" in done.stdout
