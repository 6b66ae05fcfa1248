"""A citizen follows the money on a phone, in Kazakh; an analyst takes the figures away and sums them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, copied_database, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
LOAD = (
    "from django.utils import timezone; from jariya.project.budgets_nation import make_invented;"
    " make_invented(now=timezone.now(), say=print)"
)


@pytest.fixture(scope="module")
def site_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The module's own database, with the invented oblast's reports in it."""
    with django_db_blocker.unblock(), copied_database("budgets") as address:
        environment = {**os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": address, "PYTHONPATH": "src"}
        command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "manage", "shell", "-c", LOAD]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        yield address


def digits(text: str) -> int:
    """A number as a page writes it."""
    return int(re.sub(r"[^\d-]", "", text.replace("−", "-")))


def test_a_citizen_follows_the_money_to_a_line_of_a_district(visit: Visit) -> None:
    page = visit("/kk/budgets/?year=2025", size=PHONE)
    no_sideways_scroll(page)
    page.locator("main table a[href$='/budgets/ulgi-region-invented-2025/']").click()
    accessible(page)
    # In plain words, to the end.
    page.locator("main a[href$='/plain/']").first.click()
    for _step in range(4):
        no_sideways_scroll(page)
        page.locator("a[rel=next]").click()
    accessible(page)
    # Down to a district, and to one line of it, without loading the page anew.
    page.goto("/kk/budgets/ulgi-region-invented-2025/")
    page.locator("main a[href$='/budgets/mysal-city-2025/']").click()
    page.locator("main a[href*='/full/?at=II']").first.click()
    page.evaluate("window.stays = true")
    for at in ("II/82", "II/82/2", "II/82/2/904"):
        page.locator(f"#place tbody a[href$='at={at}']").click()
        expect(page).to_have_url(re.compile(f"at={at}$"))
        expect(page.locator("#place h1")).to_be_focused()
    assert page.evaluate("window.stays"), "the page was loaded anew"
    assert "Отдел примерных школ" in page.locator("#place h1").inner_text()
    assert "Отдел примерных школ" in page.title()
    assert page.locator("#trail [aria-current=page]").inner_text() == page.locator("#place h1").inner_text()
    accessible(page)
    no_sideways_scroll(page)
    page.go_back()
    expect(page.locator("#place h1")).to_have_text("Уроки и кружки")
    # A month by its number, then a month that has no such place would be told by the site itself.
    page.locator(".months a", has_text="03").click()
    expect(page).to_have_url(re.compile("month=3"))
    # Two territories per head, the larger first.
    page.goto("/kk/budgets/ulgi-region-invented-2025/")
    page.locator("main a[href*='per=head']").click()
    told = [digits(text) for text in page.locator("td.num[data-label*='тұрғынға']").all_inner_texts()]
    assert len(told) == 2
    assert told == sorted(told, reverse=True)
    no_sideways_scroll(page)
    accessible(page)
    # A check that does not hold, with both sides.
    page.goto("/kk/budgets/checks/?rule=crosscut_rows")
    page.locator("main tbody th a").first.click()
    assert page.locator("main table").count() == 2
    no_sideways_scroll(page)
    accessible(page)


def test_the_same_way_leads_down_without_a_script(visit: Visit) -> None:
    page = visit("/ru/budgets/mysal-city-2025/full/?month=5&at=II", size=NARROW, script=False, lang="ru")
    page.locator("#place tbody a[href$='at=II/82']").click()
    assert page.locator("h1").inner_text() == "Примерные школы"
    no_sideways_scroll(page)


def test_a_budget_is_balanced_shared_and_sent(visit: Visit) -> None:
    page = visit("/kk/budgets/mysal-city-2025/balance/", size=PHONE)
    accessible(page)
    page.locator("[name=g82]").fill("20")
    page.locator("form.balance button").click()
    expect(page.locator(".notification-warn")).to_be_visible()
    page.locator("[name=g84]").fill("abc")
    page.locator("form.balance button").click()
    assert page.locator("[name=g84]").input_value() == "abc", "nothing typed is lost"
    accessible(page)
    page.locator("[name=g82]").fill("-5")
    page.locator("[name=g84]").fill("+3")
    page.locator("form.balance button").click()
    expect(page.locator(".notification-good")).to_be_visible()
    no_sideways_scroll(page)
    shared = page.locator(".address a").get_attribute("href")
    other = visit(shared, size=WIDE, script=False)
    assert other.locator("[name=g82]").input_value() == "-5"
    page.locator("main a[href*='/balance/send/']").click()
    accessible(page)
    page.locator("main form[method=post] button").click()
    expect(page.locator(".notification-good")).to_be_visible()


def test_an_analyst_takes_the_package_and_recomputes_what_the_page_says(visit: Visit, tmp_path: Path) -> None:
    page = visit("/en/budgets/mysal-city-2025/full/?month=5&at=II", size=WIDE, lang="en")
    printed = digits(page.locator("tr", has_text="Paid").locator("td[data-label=Tenge]").first.inner_text())
    page.locator("main a[href*='/releases/']").last.click()
    with page.expect_download() as waiting:
        page.locator("a[href$='/package.zip']").click()
    package = tmp_path / "package.zip"
    waiting.value.save_as(package)
    with zipfile.ZipFile(package) as packed:
        packed.extract("recompute_budget.py", tmp_path)
    command = [sys.executable, "-I", str(tmp_path / "recompute_budget.py"), str(package), "--month", "2025-05"]
    run = subprocess.run([*command, "--path", "II", "--measure", "paid"], capture_output=True, text=True, check=True)
    assert int(run.stdout.split("\t")[3]) == printed
    accessible(page)
