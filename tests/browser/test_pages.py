"""The public pages in a real browser, over a small nation: phone and desk, with and without scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, WIDE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = {
    "front": "",
    "owed": "owed/late/",
    "bodies": "bodies/",
    "bodies-found": "bodies/?invented=1&q=үлгі",
    "bodies-empty": "bodies/?q=qqqqq",
    "body": "bodies/ulgi-ministry/",
    "body-real": "bodies/akimat-abay-region/",
    "body-ended": "bodies/majilis/",
    "punctuality": "bodies/ulgi-ministry/punctuality/",
    "search": "search/",
    "search-found": "search/?q=мәслихат",
    "search-empty": "search/?q=qqqqq",
    "how": "how-it-works/",
    "how-kind": "how-it-works/question/",
    "law": "law/",
    "norm": "law/petition.collecting/",
    "norm-house": "law/question.answer/",
    "calendar": "law/calendar/2026/",
}


@pytest.fixture(scope="module")
def peopled(site: str, site_database: str, gathered: str) -> str:
    """The site over an invented nation, made as `./run` makes it."""
    environment = {
        **os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": site_database, "JARIYA_VAR": gathered, "PYTHONPATH": "src",
    }  # fmt: skip
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "nation", "--size", "small"]
    subprocess.run(command, env=environment, check=True)
    return site


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_the_narrowest_phone_in_kazakh(
    peopled: str, visit: Callable[..., Page], name: str
) -> None:
    page = visit(f"/kk/{PAGES[name]}", size=NARROW)
    no_sideways_scroll(page)
    accessible(page)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_on_a_desk_in_russian(peopled: str, visit: Callable[..., Page], name: str) -> None:
    page = visit(f"/ru/{PAGES[name]}", size=WIDE, lang="ru")
    no_sideways_scroll(page)
    accessible(page)


@pytest.mark.parametrize("name", ways("body", "front", "how-kind", "calendar", "search-found"))
def test_a_page_is_legible_in_the_dark_and_at_twice_the_size(
    peopled: str, visit: Callable[..., Page], name: str
) -> None:
    page = visit("/healthz", size=NARROW)
    page.emulate_media(color_scheme="dark")
    page.context.add_cookies([{"name": "view", "value": "200-dark-calm", "url": peopled}])
    page.goto(f"/kk/{PAGES[name]}")
    no_sideways_scroll(page)
    accessible(page)


def test_my_cases_are_accessible_with_and_without_cases(peopled: str, visit: Callable[..., Page]) -> None:
    for who, lang in (("citizen-1", "kk"), ("moderator", "ru")):
        page = visit(f"/{lang}/my/", who=who, size=NARROW, lang=lang)
        no_sideways_scroll(page)
        accessible(page)


def test_what_one_can_do_and_what_the_state_owes_stand_on_the_first_screens_of_a_phone(
    peopled: str, visit: Callable[..., Page]
) -> None:
    page = visit("/kk/", size=NARROW)

    def top(selector: str) -> float:
        return float(page.locator(selector).first.evaluate("e => e.getBoundingClientRect().bottom"))

    assert top(".doors") <= NARROW["height"], "all four doors without scrolling"
    assert top(".front-owed .stats") <= 2 * NARROW["height"]


@pytest.mark.parametrize("script", ways(True, False))
def test_a_reader_goes_from_a_late_figure_to_the_body_and_its_rows(
    peopled: str, visit: Callable[..., Page], script: bool
) -> None:
    page = visit("/kk/", script=script)
    page.locator(".stat a").first.click()
    expect(page).to_have_url(f"{peopled}/kk/owed/late/")
    page.locator("tbody td a[href*='/bodies/']").first.click()
    expect(page.locator("#punctuality")).to_be_visible()
    page.locator("#punctuality ~ .stats a").first.click()
    expect(page.locator("table tbody tr").first).to_be_visible()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert download.value.suggested_filename.startswith("INVENTED-")


def test_a_body_is_found_by_typing_and_without_scripts(peopled: str, visit: Callable[..., Page]) -> None:
    page = visit("/ru/bodies/", script=False, lang="ru")
    page.locator("#f-q").fill("здравохранения министерство")
    page.locator("form.finder button").click()
    page.locator(".body-list a").first.click()
    expect(page.locator("h1")).to_contain_text("здравоохранения")


def test_the_search_of_the_header_leads_to_results_with_marked_words(peopled: str, visit: Callable[..., Page]) -> None:
    page = visit("/kk/", size=WIDE)
    page.locator("#site-q").fill("мәслихаттың")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator(".hit-title a").first.click()
    assert "/kk/bodies/maslikhat-" in page.url


def test_the_language_switch_keeps_the_page_of_a_body(peopled: str, visit: Callable[..., Page]) -> None:
    page = visit("/kk/bodies/ulgi-ministry/")
    page.locator(".languages a[lang=ru]").click()
    expect(page).to_have_url(f"{peopled}/ru/bodies/ulgi-ministry/")


def test_the_pages_print_without_forms_and_with_the_mark_of_invention(
    peopled: str, visit: Callable[..., Page], tmp_path: Any
) -> None:
    page = visit("/kk/bodies/ulgi-ministry/", size=WIDE)
    page.emulate_media(media="print")
    expect(page.locator(".demo-banner")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
