"""A publisher in a real browser: dirty files become versions, a problem is seen in its cell, versions are compared."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, accessible, no_sideways_scroll
from tests.browser.test_files import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
ROWS = [(f"{n:03}", f"Школа №{n}", f"{100 + n},5", "01.09.2020") for n in range(1, 31)]


def csv(rows: list[tuple[str, ...]], encoding: str) -> bytes:
    lines = [("код", "название школы", "балл", "дата"), *rows]
    return "\r\n".join(";".join(line) for line in lines).encode(encoding)


def begun(page: Page, title: str) -> None:
    """A new set, as far as the page that takes its file."""
    page.goto("/kk/data/desk/new/")
    page.locator("[name=title_kk]").fill(title)
    page.locator("[name=title_ru]").fill(title)
    page.locator("[name=licence]").select_option("CC-BY-4.0")
    page.locator("main form button.button-primary").click()
    page.wait_for_url(re.compile(r"/data/desk/D"))
    page.get_by_role("link", name="Файл немесе сілтеме қосу").first.click()


def sent(page: Page, file: Path) -> str:
    """Send a file and come to its page; the address of that."""
    page.locator("#f-file").set_input_files(file)
    expect(page.locator(".files-kept")).to_contain_text("Келіп жетті")
    page.locator("main form button.button-primary").first.click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    return page.url


def published(page: Page) -> None:
    """Publish what was read."""
    page.get_by_role("button", name="Осы кестені жариялау").click()
    page.wait_for_url(re.compile(r"\?done=1"))


def test_a_windows_1251_table_with_decimal_commas_is_read_its_mistake_shown_and_published(
    visit: Visit, site_database: str, gathered: str, tmp_path: Path
) -> None:
    file = tmp_path / "schools.csv"
    file.write_bytes(csv([*ROWS[:6], ("007", "Школа №7", "сто семь", "01.09.2020"), *ROWS[7:]], "cp1251"))
    page = visit("/kk/data/desk/", who="officer-1", size=NARROW)
    accessible(page)
    begun(page, "Үлгі мектептері")
    sent(page, file)
    expect(page.locator("progress")).to_be_visible()
    work(site_database, gathered)
    expect(page.locator("main")).to_contain_text("Windows-1251")
    expect(page.locator("mark")).to_have_text("сто семь")
    no_sideways_scroll(page)
    accessible(page)
    published(page)
    expect(page.locator("main")).to_contain_text("күшінде")


def geojson() -> bytes:
    places = [{"type": "Feature", "properties": {"атауы": f"Мектеп {n}"},
               "geometry": {"type": "Point", "coordinates": [71 + n / 10, 51 + n / 10]}} for n in range(5)]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": places}, ensure_ascii=False).encode()


def workbook() -> bytes:
    book, raw = Workbook(), io.BytesIO()
    for name, sheet in (("Мектептер", book.active), ("Балабақшалар", book.create_sheet())):
        assert sheet is not None
        sheet.title = name
        for row in (("код", "атауы"), ("001", f"{name} 1"), ("002", f"{name} 2")):
            sheet.append(row)
    book.save(raw)
    return raw.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "geojson", "kz1048"])
def test_workbooks_places_and_the_kazakh_code_page_become_tables(
    visit: Visit, site_database: str, gathered: str, tmp_path: Path, kind: str
) -> None:
    raw = {
        "xlsx": workbook(),
        "geojson": geojson(),
        "kz1048": "код;атауы;ауданы\r\n001;Көктем орта мектебі;Үлгі ауданы\r\n002;Қаңтар гимназиясы;Сынақ ауданы\r\n"
        "003;Әдебиет лицейі;Үлгі ауданы\r\n".encode("kz1048"),
    }[kind]
    file = tmp_path / f"data.{'csv' if kind == 'kz1048' else kind}"
    file.write_bytes(raw)
    page = visit("/kk/data/desk/", who="officer-1")
    begun(page, f"Үлгі деректері {kind}")
    home = sent(page, file)
    work(site_database, gathered)
    if kind == "xlsx":
        page.get_by_role("button", name="Балабақшалар").click()
        page.wait_for_url(re.compile(r"/2/imports/1/"))
        work(site_database, gathered)
        published(page)
        page.goto(home)
    if kind == "kz1048":
        expect(page.locator("main")).to_contain_text("KZ-1048")
    published(page)
    page.get_by_role("link", name="Бәріне көрінетін бет").click()
    expect(page.locator("main")).to_contain_text({"xlsx": "Мектептер 1", "geojson": "Мектеп 0"}.get(kind, "Көктем"))


@pytest.mark.slow
def test_the_next_file_is_compared_cell_by_cell_and_a_former_version_comes_back_without_a_script(
    visit: Visit, site_database: str, gathered: str, tmp_path: Path
) -> None:
    page = visit("/kk/data/desk/", who="officer-1", script=False)
    begun(page, "Үлгі мектептерінің балы")
    for number, rows in enumerate((ROWS, [("001", "Школа №1", "99,5", "01.09.2020"), *ROWS[1:-1]])):
        file = tmp_path / f"{number}.csv"
        file.write_bytes(csv(rows, "utf-8"))
        page.locator("#f-file").set_input_files(file)
        page.locator("main form button.button-primary").first.click()
        page.wait_for_url(re.compile(r"/imports/\d+/"))
        work(site_database, gathered)
        page.reload()
        if number:
            expect(page.locator("main")).to_contain_text("99.5")
        published(page)
        if not number:
            page.get_by_role("link", name="Бағандардың атаулары").click()
            page.locator("[name=c0-key]").check()
            page.locator("main form button.button-primary").click()
            page.wait_for_url(re.compile(r"\?done=1"))
    page.get_by_role("link", name="Осы нұсқаны қайта жариялау").first.click()
    page.locator("main form button.button-primary").click()
    page.wait_for_url(re.compile(r"\?done=1"))
    expect(page.locator("main")).to_contain_text("3-нұсқа")
