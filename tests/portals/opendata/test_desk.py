"""The publisher's desk: from a few words and a file to a version, and what comes back when something is wrong."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from tests.portals.opendata import made

from jariya.portals.opendata.models import DataSet, Import, Resource, Version
from jariya.portals.opendata.running import reading

pytestmark = pytest.mark.django_db
BROKEN = "код;школа;ученики;дата\n" + "".join(f"{n:03};Школа {n};{100 + n};01.09.2020\n" for n in range(30)).replace(
    "107", "сто семь"
)


@pytest.fixture(autouse=True)
def aside(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OPENDATA_STORE = tmp_path / "opendata"
    monkeypatch.setattr(timezone, "now", lambda: made.NOW)


def signed(who: str) -> Client:
    client = Client()
    assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
    return client


def key(page: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def sent(client: Client, home: str, raw: bytes, name: str = "schools.csv") -> Any:
    page = client.get(home)
    return client.post(home, {"key": key(page), "url": "", "file": SimpleUploadedFile(name, raw)})


def test_a_set_is_described_a_file_read_corrected_and_published() -> None:
    client = signed("officer-1")
    page = client.get("/ru/data/desk/new/")
    assert page.status_code == 200
    wrong = client.post("/ru/data/desk/new/", {"key": key(page), "title_kk": "Мектептер", "period_from": "2025-13-01"})
    assert wrong.status_code == 422
    assert "Мектептер" in wrong.content.decode()
    said = {
        "title_kk": "Мектептер",
        "title_ru": "Школы",
        "licence": "CC-BY-4.0",
        "tags": "школы, мектеп",
        "key": key(page),
    }
    on = client.post("/ru/data/desk/new/", said)
    held = DataSet.objects.get()
    assert (on.status_code, held.slug, held.tags) == (302, "shkoly", ["школы", "мектеп"])
    home = f"/ru/data/desk/{held.case.public_id}/"
    empty = client.post(f"{home}add/", {"key": "abcdefgh", "url": ""})
    assert empty.status_code == 422
    on = sent(client, f"{home}add/", BROKEN.encode("cp1251"))
    assert on.url == f"{home}1/imports/1/"
    watched = client.get(on.url).content.decode()
    assert "progress" in watched
    assert reading.read(Import.objects.get().pk, now=lambda: made.NOW) == "ready"
    assert client.get(f"{on.url}state/")["HX-Refresh"] == "true"
    shown = client.get(on.url).content.decode()
    assert "Windows-1251" in shown
    assert "<mark>сто семь</mark>" in shown
    anew = client.post(f"{on.url}again/", {"key": "x", "encoding": "cp1251", "delimiter": ";", "type-0": "text"})
    assert anew.url == f"{home}1/imports/2/"
    run = Import.objects.latest("pk")
    assert run.wishes == {"encoding": "cp1251", "delimiter": ";", "types": {"код": "text"}}
    reading.read(run.pk, now=lambda: made.NOW)
    form = {"key": "publish-once", "note_kk": "Алғашқы", "note_ru": "Первая"}
    for _twice in range(2):
        assert client.post(f"{anew.url}publish/", form).status_code == 302
    version = Version.objects.get()
    assert (version.rows, version.note_ru, {"excerpts", "sample"} & set(version.report)) == (30, "Первая", set())
    assert DataSet.objects.visible_to(None).exists()
    assert client.get(home).status_code == client.get(f"{home}1/").status_code == 200


def test_a_workbook_of_two_sheets_becomes_two_resources() -> None:
    book = Workbook()
    for name, sheet in (("Мектептер", book.active), ("Балабақшалар", book.create_sheet())):
        sheet.title = name
        for row in (("код", "атауы"), ("001", f"{name} 1"), ("002", f"{name} 2")):
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    client = signed("officer-1")
    held = made.prepared()
    home = f"/kk/data/desk/{held.case.public_id}/"
    on = sent(client, f"{home}add/", raw.getvalue(), "x.xlsx")
    reading.read(Import.objects.get().pk, now=lambda: made.NOW)
    shown = client.get(on.url).content.decode()
    assert "Балабақшалар" in shown
    other = client.post(f"{on.url}sheet/", {"key": "two", "sheet": "Балабақшалар"})
    assert other.url == f"{home}2/imports/1/"
    reading.read(Import.objects.latest("pk").pk, now=lambda: made.NOW)
    for address in (on.url, other.url):
        assert client.post(f"{address}publish/", {"key": address[-14:]}).status_code == 302
    titles = {row.title_kk: row.current.report["sheet"] for row in Resource.objects.select_related("current")}
    assert set(titles.values()) == {"Мектептер", "Балабақшалар"}


def test_words_of_columns_and_a_key_make_changes_visible_cell_by_cell() -> None:
    resource = made.published()
    client = signed("officer-1")
    home = f"/ru/data/desk/{resource.data_set.case.public_id}/1/"
    said = {"key": "words-once", "c0-kk": "БСН", "c0-ru": "БИН", "c0-key": "1", "title_kk": "Мектептер"}
    assert client.post(f"{home}words/", said).status_code == 302
    resource.refresh_from_db()
    assert (resource.row_key, resource.columns["bin"]["ru"]) == (["bin"], "БИН")
    sent(client, home, made.SCHOOLS.replace(";97;", ";98;").encode())
    reading.read(Import.objects.get().pk, now=lambda: made.NOW)
    shown = client.get(f"{home}imports/1/").content.decode()
    assert "97" in shown
    assert Import.objects.get().difference["changed"] == 1


def test_a_former_version_comes_back_by_the_form() -> None:
    resource = made.published("schools", made.SCHOOLS, made.SCHOOLS.replace("412", "413"))
    client = signed("officer-1")
    home = f"/ru/data/desk/{resource.data_set.case.public_id}/1/versions/1/"
    assert client.get(home).status_code == 200
    assert client.post(f"{home}back/", {"key": "back-once"}).status_code == 302
    assert Version.objects.latest("number").rows == 4
    assert (
        client.post(f"/ru/data/desk/{resource.data_set.case.public_id}/1/versions/3/back/", {"key": "n"}).status_code
        == 409
    )


def test_the_desk_is_the_bodys_own(person: Any) -> None:
    held = made.prepared()
    home = f"/kk/data/desk/{held.case.public_id}/"
    assert signed("district-officer").get(home).status_code == 404
    head = signed("head")
    page = head.get(f"{home}step/describe/")
    assert page.status_code == 200
    made.table_of(held, made.SCHOOLS)
    refused = head.post(f"{home}step/withdraw/", {"key": "w", "reason_kk": "Қате", "reason_ru": ""})
    assert (refused.status_code, "Қате" in refused.content.decode()) == (422, True)
    assert (
        head.post(f"{home}step/withdraw/", {"key": "w2", "reason_kk": "Қате", "reason_ru": "Ошибка"}).status_code == 302
    )
    assert DataSet.objects.get().reason_ru == "Ошибка"
