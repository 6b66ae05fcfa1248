"""The path of a question in a real browser: citizen, officer, head, supervisor; kk and ru; phone; without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TEXTS = {
    "kk": {
        "title": "Ауладағы жарық туралы",
        "point": "Біздің аулада екі айдан бері жарық жоқ. Қашан жөнделеді?",
        "answer": "Сәлеметсіз бе! Жарық 15 желтоқсанға дейін жөнделеді.",
    },
    "ru": {
        "title": "Об освещении во дворе",
        "point": "В нашем дворе два месяца нет света. Когда починят?",
        "answer": "Здравствуйте! Освещение починят до 15 декабря.",
    },
}
Visit = Callable[..., Page]


def send(page: Page) -> None:
    page.locator("main form button.button-primary").last.click()
    page.wait_for_load_state()


def asked(visit: Visit, lang: str, *, script: bool = True, more: str = "") -> str:
    """A citizen asks on a phone; returns the public id."""
    page = visit(f"/{lang}/questions/ask/ulgi-ministry/", who="citizen-1", size=PHONE, lang=lang, script=script)
    no_sideways_scroll(page)
    page.locator("[name=title]").fill(TEXTS[lang]["title"])
    page.locator("[name=point_1]").fill(TEXTS[lang]["point"])
    if more:
        page.locator("main details summary").first.click()
        page.locator("[name=point_2]").fill(more)
    send(page)
    expect(page.locator("main")).to_contain_text(TEXTS[lang]["point"])
    no_sideways_scroll(page)
    send(page)
    found = re.search(r"questions/(Q\d{4}-\w{8}-\w)/mine/", page.url)
    assert found, page.url
    expect(page.locator(".coupon-number")).to_contain_text(re.compile(r"\d{4}-\d{5}"))
    return found.group(1)


def step(page: Page, public_id: str, verb: str, lang: str, **fields: str) -> None:
    """One step at the desk: from the case's page by its button, through the form, back to the case."""
    page.goto(f"/{lang}/desk/{public_id}/")
    page.locator(f"a[href$='/{public_id}/{verb}/']").click()
    for name, value in fields.items():
        box = page.locator(f"main form[method=post] [name={name}]")
        if box.first.get_attribute("type") in {"checkbox", "radio"}:
            (page.locator(f"main form[method=post] [name={name}][value='{value}']") if value != "on" else box).check()
        elif box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)
    send(page)
    assert page.locator(".field-error, .error-summary").count() == 0, page.locator("main").inner_text()


@pytest.mark.parametrize(("lang", "script"), ways(("kk", True), ("ru", True), ("kk", False)))
def test_a_question_travels_from_a_phone_to_a_published_rated_answer(visit: Visit, lang: str, script: bool) -> None:
    public_id = asked(visit, lang, script=script)
    officer = visit(f"/{lang}/desk/", who="officer-1", size=WIDE, lang=lang, script=script)
    expect(officer.locator("main")).to_contain_text(public_id)
    step(officer, public_id, "accept", lang)
    step(officer, public_id, "draft_answer", lang, answer_1=TEXTS[lang]["answer"])
    assert officer.locator(f"a[href$='/{public_id}/sign_answer/']").count() == 0, "an officer cannot sign"
    head = visit(f"/{lang}/desk/", who="head", size=PHONE, lang=lang, script=script)
    step(head, public_id, "sign_answer", lang, confirmed="on")
    step(officer, public_id, "publish", lang, checked="on")
    reader = visit(f"/{lang}/questions/{public_id}/", size=NARROW, lang=lang, script=script)
    expect(reader.locator("main")).to_contain_text(TEXTS[lang]["answer"])
    no_sideways_scroll(reader)
    citizen = visit(f"/{lang}/questions/{public_id}/mine/rate/", who="citizen-1", size=PHONE, lang=lang, script=script)
    citizen.locator("[name=score][value='4']").check()
    citizen.locator("[name=resolved][value='yes']").check()
    send(citizen)
    expect(citizen.locator("main")).to_contain_text("4")
    supervisor = visit(f"/{lang}/desk/{public_id}/", who="supervisor", size=WIDE, lang=lang, script=script)
    expect(supervisor.locator("h1")).to_contain_text(TEXTS[lang]["title"])


