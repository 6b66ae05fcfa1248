"""The budget in plain words, real terms and amounts per inhabitant, and drawings on other sites."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from tests.conftest import WEDNESDAY

from jariya.portals.budgets import drill, figures, flows, guide, money, tables
from jariya.portals.budgets.figures import Figure, Figures
from jariya.portals.budgets.models import Release, Rollup, Series
from jariya.portals.budgets.reference import load_series
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db
ULGI, MYSAL = "ulgi-region-invented-2025", "mysal-city-2025"


@pytest.fixture(scope="module", autouse=True)
def loaded(module_data: None) -> None:
    """The invented oblast's reports with the figures of its territories."""
    small.make(now=WEDNESDAY)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"/en/budgets/{path}")
    assert answer.status_code == status, path
    return answer.content.decode()


def rows_of(slug: str) -> dict[str, drill.Row]:
    found = drill.budget(slug)
    assert found is not None
    return drill.top(found, drill.periods(found))


def test_each_step_leads_to_the_next_and_explains_its_words_in_place(client: Client) -> None:
    path = f"{ULGI}/plain/"
    seen = []
    while path:
        text = page(client, path)
        seen.append(path)
        anchors = set(re.findall(r'href="#(w-[\w]+)"', text))
        assert anchors <= set(re.findall(r'id="(w-[\w]+)"', text))
        following = re.search(r'rel="next" href="/en/budgets/([^"]*)"', text)
        path = following[1] if following else ""
    assert len(seen) == len(guide.STEPS)


def test_of_each_thousand_tenge_the_parts_make_a_thousand(client: Client) -> None:
    moved = flows.of(rows_of(ULGI))
    total = flows.known(moved.inflow)
    assert total == sum(one or 0 for one in moved.inflow)
    with translation.override("en"):
        shares = [money.of_thousand(part, total) for part in moved.inflow]
    assert abs(sum(map(int, shares)) - 1_000) <= len(shares) / 2
    text = page(client, f"{ULGI}/plain/")
    assert all(f">{share}</td>" in text for share in shares[: len(moved.sources)])


def test_what_came_is_what_went() -> None:
    for slug in (ULGI, MYSAL):
        moved = flows.of(rows_of(slug))
        assert flows.known(moved.inflow) == flows.known(moved.outflow)


def test_changes_are_those_between_the_two_years(client: Client) -> None:
    text = page(client, f"{ULGI}/plain/changes/")
    now, then = (
        Rollup.objects.get(release__key__contains=f"{year}-full", release__budget__level="oblast", month=5,
                           node__path="II/82").paid or 0
        for year in (2025, 2024)
    )  # fmt: skip
    with translation.override("en"):
        assert money.million(now - then) in text
        real = money.rounded(Decimal(now) - Decimal(then) * Decimal("109.4") / 100)
        assert money.million(real) in text
    assert "prices of 2025" in text


def test_without_the_year_before_it_says_so(client: Client) -> None:
    assert "not loaded, so nothing can be compared" in page(client, f"{MYSAL}/plain/changes/")


def test_per_head_is_reckoned_with_its_source_or_not_at_all(client: Client) -> None:
    paid = rows_of(MYSAL)["II"].paid
    assert paid
    with translation.override("en"):
        told = money.whole(money.rounded(Decimal(paid) / 141_200))
    text = page(client, f"{MYSAL}/plain/people/")
    assert told in text
    assert "Inhabitants: invented for the demonstration" in re.sub(r"\s+", " ", text)
    Series.objects.filter(kind="population").delete()
    text = page(client, f"{MYSAL}/plain/people/")
    assert "source needed" in text
    assert "per inhabitant</th>" not in text


def test_real_terms_stand_beside_the_years_and_are_left_out_without_an_index(client: Client) -> None:
    text = page(client, f"{ULGI}/full/?month=5&at=II/82")
    row = Rollup.objects.get(release__key__contains="2024-full", release__budget__level="oblast", month=5,
                             node__path="II/82")  # fmt: skip
    with translation.override("en"):
        real = money.million(money.rounded((row.paid or 0) * Decimal("1.094")))
    assert f'data-label="Paid, in prices of 2025">{real}<' in text
    Series.objects.filter(kind="prices").delete()
    text = page(client, f"{ULGI}/full/?month=5&at=II/82")
    assert "in prices of" not in text
    assert "no level of prices is loaded for 2024, 2025" in text


def test_two_indexes_are_never_mixed_in_one_row_of_years() -> None:
    own = drill.budget(ULGI)
    assert own is not None
    Series.objects.filter(kind="prices", year=2024).delete()
    Series.objects.create(kind="prices", region=None, year=2024, value=300, source="x")
    known = figures.of(own, {2024, 2025})
    assert (set(known.prices), known.real(1_000, 2024), known.real(1_000, 2025)) == ({2025}, None, 1_000)


