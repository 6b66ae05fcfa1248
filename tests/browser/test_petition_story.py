"""A petition from a citizen's draft to a kept promise and a late one, with real signatures of test persons."""

# ruff: noqa: F811
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, WIDE, no_sideways_scroll
from tests.browser.test_signing import (  # noqa: F401
    Soft,
    _now,
    authority,
    environment,
    look,
    nobody_decides,
    passed,
    run,
    site,
    soft,
)
from tests.portals.petitions.conftest import KK, RU, TEXTS

from jariya.kernel.signing.soft import mobile
from jariya.kernel.signing.soft.desk import Decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]
Visit = Callable[..., Page]
BEGIN = """
import django
django.setup()
from django.utils import timezone
"""
LINK = (
    BEGIN
    + """
from jariya.kernel.signing.identity import demo
demo.link_demo_people(timezone.now())
"""
)
NEWEST = (
    BEGIN
    + """
from jariya.portals.petitions.models import Petition
print(Petition.objects.order_by("-case_id").first().case.public_id)
"""
)
SUPPORT = (
    BEGIN
    + """
import os, sys
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting import api
from jariya.portals.petitions.collecting.accepting import Given
case = Case.objects.get(public_id=sys.argv[1])
for number in range(int(sys.argv[2])):
    given = Given(os.urandom(32), os.urandom(32), "990000000", f"Сынақ {number}")
    assert api.accept(case=case, given=given, verified=True, now=timezone.now()).state == "taken"
"""
)
COUNT = (
    BEGIN
    + """
import sys
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting import sequencer
sequencer.count()
case = Case.objects.get(public_id=sys.argv[1])
print(case.state, case.collection.count)
"""
)
LOWER = (
    BEGIN
    + """
import sys
from jariya.portals.petitions.collecting.models import Threshold
from jariya.portals.petitions.models import Petition
rows = Threshold.objects.filter(collection__case__public_id=sys.argv[1], kind="collecting")
rows.update(number=int(sys.argv[2]))
Petition.objects.filter(case__public_id=sys.argv[1]).update(threshold=int(sys.argv[2]))
"""
)
SHIFT = (
    BEGIN
    + """
import datetime as dt, sys
from jariya.portals.petitions.consideration.models import Decision, Promise
yesterday = timezone.localdate() - dt.timedelta(days=1)
Decision.objects.filter(case__public_id=sys.argv[1], status="published").update(comments_until=yesterday)
Promise.objects.filter(case__public_id=sys.argv[1], number=2).update(due_on=yesterday)
from jariya.portals.petitions.consideration.actions import tell_late
tell_late(now=timezone.now())
"""
)

SUBMIT = (
    BEGIN
    + """
from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.portals.petitions import actions
from tests.portals.petitions.conftest import TEXTS
made = actions.submit(by=Person.objects.get(handle="demo-citizen-1"), texts=TEXTS,
                      addressee=Body.objects.get(slug="ulgi-ministry"), signing=None, invented=True, now=timezone.now())
print(made.case.public_id)
"""
)


def send(page: Page) -> None:
    page.locator("main form[method=post] button:is(.button-primary, .button-danger)").last.click()
    page.wait_for_load_state()


