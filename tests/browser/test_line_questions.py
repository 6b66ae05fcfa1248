"""What is this money for? Asked at a line on a phone, answered at the desk, read by all; in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll
from tests.browser.test_drafts import send

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
SAMPLE = Path(__file__).resolve().parents[2] / "src/jariya/portals/budgets/sample/ulgi_full.csv"
LINE = "II/82/2/905"


@pytest.fixture(scope="module")
def budget(site: str, site_database: str) -> str:
    """The invented oblast's report in the site's database, the ministry behind code 905; the budget's address word."""
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "budget", "import", str(SAMPLE)]
    said = [
        "--level",
        "oblast",
        "--territory",
        "990000000",
        "--cut",
        "full",
        "--unit",
        "thousand",
        "--source",
        "made up",
    ]
    environment = {**os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": site_database, "PYTHONPATH": "src"}
    subprocess.run([*command, *said], env=environment, check=True, capture_output=True)
    with psycopg.connect(site_database, autocommit=True) as link:
        link.execute(
            "INSERT INTO drafts_administrator (level, region_id, code, body_id, source, invented, at)"
            " SELECT 'oblast', r.id, '905', b.id, 'made up', true, now() FROM bodies_region r, bodies_body b"
            " WHERE r.code = '990000000' AND b.slug = 'ulgi-ministry'"
        )
        row = link.execute("SELECT slug FROM budgets_budget ORDER BY year DESC LIMIT 1").fetchone()
    assert row
    return str(row[0])


def looked_at(page: Page, script: bool) -> None:
    """Fits; and axe finds nothing, where a script may run: without one it would wait for ever."""
    no_sideways_scroll(page)
    if script:
        accessible(page)


@pytest.mark.parametrize(("lang", "script"), [("kk", True), ("ru", False)])
def test_a_citizen_asks_what_a_line_is_for_and_gets_an_answer(
    visit: Visit, budget: str, lang: str, script: bool
) -> None:
    text = {"kk": "Бұл ақшаға қанша мектеп салынады?", "ru": "Сколько школ построят на эти деньги?"}[lang]
    said = {"kk": "Екі мектеп пен бір балабақша.", "ru": "Две школы и один детский сад."}[lang]
    citizen = visit(f"/{lang}/budgets/{budget}/full/?at={LINE}", who="citizen-1", size=PHONE, lang=lang, script=script)
    no_sideways_scroll(citizen)
    citizen.locator("a[href*='/budgets/questions/ask/']").click()
    looked_at(citizen, script)
    citizen.locator("[name=text]").fill(text)
    send(citizen)
    expect(citizen.locator("main .qa")).to_contain_text(text)
    citizen.locator("button[value=publish]").click()
    citizen.wait_for_url(re.compile(r"/budgets/questions/L\d{4}-"))
    found = re.search(r"/questions/(L\d{4}-\w{8}-\w)/", citizen.url)
    assert found
    public_id = found.group(1)
    looked_at(citizen, script)
    expect(citizen.locator(".countdown, .clock, aside").first).to_be_visible()

    desk = visit(f"/{lang}/desk/", who="officer-1", size=WIDE, lang=lang, script=script)
    desk.locator(f"a[href*='/questions/desk/{public_id}/']").first.click()
    looked_at(desk, script)
    desk.locator("a[href*='/answer/']").first.click()
    desk.locator("[name=text]").fill(said)
    send(desk)
    desk.locator("button[value=publish]").click()
    desk.wait_for_load_state()

    reader = visit(f"/{lang}/budgets/questions/{public_id}/", size=NARROW, lang=lang, script=script)
    for words in (text, said):
        expect(reader.locator("main")).to_contain_text(words)
    looked_at(reader, script)
    reader.goto(f"/{lang}/budgets/{budget}/full/?at={LINE}")
    expect(reader.locator("main")).to_contain_text(text)
    no_sideways_scroll(reader)
