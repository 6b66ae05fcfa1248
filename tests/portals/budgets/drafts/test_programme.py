"""A programme over the years: joined to reports by codes, words against money, reforms, its pages, feed and API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions as discussion
from jariya.portals.budgets.drafts import actions, joining, programmes
from jariya.portals.budgets.drafts.models import Administrator, Position, Programme, Succession
from jariya.portals.budgets.drafts.order import Days, line
from jariya.portals.budgets.importing import Source, load
from jariya.portals.budgets.models import Budget, Node, Rollup
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ADDRESS = "/kk/budgets/programmes/ulgi-ministry/001/"


@pytest.fixture
def budget(db: None, ministry: Any, now: dt.datetime) -> Budget:
    """The invented oblast's budget of 2025 with its report; code 905 stands for the ministry."""
    said = Understood(level="oblast", territory=small.OBLAST, cut="full", unit="thousand")
    found = load(small.HERE / "ulgi_full.csv", source=Source("invented"), now=now, said=said).made[-1].budget
    Administrator.objects.create(
        level="oblast", region=found.region, code="905", body=ministry, source="invented", invented=True, at=now
    )
    return found


def programme_of(case: Any) -> Programme:
    return Programme.objects.get(drafts__case=case)


def test_a_programme_stands_at_its_administrator_where_the_report_goes_no_deeper(
    published: Any, budget: Budget, now: dt.datetime
) -> None:
    programme = programme_of(published())
    assert joining.positions(programme, now=now) == 3 and joining.positions(programme, now=now) == 0
    assert not Position.objects.filter(programme=programme, exact=True).exists()
    view = programmes.find("ulgi-ministry", "001", today=now.date())
    assert view is not None and not view.exact and len(view.months) == 16
    rows = Rollup.objects.filter(release__budget=budget, month=5, node__path__regex=r"^II/.*/905$")
    assert view.months[-1].amounts["paid"] == sum(rows.values_list("paid", flat=True))


def test_its_own_node_wins_over_its_administrators(published: Any, budget: Budget, now: dt.datetime) -> None:
    programme = programme_of(published())
    joining.positions(programme, now=now)
    node = Node.objects.get(cut="full", path="II/84/1/907")
    Position.objects.create(programme=programme, node=node, level="oblast", region=budget.region, exact=True, at=now)
    view = programmes.find("ulgi-ministry", "001", today=now.date())
    assert view is not None and all(month.exact for month in view.months)


def test_money_that_the_reports_show_first_is_red_even_if_the_body_noted_none() -> None:
    day = dt.date(2026, 2, 10)
    days = Days(day, day, day + 20 * DAY, None, None, reported=dt.date(2026, 2, 28))
    found = line(days, dt.date(2026, 5, 1))
    assert found.wrongs == ("reported_before_end",)
    assert [stop.code for stop in found.stops if stop.wrong] == ["reported"]
    later = Days(day, day, day + 5 * DAY, day + 6 * DAY, day + 7 * DAY, reported=dt.date(2026, 2, 28))
    assert line(later, dt.date(2026, 5, 1)).wrongs == ()


def test_a_body_is_found_by_its_very_name_and_never_by_a_likeness(budget: Budget, now: dt.datetime) -> None:
    assert joining.administrators(budget, now=now) == 0
    Body.objects.filter(slug="ulgi-office-education").update(name_ru="Управление  примерных ШКОЛ")
    assert joining.administrators(budget, now=now) == 1
    row = Administrator.objects.get(code="904")
    assert row.body.slug == "ulgi-office-education" and "release" in row.source
    assert joining.administrators(budget, now=now) == 0


def test_what_was_never_published_is_no_programme_for_anyone(prepared: Any, now: dt.datetime) -> None:
    prepared()
    assert programmes.find("ulgi-ministry", "001", today=now.date()) is None
    assert programmes.listed() == ([], None)
    assert Client().get(ADDRESS).status_code == 404
    assert Client().get("/feeds/kk/topic/programme/ulgi-ministry/001.atom").status_code == 404


