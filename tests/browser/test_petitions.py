"""Petitions as a reader, the petitioner and the addressee see them in a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
MAKE = """
import json
import django
django.setup()
from django.utils import timezone
from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.portals.petitions.public.standing import refresh
from tests.portals.petitions.made import petitions
people = {p.handle.removeprefix("demo-"): p for p in Person.objects.filter(handle__startswith="demo-")}
made = petitions(people, Body.objects.get(slug="ulgi-ministry"), lambda what: "qupiya", now=timezone.now())
refresh(now=timezone.now())
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def made(site_database: str, gathered: str) -> Iterator[dict[str, str]]:
    """Petitions in the states that pages show."""
    environment = {
        **os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": site_database, "JARIYA_VAR": gathered,
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings", "PYTHONPATH": f"src{os.pathsep}.",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", MAKE], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    yield json.loads(done.stdout.strip().splitlines()[-1])


def test_a_reader_sees_the_count_the_petitioner_answers_and_the_body_keeps_its_promise(
    visit: Visit, made: dict[str, str]
) -> None:
    reader = visit("/kk/petitions/", size=NARROW)
    no_sideways_scroll(reader)
    accessible(reader)
    reader.locator(f"main a[href*='{made['petition']}']").first.click()
    expect(reader.locator(".petition-count strong")).to_have_text(re.compile(r"40.988"))
    expect(reader.locator("figure.tile-map")).to_be_visible()
    assert reader.locator(".petition-signers li").first.inner_text() == "Айгүл С."
    no_sideways_scroll(reader)
    accessible(reader)

    author = visit(
        f"/kk/petitions/consideration/{made['petition_considered']}/invitation/", who="citizen-1", size=PHONE
    )
    accessible(author)
    author.locator("button[value=accept]").click()
    expect(author.locator(".notification-good")).to_be_visible()

    desk = visit("/ru/petitions/consideration/desk/", who="officer-1", size=WIDE, lang="ru")
    accessible(desk)
    desk.locator(f"main a[href$='/desk/{made['petition_promised']}/']").first.click()
    desk.locator("a[href$='/keep_promise/1/']").click()
    for name, text in {"report_kk": "Жоба дайын.", "report_ru": "Проект готов."}.items():
        desk.locator(f"[name={name}]").fill(text)
    send = desk.locator("main form[method=post] button.button-primary")
    send.click()
    expect(desk.locator("[role=alert]").first).to_contain_text("petition.evidence_missing")
    assert desk.locator("[name=report_ru]").input_value() == "Проект готов."
    desk.locator("[name=link]").fill("https://example.kz/akt")
    send.click()
    expect(desk.locator(".notification-good")).to_be_visible()

    page = visit(f"/ru/petitions/{made['petition_promised']}/", size=PHONE, lang="ru", script=False)
    expect(page.locator("#promise-1")).to_contain_text("Проект готов.")
    expect(page.locator("#promise-1 .tag-gold")).to_be_visible()
    no_sideways_scroll(page)


@pytest.mark.slow
def test_every_public_page_of_petitions_stands_on_narrow_screens_in_kazakh(visit: Visit, made: dict[str, str]) -> None:
    paths = [
        "?which=refused", "?which=archive", "promises/", f"{made['petition_long']}/", f"{made['petition']}/proof/",
        f"{made['petition']}/poster/", f"{made['petition']}/embed/", f"{made['petition']}/on-another-site/",
        f"{made['petition_considered']}/", f"{made['petition_considered']}/decisions/1/",
        f"{made['petition_promised']}/",
    ]  # fmt: skip
    page = visit("/kk/petitions/", size=NARROW)
    for path in paths:
        page.goto(f"/kk/petitions/{path}")
        no_sideways_scroll(page)
        accessible(page)
