"""Pages of drafts: query budgets, what strangers see, forms that lose nothing, tables that make all or nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.budgets.drafts.conftest import changed
from tests.portals.budgets.drafts.test_lifecycle import ROW, table

from jariya.kernel.discussion import actions as discussion
from jariya.kernel.lifecycle.models import Case
from jariya.portals.budgets.drafts import actions
from jariya.portals.budgets.drafts.models import Draft, Version

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """Pages read the clock of the tests, two days on."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + 2 * DAY)


def signed(who: str) -> Client:
    client = Client()
    assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
    return client


def filled(page: Any, **more: str) -> dict[str, str]:
    """The form's fields as a browser would send them."""
    text = page.content.decode()
    form = text[text.index('<form class="form" method="post"') :]
    fields = {
        name: value
        for tag in re.findall(r"<input [^>]+>", form)
        for name, value in [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag))]
        if name and value
        for name, value in [(name.group(1), value.group(1))]
    }
    fields |= {
        name: value.replace("&#39;", "'").strip("\n")
        for name, value in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    }
    return {**fields, **more}


def test_the_public_page_costs_twenty_four_queries_at_most(
    open_: Any, person: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    case = open_()
    for number in range(12):
        discussion.post(
            case=case, text=f"Пікір {number}", language="kk", by=person(f"citizen-{number % 3 + 1}"), identity="phone",
            now=now + DAY, version=1, element=("goal", "money", "indicator-1")[number % 3],
        )  # fmt: skip
    client, path = Client(), f"/kk/budgets/drafts/{case.public_id}/"
    client.get(path)
    with django_assert_max_num_queries(24):
        assert client.get(path).status_code == 200


def test_the_list_costs_eight_queries_whatever_its_length(published: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        published(code=f"{number:03}")
    client = Client()
    client.get("/kk/budgets/drafts/")
    with django_assert_max_num_queries(8):
        page = client.get("/kk/budgets/drafts/")
    following = re.search(r"after=([\w-]+)", page.content.decode())
    assert following
    rest = client.get(f"/kk/budgets/drafts/?which=open&after={following.group(1)}").content.decode()
    first = set(re.findall(r"drafts/(B2026-\w+-\w)/", page.content.decode()))
    second = set(re.findall(r"drafts/(B2026-\w+-\w)/", rest))
    assert (len(first), len(second), first & second) == (20, 5, set())


def test_a_prepared_draft_answers_as_if_there_were_none(prepared: Any) -> None:
    case = prepared()
    for client in (Client(), signed("citizen-1"), signed("district-officer")):
        for path in ("", "versions/1/", "changes/1/1/"):
            assert client.get(f"/kk/budgets/drafts/{case.public_id}/{path}").status_code == 404
    assert signed("district-officer").get(f"/kk/budgets/drafts/desk/{case.public_id}/").status_code == 404
    assert signed("officer-2").get(f"/kk/budgets/drafts/desk/{case.public_id}/").status_code == 200


def test_a_draft_is_made_by_the_form_and_a_form_sent_twice_makes_one(person: Any) -> None:
    client = signed("officer-1")
    page = client.get("/kk/budgets/drafts/desk/new/")
    fields = filled(
        page, code="001", title_kk="Автобус", title_ru="Автобус", summary_kk="а", summary_ru="б", goal_kk="в",
        goal_ru="г", name_kk_1="и", name_ru_1="п", unit_1="дана", target_1="12,5", amount_2027="125 000 000",
    )  # fmt: skip
    first, second = (client.post("/kk/budgets/drafts/desk/new/", fields) for _time in range(2))
    assert first.status_code == 302 and first["Location"] == second["Location"]
    version = Version.objects.get()
    assert version.amounts.get().tenge == 125_000_000 and str(version.indicators.get().target) == "12.500"
    again = client.post("/kk/budgets/drafts/desk/new/", {**fields, "key": "another-key-1"})
    assert again.status_code == 422 and Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [("amount_2027", "12.5"), ("amount_2027", "-5"), ("target_1", "көп"), ("target_1", "1e99"), ("code", "1a")],
)
def test_what_is_typed_wrong_comes_back_with_all_the_rest(field: str, text: str) -> None:
    client = signed("officer-1")
    fields = filled(client.get("/kk/budgets/drafts/desk/new/"), code="001", summary_kk="Сақталсын", target_1="3")
    answer = client.post("/kk/budgets/drafts/desk/new/", {**fields, field: text})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Сақталсын" in page and f'value="{text}"' in page


def test_half_an_indicator_is_told_at_its_fields(prepared: Any) -> None:
    case, client = prepared(), signed("officer-1")
    path = f"/kk/budgets/drafts/desk/{case.public_id}/rework/"
    answer = client.post(path, filled(client.get(path), name_kk_2="Жартысы"))
    assert answer.status_code == 422 and 'id="f-target_2-error"' in answer.content.decode()


def test_a_change_made_from_an_old_page_is_refused_and_keeps_what_was_typed(open_: Any, person: Any, now: Any) -> None:
    case, client = open_(), signed("officer-1")
    path = f"/kk/budgets/drafts/desk/{case.public_id}/change/"
    fields = filled(client.get(path), goal_kk="Жаңа мақсат", changed_kk="a", changed_ru="b")
    actions.change(
        case=case,
        content=changed(summary_kk="Өзге"),
        changed_kk="a",
        changed_ru="b",
        by=person("officer-2"),
        now=now + DAY,
    )
    answer = client.post(path, fields)
    assert answer.status_code == 409 and "Жаңа мақсат" in answer.content.decode()
    fields["version"] = str(Case.objects.get(pk=case.pk).version)
    assert client.post(path, fields).status_code == 302
    assert Version.objects.filter(draft_id=case.pk).count() == 3


def test_a_table_makes_all_its_drafts_or_none() -> None:
    client = signed("officer-1")
    path = "/kk/budgets/drafts/desk/table/"

    def send(*rows: dict[str, str]) -> Any:
        return client.post(path, {"table": SimpleUploadedFile("drafts.csv", table(*rows))})

    bad = send(ROW, {**ROW, "code": "002", "summary_ru": ""})
    assert bad.status_code == 422 and Draft.objects.count() == 0
    assert send(ROW, {**ROW, "code": "002"}).status_code == 302
    assert Draft.objects.count() == 2 and not Draft.objects.visible_to(None).exists()
    assert send({**ROW, "code": "003"}, ROW).status_code == 422 and Draft.objects.count() == 2


def test_a_duty_of_a_draft_stands_in_the_queue_of_the_desk_and_leads_to_the_draft(open_: Any, now: Any) -> None:
    case = open_()
    until = Draft.objects.get(case=case).discussion_until
    actions.advance(now=dt.datetime.combine(until + DAY, dt.time(6), tzinfo=dt.UTC))
    page = signed("officer-1").get("/kk/desk/?when=all").content.decode()
    assert f"/kk/budgets/drafts/desk/{case.public_id}/" in page


def test_feeds_and_notices_know_drafts(open_: Any) -> None:
    case = open_()
    for path in (f"/feeds/kk/case/{case.public_id}.atom", "/feeds/ru/programmes.atom"):
        text = Client().get(path).content.decode()
        assert case.public_id in text and "Мектеп автобустары" in text
    follower = signed("citizen-1")
    assert follower.get(f"/kk/my/follow/?topic=case:{case.public_id}").status_code == 200
