"""A file at the desk: findings, a copy without them, blackening page by page, publishing; without a script."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kernel.files.conftest import pdf, workbook

from jariya.kernel.correspondence import viewing
from jariya.kernel.files import actions, checking, queries, uploads
from jariya.kernel.files.models import Draft, File
from jariya.kernel.lifecycle.leaves import key_of
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.record.models import Leaf
from jariya.office.files import boxes
from jariya.portals.dialogue.indexing import file_visible as questions_visible
from jariya.portals.requests.indexing import file_visible as requests_visible

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(ask: Any, person: Any, now: dt.datetime, today: dt.datetime, settings: Any, tmp_path: Path) -> Any:
    """A checked file of a question of citizen 1: `file(content, name)`."""
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {**settings.STORAGES["files"], "OPTIONS": {"location": tmp_path}},
    }

    def do(content: bytes, name: str) -> Any:
        one = person("citizen-1")
        sent = uploads.take_whole(name=name, content=SimpleUploadedFile(name, content), by=one, now=now)
        (made,) = actions.attach(case=ask(), uploads=[sent], role="letter", by=one, now=now)
        for row in File.objects.running():
            checking.check(row.pk, now=lambda: now)
        checking.prepare(made.pk, now=now)
        return made

    return do


def test_an_official_publishes_a_table_without_what_hides_in_it(file: Any, at: Any) -> None:
    made, client = file(workbook(), "sums.xlsx"), at("officer-1")
    page = f"/en/desk/files/{made.public_id}/"
    text = client.get(page).content.decode()
    assert "must not be published" in text
    assert 'value="as_is"' not in text
    assert client.post(page, {"do": "prepare", "way": "bare"}).status_code == 303
    assert "The prepared copy" in client.get(page).content.decode()
    opened = client.post(f"{page}prepared/")
    assert b"".join(opened).startswith(b"PK")
    said = client.post(page, {"do": "publish", "title": "Sums of 2026", "language": "en"})
    assert said.status_code == 422
    assert "Sums of 2026" in said.content.decode()
    assert client.post(page, {"do": "publish", "title": "Sums", "language": "en", "looked": "1"}).status_code == 303
    copy = queries.copy_of(made, "public")
    assert copy is not None and copy.title == "Sums"
    assert client.post(page, {"do": "withdraw"}).status_code == 303
    assert queries.copy_of(made, "public") is None
    out, back = Event.objects.filter(case=made.case, kind__startswith="file_").order_by("id")
    assert (out.kind, out.role, out.codes, back.kind) == ("file_published", "officer", {"file": 1}, "file_withdrawn")
    assert bytes(out.digest) == bytes(copy.file.digest), "whoever kept the copy proves by it what was here"
    entry = Leaf.objects.get(log__name="events", key=key_of(out.pk)).entry
    assert b"question.file_published" in bytes(entry)
    shown = client.get(f"/en/desk/{made.case.public_id}/").content.decode()
    assert "The public copy of file No. 1 was published." in shown


@pytest.mark.parametrize("visible", [questions_visible, requests_visible])
def test_who_wrote_a_letter_down_for_its_asker_opens_no_file_of_it_as_an_official(
    file: Any, person: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, visible: Any
) -> None:
    made, officer = file(pdf(), "a.pdf"), person("officer-1")
    day = now.date()
    assert visible(made, "parties", officer, day)
    monkeypatch.setattr(viewing, "_bars", [lambda case, who: who.pk == officer.pk])
    assert not visible(made, "parties", officer, day) and visible(made, "parties", person("citizen-1"), day)


def test_a_page_is_blackened_by_ticks_and_typed_places(file: Any, at: Any) -> None:
    made, client = file(pdf("Call +7 701 555 01 42 today", "And the rest."), "letter.pdf"), at("officer-1")
    page = f"/en/desk/files/{made.public_id}/"
    assert client.get(f"{page}pages/1/").status_code == 404
    begun = client.post(page, {"do": "prepare", "way": "blackened"})
    assert begun["Location"] == f"{page}pages/1/"
    text = client.get(begun["Location"]).content.decode()
    (tick,) = re.findall(r'name="word" value="([^"]+)" checked', text)
    assert client.get(f"{page}pages/1/picture/")["Content-Type"] == "image/png"
    wrong = client.post(begun["Location"], {"word": tick, "left": "9", "top": "x", "right": "20", "bottom": "30"})
    assert wrong.status_code == 422
    assert 'value="9"' in wrong.content.decode()
    right = {"word": tick, "left": "20", "top": "20", "right": "60,5", "bottom": "28", "do": "back"}
    assert client.post(begun["Location"], right).status_code == 303
    assert Draft.objects.get().marked == len(tick.split(";")) + 1
    again = client.get(begun["Location"]).content.decode()
    assert 'value="60.5"' in again
    assert client.post(page, {"do": "blacken"}).status_code == 303
    draft = Draft.objects.select_related("file").get()
    assert draft.file is not None and draft.file.kind == "pdf"


def test_others_find_no_such_page(file: Any, at: Any) -> None:
    made = file(pdf(), "letter.pdf")
    for name in ("district-officer", "supervisor"):
        assert at(name).get(f"/en/desk/files/{made.public_id}/").status_code == 404
    assert at("citizen-1").get(f"/en/desk/files/{made.public_id}/").status_code in (403, 404)


def test_a_box_is_four_numbers() -> None:
    from django.http import QueryDict

    assert boxes.sent(QueryDict("word=1.00 2.00 3.00 4.00;5.00 6.00 7.00 8.00")) == [(1, 2, 3, 4), (5, 6, 7, 8)]
    assert boxes.sent(QueryDict("left=&top=&right=&bottom=")) == []
    for wrong in (
        "word=1 2 3",
        "word=3 2 1 4",
        "left=1&top=1&right=&bottom=2",
        "word=nan nan nan nan",
        "word=1e9 1 2 3",
    ):
        with pytest.raises(boxes.NotABox):
            boxes.sent(QueryDict(wrong))
