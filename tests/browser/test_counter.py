"""A pensioner without EDS or telephone asks through a clerk, the answer comes on paper; a newspaper has its term."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll
from tests.browser.test_path import send, step

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]

SAID = "Зейнетақым екі айдан бері неге кешігіп келеді?"
ANSWER = "Зейнетақыңыз осы айдың бесінен бастап уақытында түседі."


def scan() -> dict[str, object]:
    """A signed page as a scanner gives it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "signed")
    canvas.save()
    return {"name": "scan0001.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


def press(page: Page, selector: str) -> None:
    """Reach a control by the keyboard and press Enter: nothing at a counter needs a mouse."""
    page.locator(selector).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_pensioner_asks_through_a_clerk_and_gets_the_answer_on_paper(visit: Visit) -> None:
    clerk = visit("/kk/desk/filing/", who="assistant", size=WIDE)
    accessible(clerk)
    press(clerk, "main a[href$='/desk/filing/new/']")
    press(clerk, "main a[href$='/new/ulgi-ministry/']")
    clerk.locator("[name=document][value=pension]").focus()
    clerk.keyboard.press("Space")
    clerk.locator("[name=title]").focus()
    clerk.keyboard.type("Зейнетақы туралы")
    clerk.locator("[name=point_1]").focus()
    clerk.keyboard.type(SAID)
    accessible(clerk)
    press(clerk, "main form button.button-primary")
    expect(clerk.locator(".large").filter(has_text=SAID).first).to_be_visible()
    size = clerk.locator(".large .prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 20, "what is read back is in large type"
    accessible(clerk)
    press(clerk, "main form button.button-primary")
    press(clerk, "main a[href$='/paper/']")
    expect(clerk.locator("main")).to_contain_text(SAID)
    clerk.go_back()
    clerk.locator("[name=scan]").set_input_files(scan())
    accessible(clerk)
    press(clerk, "form:has([name=scan]) button[type=submit]")
    number = clerk.locator(".ticket-number").inner_text().strip()
    word = clerk.locator(".ticket-word").inner_text().strip()
    assert re.fullmatch(r"Q\d{4}-\w{8}-\w", number) and clerk.locator(".ticket-qr svg").count() == 1
    accessible(clerk)
    for paper in ("A5", "A4"):
        assert len(pypdfium2.PdfDocument(clerk.pdf(format=paper))) == 1, f"the coupon is one page of {paper}"
    press(clerk, "main form button.button-primary")
    assert word not in clerk.content()

    officer = visit("/kk/desk/", who="officer-1", size=WIDE)
    step(officer, number, "accept", "kk")
    expect(officer.locator("main")).to_contain_text("scan.pdf")
    step(officer, number, "draft_answer", "kk", answer_1=ANSWER)
    step(visit("/kk/desk/", who="head", size=PHONE), number, "sign_answer", "kk", confirmed="on")

    clerk.goto(f"/kk/desk/{number}/")
    assert ANSWER not in clerk.content() and SAID not in clerk.content()
    librarian = visit("/kk/desk/filing/answers/", who="assistant-2", size=WIDE)
    accessible(librarian)
    form = librarian.locator("form:has([name=secret])")
    form.locator("[name=number]").fill(number.lower())
    form.locator("[name=secret]").fill(word.lower())
    press(librarian, "form:has([name=secret]) button[type=submit]")
    expect(librarian.locator("main")).to_contain_text(ANSWER)
    accessible(librarian)
    printed = pypdfium2.PdfDocument(librarian.pdf(format="A4"))[0].get_textpage().get_text_range()
    assert ANSWER in " ".join(printed.split())

    neighbour = visit(f"/kk/coupon/?n={number}", size=NARROW)
    no_sideways_scroll(neighbour)
    accessible(neighbour)
    neighbour.locator("[name=secret]").fill(word)
    send(neighbour)
    expect(neighbour.locator("main")).to_contain_text(ANSWER)
    no_sideways_scroll(neighbour)


def test_a_newspapers_request_runs_on_its_own_term(visit: Visit) -> None:
    journalist = visit("/ru/requests/ask/ulgi-ministry/", who="journalist", size=PHONE, lang="ru")
    journalist.locator("[name=title]").fill("Расходы на школы")
    journalist.locator("[name=point_1]").fill("Сколько потрачено на ремонт школ в этом году?")
    journalist.locator("[name=language][value=ru]").check()
    journalist.locator("[name=as_media]").check()
    no_sideways_scroll(journalist)
    journalist.locator("main form button[value=next]").click()
    journalist.wait_for_load_state()
    expect(journalist.locator("main")).to_contain_text("media.answer")
    journalist.locator("main form[method=post] button[type=submit]").first.click()
    journalist.wait_for_load_state()
    number = re.search(r"R\d{4}-\w{8}-\w", journalist.url)
    assert number, journalist.url
    room = visit("/ru/editorial/room/", who="editor", size=PHONE, lang="ru")
    expect(room.locator("main")).to_contain_text(number.group())
    accessible(room)
    no_sideways_scroll(room)
    public = visit("/kk/editorial/ulgi-habary/", size=NARROW)
    accessible(public)
    no_sideways_scroll(public)


def test_a_time_at_a_reception_is_booked_on_a_telephone(visit: Visit) -> None:
    page = visit("/kk/reception/ulgi-ministry/", size=NARROW)
    accessible(page)
    no_sideways_scroll(page)
    citizen = visit("/kk/reception/ulgi-ministry/", who="citizen-1", size=NARROW)
    press(citizen, "main a[href*='/reception/ulgi-ministry/']")
    citizen.locator("[name=place]").first.check()
    no_sideways_scroll(citizen)
    accessible(citizen)
    send(citizen)
    expect(citizen).to_have_url(re.compile("/reception/mine/"))
    accessible(citizen)
    no_sideways_scroll(citizen)


def test_neighbours_sign_one_letter_by_its_link(visit: Visit) -> None:
    writer = visit("/kk/together/new/question/ulgi-ministry/", who="citizen-1", size=NARROW)
    writer.locator("[name=title]").fill("Қоқыс туралы")
    writer.locator("[name=point_1]").fill("Ауладағы қоқыс қашан жиналады?")
    no_sideways_scroll(writer)
    send(writer)
    link = re.sub(r"\?.*", "", writer.url)
    no_sideways_scroll(writer)
    accessible(writer)
    neighbour = visit(link, who="citizen-3", size=NARROW)
    accessible(neighbour)
    neighbour.locator("button[value=sign]").click()
    neighbour.wait_for_load_state()
    writer.reload()
    writer.locator("button[value=send]").click()
    writer.wait_for_load_state()
    neighbour.reload()
    expect(neighbour.locator("main")).to_contain_text(re.compile(r"Q\d{4}-\w{8}-\w"))
    no_sideways_scroll(neighbour)
    accessible(neighbour)
