"""The desk in a real browser: keyboard alone, drafts that save themselves, two persons at the law desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, WIDE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


def asked(visit: Visit, *, points: int = 1) -> str:
    """A citizen asks the ministry; returns the public id."""
    page = visit("/kk/questions/ask/ulgi-ministry/", who="citizen-1", size=WIDE)
    page.locator("[name=title]").fill("Ауладағы жарық туралы")
    page.locator("[name=point_1]").fill("Біздің аулада жарық қашан жөнделеді?")
    if points > 1:
        page.locator("main details summary").first.click()
        page.locator("[name=point_2]").fill("Қар қашан тазаланады?")
    for _step in range(2):
        page.locator("main form button.button-primary").last.click()
        page.wait_for_load_state()
    found = re.search(r"questions/(Q\d{4}-\w{8}-\w)/mine/", page.url)
    assert found, page.url
    return found.group(1)


def tab_to(page: Page, what: str, most: int = 80) -> None:
    """Press Tab until the element is focused; a pointer is never used."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement?.matches(what) ?? false", what):
            return
    raise AssertionError(f"{what} is not reached by {most} tabs on {page.url}")


def test_an_officer_takes_a_case_and_answers_it_with_the_keyboard_alone(visit: Visit) -> None:
    public_id = asked(visit)
    page = visit("/kk/desk/", who="officer-1", size=WIDE)
    tab_to(page, "[data-keys] a, [data-keys] input")
    for _row in range(60):
        if page.evaluate("() => document.activeElement.textContent") == public_id:
            break
        page.keyboard.press("j")
    else:
        raise AssertionError("j does not come to the case")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{public_id}/$"))
    tab_to(page, f"a[href$='/{public_id}/accept/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/accept/"))
    tab_to(page, "main form button.button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=1"))
    tab_to(page, f"a[href$='/{public_id}/draft_answer/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/draft_answer/"))
    tab_to(page, "textarea[name=answer_1]")
    page.keyboard.type("Сәлеметсіз бе! Жарық дүйсенбіде жөнделеді.")
    page.keyboard.press("Tab")
    tab_to(page, "main form[method=post] button.button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=1"))
    expect(page.locator("main")).to_contain_text("Жарық дүйсенбіде жөнделеді.")


