"""The registry desk in a browser: a body is found, renamed in a proposal, and the effects are read before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NARROW, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("lang", "script"), ways(("kk", True), ("ru", False)))
def test_a_rename_is_proposed_with_its_effects_in_view(visit: Callable[..., Page], lang: str, script: bool) -> None:
    page = visit(f"/{lang}/desk/bodies/", who="supervisor", lang=lang, size=NARROW, script=script)
    page.locator("main input[name=q]").fill("лгі" if lang == "kk" else "министерство")
    page.locator("main form[role=search] button").click()
    no_sideways_scroll(page)
    if script:
        accessible(page)
    page.locator("main a[href*='/rename/']").first.click()
    page.locator("input[name=name_en]").fill("Sample of Trying")
    page.locator("input[name=slug]").fill("sample-of-trying")
    page.locator("input[name=act]").fill("№ 7")
    page.locator("button[value=preview]").click()
    assert "sample-of-trying" in page.locator("#preview").inner_text()
    no_sideways_scroll(page)
    if script:
        accessible(page)
    page.locator("button[value=propose]").click()
    page.wait_for_url("**/desk/bodies/edits/*/")
    assert page.locator("button[value=withdraw]").is_visible()
    assert page.locator("button[value=approve]").count() == 0, "the author does not approve"
    no_sideways_scroll(page)
    if script:
        accessible(page)
