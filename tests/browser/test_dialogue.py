"""A head in a real browser: a conference goes live and is answered, a survey is answered, a head leaves while questions
are open."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll, ways

from jariya.kernel.law.shipped import shipped_calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]


def send(page: Page) -> None:
    page.locator(
        "main form[method=post] button.button-primary, main form[method=post] button.button-danger"
    ).last.click()
    page.wait_for_load_state()


def written(page: Page, path: str, fields: dict[str, str]) -> str:
    """A form of the desk is filled in and saved; returns the public id."""
    page.goto(path)
    no_sideways_scroll(page)
    for name, text in fields.items():
        field = page.locator(f"main form [name={name}]")
        if field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    send(page)
    found = re.search(r"/desk/([A-Z]\d{4}-\w{8}-\w)/", page.url)
    assert found, page.locator("main").inner_text()
    return found.group(1)


def step(page: Page, verb: str) -> None:
    page.locator(f"main a[href$='/{verb}/']").first.click()
    page.wait_for_load_state()
    send(page)
    expect(page.locator(".notification-good")).to_be_visible()


def run(address: str, statement: str, *values: Any) -> None:
    with psycopg.connect(address, autocommit=True) as link:
        link.execute(statement, values)


def ahead(days: int) -> str:
    """A working day that lies some days ahead."""
    return shipped_calendar("kz").next_working(dt.date.today() + dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize("script", ways(True, False))
def test_a_conference_is_asked_beforehand_goes_live_and_is_answered(
    visit: Visit, site_database: str, script: bool
) -> None:
    head = visit("/kk/conferences/desk/", who="head", size=WIDE, script=script)
    plan = {
        "title_kk": f"Жолдар туралы эфир {script}",
        "title_ru": "Эфир о дорогах",
        "about_kk": "Ауыл жолдары туралы сұраңыздар.",
        "about_ru": "Спрашивайте о сельских дорогах.",
        "day": ahead(21),
        "begins": "15:00",
        "ends": "16:30",
    }
    public_id = written(head, "/kk/conferences/desk/new/", plan)
    step(head, "announce")
    citizen = visit("/kk/conferences/", who="citizen-1", size=NARROW, script=script)
    if script:
        accessible(citizen)
    citizen.locator(f"a[href$='/conferences/{public_id}/']").click()
    no_sideways_scroll(citizen)
    citizen.locator(f"a[href$='/discussion/{public_id}/write/']").click()
    for text in ("Біздің ауылдың жолы қашан салынады?",):
        citizen.locator("[name=text]").fill(text)
        send(citizen)
        citizen.locator("button[value=publish]").click()
        citizen.wait_for_url(re.compile("/mine/"))
    run(
        site_database,
        "UPDATE conference_conference SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'"
        " WHERE case_id = (SELECT id FROM lifecycle_case WHERE public_id = %s)",
        public_id,
    )
    reader = visit(f"/kk/conferences/{public_id}/", size=PHONE, script=script)
    expect(reader.locator("main .tag-good")).to_be_visible()
    if script:
        accessible(reader)
    head.goto(f"/kk/conferences/desk/{public_id}/")
    head.locator("a[href*='/comments/'][href$='/answer/']").first.click()
    head.locator("[name=text]").fill("Тамызда бастаймыз.")
    send(head)
    head.locator("button[value=publish]").click()
    head.wait_for_load_state()
    reader.goto(f"/kk/conferences/{public_id}/?refresh=1")
    expect(reader.locator("main .answer")).to_contain_text("Тамызда бастаймыз.")
    assert reader.locator("meta[http-equiv=refresh]").count() == 1
    reader.goto(f"/ru/conferences/{public_id}/")
    assert reader.locator("meta[http-equiv=refresh]").count() == 0
    no_sideways_scroll(reader)


def test_a_survey_is_answered_once_and_named_no_vote(visit: Visit, site_database: str) -> None:
    head = visit("/ru/surveys/desk/", who="head", size=PHONE, lang="ru")
    fields = {
        "title_kk": "Автобус",
        "title_ru": "Автобус",
        "about_kk": "Қай бағыт керек?",
        "about_ru": "Какой маршрут нужен?",
        "closes_on": ahead(30),
        "kind_1": "single",
        "item_1_kk": "Қай бағыт?",
        "item_1_ru": "Какой маршрут?",
        "options_1_kk": "Бірінші\nЕкінші",
        "options_1_ru": "Первый\nВторой",
    }
    public_id = written(head, "/ru/surveys/desk/new/", fields)
    step(head, "publish")
    citizen = visit(f"/kk/surveys/{public_id}/", who="citizen-1", size=NARROW)
    citizen.goto(f"/kk/surveys/{public_id}/")
    expect(citizen.locator("main")).to_contain_text("Бұл – дауыс беру емес.")
    accessible(citizen)
    citizen.locator(f"a[href$='/{public_id}/answer/']").click()
    no_sideways_scroll(citizen)
    accessible(citizen)
    citizen.locator("main input[type=radio]").first.check()
    send(citizen)
    expect(citizen.locator(".notification-good")).to_be_visible()
    assert citizen.locator("main form[method=post]").count() == 0


def test_a_head_leaves_while_questions_are_open(visit: Visit, site_database: str) -> None:
    citizen = visit("/kk/questions/ask/ulgi-ministry/", who="citizen-1", size=PHONE)
    citizen.goto("/kk/questions/ask/ulgi-ministry/")
    citizen.locator("[name=title]").fill("Көше шамы")
    citizen.locator("[name=point_1]").fill("Шам қашан жөнделеді?")
    send(citizen)
    citizen.locator("main form[method=post] button.button-primary").first.click()
    citizen.wait_for_url(re.compile(r"/mine/\?sent=1"))
    found = re.search(r"/questions/(Q\d{4}-\w{8}-\w)/mine", citizen.url)
    assert found
    due = citizen.locator(".countdown time").first.get_attribute("datetime")
    post = "(SELECT p.id FROM bodies_post p JOIN bodies_body b ON b.id = p.body_id WHERE b.slug = 'ulgi-ministry'"
    post += " AND p.kind = 'head')"
    run(site_database, "UPDATE lifecycle_case SET opened_on = opened_on - 3 WHERE public_id = %s", found.group(1))
    run(site_database, f"UPDATE bodies_holding SET until = current_date - 2 WHERE until IS NULL AND post_id = {post}")  # noqa: S608
    run(
        site_database,
        "INSERT INTO bodies_holding (post_id, holder_kk, holder_ru, since, source, source_needed, note)"
        f" VALUES ({post}, 'Дәулет Жаңабаев', 'Даулет Жанабаев', current_date - 1, 'INVENTED', '{{}}', '')",  # noqa: S608
    )
    citizen.goto(f"/kk/questions/{found.group(1)}/mine/")
    expect(citizen.locator("main")).to_contain_text("Дәулет Жаңабаев")
    assert citizen.locator(".countdown time").first.get_attribute("datetime") == due, "the due day stays"
    page = visit("/kk/heads/ulgi-ministry/", size=NARROW)
    expect(page.locator("h1")).to_contain_text("Дәулет Жаңабаев")
    expect(page.locator("main")).to_contain_text("Нұрлан Мысалов")
    accessible(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("lang", ways("kk", "ru"))
def test_pages_of_heads_figures_and_search_are_accessible_and_fit(visit: Visit, site_database: str, lang: str) -> None:
    page = visit(f"/{lang}/", size=NARROW, lang=lang)
    for path in ("heads/", "heads/posts/", "heads/ulgi-ministry/", "questions/search/?q=жол", "surveys/",
                 "questions/figures/ulgi-ministry/", "questions/figures/ulgi-ministry/received/",
                 "questions/figures/ulgi-ministry/alike/"):  # fmt: skip
        answer = page.goto(f"/{lang}/{path}")
        assert answer and answer.ok, path
        no_sideways_scroll(page)
        accessible(page)
    desk = visit(f"/{lang}/heads/desk/", who="head", size=NARROW, lang=lang)
    for space in ("heads", "conferences", "surveys"):
        for path in ("desk/", "desk/new/"):
            desk.goto(f"/{lang}/{space}/{path}")
            no_sideways_scroll(desk)
            accessible(desk)
