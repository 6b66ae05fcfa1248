"""A draft programme in a real browser: published, discussed, moderated, appealed, changed, answered, reported on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NARROW, PHONE, WIDE, accessible, no_sideways_scroll, ways

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
Visit = Callable[..., Page]
FIELDS = {
    "title_kk": "Мектеп автобустары",
    "title_ru": "Школьные автобусы",
    "summary_kk": "Он ауылға мектеп автобусы алынады. Балалар қыста мектепке жаяу бармайды.",
    "summary_ru": "Для десяти сёл купят школьные автобусы. Дети зимой не пойдут в школу пешком.",
    "goal_kk": "Балалар мектепке қауіпсіз жетеді.",
    "goal_ru": "Дети безопасно добираются до школы.",
    "name_kk_1": "Автобусы бар ауыл",
    "name_ru_1": "Сёла с автобусом",
    "unit_1": "ауыл",
    "baseline_1": "3",
    "target_1": "13",
}
codes = iter(range(101, 999))


def send(page: Page, which: str = "last") -> None:
    button = page.locator("main form[method=post] button.button-primary, main form[method=post] button.button-danger")
    (button.last if which == "last" else button.first).click()
    page.wait_for_load_state()


def prepared(visit: Visit, lang: str = "kk", *, script: bool = True, size: Any = PHONE) -> str:
    """An official prepares a draft by the form; returns the public id."""
    page = visit(f"/{lang}/budgets/drafts/desk/new/", who="officer-1", size=size, lang=lang, script=script)
    no_sideways_scroll(page)
    page.locator("[name=code]").fill(str(next(codes)))
    for name, text in FIELDS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name^=amount_]").first.fill("125 000 000")
    send(page)
    found = re.search(r"drafts/desk/(B\d{4}-\w{8}-\w)/", page.url)
    assert found, page.locator("main").inner_text()
    return found.group(1)


def step(page: Page, public_id: str, verb: str, lang: str = "kk", **fields: str) -> None:
    """One step at the desk by its button."""
    page.goto(f"/{lang}/budgets/drafts/desk/{public_id}/")
    page.locator(f"a[href$='/{public_id}/{verb}/']").click()
    for name, text in fields.items():
        page.locator(f"main form[method=post] [name={name}]").fill(text)
    send(page)
    assert page.locator(".field-error, .error-summary, .notification-bad").count() == 0, page.locator(
        "main"
    ).inner_text()
    expect(page.locator(".notification-good")).to_be_visible()


def shift(address: str, public_id: str, kind: str) -> None:
    """The term of a kind ends yesterday: days of a test do not pass."""
    with psycopg.connect(address, autocommit=True) as link:
        link.execute(
            "UPDATE lifecycle_obligation SET started_on = current_date - 40, due_on = current_date - 1 WHERE kind = %s"
            " AND case_id = (SELECT id FROM lifecycle_case WHERE public_id = %s)",
            [kind, public_id],
        )


def opened(visit: Visit, site_database: str, lang: str = "kk", **how: Any) -> tuple[Page, str]:
    """A draft in discussion, and the official's page."""
    public_id = prepared(visit, lang, **how)
    desk = visit(f"/{lang}/budgets/drafts/desk/", who="officer-1", size=WIDE, lang=lang, script=how.get("script", True))
    step(desk, public_id, "publish", lang)
    shift(site_database, public_id, "notice")
    step(desk, public_id, "open_discussion", lang)
    return desk, public_id


def say(page: Page, text: str) -> str:
    """A comment is written, looked at and published; returns its public id."""
    page.locator("[name=text]").fill(text)
    send(page)
    expect(page.locator("main .qa")).to_contain_text(text)
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile(r"/mine/\?sent=1"))
    found = re.search(r"comments/(K\d{4}-\w{8}-\w)/mine", page.url)
    assert found
    return found.group(1)


