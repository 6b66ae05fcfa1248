"""The field of files without a script: what arrived stays with the form, what was refused is named with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from tests.kernel.files.conftest import letter
from tests.kernel.files.scanner import scanner

from jariya.kernel.files import actions, forms
from jariya.kernel.files.handler import FORM_MOST
from jariya.kernel.files.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(person: Any, now: dt.datetime) -> Any:
    """Post the field as a browser does: `post([(name, content)], kept=[...], drop=[...])`."""

    def do(files: list[tuple[str, bytes]], *, by: str = "citizen-1", **fields: list[str]) -> forms.Kept:
        sent: dict[str, Any] = {f"files-{name}": values for name, values in fields.items()}
        sent["files"] = [SimpleUploadedFile(name, content) for name, content in files]
        return forms.take(RequestFactory().post("/", sent), "files", by=person(by), now=now)

    return do


def shown(kept: forms.Kept) -> str:
    """The field as the page shows it."""
    source = '{% import "files/files.html" as files %}{{ files.field("files", kept, "Files") }}'
    return engines["jinja2"].from_string(source).render({"kept": kept})


def test_what_arrived_comes_back_with_the_form_and_is_not_chosen_twice(post: Any) -> None:
    first = post([("a.txt", letter("a")), ("b.txt", letter("b"))])
    assert [row.name for row in first.uploads] == ["a.txt", "b.txt"] and first.clean
    again = post([("c.txt", letter("c"))], kept=first.tokens, drop=[first.tokens[0]])
    assert [row.name for row in again.uploads] == ["b.txt", "c.txt"]
    assert Upload.objects.count() == 2
    page = shown(again)
    assert all(f'name="files-kept" value="{token}"' in page for token in again.tokens)
    assert "enctype" not in page and 'type="file" multiple' in page


def test_a_refused_file_is_named_with_its_reason_and_the_others_stay(post: Any) -> None:
    kept = post([("ok.txt", letter()), ("<b>.jpg", b"MZ" + bytes(500)), ("empty.txt", b"")])
    assert [row.name for row in kept.uploads] == ["ok.txt"] and not kept.clean
    assert [problem.refusal.code for problem in kept.problems] == ["kind.program", "files.empty"]
    page = shown(kept)
    assert "&lt;b&gt;.jpg" in page and str(kept.problems[0].refusal.remedy) in page


def test_anothers_word_brings_nothing(post: Any) -> None:
    theirs = post([("a.txt", letter())], by="citizen-2")
    assert post([], kept=theirs.tokens, drop=theirs.tokens).rows == []
    assert Upload.objects.count() == 1


def test_a_file_refused_after_it_arrived_says_so_in_the_form(
    post: Any, run: Any, settings: Any, ask: Any, person: Any, now: dt.datetime
) -> None:
    from tests.kernel.files.scanner import EICAR

    from jariya.kernel.lifecycle.refusals import Refused

    first = post([("a.txt", letter(EICAR.decode()))])
    with scanner() as server:
        settings.CLAMD, settings.CLAMD_SECONDS = server.address, 5
        run()
    again = post([], kept=first.tokens)
    assert again.rows == [] and [one.refusal.code for one in again.problems] == ["files.virus"]
    with pytest.raises(Refused) as no:
        actions.attach(case=ask(), uploads=first.uploads, role="letter", by=person("citizen-1"), now=now)
    assert no.value.code == "files.refused"


def test_a_form_beyond_the_limit_is_refused_by_its_announced_length(client: Any) -> None:
    head = {"CONTENT_LENGTH": str(FORM_MOST + 1), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert client.generic("POST", "/kk/sign-in/demo/", b"--x--", **head).status_code == 413


def test_the_doctor_asks_the_scanner(settings: Any) -> None:
    from jariya.project import doctor

    def codes() -> list[str]:
        return [finding.code for finding in doctor.scanner()]

    settings.CLAMD = ""
    assert codes() == ["scanner_none"]
    settings.CLAMD = "127.0.0.1:1"
    assert codes() == ["scanner_down"]
    with scanner() as server:
        settings.CLAMD = server.address
        assert codes() == ["scanner_good"]
