"""A recommendation from its finding to the second look, and the public pages around it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
FOUND = {
    "holder": "ulgi-ministry",
    "title_kk": "Ауыл бюджеттері сайтта жарияланбаған",
    "title_ru": "Бюджетов сёл нет на сайте",
    "found_kk": "Бес ауылдың бюджеті жоқ.",
    "found_ru": "Нет бюджетов пяти сёл.",
    "advice_kk": "Бес бюджетті де жариялаңыз.",
    "advice_ru": "Опубликуйте все пять бюджетов.",
}


def send(page: Page, **fields: str) -> None:
    """Fill the one form of a desk's page and send it."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form[method=post] .actions button").first.click()
    page.wait_for_load_state()


def test_a_finding_becomes_a_recommendation_that_is_carried_out_and_looked_at_again(visit: Visit) -> None:
    supervisor = visit("/kk/recommendations/desk/new/", who="supervisor", size=WIDE)
    supervisor.locator("[name=criterion]").select_option("publication")
    accessible(supervisor)
    send(supervisor, **FOUND)
    found = re.search(r"/desk/(M\d{4}-\w{8}-\w)/", supervisor.url)
    assert found, supervisor.url
    public_id = found.group(1)

    def step(page: Page, verb: str, **fields: str) -> None:
        page.goto(f"/kk/recommendations/desk/{public_id}/{verb}/")
        send(page, **fields)
        assert page.url.endswith("?done=1"), (verb, page.locator("main").inner_text())

    said = {"text_kk": "Бесеуі де жарияланды.", "text_ru": "Опубликованы все пять."}
    step(supervisor, "issue")
    head = visit("/kk/desk/", who="head", size=WIDE)
    expect(head.locator("main")).to_contain_text(public_id)
    step(head, "accept", text_kk="Қабылдаймыз.", text_ru="Принимаем.")
    step(head, "report", proof="https://example.org/budgets", **said)
    step(supervisor, "confirm", text_kk="Қарадық, бесеуі де бар.", text_ru="Посмотрели, все пять есть.")
    reader = visit(f"/kk/recommendations/{public_id}/", size=NARROW)
    expect(reader.locator("main")).to_contain_text("Қарадық, бесеуі де бар.")
    for path in (f"recommendations/{public_id}", "recommendations", "access-officers", "access-commission", "learning"):
        reader.goto(f"/kk/{path}/")
        no_sideways_scroll(reader)
        accessible(reader)
    unscripted = visit("/ru/recommendations/?source=monitoring", size=PHONE, script=False, lang="ru")
    expect(unscripted.locator("main")).to_contain_text(FOUND["title_ru"])