def test_a_draft_saves_itself_and_comes_back_on_another_machine(visit: Visit) -> None:
    public_id = asked(visit)
    page = visit(f"/kk/desk/{public_id}/accept/", who="officer-1", size=WIDE)
    page.locator("main form[method=post] button.button-primary").click()
    page.wait_for_url(re.compile("done=1"))
    page.goto(f"/kk/desk/{public_id}/draft_answer/")
    page.locator("[name=answer_1]").press_sequentially("Жартысы жазылды")
    expect(page.locator("[data-autosave-note]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    other = visit(f"/kk/desk/{public_id}/draft_answer/", who="officer-1", size=WIDE)
    expect(other.locator("[name=answer_1]")).to_have_value("Жартысы жазылды")
    # Leaving the page saves what the pause had not yet.
    other.locator("[name=answer_1]").fill("Жартысы жазылды және бітті")
    other.goto("/kk/desk/")
    other.wait_for_timeout(500)
    other.goto(f"/kk/desk/{public_id}/draft_answer/")
    expect(other.locator("[name=answer_1]")).to_have_value("Жартысы жазылды және бітті")


def test_a_lost_connection_is_said_and_the_draft_is_saved_when_it_is_back(visit: Visit) -> None:
    public_id = asked(visit)
    page = visit(f"/kk/desk/{public_id}/accept/", who="officer-1", size=WIDE)
    page.locator("main form[method=post] button.button-primary").click()
    page.wait_for_url(re.compile("done=1"))
    page.goto(f"/kk/desk/{public_id}/draft_answer/")
    page.route("**/draft/", lambda route: route.fulfill(status=503))
    page.locator("[name=answer_1]").press_sequentially("Үзілген")
    note = page.locator("[data-autosave-note]")
    expect(note).to_have_text(note.get_attribute("data-failed") or "?")
    page.unroute("**/draft/")
    page.locator("[name=answer_1]").press_sequentially(" жол")
    expect(note).to_contain_text(re.compile(r"\d\d:\d\d"))


@pytest.mark.parametrize("script", ways(False, True))
def test_a_template_is_put_into_the_answer(visit: Visit, script: bool) -> None:
    public_id = asked(visit, points=2)
    page = visit("/kk/desk/templates/new/", who="officer-1", size=NARROW, script=script)
    title = f"Үлгі {script}"
    page.locator("[name=language][value=kk]").check()
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("Үлгінің мәтіні.")
    page.locator("main form button.button-primary").first.click()
    expect(page.locator("main")).to_contain_text(title)
    page.goto(f"/kk/desk/{public_id}/accept/")
    page.locator("main form[method=post] button.button-primary").click()
    page.goto(f"/kk/desk/{public_id}/draft_answer/")
    page.locator("[name=answer_1]").fill("Терілген")
    page.locator("main form details summary").last.click()
    page.locator(f"main form button[name=template]:has-text('{title}')").click()
    page.wait_for_load_state()
    expect(page.locator("[name=answer_1]")).to_have_value("Терілген")
    expect(page.locator("[name=answer_2]")).to_have_value("Үлгінің мәтіні.")


def test_marked_cases_are_given_to_an_officer(visit: Visit) -> None:
    first, second = asked(visit), asked(visit)
    page = visit("/kk/desk/?whose=untaken&kind=answer", who="officer-1", size=NARROW)
    no_sideways_scroll(page)
    for public_id in (first, second):
        page.locator(f"input[name=case][value='{public_id}']").check()
    page.locator("[name=to]").select_option(index=1)
    page.locator("form:has([name=to]) button").last.click()
    expect(page.locator(".notification-good")).to_be_visible()
    expect(page.locator("main")).to_contain_text(first)
    accessible(page)


def test_two_supervisors_change_the_calendar(visit: Visit) -> None:
    page = visit("/kk/desk/law/calendar/swap/", who="supervisor", size=NARROW)
    page.locator("[name=day]").fill("2029-06-14")
    page.locator("[name=other]").fill("2029-06-16")
    page.locator("[name=source]").fill("№ 1 қаулы")
    page.locator("[name=reason]").fill("Үкімет қаулысы.")
    page.locator("main form button.button-primary").click()
    expect(page.locator("#preview")).to_be_visible()
    no_sideways_scroll(page)
    accessible(page)
    page.locator("button[value=propose]").click()
    page.wait_for_url(re.compile("/law/edits/"))
    assert page.locator("button[value=approve]").count() == 0
    other = visit(page.url.partition("/kk/")[1] + page.url.partition("/kk/")[2], who="supervisor-2", size=WIDE)
    accessible(other)
    other.locator("button[value=approve]").click()
    other.wait_for_load_state()
    expect(other.locator(".tag-good").first).to_be_visible()
    accessible(other)


@pytest.mark.parametrize(("lang", "size"), ways(("kk", NARROW), ("ru", WIDE), ("kk", WIDE), ("ru", NARROW)))
def test_pages_of_the_desk_are_accessible_and_fit(visit: Visit, lang: str, size: dict[str, int]) -> None:
    public_id = asked(visit)
    for who, paths in {
        "officer-1": (
            "",
            "?whose=untaken&when=today",
            f"{public_id}/",
            f"{public_id}/accept/",
            "templates/",
            "templates/new/",
        ),
        "head": ("", "deputies/"),
        "supervisor": (
            "",
            "supervision/",
            "law/",
            "law/norms/",
            "law/norms/question.answer/",
            "law/calendar/",
            "law/calendar/swap/",
            "law/calendar/holiday/",
        ),
    }.items():
        page = visit(f"/{lang}/desk/", who=who, size=size, lang=lang)
        for path in paths:
            answer = page.goto(f"/{lang}/desk/{path}")
            assert answer and answer.ok, path
            no_sideways_scroll(page)
            accessible(page)
