"""A public copy: prepared, looked at, published; what hides blocks it; the original is never touched."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from tests.kernel.files.conftest import letter, pdf, photograph, workbook

from jariya.kernel.files import publishing, queries, vault
from jariya.kernel.files.models import Attachment, Copy, Deed, Draft, File
from jariya.kernel.lifecycle.refusals import Refused

pytestmark = pytest.mark.django_db


def content(file: File) -> bytes:
    with vault.open_(file) as opened:
        return opened.read()


def original(row: Attachment) -> bytes:
    copy = queries.copy_of(row, "sealed")
    assert copy is not None
    return content(copy.file)


def prepared(row: Attachment) -> File:
    draft = Draft.objects.select_related("file").get(attachment=row)
    assert draft.file is not None, draft.refusal
    return draft.file


@pytest.fixture
def officer(person: Any) -> Any:
    return person("officer-1")


def test_a_workbook_with_hidden_rows_is_not_published_as_it_is(attached: Any, officer: Any, now: dt.datetime) -> None:
    made = attached(workbook(), "salaries.xlsx")
    before = hashlib.sha256(original(made)).digest()
    with pytest.raises(Refused) as no:
        publishing.prepare(attachment=made, way="as_is", by=officer, now=now)
    assert no.value.code == "files.blocking"
    publishing.prepare(attachment=made, way="bare", by=officer, now=now)
    publishing.publish(attachment=made, title="Table of sums", language="en", looked=True, by=officer, now=now)
    public = queries.copy_of(made, "public")
    assert public is not None
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content(public.file)))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "shown" in cells and not any("SECRET" in cell for cell in cells)
    assert book.sheetnames == ["Sheet"]
    assert "SECRET" not in str(book.properties.creator)
    assert hashlib.sha256(original(made)).digest() == before


@pytest.mark.parametrize(
    ("body", "name"), [(pdf(), "a.pdf"), (photograph(), "a.jpg"), (workbook(hidden="x"), "a.xlsx")]
)
def test_nothing_with_an_author_or_a_place_goes_out_as_it_is(
    attached: Any, officer: Any, now: dt.datetime, body: bytes, name: str
) -> None:
    made = attached(body, name)
    assert "as_is" not in publishing.ways(publishing.original(made))
    with pytest.raises(Refused):
        publishing.prepare(attachment=made, way="as_is", by=officer, now=now)


def test_a_cleaned_copy_with_hidden_rows_left_is_not_published(attached: Any, officer: Any, now: dt.datetime) -> None:
    made = attached(workbook(), "salaries.xlsx")
    publishing.prepare(attachment=made, way="cleaned", by=officer, now=now)
    with pytest.raises(Refused) as no:
        publishing.publish(attachment=made, title="Table", language="en", looked=True, by=officer, now=now)
    assert no.value.code == "files.blocking"
    assert queries.copy_of(made, "public") is None


def test_blackened_words_are_nowhere_in_the_public_copy(attached: Any, officer: Any, now: dt.datetime) -> None:
    made = attached(pdf("Ask Aigerim on +7 701 555 01 42 please", "The road will be mended."), "letter.pdf")
    publishing.begin_blackening(attachment=made, by=officer, now=now)
    from jariya.kernel.files import marking

    view = marking.page_of(publishing.original(made), 1)
    assert view is not None
    assert [mark.kind for mark in view.marks] == ["phone"]
    publishing.mark(attachment=made, page=1, boxes=[box[1:] for box in view.marks[0].boxes], by=officer, now=now)
    publishing.prepare(attachment=made, way="blackened", by=officer, now=now)
    words = _words(content(prepared(made)))
    assert "mended." in words and "Aigerim" in words
    assert not any("555" in word or "701" in word for word in words)
    assert b"AUTHOR-SECRET" not in content(prepared(made))


def _words(document: bytes) -> list[str]:
    from jariya.kernel.files.inspect import pdf as reading

    return [word.text for word in reading.words(io.BytesIO(document), 1)]


def test_pages_that_nobody_looked_at_are_blackened_where_something_is_found(
    attached: Any, officer: Any, now: dt.datetime
) -> None:
    made = attached(pdf("Telephone +7 701 555 01 42 stands here", pages=2), "letter.pdf")
    publishing.begin_blackening(attachment=made, by=officer, now=now)
    publishing.mark(attachment=made, page=1, boxes=[], by=officer, now=now)
    publishing.prepare(attachment=made, way="blackened", by=officer, now=now)
    from jariya.kernel.files.inspect import pdf as reading

    found = [
        " ".join(word.text for word in reading.words(io.BytesIO(content(prepared(made))), page)) for page in (1, 2)
    ]
    assert "555" in found[0] and "555" not in found[1]


def test_who_begins_to_blacken_is_written_down(attached: Any, officer: Any, now: dt.datetime) -> None:
    made = attached(pdf(), "letter.pdf")
    publishing.begin_blackening(attachment=made, by=officer, now=now)
    assert Deed.objects.filter(kind="read", copy="sealed", person=officer).count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "files.title_missing"),
        ({"title": "Letter of +7 701 555 01 42"}, "files.title_personal"),
        ({"looked": False}, "files.not_looked"),
    ],
)
def test_nothing_is_published_without_title_and_look(
    attached: Any, officer: Any, now: dt.datetime, changed: dict[str, Any], code: str
) -> None:
    made = attached(letter())
    options: dict[str, Any] = {"title": "A letter", "language": "en", "looked": True, "by": officer, "now": now}
    with pytest.raises(Refused) as no:
        publishing.publish(attachment=made, **options)
    assert no.value.code == "files.not_ready"
    publishing.prepare(attachment=made, way="as_is", by=officer, now=now)
    with pytest.raises(Refused) as no:
        publishing.publish(attachment=made, **{**options, **changed})
    assert no.value.code == code
    assert not Copy.objects.filter(copy="public").exists()


def test_only_officials_of_the_body_publish(attached: Any, person: Any, now: dt.datetime) -> None:
    made = attached(letter())
    for name in ("citizen-1", "citizen-2", "district-officer", "supervisor"):
        with pytest.raises(Refused) as no:
            publishing.prepare(attachment=made, way="as_is", by=person(name), now=now)
        assert no.value.code == "files.not_yours"


def test_a_new_public_copy_takes_the_place_of_the_old_one(
    attached: Any, officer: Any, now: dt.datetime, django_capture_on_commit_callbacks: Any, folder: Any
) -> None:
    made = attached(photograph(), "IMG.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        for title in ("First", "Second"):
            publishing.prepare(attachment=made, way="cleaned", by=officer, now=now)
            publishing.publish(attachment=made, title=title, language="en", looked=True, by=officer, now=now)
    assert [copy.title for copy in Copy.objects.filter(copy="public", ended_at=None)] == ["Second"]
    assert len([path for path in (folder / "open").rglob("*") if path.is_file()]) == 1


def test_seeded_secrets_are_in_no_public_exit_of_a_file(
    answered: Any, attached: Any, officer: Any, now: dt.datetime
) -> None:
    case = answered()
    for number, (body, name, way) in enumerate(
        [(photograph(), "NAME-SECRET.jpg", "cleaned"), (workbook(), "NAME-SECRET.xlsx", "bare"),
         (pdf(), "NAME-SECRET.pdf", "cleaned")], start=1
    ):  # fmt: skip
        made = attached(body, name, case=case)
        publishing.prepare(attachment=made, way=way, by=officer, now=now)
        publishing.publish(attachment=made, title=f"Paper {number}", language="en", looked=True, by=officer, now=now)
    client, seen = Client(), queries.of(case, None)
    assert len(seen) == 3
    for row in seen:
        answer = client.get(row.href)
        body = b"".join(answer)
        out = str(answer.headers) + row.title + row.name + row.href + body.decode("latin-1")
        out += _unpacked(body)
        assert "SECRET" not in out, row.name
        for copy in ("sealed", "parties"):
            assert client.get(row.href.replace("/public/", f"/{copy}/")).status_code == 404


def _unpacked(body: bytes) -> str:
    """The parts of a zip, one after the other."""
    import zipfile

    if not body.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "".join(name + packed.read(name).decode("latin-1") for name in packed.namelist())