def test_a_point_is_forwarded_and_answered_by_the_other_body(visit: Visit) -> None:
    public_id = asked(visit, "ru", more="И когда уберут снег?")
    officer = visit("/ru/desk/", who="officer-1", size=WIDE, lang="ru")
    officer.goto(f"/ru/desk/{public_id}/forward_part/")
    form = officer.locator("main form[method=post]")
    form.locator("[name=points][value='2']").check()
    option = form.locator("[name=to] option").filter(has_text=re.compile("Сынак", re.I)).first
    form.locator("[name=to]").select_option(value=option.get_attribute("value") or "")
    form.locator("[name=reason]").fill("Уборка снега относится к компетенции района.")
    send(officer)
    public = visit(f"/ru/questions/{public_id}/", lang="ru")
    child = public.locator("main .qa a, main a").filter(has_text=re.compile(r"^Q\d{4}-")).first.inner_text()
    other = visit("/ru/desk/", who="district-officer", size=WIDE, lang="ru")
    expect(other.locator("main")).to_contain_text(child)


def test_a_newcomer_asks_in_under_ten_taps_besides_the_text(visit: Visit) -> None:
    taps = 0
    page = visit("/kk/", size=PHONE)

    def tap(selector: str) -> None:
        nonlocal taps
        page.locator(selector).first.click()
        page.wait_for_load_state()
        taps += 1

    tap("main a[href$='/questions/ask/']")
    tap("main a[href$='/ask/ulgi-ministry/']")
    tap("a[href*='sign-in/demo']")
    tap("form:has([value='demo-citizen-3']) button")
    page.locator("[name=title]").fill("Көпір туралы")
    page.locator("[name=point_1]").fill("Көпір қашан жөнделеді?")
    tap("main form[method=post] button.button-primary")
    tap("main form[method=post] button.button-primary")
    expect(page.locator(".coupon-number")).to_be_visible()
    assert taps < 10


def test_a_draft_survives_a_lost_connection_and_is_not_doubled(visit: Visit) -> None:
    page = visit("/kk/questions/ask/ulgi-office-health/", who="citizen-1", size=PHONE)
    page.locator("[name=title]").fill("Емхана кезегі")
    page.locator("[name=point_1]").fill("Емханада кезек неге ұзақ?")
    page.context.set_offline(True)
    page.locator("main form[method=post] button.button-primary").last.click()
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto("/kk/questions/ask/ulgi-office-health/")
    expect(page.locator("[name=point_1]")).to_have_value("Емханада кезек неге ұзақ?")
    send(page)
    send(page)
    address = page.url
    page.go_back()
    page.go_back()
    page.goto(address)
    expect(page.locator(".coupon-number")).to_be_visible()


@pytest.mark.parametrize(("lang", "size"), ways(("kk", NARROW), ("ru", WIDE), ("kk", WIDE), ("ru", NARROW)))
def test_pages_of_the_path_are_accessible(visit: Visit, lang: str, size: dict[str, int]) -> None:
    public_id = asked(visit, lang)
    for who, path in (
        ("", f"/{lang}/questions/"),
        ("", f"/{lang}/questions/ask/"),
        ("", f"/{lang}/questions/{public_id}/"),
        ("citizen-1", f"/{lang}/questions/{public_id}/mine/"),
        ("citizen-1", f"/{lang}/questions/{public_id}/mine/withdraw/"),
        ("citizen-1", f"/{lang}/questions/ask/ulgi-ministry/"),
        ("officer-1", f"/{lang}/desk/"),
        ("officer-1", f"/{lang}/desk/{public_id}/"),
        ("officer-1", f"/{lang}/desk/{public_id}/forward/"),
    ):
        page = visit(path, who=who, size=size, lang=lang)
        no_sideways_scroll(page)
        accessible(page)


def test_an_empty_form_is_answered_with_a_summary_that_leads_to_the_fields(visit: Visit) -> None:
    page = visit("/ru/questions/ask/ulgi-ministry/", who="citizen-2", size=NARROW, lang="ru")
    page.locator("[name=title]").fill("я" * 150)
    page.locator("[name=point_1]").fill("қ" * 4500)
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("я" * 150)
    expect(page.locator("[name=point_1]")).to_have_value("қ" * 4500)
    page.locator(".error-summary a").first.click()
    expect(page.locator("[name=point_1]")).to_be_focused()
    accessible(page)