def step(page: Page, public_id: str, verb: str, **fields: str) -> None:
    """One step of the addressee by its form."""
    page.goto(f"/ru/petitions/consideration/desk/{public_id}/{verb}/")
    for name, text in fields.items():
        field = page.locator(f"main form[method=post] [name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(index=int(text))
        else:
            field.fill(text)
    send(page)
    expect(page.locator(".notification-good")).to_be_visible()


def signs(page: Page, soft: Soft, who: str, lang: str) -> None:
    """NCALayer on the page of the signature."""
    soft.desk.tell(Decision(who))
    page.locator("form[data-ncalayer] button").click()
    passed(page, page.url.rstrip("/").rpartition("/")[2], lang)


def test_a_petition_from_the_draft_to_a_kept_promise_and_a_late_one(visit: Visit, soft: Soft, run: Any) -> None:
    run(LINK)
    author = visit("/kk/petitions/write/", who="citizen-1", size=WIDE)
    author.locator("main form[method=post] button").first.click()
    author.wait_for_url("**/petitions/write/*/")
    for name, text in {"title_kk": TEXTS.title_kk, "title_ru": TEXTS.title_ru, "text_kk": KK, "text_ru": RU}.items():
        author.locator(f"[name={name}]").fill(text)
    author.locator("[name=addressee]").select_option("ulgi-ministry")
    author.locator("button[value=next]").click()
    author.wait_for_url("**/review/")
    author.locator("main form[method=post] button").click()
    author.wait_for_url("**/sign/**")
    signs(author, soft, "citizen-1", "kk")
    public_id = run(NEWEST)

    moderator = visit(f"/ru/petitions/moderation/{public_id}/claim/", who="moderator", size=WIDE, lang="ru")
    send(moderator)
    moderator.goto(f"/ru/petitions/moderation/{public_id}/approve/")
    moderator.locator("main form[method=post] input[type=checkbox]").first.check()
    send(moderator)
    reader = visit(f"/ru/petitions/{public_id}/", size=PHONE, lang="ru")
    assert reader.locator("meta[name=robots]").get_attribute("content") == "noindex"
    run(SUPPORT, public_id, "49")

    for who, wanted in (("citizen-2", "collecting 50"), ("citizen-3", "supported 51")):
        signer = visit(f"/ru/petitions/{public_id}/", size=PHONE, lang="ru")
        signer.locator(".petition-box a.button-primary").click()
        signer.locator("[name=region]").select_option("990000000")
        signer.locator("[name=read]").check()
        send(signer)
        signs(signer, soft, who, "ru")
        assert run(COUNT, public_id) == wanted
        run(LOWER, public_id, "51")
    reader.goto(f"/ru/petitions/{public_id}/")
    expect(reader.locator(".petition-count strong")).to_have_text("51")

    desk = visit("/ru/petitions/consideration/desk/", who="officer-1", size=WIDE, lang="ru")
    step(desk, public_id, "register")
    step(desk, public_id, "take_up")
    step(desk, public_id, "form_group", part_1="2", seat_kk_1="Ата-аналар", seat_ru_1="Родители")
    hearing = (dt.date.today() + dt.timedelta(days=20)).isoformat()
    step(
        desk, public_id, "announce_hearing", day=hearing, time="10:00", place_kk="Астана", place_ru="Астана",
        agenda_kk="Жол", agenda_ru="Дорога", stream="https://stream.example.kz/1",
    )  # fmt: skip
    author.goto(f"/kk/petitions/consideration/{public_id}/invitation/")
    author.locator("button[value=accept]").click()
    expect(author.locator(".notification-good")).to_be_visible()
    due = (dt.date.today() + dt.timedelta(days=60)).isoformat()
    step(
        desk, public_id, "draft_decision", reasons_kk="Қаралды.", reasons_ru="Рассмотрено.", demand_kk_1="Жол",
        demand_ru_1="Дорога", outcome_1="1", why_kk_1="Қаржы бар.", why_ru_1="Деньги есть.", pledge_kk_1="Жоба",
        pledge_ru_1="Проект", due_1=due, post_1="1", pledge_kk_2="Жарық", pledge_ru_2="Свет", due_2=due, post_2="1",
    )  # fmt: skip
    step(desk, public_id, "publish_draft")
    reader.goto(f"/ru/petitions/{public_id}/decisions/1/")
    assert reader.locator("a[href*='at=1.point-1']").count() == 1
    run(SHIFT, public_id)

    head = visit(f"/ru/petitions/consideration/desk/{public_id}/decide/", who="head", size=WIDE, lang="ru")
    send(head)
    signs(head, soft, "head", "ru")
    run(SHIFT, public_id)
    step(
        desk, public_id, "keep_promise/1", report_kk="Жоба дайын.", report_ru="Проект готов.",
        link="https://example.kz/akt",
    )  # fmt: skip
    reader.goto(f"/ru/petitions/{public_id}/")
    expect(reader.locator("#promise-1 .tag-good")).to_be_visible()
    expect(reader.locator("#promise-2 .tag-bad")).to_be_visible()
    reader.goto("/ru/petitions/promises/")
    expect(reader.locator("main")).to_contain_text(TEXTS.title_ru)


def decide(page: Page, public_id: str, verb: str, **fields: str) -> None:
    """One step at the moderators' desk by its form."""
    page.goto(f"/ru/petitions/moderation/{public_id}/{verb}/")
    for name, text in fields.items():
        field = page.locator(f"main form[method=post] [name={name}]").first
        if field.get_attribute("type") == "radio":
            page.locator(f"main form[method=post] [name={name}][value={text}]").check()
        elif field.get_attribute("type") == "checkbox":
            field.check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    send(page)
    expect(page.locator(".notification-good")).to_be_visible()


def test_a_refusal_falls_a_telephone_signs_a_signature_is_taken_back_and_the_author_withdraws(
    visit: Visit, authority: Any, run: Any
) -> None:
    run(LINK)
    public_id = run(SUBMIT)
    one = visit("/ru/petitions/moderation/", who="moderator", size=WIDE, lang="ru")
    decide(one, public_id, "claim")
    decide(one, public_id, "propose_refusal", ground="courts", reason="Дело уже в суде.")
    two = visit("/ru/petitions/moderation/", who="moderator-2", size=WIDE, lang="ru")
    decide(two, public_id, "refuse", checked="on")
    reader = visit(f"/kk/petitions/{public_id}/", size=PHONE)
    expect(reader.locator(".notification-bad")).to_contain_text("Соттар")
    no_sideways_scroll(reader)
    author = visit(f"/kk/petitions/{public_id}/mine/", who="citizen-1", size=PHONE)
    author.locator("main a[href$='/complain/']").click()
    author.locator("[name=reason]").fill("Сотта бұл туралы іс жоқ.")
    send(author)
    supervisor = visit("/ru/petitions/supervision/", who="supervisor", size=WIDE, lang="ru")
    expect(supervisor.locator("main")).to_contain_text(TEXTS.title_ru)
    decide(supervisor, public_id, "overturn", reason="Такого дела нет.")
    decide(one, public_id, "claim")
    decide(one, public_id, "approve", checked="on")

    # Without a script everything works up to the step of the signature itself, and there a telephone goes on.
    signer = visit(f"/ru/petitions/{public_id}/", size=PHONE, script=False, lang="ru")
    signer.locator(".petition-box a.button-primary").click()
    send(signer)
    expect(signer.locator("main .field-error").first).to_be_visible()
    signer.locator("[name=region]").select_option("990000000")
    signer.locator("[name=read]").check()
    send(signer)
    assert "/sign/" in signer.url and signer.locator("form[data-ncalayer]").is_hidden()
    link = signer.locator("a.button", has_text="eGov Mobile").get_attribute("href")
    errand = mobile.open_errand(str(link), now=_now())
    assert b'"act":"petition.sign"' in errand.documents[0].content
    assert mobile.send(errand, authority.person("citizen-2"), now=_now()) == 200
    signer.goto(signer.url)
    look(signer)
    assert run(COUNT, public_id) == "gathering_support 1"
    signer.locator("main a.button").first.click()
    expect(signer.locator(".notification-good")).to_be_visible()
    signer.locator("main a[href$='/withdraw/']").click()
    send(signer)
    expect(signer.locator(".notification").first).to_be_visible()

    author.goto(f"/kk/petitions/{public_id}/mine/withdraw/")
    send(author)
    reader.goto(f"/kk/petitions/{public_id}/")
    assert reader.locator(".petition-box a.button-primary").count() == 0