def test_an_unknown_amount_stays_unknown_whatever_is_loaded() -> None:
    one = Figure(Decimal(10), "", "x", True)
    known = Figures({2025: one}, {2025: one})
    assert (
        known.per_head(None, 2025) is known.real(None, 2025) is known.per_head(5, 2024) is known.real(5, 2024) is None
    )
    assert (known.per_head(-15, 2025), known.per_head(15, 2025)) == (-2, 2), "halves away from zero"


def test_a_series_is_loaded_by_its_name_and_named_on_the_page(client: Client) -> None:
    text = "name,year,value,source,territory,title\nprices,2024,200,Source A,990000000,Index X\n"
    text += "prices,2025,300,Source A,990000000,Index X\n"
    assert load_series(text) == 2
    shown = page(client, f"{ULGI}/full/?month=5&at=II/82")
    assert "Index X, Source A" in shown
    assert load_series("name,year,value,source\nprices,2024,100,Source B\n") == 1
    head = "name,year,value,source,territory\n"
    for wrong in ("people,2025,1,x,", "prices,25,1,x,", "prices,2025,nan,x,", "prices,2025,1e30,x,", "prices,2025,,x,",
                  "prices,2025,1,x,\nprices,2025,2,x,", "population,2025,1,,990000000"):  # fmt: skip
        with pytest.raises(ValueError, match="row [23]"), transaction.atomic():
            load_series(head + wrong)
    with pytest.raises(ValueError, match="row 1"), transaction.atomic():
        load_series("year,value,source\n2025,1,x\n")


def test_two_districts_are_compared_per_head(client: Client) -> None:
    rows, months = tables.compared(2025, "II", within=ULGI)
    assert [row.budget.slug for row in rows] == [MYSAL, "synaq-district-2025"]
    assert months == [1, 2, 3, 4, 5]
    text = page(client, f"compare/?year=2025&within={ULGI}&per=head")
    heads = {row.budget.slug: row.per_head("paid") for row in rows}
    with translation.override("en"):
        told = [money.whole(head) for head in sorted(heads.values(), key=lambda one: -(one or 0))]
    found = re.findall(r'data-label="Tenge per inhabitant">([^<]*)<', text)
    assert found == told, "the largest first"
    assert "compare/" in page(client, f"{ULGI}/")
    assert f"/en/budgets/{ULGI}/" in page(client, f"{MYSAL}/"), "the way up"


KINDS = {
    "areas": f"budget={ULGI}&cut=full&month=5&at=II",
    "months": f"budget={ULGI}&at=II/82",
    "flow": f"budget={ULGI}",
    "regions": f"year=2025&at=II&per=head&within={ULGI}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_may_be_framed_and_its_snippet_leads_to_it(kind: str, client: Client) -> None:
    answer = client.get(f"/kk/budgets/embed/{kind}/snippet/?{KINDS[kind]}&x=%22%3E%3Cscript")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    code = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.S)[1])  # type: ignore[index]
    source = re.fullmatch(r'\s*<iframe src="([^"]*)" title="([^"]*)" [^<>]*></iframe>\s*', code)
    assert source, code
    assert "script" not in source[1]
    parts = urlsplit(html.unescape(source[1]))
    answer = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    text = answer.content.decode()
    assert "<table" in text
    assert "<script" not in text
    assert "<form" not in text
    assert "ОЙДАН ШЫҒАРЫЛҒАН" in text


@pytest.mark.parametrize(
    "path",
    ["embed/none/", "embed/areas/?budget=none", f"embed/areas/?budget={ULGI}&cut=none", "embed/regions/?at=X",
     f"embed/months/?budget={ULGI}", f"embed/areas/?budget={ULGI}&month=2", f"{ULGI}/plain/none/", "none/plain/",
     "none/balance/", "embed/flow/snippet/"],
)  # fmt: skip
def test_a_drawing_or_step_that_is_not_there_is_not_found(path: str, client: Client) -> None:
    answer = client.get(f"/en/budgets/{path}")
    assert answer.status_code == 404
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_way_down_is_followed_by_htmx_at_the_addresses_of_the_links(client: Client) -> None:
    text = page(client, f"{ULGI}/full/?month=5&at=II")
    body = re.search(r"<tbody (hx-[^>]*)>(.*?)</tbody>", text, re.S)
    assert body
    assert 'hx-select="#place"' in body[1]
    for address in re.findall(r'href="([^"]*)"', body[2]):
        answer = client.get(html.unescape(address), headers={"hx-request": "true", "hx-boosted": "true"})
        plain = client.get(html.unescape(address))
        assert answer.content == plain.content, "the same bytes: one entry in any cache"
        assert 'id="place"' in plain.content.decode()
        assert 'id="trail"' in plain.content.decode()


def test_releases_of_districts_have_their_own_findings() -> None:
    assert Release.objects.filter(budget__level="district").count() == 2
