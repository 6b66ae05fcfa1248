"""A reader on a phone finds a table, narrows it without loading the page anew, draws it, and takes a program along."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
LOAD = """
from tests.portals.opendata.made import changed, published
changed("schools", columns={"оқушы": {"kk": "Оқушылар саны", "ru": "Число учеников"}})
rows = "".join(f"Аялдама {n};{51 + n % 37 / 100:.2f};{71 + n % 11 / 10:.1f};{n % 3}\\n" for n in range(400))
published("stops", "атауы;lat;lon;жолақ\\n" + rows, name="stops.csv", title="Аялдамалар",
          title_kk="Қаланың аялдамалары", title_ru="Остановки города")
"""


@pytest.fixture(scope="module")
def sets(site: str, site_database: str, gathered: str) -> None:
    """Two published sets."""
    environment = {
        **os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": site_database, "PYTHONPATH": f"src{os.pathsep}.",
        "JARIYA_VAR": gathered,
    }  # fmt: skip
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "manage", "shell", "-c", LOAD]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def test_a_table_is_found_narrowed_and_taken_along_on_a_phone(visit: Visit, sets: None) -> None:
    page = visit("/kk/data/", size=PHONE)
    page.locator("#data-q").fill("аялдамаларды")
    page.locator(".data-search button").click()
    page.locator(".data-list a").first.click()
    expect(page.locator("h1")).to_have_text("Қаланың аялдамалары")
    accessible(page)
    page.locator(".data-resources h3 a").click()
    no_sideways_scroll(page)
    accessible(page)
    page.evaluate("window.stays = true")
    page.locator("thead a").first.click()
    expect(page).to_have_url(re.compile(r"sort=c0$"))
    page.locator("#q").fill("аялдама 39")
    page.locator(".data-words button").click()
    expect(page.locator("#counted")).to_contain_text("11")
    assert "=&" not in page.url and not page.url.endswith("="), "empty fields stand in the address"
    page.locator(".data-steer a").first.click()
    expect(page).to_have_url(re.compile(r"map="))
    page.locator("summary", has_text="Топтау").click()
    page.locator("#group").select_option("c3")
    page.locator(".data-words button").click()
    expect(page.locator("#table .bars tbody tr")).to_have_count(3)
    page.go_back()
    expect(page.locator("#counted")).to_be_visible()
    assert page.evaluate("window.stays"), "the page was loaded anew"
    # What is printed works as it stands, filter and all.
    page.locator("summary", has_text="Бағдарламалар").click()
    printed = page.locator("pre[aria-labelledby=example-python]").inner_text()
    said = subprocess.run([sys.executable, "-c", printed], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "11"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_same_without_a_script_and_on_the_narrowest_screen(visit: Visit, sets: None, lang: str) -> None:
    page = visit(f"/{lang}/data/sets/schools/1/", size=NARROW, script=False, lang=lang)
    no_sideways_scroll(page)
    page.locator(".data-ask summary").first.click()
    page.locator("[name=c3__gte]").fill("100")
    page.locator(".data-words button").click()
    expect(page.locator("#counted")).to_contain_text("3")
    assert page.url.endswith("?c3__gte=100"), page.url
    page.locator("tbody .data-number a").first.click()
    expect(page.locator(".data-row")).to_contain_text("000140001234")
    for tail in ("", "sets/schools/", "sets/schools/1/versions/2/difference/", "sets/schools/1/columns/3/",
                 "sets/stops/1/?group=c3", "applications/"):  # fmt: skip
        for size in (NARROW, WIDE):
            page = visit(f"/{lang}/data/{tail}", size=size, lang=lang)
            no_sideways_scroll(page)
            accessible(page)
