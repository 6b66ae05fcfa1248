"""The lasting page of a body, and the list in which it is found."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies.models import Body, FormerAddress
from jariya.pages.queries import registry
from jariya.portals.requests import actions as requests
from jariya.portals.requests.decisions import Decided

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_everything_of_a_body_hangs_on_one_page(client: Client, nation: Any) -> None:
    page = text(client, "/ru/bodies/ulgi-ministry/")
    for part in ("owes", "punctuality", "questions", "people", "reception", "duties"):
        assert f'id="{part}"' in page
    assert "Нурлан Мысалов" in page
    assert "Айгуль Улгибаева" not in page, "who left the post is not shown as its head"
    assert "/ru/bodies/ulgi-committee-examples/" in page
    assert "Аула жарығы туралы" in page


def test_decided_requests_stand_page_by_page_beside_the_questions(
    client: Client, today: Any, person: Any, ministry: Any, now: dt.datetime
) -> None:
    for number in range(8):
        case = requests.ask(
            by=person("citizen-1"), body=ministry, title="ҚҰПИЯ", points=["Қанша?"], language="kk", identity="phone",
            subject="transport", now=now,
        ).case  # fmt: skip
        requests.accept(case=case, by=person("officer-1"), now=now)
        requests.draft_answer(case=case, decisions={1: Decided("granted", "Он.")}, by=person("officer-1"), now=now)
        requests.sign_answer(case=case, confirmed=True, level="staff", by=person("head"), now=now)
        texts = {("title", 0): f"Жол №{number}", ("point", 1): "Қанша?", ("answer", 1): "Он."}
        requests.publish(case=case, texts=texts, checked=True, by=person("officer-1"), now=now)

    def part(query: str = "") -> str:
        return (
            text(client, f"/kk/bodies/ulgi-ministry/{query}").partition('id="requests"')[2].partition("</section>")[0]
        )

    first = part()
    assert "Жол №7" in first and "Жол №2" in first and "Жол №1" not in first and "ҚҰПИЯ" not in first
    assert "/kk/requests/?body=ulgi-ministry&amp;outcome=granted" in first
    following = re.search(r'href="\?requests=([^#"]+)#requests"', first)
    assert following is not None
    second = part(f"?requests={following[1]}")
    assert "Жол №1" in second and "Жол №2" not in second
    assert part("?requests=%D0%B6%D0%BE%D2%9B")


def test_a_real_body_has_no_figure_and_says_why(client: Client, nation: Any) -> None:
    for slug in ("ministry-health", "akimat-abay-region", "majilis"):
        body = Body.objects.filter(slug=slug).first() or Body.objects.real().filter(kind="ministry").first()
        page = text(client, f"/en/bodies/{body.slug}/")
        assert "Not connected yet" in page
        assert 'class="stat' not in page
        assert "not known, source needed" in page


def test_a_former_address_leads_to_the_body_for_ever(client: Client, db: None) -> None:
    body = Body.objects.get(slug="ulgi-ministry")
    FormerAddress.objects.create(slug="old-ulgi", body=body)
    for tail in ("", "punctuality/", "punctuality.csv"):
        response = client.get(f"/kk/bodies/old-ulgi/{tail}?year=2026")
        assert response.status_code == 301
        assert response.headers["Location"].startswith(f"/kk/bodies/ulgi-ministry/{tail}")


def test_predecessors_and_successors_lead_to_each_other_with_the_day(client: Client, db: None) -> None:
    assert "/en/bodies/kurultai/" in text(client, "/en/bodies/majilis/")
    assert "/en/bodies/majilis/" in text(client, "/en/bodies/kurultai/")
    assert "1 July 2026" in text(client, "/en/bodies/majilis/")


def test_a_name_that_is_known_in_one_language_only_is_marked_with_it(client: Client, db: None) -> None:
    page = text(client, "/ru/bodies/majilis/")
    assert '<h1 lang="kk">Мәжіліс</h1>' in page


def test_the_mean_rating_is_hidden_below_the_smallest_number_of_the_norm(
    client: Client, nation: Any, person: Any, answered: Any, ask: Any, ministry: Any, today: dt.datetime
) -> None:
    from jariya.kernel.correspondence.models import Rating
    from jariya.portals.dialogue import actions

    def rate() -> None:
        case = answered(days=2, now=today - dt.timedelta(days=8))
        actions.rate(case=case, score=4, resolved=True, by=person("citizen-1"), now=today - dt.timedelta(days=5))

    def figure() -> str:
        page = text(client, "/en/bodies/ulgi-ministry/")
        head, _label, _tail = page.partition("mean rating of the answers")
        return head.rpartition('<p class="stat-value">')[2]

    for number in range(8):
        Rating.objects.create(case=ask(title=f"№ {number}"), body=ministry, score=4, resolved=True, at=today)
    rate()
    assert "too few to say" in figure()
    rate()
    assert "4" in figure().partition("</p>")[0]


def test_invented_and_real_bodies_stand_in_different_lists(client: Client, db: None) -> None:
    invented = text(client, "/kk/bodies/?invented=1&all=1")
    assert "/kk/bodies/ulgi-ministry/" in invented
    assert "/kk/bodies/ministry-" not in invented
    real = text(client, "/kk/bodies/?all=1&q=министр")
    assert "ulgi-" not in real


def test_a_body_is_found_by_a_part_of_its_name_on_any_keyboard(client: Client, db: None) -> None:
    for typed in ("улги", "үлгі", "УЛГИ мин"):
        assert "/kk/bodies/ulgi-ministry/" in text(client, f"/kk/bodies/?invented=1&q={typed}")


def test_a_mistyped_name_offers_the_nearest_ones(client: Client, db: None) -> None:
    page = text(client, "/ru/bodies/?q=министерсво здравохранения")
    assert "здравоохранения" in page


def test_the_whole_list_is_read_to_its_end_in_the_order_of_the_language(client: Client, db: None) -> None:
    import re

    seen: list[str] = []
    path = "/ru/bodies/?kind=maslikhat"
    while path:
        page = text(client, path)
        listed = page.partition('class="plain body-list"')[2].partition("</ul>")[0]
        seen += re.findall(r'/ru/bodies/([a-z0-9-]+)/"', listed)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    expected = list(
        Body.objects.real().filter(kind="maslikhat").order_by("sort_ru", "id").values_list("slug", flat=True)
    )
    assert seen == expected


def test_the_map_counts_every_real_body_that_has_a_region_once(db: None) -> None:
    day = dt.date(2026, 5, 20)
    placed = Body.objects.on(day).real().exclude(region=None).count()
    assert sum(tile.number for tile in registry.tiles(day)) == placed
    assert len(registry.tiles(day)) == 20


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_tile_holds_its_name(db: None, lang: str) -> None:
    names = [registry.on_tile(tile.region, lang) for tile in registry.tiles(dt.date(2026, 5, 20))]
    assert all(0 < len(name) <= registry.TILE_LETTERS for name in names)
