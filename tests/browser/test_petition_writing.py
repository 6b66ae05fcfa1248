"""A petition is written in a real browser: saved by itself and by a button, checked, led to its signature."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, accessible, no_sideways_scroll
from tests.portals.petitions.conftest import KK, RU, TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


def test_a_petition_is_written_in_two_languages_and_saves_itself(visit: Visit) -> None:
    page = visit("/kk/petitions/write/", who="citizen-1", size=NARROW)
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url("**/petitions/write/*/")
    no_sideways_scroll(page)
    checks = page.locator("#checks")
    page.locator("[name=title_kk]").fill(TEXTS.title_kk)
    page.locator("[name=text_kk]").fill(KK + " Хабарласыңыз: +7 701 555 01 42.")
    expect(checks.locator("[name=version]")).to_have_value("1", timeout=8000)
    expect(checks).to_contain_text("+7 701 555 01 42")
    address = page.url
    page.goto(address)
    expect(page.locator("[name=title_kk]")).to_have_value(TEXTS.title_kk)
    page.locator("[name=title_ru]").fill(TEXTS.title_ru)
    page.locator("[name=text_kk]").fill(KK)
    page.locator("[name=text_ru]").fill(RU)
    page.locator("[name=addressee]").select_option("ulgi-ministry")
    expect(checks.locator(".tag")).to_be_visible(timeout=8000)
    accessible(page)
    page.locator("button[value=next]").click()
    page.wait_for_url("**/review/")
    no_sideways_scroll(page)
    accessible(page)
    page.locator("main form[method=post] button").click()
    page.wait_for_url("**/sign/**")


def test_without_a_script_a_button_saves_and_says_what_is_missing(visit: Visit) -> None:
    page = visit("/ru/petitions/write/", who="citizen-3", size=NARROW, script=False, lang="ru")
    page.locator("main form[method=post] button").first.click()
    page.locator("[name=title_ru]").fill(TEXTS.title_ru)
    page.locator("button[value=next]").click()
    expect(page.locator("#checks .notification-bad")).to_contain_text("Нет текста на русском")
    expect(page.locator("[name=title_ru]")).to_have_value(TEXTS.title_ru)
