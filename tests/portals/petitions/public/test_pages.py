"""Public pages of petitions: who sees what, the same bytes for everyone, what leaves for machines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web import hot
from jariya.portals.petitions.collecting import leaf, switches
from jariya.portals.petitions.collecting.models import Switch
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.public import standing
from jariya.portals.petitions.public.models import Standing

pytestmark = pytest.mark.django_db
ADDRESS = "/{}/petitions/{}/"


def get(path: str, **more: Any) -> Any:
    return Client(**more).get(path)


def text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(body).decode()


@pytest.fixture(autouse=True)
def fresh_switches() -> Any:
    switches.forget()
    yield
    switches.forget()


def test_a_petition_is_the_same_bytes_for_everyone(supported: Any, person: Any, counted: Any) -> None:
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    path = ADDRESS.format("kk", case.public_id)
    reader = Client()
    reader.force_login(person("citizen-1"))
    first, second = get(path), reader.get(path)
    assert first.content == second.content and first["Cache-Control"].startswith("public")
    assert "stale-while-revalidate" in first["Cache-Control"] and "Cookie" not in first.get("Vary", "")
    shown = text(first)
    assert "Айгүл С." in shown and "data-count=" in shown and "/signed/" in shown
    assert "noindex" not in shown


def test_a_crowd_costs_one_rendering_and_a_takedown_ends_it(
    supported: Any, counted: Any, person: Any, settings: Any, monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    moment = [100.0]
    settings.HOT_SECONDS = 2
    monkeypatch.setattr(hot, "store", hot.Store(clock=lambda: moment[0]))
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    path, reader = ADDRESS.format("kk", case.public_id), Client()
    reader.force_login(person("citizen-1"))
    first = get(path)
    with django_assert_num_queries(0):
        second = reader.get(path)
    assert second.content == first.content and not second.cookies and dict(second.items()) == dict(first.items())
    assert get(ADDRESS.format("ru", case.public_id)).content != first.content
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert get(path).status_code == 200, "for two seconds"
    moment[0] += 2.1
    assert get(path).status_code == 404 and reader.get(path).status_code == 404


def test_a_petition_in_its_support_phase_opens_by_link_and_stands_nowhere(supported: Any, counted: Any) -> None:
    case = supported(state="gathering_support", opened_at=None, threshold=None, threshold_norm="", supported_at=None)
    Case.objects.filter(pk=case.pk).update(visibility="parties")
    page = get(ADDRESS.format("ru", case.public_id))
    assert page.status_code == 200 and '<meta name="robots" content="noindex">' in text(page)
    assert case.public_id not in text(get("/ru/petitions/?which=all"))
    assert get(f"/api/v1/petitions/{case.public_id}/tallies.csv").status_code == 404
    assert case.public_id not in text(get("/api/v1/petitions/list.csv"))


@pytest.mark.parametrize("state", ["submitted", "moderation", "returned"])
def test_what_is_not_open_is_not_there(supported: Any, state: str) -> None:
    case = supported(state=state, opened_at=None, threshold=None, threshold_norm="", supported_at=None)
    Case.objects.filter(pk=case.pk).update(visibility="parties")
    assert get(ADDRESS.format("kk", case.public_id)).status_code == 404
    assert get(f"/api/v1/petitions/{case.public_id}").status_code == 404


def test_a_sealed_petition_leaves_every_exit(supported: Any, counted: Any) -> None:
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    Case.objects.filter(pk=case.pk).update(sealed=True)
    for path in ("", "proof/", "embed/", "poster/", "poster.pdf", "share.png", "about-me/", "on-another-site/"):
        assert get(ADDRESS.format("kk", case.public_id) + path).status_code == 404, path
    assert get(f"/api/v1/petitions/{case.public_id}/tallies.parquet").status_code == 404


def test_tallies_add_up_to_the_count_in_csv_and_parquet(
    supported: Any, counted: Any, settings: Any, tmp_path: Any
) -> None:
    import duckdb

    settings.BUDGETS_DOWNLOADS = tmp_path / "budgets"
    case = supported(state="collecting")
    counted(case, {"2026-03-16T05": 12, "2026-03-17T05": 30})
    counted(case, {"2026-03-17T06": 2}, kind=leaf.MINUS)
    rows = list(csv.DictReader(io.StringIO(text(get(f"/api/v1/petitions/{case.public_id}/tallies.csv")))))
    assert sum(int(row["number"]) * (1 if row["kind"] == "sign" else -1) for row in rows) == 40
    answer = get(f"/api/v1/petitions/{case.public_id}/tallies.parquet")
    path = tmp_path / "got.parquet"
    path.write_bytes(b"".join(answer.streaming_content))
    got = duckdb.execute(f"SELECT * FROM '{path}' ORDER BY 1, 2, 3").fetchall()  # noqa: S608
    assert [tuple(map(str, row)) for row in got] == [tuple(row.values()) for row in rows]
    said = json.loads(get(f"/api/v1/petitions/{case.public_id}").content)
    assert said["count"] == 40 and said["taken_back"] == 2 and sum(said["regions"].values()) == 40
    listed = list(csv.DictReader(io.StringIO(text(get("/api/v1/petitions/list.csv")))))
    assert [row["count"] for row in listed if row["id"] == case.public_id] == ["40"]


def test_the_list_is_the_same_in_parquet_and_no_title_is_a_formula(
    supported: Any, settings: Any, tmp_path: Any
) -> None:
    import duckdb

    settings.BUDGETS_DOWNLOADS = tmp_path / "budgets"
    case = supported(state="collecting")
    written = '=HYPERLINK("//evil.example","жол")'
    Petition.objects.filter(case=case).update(title_kk=written, title_ru="-2+3")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text(get("/api/v1/petitions/list.csv"))))}
    assert (rows[case.public_id]["title_kk"], rows[case.public_id]["title_ru"]) == (f"'{written}", "'-2+3")
    answer = get("/api/v1/petitions/list.parquet")
    path = tmp_path / "got.parquet"
    path.write_bytes(b"".join(answer.streaming_content))
    columns = "id, title_kk, title_ru, threshold, outcome, closes_on, invented"
    got = duckdb.execute(f"SELECT {columns} FROM '{path}'").fetchall()  # noqa: S608
    assert (case.public_id, written, "-2+3", 50_000, "", None, True) in got


def test_signing_survives_when_the_rest_is_switched_off(supported: Any, counted: Any, now: dt.datetime) -> None:
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    path = ADDRESS.format("ru", case.public_id)
    assert "tile-map" in text(get(path)) and 'id="talk"' in text(get(path))
    for name in ("search", "map", "comments", "mail"):
        Switch.objects.update_or_create(name=name, defaults={"off": True, "changed_at": now})
    switches.forget()
    page = text(get(path))
    assert "tile-map" not in page and 'id="talk"' not in page and "/sign/" in page
    assert 'name="q"' not in text(get("/ru/petitions/")).partition("<main")[2]
    assert get("/ru/petitions/?q=школа").status_code == 200


def test_lists_sort_by_the_last_day_and_by_nearness(supported: Any, counted: Any, now: dt.datetime) -> None:
    hot, near, old = (supported(state="collecting") for _number in range(3))
    counted(hot, {"2026-03-18T04": 300})
    counted(near, {"2026-03-10T04": 45_000})
    counted(old, {"2026-03-10T04": 10})
    standing.refresh(now=now)
    assert dict(Standing.objects.values_list("case_id", "day"))[hot.pk] == 300
    page = text(get("/kk/petitions/"))
    trending, close = page.partition('id="trending"')[2], page.partition('id="near"')[2].partition('id="group-')[0]
    assert hot.public_id in trending.partition('id="near"')[0] and near.public_id in close
    assert old.public_id not in close
    Case.objects.filter(pk=hot.pk).update(state="supported")
    standing.refresh(now=now + dt.timedelta(minutes=5))
    assert not Standing.objects.filter(pk=hot.pk).exists()


def test_lists_are_paged_by_key_and_narrowed_by_facets(supported: Any, ministry: Any, now: dt.datetime) -> None:
    from jariya.portals.petitions.public.queries import Wish, listed

    made = [supported(state="collecting", opened_at=now + dt.timedelta(minutes=step)) for step in range(5)]
    supported(state="considering")
    found, after = [], None
    while True:
        page = listed(Wish(which="collecting", body=ministry), after=after, limit=2)
        found += [row.case.pk for row in page.rows]
        after = page.following
        if after is None:
            break
    assert found == [case.pk for case in reversed(made)]
    assert get("/kk/petitions/?which=none&year=1900&outcome=x").status_code == 200
    assert get("/kk/petitions/?body=no-such-body").status_code == 404


def test_a_petition_page_has_a_budget_of_queries(
    supported: Any, counted: Any, django_assert_max_num_queries: Any
) -> None:
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    client = Client()
    client.get(ADDRESS.format("kk", case.public_id))
    with django_assert_max_num_queries(24):
        assert client.get(ADDRESS.format("kk", case.public_id)).status_code == 200
    with django_assert_max_num_queries(22):
        assert client.get("/kk/petitions/").status_code == 200


def test_the_counter_may_be_framed_and_the_page_may_not(supported: Any, counted: Any) -> None:
    case = supported(state="collecting")
    counted(case, {"2026-03-17T05": 12})
    framed = get(ADDRESS.format("kk", case.public_id) + "embed/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"] and "X-Frame-Options" not in framed
    assert "<script" not in text(framed)
    assert "frame-ancestors 'none'" in get(ADDRESS.format("kk", case.public_id))["Content-Security-Policy"]


def test_the_poster_is_a_pdf_with_the_address_of_the_page(supported: Any) -> None:
    import pypdfium2

    case = supported(state="collecting")
    answer = get(ADDRESS.format("kk", case.public_id) + "poster.pdf")
    words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert answer["Content-Type"] == "application/pdf" and case.public_id in words.replace("\r\n", "")
    assert get(ADDRESS.format("kk", case.public_id) + "share.png")["Content-Type"] == "image/png"


def test_words_are_found_in_all_forms_and_narrowed_by_state(opened: Any) -> None:
    case = opened()
    for path in ("/ru/petitions/?q=ремонт+дорог+у+школ", "/kk/petitions/?q=мектептің+жолдары&which=collecting"):
        assert case.public_id in text(get(path)), path
    assert case.public_id not in text(get("/ru/petitions/?q=ремонт+дорог+у+школ&which=decided"))


def test_a_refused_petition_is_named_by_its_public_copy_wherever_it_is_found(
    supported: Any, person: Any, now: dt.datetime
) -> None:
    from jariya.kernel.search import actions as index
    from jariya.portals.petitions.indexing import documents
    from jariya.portals.petitions.models import Refusal

    words: dict[str, Any] = {
        "title_kk": "Қасым Аманов кетсін",
        "title_ru": "Уволить Касыма Аманова",
        "text_ru": "Аманов виноват",
    }
    words |= {"approved_on": None, "opened_at": None, "threshold": None, "threshold_norm": "", "supported_at": None}
    case = supported(state="refused", **words)
    Refusal.objects.create(
        case=case, state="stands", ground="police_work", proposed_by=person("moderator"), proposed_at=now,
        checked_by=person("supervisor"), checked_at=now, on=now.date(), cut_title_kk="█ кетсін",
        cut_title_ru="Уволить █", cut_text_ru="█ виноват",
    )  # fmt: skip
    for found in documents(case):
        index.put(found)
    for path in (
        f"/ru/petitions/{case.public_id}/", "/ru/petitions/?which=refused", "/ru/petitions/?q=уволить",
        "/kk/petitions/?q=кетсін&which=refused", f"/api/v1/petitions/{case.public_id}",
        "/api/v1/petitions?which=refused",
        f"/ru/petitions/{case.public_id}/poster/", "/feeds/ru/petitions.atom",
    ):  # fmt: skip
        answer = get(path)
        shown = text(answer)
        assert answer.status_code == 200 and "Аманов" not in shown, path
        assert "█" in shown or "feeds" in path, path
