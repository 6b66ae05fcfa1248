"""Readers' pages of open data: the catalogue, a set, its table, a row; the same without a script."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from tests.portals.opendata.made import NOW, SCHOOLS, changed, content, prepared, published, table_of

from jariya.kernel.discussion import kinds
from jariya.kernel.files.models import Area, File
from jariya.kernel.people.models import Person
from jariya.portals.opendata import actions
from jariya.portals.opendata.models import DataSet, Resource
from jariya.portals.opendata.reading import counted, entries, finding
from jariya.portals.opendata.reading.finding import Wish
from jariya.portals.opendata.reading.models import Entry, What
from jariya.portals.opendata.showcase import actions as showcase
from jariya.portals.opendata.showcase.models import Application

pytestmark = pytest.mark.django_db
STOPS = "атауы;lat;lon\n" + "".join(f"Аялдама {n};{51 + n / 100:.2f};{71 + n % 7}\n" for n in range(120))
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture(scope="module")
def made(module_data: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resource]:
    """Three published sets: schools in two versions, stops on a map, and one of a few words in Russian alone."""
    before, settings.OPENDATA_STORE = settings.OPENDATA_STORE, tmp_path_factory.mktemp("opendata")
    words = {"оқушы": {"kk": "Оқушылар саны", "ru": "Число учеников"}}
    schools = changed("schools", columns=words)
    published(
        "stops", STOPS, name="stops.csv", title="Аялдамалар", title_kk="Қаланың аялдамалары",
        title_ru="Остановки города", title_en="",
        themes=("TRAN",), frequency="daily", tags=(), text_kk="Үлгі қаласы.", text_ru="Город.", text_en="",
        now=NOW - dt.timedelta(days=30),
    )  # fmt: skip
    published(
        "bazaars", "базар;мекенжай\nКөктөбе;Үлгі\n", title="Базарлар", title_kk="Базарлар",
        title_ru="Рынки", title_en="", text_kk="",
        text_ru="Где стоят торговые ряды.", text_en="", frequency="", tags=(), now=NOW - dt.timedelta(days=3),
    )  # fmt: skip
    yield Resource.objects.select_related("data_set__case", "current").get(pk=schools.pk)
    settings.OPENDATA_STORE = before


@pytest.fixture(autouse=True)
def clock(made: Resource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def got(path: str, status: int = 200) -> Any:
    answer: Any = Client().get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.get("Location"))
    return answer


def text(path: str, status: int = 200) -> str:
    return str(got(path, status).content.decode())


def bytes_of(path: str) -> bytes:
    return b"".join(got(path).streaming_content)


def names(found: finding.Found) -> list[str]:
    return [one.slug for one in found.sets]


def find(wish: Wish, **more: Any) -> finding.Found:
    return finding.find(wish, lang=more.pop("lang", "kk"), today=LATER.date(), **more)


PAGES = (
    "", "?q=мектеп", "?theme=EDUC&freshness=fresh&order=title", "sets/schools/", "sets/schools/1/",
    "sets/schools/1/versions/1/", "sets/schools/1/versions/2/difference/", "sets/schools/1/versions/2/row/3/",
    "sets/schools/1/columns/3/", "sets/schools/1/?group=c2&measure=sum&of=c3", "sets/stops/1/?map=71,51,74,52",
    "sets/stops/1/?group=c2", "sets/stops/1/columns/1/", "applications/",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_page_opens_in_each_language_and_touches_no_session(lang: str) -> None:
    for tail in PAGES if lang == "kk" else PAGES[3:8]:
        answer = got(f"/{lang}/data/{tail}")
        assert not answer.cookies and "csrfmiddlewaretoken" not in answer.content.decode(), tail
        assert "public" in answer["Cache-Control"], tail


def test_words_are_found_in_every_form_and_either_language() -> None:
    assert names(find(Wish("мектептерінің"))) == ["schools"]
    assert names(find(Wish("школами"), lang="kk")) == ["schools"], "Russian words on the Kazakh page"
    assert names(find(Wish("оқушылардың"))) == ["schools"], "words of a column"
    assert names(find(Wish("гимназиясы"))) == ["schools"], "a value"
    assert names(find(Wish("остановок"), lang="ru")) == ["stops"]
    assert names(find(Wish("рынков торговых"), lang="en")) == ["bazaars"]
    assert find(Wish("жоқсөзжоқ")).total == 0


def test_facets_count_what_they_would_leave() -> None:
    everything = find(Wish())
    assert everything.total == 3 and names(everything)[0] == "schools"
    for kind, shelf in everything.counts.items():
        for value, number in shelf:
            if kind == "freshness":
                assert find(Wish(freshness=value)).total == number, value
            else:
                assert find(Wish(facets={kind: value})).total == number, (kind, value)
    assert names(find(Wish(freshness="stale"))) == ["stops"]
    assert names(find(Wish(facets={"shape": "table", "theme": "TRAN"}))) == ["stops"]


@pytest.mark.parametrize("order", ["", *finding.ORDERS])
@pytest.mark.parametrize("words", ["", "үлгі"])
def test_pages_of_the_catalogue_follow_each_other_without_a_gap(order: str, words: str) -> None:
    whole = names(find(Wish(words, order=order)))
    assert len(whole) == (3 if not words else len(whole)) and whole
    after, seen = "", []
    for _page in range(len(whole)):
        found = find(Wish(words, order=order), after=after, limit=1)
        seen += names(found)
        after = found.following
    assert seen == whole and after == ""


@pytest.mark.parametrize("after", ["x", "1_x", "9999999999999999999_1", "1_nan", "1_9e999", "1_2026-99-99", "²_1"])
def test_a_page_mark_of_somebody_elses_begins_anew(after: str) -> None:
    for order in ("", *finding.ORDERS):
        for words in ("", "мектеп"):
            assert find(Wish(words, order=order), after=after).total >= 1


def test_a_missing_language_shows_another_and_says_so() -> None:
    page = text("/en/data/sets/bazaars/")
    assert '<h1 lang="kk">Базарлар</h1>' in page and "lang-note" in page


def test_a_withdrawn_set_leaves_the_catalogue_and_its_page_says_why(person: Any) -> None:
    held = DataSet.objects.get(slug="stops")
    actions.withdraw(
        case=held.case, reason_kk="Деректер ескірді.", reason_ru="Данные устарели.", by=person("head"), now=LATER
    )
    assert not Entry.objects.filter(pk=held.pk).exists() and "stops" not in names(find(Wish()))
    assert "Данные устарели." in text("/ru/data/sets/stops/")
    for tail in ("sets/stops/1/", "sets/stops/1/take/csv/", "sets/stops/1/versions/1/file/"):
        text(f"/ru/data/{tail}", 404)
    assert got("/ru/data/sets/stops/about.json", 410)["Content-Type"] == "application/ld+json"


def test_a_set_that_is_prepared_is_nobodys_business() -> None:
    held = prepared("early")
    assert not Entry.objects.filter(pk=held.pk).exists()
    table_of(held, SCHOOLS)
    assert Entry.objects.filter(pk=held.pk).exists()  # publishing its first version publishes it
    secret = prepared("secret")
    assert not Entry.objects.filter(pk=secret.pk).exists()
    text("/kk/data/sets/secret/", 404)


def cells(page: str) -> list[list[str]]:
    """The rows of the table on a page."""
    body = page[page.index('class="data-scroll"') :]
    body = body[body.index("<tbody>") : body.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)] for row in rows]


def test_a_table_is_filtered_sorted_and_searched_without_a_script() -> None:
    here = "/kk/data/sets/schools/1/"
    assert [row[0] for row in cells(text(here))][0] == "000140001234", "the zeros of a BIN stay"
    assert [row[3] for row in cells(text(f"{here}?sort=-c3"))] == ["1205", "640", "430", "97", "88"]
    assert [row[1] for row in cells(text(f"{here}?q=көктем"))] == ["Көктем гимназиясы"]
    assert len(cells(text(f"{here}?c2__exact=Сынақ ауданы&c3__gte=100&c3__lte=700"))) == 1
    assert cells(text(here))[3][5] == "40,75"
    # Empty fields of a form leave the address.
    moved = Client().get(f"{here}?q=&c3__gte=90&group=&measure=count&of=")
    assert moved.status_code == 302 and moved["Location"] == f"{here}?c3__gte=90"


def test_a_value_that_fits_no_column_is_refused_by_name_and_stays_typed() -> None:
    page = text("/kk/data/sets/schools/1/?c3__gte=көп&q=мектеп", 422)
    assert "value.misfit" in page and 'value="көп"' in page and 'value="мектеп"' in page
    assert "column.unknown" not in text("/kk/data/sets/schools/1/?c99__gte=1&sort=c99&group=c99")
    page = text("/kk/data/sets/schools/1/?after=r5-abcdefabcdef", 422)
    assert "after.unknown" in page
    assert "value.misfit" in text("/kk/data/sets/schools/1/take/csv/?c3__gte=көп", 422)


def test_pages_of_a_table_follow_each_other() -> None:
    page, seen = text("/kk/data/sets/stops/1/?sort=-c0"), []
    while True:
        seen += [row[0] for row in cells(page)]
        found = re.search(r'rel="next" href="([^"]+)"', page)
        if found is None:
            break
        page = text(found[1].replace("&amp;", "&"))
    assert len(seen) == len(set(seen)) == 120


def test_groups_stand_in_a_table_and_lead_to_their_rows() -> None:
    page = text("/kk/data/sets/schools/1/?group=c2&measure=sum&of=c3")
    assert "1933" in page and "527" in page
    href = re.search(r'<th scope="row"><a href="([^"]+)">Сынақ', page)
    assert href and len(cells(text(href[1].replace("&amp;", "&")))) == 3


def test_what_a_filter_leaves_is_the_same_rows_in_every_format(tmp_path: Path) -> None:
    said = "/kk/data/sets/schools/1/take/{}/?c2__exact=Сынақ ауданы"
    bins = ["020340009012", "030440003456", "050540001111"]
    rows = list(csv.reader(io.StringIO(bytes_of(said.format("csv")).decode())))
    assert [row[0] for row in rows[1:]] == bins and rows[3][1] == "=5 мектеп" and rows[2][3] == "1205"
    assert "'=5 мектеп" in bytes_of(said.format("excel.csv")).decode()
    read = json.loads(bytes_of(said.format("json")))
    assert [row["bin"] for row in read] == bins and read[2]["атауы"] == "=5 мектеп" and read[0]["салмақ"] is None
    lines = bytes_of(said.format("ndjson")).decode().splitlines()
    assert [json.loads(line)["bin"] for line in lines] == bins
    assert bytes_of(said.format("xml")).decode().count("<row>") == 3
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(said.format("xlsx"))))
    assert [row[0].value for row in book["data"].iter_rows(min_row=2)] == bins
    (tmp_path / "x.parquet").write_bytes(bytes_of(said.format("parquet")))
    found = duckdb.sql(f"SELECT bin, оқушы FROM '{tmp_path}/x.parquet'")
    assert [row[0] for row in found.fetchall()] == bins and str(found.types[1]) == "BIGINT"
    places = json.loads(bytes_of("/kk/data/sets/stops/1/take/geojson/?c1__lt=51.02"))
    assert places["features"][0]["geometry"] == {"type": "Point", "coordinates": [71, 51]}
    text("/kk/data/sets/schools/1/take/geojson/", 404)
    assert bytes_of("/kk/data/sets/schools/1/versions/1/file/").decode() == SCHOOLS
    assert got("/kk/data/sets/schools/1/take/csv/?version=1")["Content-Disposition"].endswith('schools-1-v1.csv"')


def test_a_link_and_a_file_that_is_no_table_say_what_they_are(made: Resource) -> None:
    words = actions.Words(title_kk="Сілтеме", title_ru="Ссылка")
    case = made.data_set.case
    link = actions.add_resource(case=case, kind="link", words=words, url="https://x.example/a", by=None, now=LATER)
    assert "https://x.example/a" in text(f"/kk/data/sets/schools/{link.position}/")
    held = actions.add_resource(case=case, kind="file", words=words, by=None, now=LATER)
    sent = content(SCHOOLS, name="notes.csv")
    bare = replace(sent, parquet=None, rows=None, report={})
    actions.publish_version(resource=held, content=bare, note=actions.Note(), by=None, now=LATER)
    page = text(f"/ru/data/sets/schools/{held.position}/")
    assert "000140001234" in page, "the beginning of a text is shown"
    assert sent.sha256.hex() in page
    assert bytes_of(f"/ru/data/sets/schools/{held.position}/versions/1/file/").decode() == SCHOOLS


def test_bytes_that_may_hide_something_stay_sealed(made: Resource) -> None:
    File.objects.filter(pk=made.current.file_id).update(area=Area.TABLES)
    text("/kk/data/sets/schools/1/versions/2/file/", 404)
    assert len(cells(text("/kk/data/sets/schools/1/"))) == 5, "the table is read all the same"


def test_the_page_of_a_body_leads_to_its_data() -> None:
    page = text("/ru/bodies/ulgi-ministry/")
    assert "/ru/data/sets/schools/" in page and "/ru/data/?body=ulgi-ministry" in page


def test_a_row_has_a_lasting_address_and_an_error_is_told_there(made: Resource) -> None:
    page = text("/kk/data/sets/schools/1/versions/2/row/1/")
    assert "000140001234" in page and f"{made.data_set.case.public_id}/write/?at=2.r1-1-c3" in page
    found = kinds.of(made.data_set.case)
    assert found
    spots = frozenset({(2, "r1-1-c3"), (2, "r1-5"), (2, "r1-6"), (1, "r1-5"), (2, "r9-1"), (2, "r1-1-c99")})
    places = found.places(made.data_set.case, spots, "ru")
    assert set(places) == {(2, "r1-1-c3"), (2, "r1-5")}
    assert places[(2, "r1-1-c3")].href.endswith("/row/1/#c3") and "Число учеников" in places[(2, "r1-1-c3")].title
    for row in (0, 6, 10**11):
        text(f"/kk/data/sets/schools/1/versions/2/row/{row}/", 404)


def test_what_is_invented_says_so_at_each_exit() -> None:
    read = json.loads(got("/ru/data/sets/schools/about.json").content)
    assert read["name"].startswith("ВЫМЫШЛЕННЫЕ ДАННЫЕ") and read["@type"] == "Dataset"
    assert {one["encodingFormat"] for one in read["distribution"]} >= {"text/csv", "application/vnd.apache.parquet"}
    assert "ВЫМЫШЛЕННЫЕ ДАННЫЕ" in text("/ru/data/") and "ВЫМЫШЛЕННЫЕ ДАННЫЕ" in text("/ru/data/sets/schools/1/")


def test_uses_are_counted_without_anybody_being_known(made: Resource) -> None:
    bytes_of("/kk/data/sets/schools/1/take/csv/")
    got("/kk/data/sets/schools/1/?q=мектеп")
    files = list((Path(settings.OPENDATA_STORE) / "uses").glob("*.log"))
    assert {line.split()[1] for file in files for line in file.read_text().splitlines()} <= set(What.values)
    counted.fold(LATER)
    counted.fold(LATER)
    (month, downloads, queries) = counted.by_month(made.data_set_id)[0]
    assert month == dt.date(2026, 3, 1) and downloads >= 1 and queries >= 1
    assert names(find(Wish(order="used")))[0] == "schools"
    before = Entry.objects.get(pk=made.data_set_id).used
    assert entries.rebuild() == 3 and Entry.objects.get(pk=made.data_set_id).used == before


def test_an_application_is_shown_after_a_look(made: Resource, person: Any) -> None:
    maker, officer = person("citizen-1"), person("officer-1")
    said = {"name": "Мектеп картасы", "text": "Мектепті табады.", "url": "https://x.example", "language": "kk"}
    row = showcase.offer(data_set=made.data_set, key="abcdefgh", by=maker, now=LATER, **said)
    assert showcase.offer(data_set=made.data_set, key="abcdefgh", by=maker, now=LATER, **said).pk == row.pk
    assert "Мектеп картасы" not in text("/kk/data/sets/schools/")
    text(f"/kk/data/applications/{row.pk}/", 404)
    for stranger in (maker, person("citizen-3")):
        with pytest.raises(showcase.Refused) as no:
            showcase.show(application=row, by=stranger, now=LATER)
        assert no.value.code == "application.not_yours"
    showcase.show(application=row, by=officer, now=LATER)
    assert "Мектеп картасы" in text("/kk/data/sets/schools/") and "x.example" in text(
        f"/kk/data/applications/{row.pk}/"
    )
    assert maker.handle not in text(f"/kk/data/applications/{row.pk}/")
    showcase.refuse(application=row, reason="Сілтеме жұмыс істемейді.", by=officer, now=LATER)
    assert "Мектеп картасы" not in text("/kk/data/sets/schools/")
    with pytest.raises(showcase.Refused) as no:
        showcase.withdraw(application=row, by=maker, now=LATER)
    assert no.value.code == "application.changed" and Application.objects.get().reason


def test_a_maker_tells_of_an_application_and_an_officer_looks_at_it(made: Resource) -> None:
    def at(who: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
        return client

    maker, officer, stranger = at("citizen-1"), at("officer-1"), at("citizen-3")
    page = "/ru/data/applications/offer/schools/"
    form = {"name": "Карта школ", "text": "Находит школу.", "url": "javascript:alert(1)", "language": "ru"}
    said = maker.post(page, {**form, "key": "abcdefgh"})
    assert said.status_code == 422 and "Карта школ" in said.content.decode()
    assert maker.post(page, {**form, "url": "https://x.example", "key": "abcdefgh"}).status_code == 302
    number = Application.objects.get().pk
    assert "Карта школ" in maker.get("/ru/data/applications/mine/").content.decode()
    assert stranger.get("/ru/data/applications/desk/").status_code in (403, 404)
    assert "Карта школ" in officer.get("/ru/data/applications/desk/").content.decode()
    look = f"/ru/data/applications/desk/{number}/"
    assert officer.post(look, {"do": "refuse", "reason": ""}).status_code == 422
    assert officer.post(look, {"do": "show"}).status_code == 302
    assert "Карта школ" in text("/ru/data/applications/")
    assert stranger.post("/ru/data/applications/mine/", {"number": str(number)}).status_code == 404
    assert maker.post("/ru/data/applications/mine/", {"number": str(number)}).status_code == 302
    assert "Карта школ" not in text("/ru/data/applications/")
    assert Person.objects.get(handle="demo-citizen-1")


@pytest.mark.parametrize(
    ("tail", "most"),
    [("", 11), ("?q=мектеп", 15), ("sets/schools/", 20), ("sets/schools/1/", 5), ("sets/schools/1/?group=c2", 5)],
)
def test_pages_keep_their_budget_of_queries(tail: str, most: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(most):
        got(f"/kk/data/{tail}")