@pytest.mark.parametrize(("lang", "script"), ways(("kk", True), ("ru", False)))
def test_a_draft_travels_from_the_desk_to_the_report(visit: Visit, site_database: str, lang: str, script: bool) -> None:
    desk, public_id = opened(visit, site_database, lang, script=script)
    citizen = visit(f"/{lang}/budgets/drafts/", who="citizen-1", size=PHONE, lang=lang, script=script)
    citizen.locator(f"a[href$='/drafts/{public_id}/']").click()
    no_sideways_scroll(citizen)
    citizen.locator("#goal a.place-link").click()
    comment = say(citizen, "Автобус аз болады, тағы екеуі керек.")
    expect(citizen.locator("code.digest")).to_have_text(re.compile(r"[0-9a-f]{64}"))
    other = visit(
        f"/{lang}/discussion/comments/{comment}/support/", who="citizen-3", size=NARROW, lang=lang, script=script
    )
    other.locator("button[value=support]").click()
    expect(other.locator(".notification-good")).to_be_visible()
    step(
        desk, public_id, "change", lang, goal_kk="Балалар мектепке тез жетеді.", changed_kk="Мақсат", changed_ru="Цель"
    )
    desk.goto(f"/{lang}/budgets/drafts/desk/{public_id}/")
    desk.locator(f"a[href*='/comments/{comment}/answer/']").click()
    desk.locator("[name=text]").fill("Екі автобус қосамыз.")
    send(desk)
    desk.locator("button[value=publish]").click()
    desk.wait_for_load_state()
    shift(site_database, public_id, "discussion")
    step(desk, public_id, "close_discussion", lang)
    step(desk, public_id, "report", lang, text_kk="Екі автобус қосылды.", text_ru="Добавлены два автобуса.")
    reader = visit(f"/{lang}/budgets/drafts/{public_id}/", size=NARROW, lang=lang, script=script)
    main = reader.locator("main")
    for text in ("Екі автобус қосамыз.", "Автобус аз болады"):
        expect(main).to_contain_text(text)
    no_sideways_scroll(reader)
    reader.locator(f"a[href$='/{public_id}/changes/1/2/']").click()
    expect(reader.locator("ins").first).to_be_visible()


def test_a_moderator_hides_with_a_reason_and_the_author_appeals_to_another(visit: Visit, site_database: str) -> None:
    _desk, public_id = opened(visit, site_database)
    citizen = visit(f"/kk/discussion/{public_id}/write/", who="citizen-1", size=PHONE)
    comment = say(citizen, "Бұл бағдарлама ақымақтық.")
    moderator = visit("/kk/desk/moderation/", who="moderator", size=NARROW)
    no_sideways_scroll(moderator)
    accessible(moderator)
    moderator.goto(f"/kk/desk/moderation/{comment}/")
    send(moderator, "first")
    moderator.locator("details:has([name=ground]) summary").click()
    moderator.locator("[name=ground]").first.check()
    moderator.locator("details [name=reason]").fill("Адамды қорлайды.")
    accessible(moderator)
    moderator.locator("button.button-danger").click()
    moderator.wait_for_url(re.compile("/moderation/$"))
    public = visit(f"/kk/discussion/{public_id}/", size=NARROW)
    assert "ақымақтық" not in public.content()
    expect(public.locator(".comment-stub")).to_be_visible()
    citizen.goto(f"/kk/discussion/comments/{comment}/mine/")
    expect(citizen.locator("main")).to_contain_text("Адамды қорлайды.")
    citizen.locator("a[href$='/mine/appeal/']").click()
    citizen.locator("[name=reason]").fill("Мен адамды емес, бағдарламаны сынадым.")
    send(citizen)
    supervisor = visit(f"/kk/desk/moderation/{comment}/", who="supervisor", size=WIDE)
    send(supervisor, "first")
    supervisor.locator("[name=decision][value=restore]").check()
    supervisor.locator("[name=reason]").fill("Бағдарламаны сынау – қорлау емес.")
    accessible(supervisor)
    supervisor.locator("main form.form button.button-primary").click()
    supervisor.wait_for_url(re.compile("/moderation/$"))
    public.reload()
    expect(public.locator("main")).to_contain_text("ақымақтық")


