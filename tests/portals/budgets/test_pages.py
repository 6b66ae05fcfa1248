"""Pages of budgets: what a reader finds, how many queries it costs, what is said of what is not known."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.conftest import WEDNESDAY

from jariya.kernel.bodies.models import Region
from jariya.portals.budgets import drill, money, names, tables
from jariya.portals.budgets.models import Check, Line, Period, Release, Rollup, Series
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(module_data: None) -> None:
    """The invented oblast's reports."""
    small.make(now=WEDNESDAY)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"/en/budgets/{path}")
    assert answer.status_code == status, path
    return answer.content.decode()


def key(cut: str = "full", year: int = 2025) -> str:
    return str(Release.objects.get(cut=cut, budget__year=year, budget__level="oblast").key)


SLUG = "ulgi-region-invented-2025"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 5),
        (f"{SLUG}/", 10),
        (f"{SLUG}/plain/", 4),
        (f"{SLUG}/plain/changes/", 8),
        (f"{SLUG}/plain/trust/", 8),
        (f"embed/areas/?budget={SLUG}&at=II", 9),
        (f"{SLUG}/full/?at=II", 11),
        (f"{SLUG}/full/", 5),
        (f"{SLUG}/administrators/", 4),
        ("compare/", 9),
        ("checks/", 4),
        ("search/?q=школ", 2),
        ("glossary/", 0),
        ("releases/{key}/", 8),
        ("releases/{key}/checks/1/", 8),
        ("releases/{key}/changes/{old}/", 4),
    ],
)
def test_a_page_asks_the_database_so_often_at_most(
    client: Client, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    path = path.format(key=key(), old=key(year=2024))
    page(client, path)
    with django_assert_max_num_queries(most):
        page(client, path)


def test_a_reader_follows_the_money_down_to_a_line(client: Client) -> None:
    text = page(client, "")
    assert f"/en/budgets/{SLUG}/" in text
    text = page(client, f"{SLUG}/")
    assert f"/en/budgets/{SLUG}/full/?at=II" in text
    text = page(client, f"{SLUG}/full/?at=II&month=5")
    down = re.findall(r'href="([^"]*at=II/82[^"]*)"', text)
    assert down
    text = page(client, f"{SLUG}/full/?month=5&at=II/82/2/904")
    row = Line.objects.get(release__key=key(), month=5, node__path="II/82/2/904")
    with translation.override("en"):
        assert money.whole(row.paid) in text
    assert "Управление примерных школ" in text


def test_what_was_not_given_is_a_dash_and_not_zero(client: Client) -> None:
    text = page(client, f"{SLUG}/full/?month=5&at=III")
    row = re.search(r"glossary/#obligations\".*?</tr>", text, re.S)
    assert row
    assert row.group().count("—") == 2


def test_an_amount_has_one_rounding() -> None:
    with translation.override("en"):
        assert [money.million(value) for value in (50_000, 49_999, -50_000, 0, None)] == [
            "0.1", "0.0", "-0.1", "0.0", "—"
        ]  # fmt: skip
        assert money.share(1, 0) == "—"
        assert money.share(None, 5) == "—"


def test_a_name_in_another_language_says_so(client: Client) -> None:
    text = page(client, f"{SLUG}/full/?month=5&at=II")
    assert '<span lang="ru">Примерные школы</span>' in text
    with translation.override("kk"):
        assert names.shown("full", "II", "II. ЗАТРАТЫ") == ("Шығындар", "kk")
        assert names.shown("functional", "total/4", "Образование") == ("Білім беру", "kk")
        assert names.shown("full", "II/82", "Примерные школы").lang == "ru"


def test_a_failed_check_opens_with_the_rows_on_both_sides(client: Client) -> None:
    wanted = Check.objects.get(release__key=key(), rule="tree_sum", node__path="II/82", measure="paid")
    text = page(client, f"releases/{key()}/checks/{wanted.place}/")
    with translation.override("en"):
        assert money.whole(1_234_000_000) in text
        for number in (*wanted.left, *wanted.right):
            line = Line.objects.get(release__key=key(), month=4, number=number)
            assert money.whole(line.paid) in text


def test_months_that_are_compared_both_open(client: Client) -> None:
    wanted = Check.objects.filter(release__key=key(), rule="missing_month").get()
    text = page(client, f"releases/{key()}/checks/{wanted.place}/")
    assert "January to March 2025" in text


def test_findings_are_paged_by_money_without_gap_or_repeat() -> None:
    seen: list[int] = []
    after = ""
    while True:
        rows, following = tables.findings(verdict="not_given", after=after, limit=7)
        seen += [row.pk for row in rows]
        if following is None:
            break
        after = following
    found = Check.objects.filter(pk__in=seen)
    assert len(seen) == len(set(seen)) == Check.objects.filter(verdict="not_given").count()
    by_pk = {row.pk: row.money for row in found}
    assert [by_pk[pk] for pk in seen] == sorted(by_pk.values(), reverse=True)


@pytest.mark.parametrize("after", ["x", "1", "1_", "_1", "9" * 60 + "_1", "-5_2"])
def test_a_strange_place_in_the_list_is_the_beginning(client: Client, after: str) -> None:
    assert "Findings" in page(client, f"checks/?after={after}")


@pytest.mark.parametrize(
    "path",
    ["none/", f"{SLUG}/none/", f"{SLUG}/full/?month=2", f"{SLUG}/full/?at=II/none", f"{SLUG}/full/?release=none",
     "releases/none/", "?year=1900", "checks/?rule=none", "checks/?verdict=none"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    page(client, path, status=404)


def test_a_month_without_the_place_names_those_that_have_it(client: Client) -> None:
    text = page(client, f"{SLUG}/full/?month=2&at=II/82", status=404)
    found = re.findall(r'href="[^"]*month=(\d+)&amp;at=II/82"', text.partition("<main")[2])
    assert found == ["1", "3", "4", "5"]


def test_a_release_of_another_budget_is_not_shown_under_this_one(client: Client) -> None:
    page(client, f"{SLUG}/full/?release={key(year=2024)}", status=404)


def test_a_superseded_release_stays_readable(client: Client) -> None:
    Period.objects.filter(release__key=key()).update(current=False)
    page(client, f"{SLUG}/full/", status=404)
    assert "superseded" in page(client, f"releases/{key()}/")
    assert "You read one release" in page(client, f"{SLUG}/full/?release={key()}&month=4&at=II")


def test_administrators_are_summed_over_all_groups() -> None:
    release = Release.objects.get(key=key())
    rows = {row.code: row for row in drill.by_administrator(release, 5)}
    builders = Rollup.objects.filter(release=release, month=5, node__path__regex="^II/.*/905$")
    assert rows["905"].paid == sum(row.paid for row in builders)
    assert rows["905"].parts == builders.count() == 3
    two = Rollup.objects.get(release=release, month=5, node__path="II")
    assert sum(row.paid or 0 for row in rows.values()) == two.paid


def test_per_head_is_unknown_without_a_source_and_counted_with_one(client: Client) -> None:
    Series.objects.all().delete()
    rows, _months = tables.compared(2025, "II")
    assert rows[0].per_head("paid") is None
    assert "source needed" in page(client, "compare/?year=2025")
    oblast = Region.objects.get(code="990000000")
    Series.objects.create(kind="population", region=oblast, year=2025, value=500_000, source="invented", invented=True)
    rows, _months = tables.compared(2025, "II")
    assert rows[0].per_head("paid") == round((rows[0].amounts["paid"] or 0) / 500_000)
    assert "source needed" not in page(client, "compare/?year=2025")


def test_search_finds_a_word_through_mixed_letters_and_any_case() -> None:
    assert {hit.path for hit in tables.search("НИВЫ и САДА")} == {"I/1/1/4"}
    assert tables.search("Hивы")
    assert tables.search("%") == tables.search("ы") == []


def test_a_difference_names_what_changed_and_what_is_new() -> None:
    before, after = Release.objects.get(key=key(year=2024)), Release.objects.get(key=key())
    rows, count = tables.differences(before, after, [1])
    assert count == len(rows) > 10
    assert all(row.changed or row.names or row.before is None or row.after is None for row in rows)
    changed = next(row for row in rows if row.path == "II/82")
    line = Line.objects.get(release=after, month=1, node__path="II/82")
    assert changed.after is not None
    assert changed.after["paid"] == line.paid
    assert tables.differences(after, after, [1]) == ([], 0)


def test_time_lines_leave_a_gap_for_a_missing_month(client: Client) -> None:
    found = drill.budget(SLUG)
    assert found is not None
    series = drill.over_months(found, "full", "II")
    assert [(year, month) for year, month, _amounts in series][-4:] == [(2025, 1), (2025, 3), (2025, 4), (2025, 5)]
    text = page(client, f"{SLUG}/full/?month=5&at=II")
    line = re.findall(r'class="line line-2" d="([^"]*)"', text)[0]
    assert line.count("M") == 3, "2024, January 2025 alone, from March 2025"


def test_every_page_has_the_same_words_in_its_table_as_in_its_drawing(client: Client) -> None:
    text = page(client, f"{SLUG}/full/?month=5&at=II")
    numbers = set(re.findall(r"<text[^>]*>(\d+)</text>", text))
    assert numbers <= set(re.findall(r'<td class="row-number">(\d+)</td>', text))
    assert numbers


def test_the_counts_beside_the_rules_are_those_of_the_list(now: dt.datetime) -> None:
    from django.db.models import Count, Max

    from jariya.portals.budgets import queries

    Period.objects.filter(release__key=key(), month=5).update(current=False)
    rows = queries.checks_in_force().values("rule", "verdict").annotate(number=Count("id"), money=Max("money"))
    assert sorted(queries.counted(), key=str) == sorted(rows, key=str)
    assert len(rows) == 5
