"""A request for information from a telephone to its publication after a complaint, in Kazakh, in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll
from tests.browser.test_path import send, step

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.law.terms import received_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]
Visit = Callable[..., Page]
POINTS = ("Былтыр қанша шақырым жол жөнделді?", "Қабылдау актілерін беріңіздер.", "Сынақ ауданында ше?")
SECRET = "+7 701 555 01 42"
GROUND = "Басқа адамның дербес деректері мен жеке өмірі"


def later_due() -> str:
    """A working day within the extension of a request that is registered now."""
    norms, calendar = shipped_norms("kz"), shipped_calendar("kz")
    registered = received_on(dt.datetime.now(dt.UTC), norms, calendar)
    due = norms.at(registered)["ati.answer"].ends(registered, calendar).day
    return str(calendar.previous_working(due + dt.timedelta(days=12)))


def filed(visit: Visit) -> str:
    page = visit("/kk/requests/ask/ulgi-ministry/", who="citizen-1", size=PHONE)
    no_sideways_scroll(page)
    accessible(page)
    page.locator("[name=title]").fill("Жол жөндеу туралы")
    page.locator("[name=point_1]").fill(POINTS[0])
    page.locator("main details summary").first.click()
    page.locator("[name=point_2]").fill(POINTS[1])
    page.locator("[name=point_3]").fill(POINTS[2])
    page.locator("[name=subject]").select_option("transport")
    page.set_input_files(
        "[name=files]", files=[{"name": "карта.csv", "mimeType": "text/csv", "buffer": "жол;км\n".encode()}]
    )
    expect(page.locator(".files-kept input[name=files-kept]")).to_have_count(1)
    page.locator("button[name=do][value=next]").click()
    page.wait_for_load_state()
    main = page.locator("main")
    expect(main).to_contain_text(POINTS[2])
    expect(main).to_contain_text("карта.csv")
    no_sideways_scroll(page)
    send_request(page)
    found = re.search(r"requests/(R\d{4}-\w{8}-\w)/mine/", page.url)
    assert found, page.url
    expect(page.locator(".coupon-number")).to_contain_text(re.compile(r"\d{4}-\d{5}"))
    accessible(page)
    return found.group(1)


def send_request(page: Page) -> None:
    page.locator("main form button.button:not([name])").last.click()
    page.wait_for_load_state()


def test_a_request_from_a_telephone_to_its_publication_after_a_complaint(visit: Visit) -> None:
    public_id = filed(visit)
    officer, head = visit("/kk/desk/", who="officer-1", size=WIDE), visit("/kk/desk/", who="head", size=WIDE)
    step(officer, public_id, "accept", "kk")
    officer.goto(f"/kk/desk/{public_id}/forward_part/")
    form = officer.locator("main form[method=post]")
    form.locator("[name=points][value='3']").check()
    form.locator("[name=to]").select_option("akimat-ulgi-synaq")
    form.locator("[name=reason]").fill("Бұл дерек ауданда.")
    send(officer)
    head.goto(f"/kk/desk/{public_id}/extend/?q=сынақ")
    form = head.locator("main form[method=post]")
    form.locator("[name=due_on]").fill(later_due())
    form.locator("[name=holder]").select_option("akimat-ulgi-synaq")
    form.locator("[name=reason]").fill("Ауданның дерегі керек.")
    send(head)
    assert head.locator(".error-summary").count() == 0, head.locator("main").inner_text()
    decision = {
        "outcome_1": "granted", "answer_1": "12 шақырым жөнделді.", "outcome_2": "partly",
        "answer_2": "Актілер қоса берілді.", "ground_2": GROUND, "severed_2": f"Мердігердің телефоны {SECRET}",
        "harm_2": "Жеке өмірге зиян.",
    }  # fmt: skip
    step(officer, public_id, "draft_answer", "kk", **decision)
    step(head, public_id, "sign_answer", "kk", confirmed="on")

    mine = visit(f"/kk/requests/{public_id}/mine/", who="citizen-1", size=PHONE)
    expect(mine.locator("main")).to_contain_text(GROUND)
    no_sideways_scroll(mine)
    accessible(mine)
    mine.locator(f"a[href$='/{public_id}/mine/complain/']").click()
    mine.locator("[name=reason]").fill("Телефонсыз-ақ беруге болады, бірақ актінің өзі жоқ.")
    send(mine)
    supervisor = visit("/kk/desk/", who="supervisor", size=WIDE)
    step(supervisor, public_id, "overturn", "kk", reason="Актілердің өзі берілуі керек.")
    anew = {"outcome_2": "granted", "answer_2": f"Актілердің көшірмесі мынау. Байланыс: {SECRET}"}
    step(officer, public_id, "draft_answer", "kk", **decision | anew)
    step(head, public_id, "sign_answer", "kk", confirmed="on")
    step(officer, public_id, "publish", "kk", answer_2="Актілердің көшірмесі мынау. Байланыс: █", checked="on")

    reader = visit(f"/kk/requests/{public_id}/", size=NARROW)
    main = reader.locator("main")
    expect(main).to_contain_text("12 шақырым жөнделді.")
    expect(main).to_contain_text("Байланыс: █")
    assert SECRET not in reader.content()
    no_sideways_scroll(reader)
    accessible(reader)
    expect(main.locator("a", has_text=re.compile(r"^R\d{4}-")).first).to_be_visible()
    feed = reader.request.get(f"/feeds/kk/case/{public_id}.atom")
    assert feed.ok and public_id in feed.text() and SECRET not in feed.text(), "by Atom too, without what was redacted"
    reader.goto("/kk/requests/?q=жол&outcome=granted")
    expect(reader.locator("main")).to_contain_text("Жол жөндеу туралы")
    no_sideways_scroll(reader)
    other = visit(f"/kk/requests/{public_id}/", who="citizen-2", size=PHONE)
    other.locator("a[href*='topic=case']").click()
    send(other)
    expect(other.locator("main")).to_be_visible()