def test_a_reform_carries_the_years_on(published: Any, district: Any, person: Any, now: dt.datetime) -> None:
    before = programme_of(published())
    after = programme_of(published(code="017", year=2028))
    Succession.objects.create(before=before, after=after, source="invented")
    view = programmes.find("ulgi-ministry", "017", today=now.date())
    assert view is not None and [row.draft.year for row in view.years] == [2028, 2027]
    assert [row.pk for row in view.before] == [before.pk]
    earlier = programmes.find("ulgi-ministry", "001", today=now.date())
    assert earlier is not None and [row.pk for row in earlier.after] == [after.pk]
    Succession.objects.create(before=after, after=before, source="a circle")
    assert programmes.find("ulgi-ministry", "017", today=now.date()) is not None


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_page_shows_days_money_and_what_is_out_of_order(
    open_: Any, budget: Budget, person: Any, now: dt.datetime, lang: str, django_assert_max_num_queries: Any
) -> None:
    case = open_()
    joining.positions(programme_of(case), now=now)
    actions.note_payment(
        case=case, first_paid_on=now.date(), first_paid_source="Наурыз", by=person("officer-1"), now=now + 2 * DAY
    )
    with django_assert_max_num_queries(12):
        page = Client().get(ADDRESS.replace("/kk/", f"/{lang}/"))
    text = page.content.decode()
    assert page.status_code == 200 and "track-wrong" in text and "wrong-words" in text and "<svg" in text


def test_followers_and_the_feed_hear_of_every_year(published: Any, person: Any, now: dt.datetime) -> None:
    from jariya.kernel.notices import actions as notices
    from jariya.kernel.notices import queries as followed
    from jariya.kernel.notices.models import InboxEntry

    case = published()
    thing = followed.topic("programme:ulgi-ministry/001", person("citizen-3"))
    assert thing is not None
    notices.follow(person=person("citizen-3"), topic=thing.topic, now=now)
    actions.open_discussion(case=case, by=None, now=now + DAY)
    assert InboxEntry.objects.filter(person=person("citizen-3"), case=case).count() == 1
    feed = Client().get("/feeds/kk/topic/programme/ulgi-ministry/001.atom").content.decode()
    assert feed.count("<entry>") == 2 and case.public_id in feed


def test_programmes_are_listed_page_by_page(published: Any) -> None:
    for number in range(1, 6):
        published(code=f"{number:03d}")
    first, following = programmes.listed(limit=2)
    second, more = programmes.listed(limit=2, after=following)
    third, end = programmes.listed(limit=2, after=more)
    assert [row.code for row in [*first, *second, *third]] == ["001", "002", "003", "004", "005"] and end is None


def test_the_api_gives_programmes_drafts_versions_differences_and_comments(
    open_: Any, budget: Budget, person: Any, now: dt.datetime
) -> None:
    from tests.portals.budgets.drafts.conftest import changed

    case = open_()
    joining.positions(programme_of(case), now=now)
    discussion.post(
        case=case, text="Аз", language="kk", by=person("citizen-1"), identity="phone", now=now + DAY, version=1,
        element="goal",
    )  # fmt: skip
    actions.change(
        case=case, content=changed(amounts=((2027, 100),)), changed_kk="Сома", changed_ru="Сумма",
        by=person("officer-1"), now=now + 2 * DAY,
    )  # fmt: skip

    def get(path: str) -> Any:
        answer = Client().get(f"/api/v1/budgets/{path}")
        assert answer.status_code == 200, path
        return answer.json()

    assert [row["id"] for row in get("drafts?which=open")["items"]] == [case.public_id]
    one = get(f"drafts/{case.public_id}")
    assert one["version"]["amounts"] == [{"year": 2027, "tenge": 100}] and len(one["versions"]) == 2
    assert get(f"drafts/{case.public_id}/versions/1")["amounts"][0]["tenge"] == 125_000_000
    differs = get(f"drafts/{case.public_id}/diff?old=1&new=2")
    assert differs["material"] and differs["amounts"][0]["difference"] == 100 - 125_000_000
    [comment] = get(f"drafts/{case.public_id}/comments")["items"]
    assert comment["place"] == {"version": 1, "element": "goal"} and comment["author"]
    programme = get("programmes/ulgi-ministry/001")
    assert programme["years"][0]["indicators"][0]["target"] == "13.000"
    assert programme["years"][0]["draft"] == case.public_id and programme["months"][0]["exact"] is False
    assert [row["code"] for row in get("programmes")["items"]] == ["001"]


@pytest.mark.parametrize(
    "path",
    [
        "drafts/B2026-AAAAAAAA-0", "drafts/none/versions/1", "programmes/none/001", "programmes/ulgi-ministry/x",
        "drafts?which=wrong", "drafts?limit=1000", "programmes?body=none", "questions/none", "questions?which=x",
    ],
)  # fmt: skip
def test_bad_input_of_the_api_gets_a_code_and_a_remedy(db: None, path: str) -> None:
    answer = Client().get(f"/api/v1/budgets/{path}")
    assert answer.status_code in {404, 422} and {"code", "title", "remedy"} <= answer.json().keys()
