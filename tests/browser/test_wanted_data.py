"""Data that are missing: asked for on a phone, planned, published, found by who asked; in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll
from tests.browser.test_drafts import send

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def own(site: str, site_database: str, gathered: str) -> str:
    """The tables of the platform's own records are published by the ministry; one of their address words."""
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "opendata", "own"]
    environment = {
        **os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": site_database, "PYTHONPATH": "src", "JARIYA_VAR": gathered,
    }  # fmt: skip
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return "jariya-licences"


def looked_at(page: Page, script: bool) -> None:
    """Fits; and axe finds nothing, where a script may run."""
    no_sideways_scroll(page)
    if script:
        accessible(page)


@pytest.mark.parametrize(("lang", "script"), [("kk", True), ("ru", False)])
def test_what_is_asked_for_comes_through_the_plan_to_everyone(visit: Visit, own: str, lang: str, script: bool) -> None:
    title = {"kk": "Ашық деректер лицензияларының тізімі", "ru": "Список лицензий открытых данных"}[lang]
    citizen = visit(f"/{lang}/data/wanted/", who="citizen-1", size=PHONE, lang=lang, script=script)
    looked_at(citizen, script)
    citizen.locator("a[href$='/data/wanted/ask/']").first.click()
    looked_at(citizen, script)
    citizen.locator("a[href$='/ask/ulgi-ministry/']").first.click()
    citizen.locator("[name=title]").fill(title)
    if script:
        expect(citizen.locator("#alike a").first).to_be_visible()
    looked_at(citizen, script)
    citizen.locator("button[value=look]").click()
    expect(citizen.locator("main .qa")).to_contain_text(title)
    expect(citizen.locator("main a[href*='/data/sets/']").first).to_be_visible()
    citizen.locator("button[value=publish]").click()
    citizen.wait_for_url(re.compile(r"/data/wanted/E\d{4}-"))
    found = re.search(r"/wanted/(E\d{4}-\w{8}-\w)/", citizen.url)
    assert found
    public_id = found.group(1)
    looked_at(citizen, script)

    desk = visit(f"/{lang}/data/wanted/desk/{public_id}/", who="officer-1", size=WIDE, lang=lang, script=script)
    looked_at(desk, script)
    desk.locator("a[href$='/plan/']").first.click()
    for name in ("title_kk", "title_ru"):
        desk.locator(f"[name={name}]").fill(title)
    desk.locator("[name=text]").fill("OK")
    looked_at(desk, script)
    send(desk)
    desk.wait_for_url(re.compile(r"done=1"))
    desk.locator("a[href*='/data/plans/T']").first.click()
    looked_at(desk, script)
    desk.locator("a[href*='/data/plans/desk/T']").first.click()
    desk.locator("a[href$='/link/']").first.click()
    desk.locator("[name=data_set]").select_option(own if lang == "kk" else "jariya-themes")
    send(desk)
    desk.wait_for_url(re.compile(r"done=1"))

    reader = visit(f"/{lang}/data/wanted/{public_id}/", size=NARROW, lang=lang, script=script)
    looked_at(reader, script)
    reader.locator("a[href*='/data/sets/jariya-']").first.click()
    expect(reader.locator("main h1")).to_be_visible()
    for path in ("plans/", "plans/of/ulgi-ministry/", "plans/overdue/", "sources/"):
        reader.goto(f"/{lang}/data/{path}")
        looked_at(reader, script)
