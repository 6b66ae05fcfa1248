"""Whole stories of letters in a real browser: a pensioner without EDS asks through a clerk and gets the answer on
paper; a supervisor goes from the worst body to a single late letter; silence becomes a complaint with one button."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, WIDE, accessible, no_sideways_scroll
from tests.browser.test_path import TEXTS, asked, send, step
from tests.kernel.files.conftest import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]
Visit = Callable[..., Page]
ASKED = "Зейнетақым қашан қайта есептеледі?"
ANSWERED = "Зейнетақыңыз 1 мамырда қайта есептеледі."


def test_a_pensioner_without_eds_asks_through_a_clerk_in_kazakh_and_gets_the_answer_on_paper(visit: Visit) -> None:
    clerk = visit("/kk/desk/filing/new/ulgi-ministry/", who="assistant", size=PHONE)
    no_sideways_scroll(clerk)
    accessible(clerk)
    form = clerk.locator("main form[method=post]").first
    form.locator("[name=kind][value=question]").check()
    form.locator("[name=document][value=id_card]").check()
    form.locator("[name=language][value=kk]").check()
    form.locator("[name=title]").fill("Зейнетақы туралы")
    form.locator("[name=point_1]").fill(ASKED)
    send(clerk)
    expect(clerk.locator("main .large").first).to_be_visible()
    expect(clerk.locator("main")).to_contain_text(ASKED)
    no_sideways_scroll(clerk)
    send(clerk)
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf("signed")}
    clerk.set_input_files("main [name=scan]", files=[scan])
    send(clerk)
    coupon = clerk.locator(".ticket")
    number, word = coupon.locator(".ticket-number").inner_text(), coupon.locator(".ticket-word").inner_text()
    assert ASKED not in clerk.content()
    no_sideways_scroll(clerk)
    clerk.emulate_media(media="print")
    expect(clerk.locator("main .no-print").first).to_be_hidden()
    expect(coupon.locator("svg")).to_be_visible()
    clerk.emulate_media(media="screen")
    send(clerk)
    assert word not in clerk.content()

    officer, head = visit("/kk/desk/", who="officer-1", size=WIDE), visit("/kk/desk/", who="head", size=WIDE)
    step(officer, number, "accept", "kk")
    step(officer, number, "draft_answer", "kk", answer_1=ANSWERED)
    step(head, number, "sign_answer", "kk", confirmed="on")
    clerk.goto(f"/kk/desk/{number}/")
    assert ANSWERED not in clerk.content() and ASKED not in clerk.content(), "who filed it does not read the answer"

    librarian = visit("/kk/desk/filing/answers/", who="assistant-2", size=PHONE)
    no_sideways_scroll(librarian)
    accessible(librarian)
    librarian.locator("main form [name=number]").first.fill(number.lower())
    librarian.locator("main form [name=secret]").fill(word.lower())
    librarian.locator("main form button").first.click()
    expect(librarian.locator("main")).to_contain_text(ANSWERED)
    no_sideways_scroll(librarian)
    librarian.emulate_media(media="print")
    expect(librarian.get_by_text(ANSWERED).first).to_be_visible()


def test_a_supervisor_finds_the_worst_body_and_opens_one_late_letter_and_its_asker_complains_with_one_button(
    visit: Visit, site_database: str
) -> None:
    public_id = asked(visit, "kk")
    with psycopg.connect(site_database, autocommit=True) as link:
        link.execute(
            "UPDATE lifecycle_obligation o SET started_on = o.started_on - 60, due_on = o.due_on - 60"
            " FROM lifecycle_case c WHERE c.id = o.case_id AND c.public_id = %s AND o.met_on IS NULL",
            [public_id],
        )
    supervisor = visit("/kk/desk/supervision/", who="supervisor", size=PHONE)
    no_sideways_scroll(supervisor)
    accessible(supervisor)
    supervisor.locator("main a[href*='when=late']").first.click()
    expect(supervisor.locator("main")).to_contain_text(public_id)
    no_sideways_scroll(supervisor)
    supervisor.locator(f"main a[href$='/{public_id}/']").first.click()
    expect(supervisor.locator("h1")).to_contain_text(TEXTS["kk"]["title"])

    mine = visit(f"/kk/questions/{public_id}/mine/", who="citizen-1", size=PHONE)
    mine.locator(f"a[href*='/{public_id}/mine/complain/']").first.click()
    reason = mine.locator("main form [name=reason]")
    assert re.search(r"\w{4}", reason.input_value()), "the text of the complaint stands there already"
    accessible(mine)
    no_sideways_scroll(mine)
    send(mine)
    supervisor.goto("/kk/desk/supervision/")
    expect(supervisor.locator("main table").first).to_contain_text(public_id)