def test_personal_data_are_hinted_at_before_all_can_read_them(visit: Visit, site_database: str) -> None:
    _desk, public_id = opened(visit, site_database)
    page = visit(f"/kk/discussion/{public_id}/write/", who="citizen-1", size=NARROW)
    page.locator("[name=text]").fill("Маған +7 701 555 01 42 нөміріне хабарласыңыз.")
    send(page)
    expect(page.locator(".notification-warn")).to_contain_text("+7 701 555 01 42")
    accessible(page)
    no_sideways_scroll(page)
    page.locator("button[value=publish]").click()
    expect(page.locator(".notification-bad")).to_be_visible()
    page.locator("button[value=change]").click()
    expect(page.locator("[name=text]")).to_have_value("Маған +7 701 555 01 42 нөміріне хабарласыңыз.")


def test_money_that_moved_first_is_red(visit: Visit, site_database: str) -> None:
    desk, public_id = opened(visit, site_database)
    step(desk, public_id, "note_payment", first_paid_on="2026-01-15", first_paid_source="Қаңтар есебі")
    page = visit(f"/kk/budgets/drafts/{public_id}/", size=NARROW)
    expect(page.locator(".money-line .wrong")).to_be_visible()
    accessible(page)
    page.goto("/kk/budgets/drafts/early/")
    expect(page.locator("main")).to_contain_text("Мектеп автобустары")


@pytest.mark.parametrize(("lang", "size"), ways(("kk", NARROW), ("ru", WIDE), ("kk", WIDE), ("ru", NARROW)))
def test_pages_of_drafts_and_their_discussion_are_accessible_and_fit(
    visit: Visit, site_database: str, lang: str, size: dict[str, int]
) -> None:
    desk, public_id = opened(visit, site_database, lang)
    citizen = visit(f"/{lang}/discussion/{public_id}/write/?at=1.money", who="citizen-1", size=size, lang=lang)
    comment = say(citizen, "Ақшасы аз.")
    step(desk, public_id, "change", lang, goal_ru="Дети добираются быстро.", changed_kk="Мақсат", changed_ru="Цель")
    draft = f"/{lang}/budgets/drafts/{public_id}"
    for who, paths in {
        "": (
            f"/{lang}/budgets/drafts/",
            f"{draft}/",
            f"{draft}/versions/1/",
            f"{draft}/changes/1/2/",
            f"/{lang}/discussion/{public_id}/",
            f"/{lang}/discussion/comments/{comment}/",
        ),
        "citizen-1": (
            f"/{lang}/discussion/mine/",
            f"/{lang}/discussion/organisation/",
            f"/{lang}/discussion/{public_id}/write/?at=2.goal",
            *(f"/{lang}/discussion/comments/{comment}/mine/{page}" for page in ("", "edit/", "withdraw/")),
        ),
        "citizen-3": tuple(f"/{lang}/discussion/comments/{comment}/{page}/" for page in ("support", "report", "reply")),
        "officer-1": (
            f"/{lang}/budgets/drafts/desk/",
            f"/{lang}/budgets/drafts/desk/new/",
            f"/{lang}/budgets/drafts/desk/table/",
            f"/{lang}/budgets/drafts/desk/{public_id}/",
            f"/{lang}/budgets/drafts/desk/{public_id}/change/",
            f"/{lang}/budgets/drafts/desk/{public_id}/note_payment/",
            f"/{lang}/discussion/comments/{comment}/answer/",
        ),
    }.items():
        page = visit(f"/{lang}/", who=who, size=size, lang=lang)
        for path in paths:
            answer = page.goto(path)
            assert answer and answer.ok, path
            no_sideways_scroll(page)
            accessible(page)


def test_the_printed_draft_shows_its_words_and_no_buttons(visit: Visit, site_database: str) -> None:
    _desk, public_id = opened(visit, site_database)
    page = visit(f"/kk/budgets/drafts/{public_id}/", size=WIDE)
    page.emulate_media(media="print")
    expect(page.locator("#summary")).to_be_visible()
    expect(page.locator(".place-link").first).to_be_hidden()
