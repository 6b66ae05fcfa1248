"""Files in a real browser: pieces that go on after a broken line and a reload; a page blackened with the mouse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import NARROW, WIDE, accessible, no_sideways_scroll
from tests.kernel.files.conftest import pdf

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
FORM = "/kk/requests/ask/ulgi-ministry/"


def work(address: str, var: str) -> None:
    """Do once what the worker would do."""
    environment = {**os.environ, "JARIYA_MODE": "demo", "DATABASE_URL": address, "JARIYA_VAR": var, "PYTHONPATH": "src"}
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "worker", "--once"]
    subprocess.run(command, env=environment, check=True, timeout=120)


def film(size: int) -> bytes:
    """A film without a picture."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    return head + (size - len(head)).to_bytes(4, "big") + b"mdat" + bytes(size - len(head) - 8)


def test_a_file_goes_on_after_a_broken_line_and_a_reload_and_is_blackened_and_published(
    visit: Visit, site_database: str, gathered: str, tmp_path: Path
) -> None:
    big, small = tmp_path / "Жиналыс.mp4", tmp_path / "Хат.pdf"
    big.write_bytes(film(18 * 1024 * 1024))
    small.write_bytes(pdf("Call +7 701 555 01 42 today", "The road will be mended in June."))
    pieces: list[str] = []

    def line(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
            if len(pieces) == 2:
                route.fulfill(status=503, body="")
                return
            if len(pieces) == 4:
                return  # never answered: the page is reloaded meanwhile
        route.continue_()

    page = visit(FORM, who="citizen-1", size=NARROW)
    page.route("**/files/uploads/**", line)
    page.locator("#f-files").set_input_files(big)
    expect(page.locator(".files-kept progress")).to_be_visible()
    for _wait in range(150):
        if len(pieces) >= 4:
            break
        page.wait_for_timeout(100)
    assert pieces[:4] == ["0", str(8 << 20), str(8 << 20), str(16 << 20)]
    page.reload()
    expect(page.locator(".files-kept")).to_contain_text("Сол файлды қайта таңдаңыз")
    accessible(page)
    page.locator("#f-files").set_input_files([big, small])
    for number in (0, 1):
        expect(page.locator(".files-kept li").nth(number)).to_contain_text("Келіп жетті", timeout=30_000)
    assert pieces[4] == str(16 << 20)
    no_sideways_scroll(page)
    page.locator("[name=title]").fill("Жол жөндеу жоспары")
    page.locator("[name=point_1]").fill("Жол жөндеу жоспарын беріңіз.")
    page.locator("main form button[name=do][value=next]").click()
    page.wait_for_url(re.compile("/review/"))
    expect(page.locator("main")).to_contain_text("Жиналыс.mp4")
    page.locator("main form button.button-primary").last.click()
    page.wait_for_url(re.compile("/mine/"))
    found = re.search(r"requests/(\w\d{4}-\w{8}-\w)/mine/", page.url)
    assert found is not None
    work(site_database, gathered)
    page.reload()
    with page.expect_download() as down:
        page.get_by_role("link", name="Хат.pdf").click()
    assert down.value.suggested_filename == f"{found.group(1)}-2.pdf"
    blacken(visit, found.group(1))


def blacken(visit: Visit, case: str) -> None:
    """The officer's part: mark with the mouse, make the copy, publish it."""
    page = visit(f"/kk/desk/{case}/", who="officer-1", size=WIDE)
    page.locator("a[href*='/desk/files/']").last.click()
    page.wait_for_url(re.compile("/desk/files/"))
    accessible(page)
    page.locator("input[name=way][value=blackened]").check()
    page.locator("form:has([name=way]) button").click()
    page.wait_for_url(re.compile("/pages/1/"))
    expect(page.locator("input[name=word]")).to_be_checked()
    accessible(page)
    stage = page.locator("[data-boxes] svg")
    stage.scroll_into_view_if_needed()
    frame: Any = stage.bounding_box()
    page.mouse.move(frame["x"] + 90, frame["y"] + 120)
    page.mouse.down()
    page.mouse.move(frame["x"] + 200, frame["y"] + 150, steps=4)
    page.mouse.up()
    expect(page.locator("input[name=left]").first).not_to_have_value("")
    page.locator("button[value=back]").click()
    page.wait_for_url(re.compile(r"/desk/files/[^/]+/$"))
    page.locator("form:has([value=blacken]) button").click()
    page.locator("[name=title]").fill("Жол туралы хат")
    page.locator("[name=looked]").check()
    page.locator("form:has([value=publish]) button").click()
    expect(page.locator("form:has([value=withdraw])")).to_be_visible()
    accessible(page)
