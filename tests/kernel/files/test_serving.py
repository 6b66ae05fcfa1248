"""Files over HTTP: pieces with their checksums, downloads as attachments, ranges, and no way around the portal."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from tests.kernel.files.conftest import letter

from jariya.kernel.files import publishing, queries
from jariya.kernel.files.models import Deed, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(db: None) -> Any:
    """A browser in which somebody is signed in: `enter("citizen-1")`."""

    def do(name: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"}).status_code == 302
        return client

    return do


def test_a_file_goes_up_in_pieces_and_says_where_to_go_on(enter: Any) -> None:
    client, content = enter("citizen-1"), letter(*["line"] * 500)
    said = client.post(
        "/files/uploads", json.dumps({"name": "Хат.txt", "size": len(content)}), content_type="application/json"
    )
    assert said.status_code == 201
    place = said["Location"]
    for start in (0, 1000):
        piece = content[start : start + 1000] if start == 0 else content[start:]
        sum_ = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {"Upload-Offset": str(start), "Upload-Checksum": f"sha256 {sum_}"}
        done = client.patch(place, piece, content_type="application/offset+octet-stream", headers=headers)
        assert done.status_code == 200, done.content
        asked = client.head(place)
        assert (asked["Upload-Offset"], asked["Upload-Length"]) == (done["Upload-Offset"], str(len(content)))
    assert done.json()["whole"] is True
    assert enter("citizen-2").get(place).status_code == 404
    assert Client().get(place).status_code == 401
    assert client.delete(place).status_code == 204
    assert not Upload.objects.exists()


def test_the_pages_script_reaches_the_other_listener_and_no_other_site_does(
    enter: Any, settings: Any, person: Any
) -> None:
    settings.PUBLIC_URL, settings.TRANSFERS_URL = "http://localhost:8000", "http://localhost:8001"
    settings.CSRF_TRUSTED_ORIGINS = [settings.PUBLIC_URL]
    client = enter("citizen-1")
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost", SERVER_PORT="8001")
    strict.cookies = client.cookies
    strict.get("/kk/sign-in/demo/")
    token = strict.cookies["csrftoken"].value
    body = json.dumps({"name": "a.txt", "size": 10})
    for origin, status in (("http://localhost:8000", 201), ("http://evil.example", 403)):
        asked = strict.options("/files/uploads", headers={"Origin": origin})
        assert asked.get("Access-Control-Allow-Origin") == (origin if status == 201 else None)
        said = strict.post(
            "/files/uploads", body, content_type="application/json", headers={"Origin": origin, "X-CSRFToken": token}
        )
        assert said.status_code == status
    assert strict.post("/files/uploads", body, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"name": 1}', b'{"name":"a","size":"x"}', b"\xff", b'{"name":"a","size":1e400}']
)
def test_an_announcement_that_is_none_is_told_so(enter: Any, body: bytes) -> None:
    assert enter("citizen-1").post("/files/uploads", body, content_type="application/json").status_code == 400


def test_a_piece_at_the_wrong_place_changes_nothing(enter: Any, person: Any, now: dt.datetime) -> None:
    client = enter("citizen-1")
    place = client.post("/files/uploads", json.dumps({"name": "a.txt", "size": 10}), content_type="application/json")[
        "Location"
    ]
    for headers, status in (
        ({}, 409),
        ({"Upload-Offset": "5"}, 409),
        ({"Upload-Offset": "-1"}, 409),
        ({"Upload-Offset": "٣"}, 409),
        ({"Upload-Offset": "0", "Upload-Checksum": "sha256 x"}, 460),
    ):
        done = client.patch(place, b"x" * 10, content_type="application/octet-stream", headers=headers)
        assert done.status_code == status, headers
        assert done.json()["remedy"]
    assert client.head(place)["Upload-Offset"] == "0"


def test_the_asker_downloads_the_parties_copy_and_nothing_runs_in_the_browser(attached: Any, enter: Any) -> None:
    made = attached(letter(), "Иван Иванов.txt")
    (seen,) = queries.of(made.case, made.case.person)
    answer = enter("citizen-1").get(seen.href)
    assert answer.status_code == 200
    assert b"".join(answer) == letter()
    assert answer["Content-Disposition"] == f'attachment; filename="{made.case.public_id}-1.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_strangers_and_guessers_get_what_nobody_gets(attached: Any, enter: Any) -> None:
    made = attached(letter())
    (seen,) = queries.of(made.case, made.case.person)
    stranger = enter("citizen-2")
    for address in (
        seen.href,
        seen.href.replace("/parties/", "/sealed/"),
        seen.href.replace("/parties/", "/public/"),
        seen.href.replace("/parties/", "/none/"),
        "/files/F2026-AAAAAAAA-0/parties/a.txt",
    ):
        assert stranger.get(address).status_code == 404, address
        assert Client().get(address).status_code == 404, address


def test_an_official_opens_a_copy_by_a_form_and_it_is_written_down(attached: Any, enter: Any, person: Any) -> None:
    made = attached(letter())
    (seen,) = queries.of(made.case, person("officer-1"))
    client = enter("officer-1")
    assert client.get(seen.href).status_code == 405
    assert not Deed.objects.filter(kind="read").exists()
    assert b"".join(client.post(seen.href)) == letter()
    (deed,) = Deed.objects.filter(kind="read")
    assert (deed.person, deed.copy) == (person("officer-1"), "parties")
    assert enter("citizen-1").get(seen.href).status_code == 200
    assert Deed.objects.filter(kind="read").count() == 1


@pytest.fixture
def public(answered: Any, upload: Any, person: Any, run: Any, now: dt.datetime) -> Any:
    """A published file of a published question."""
    from jariya.kernel.files import actions

    case = answered()
    (made,) = actions.attach(
        case=case, uploads=[upload(letter("x" * 200_000))], role="letter", by=person("citizen-1"), now=now
    )
    run()
    officer = person("officer-1")
    publishing.prepare(attachment=made, way="as_is", by=officer, now=now)
    publishing.publish(attachment=made, title="A letter", language="en", looked=True, by=officer, now=now)
    return made


def test_a_public_copy_is_served_without_a_session_in_ranges(public: Any, django_assert_max_num_queries: Any) -> None:
    (seen,) = queries.of(public.case, None)
    whole = letter("x" * 200_000)
    with django_assert_max_num_queries(3):
        answer = Client().get(seen.href)
    assert b"".join(answer) == whole
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    assert answer["Content-Length"] == str(len(whole))
    part = Client().get(seen.href, headers={"Range": "bytes=70000-140001"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 70000-140001/{len(whole)}")
    assert b"".join(part) == whole[70000:140002]
    assert b"".join(Client().get(seen.href, headers={"Range": "bytes=-5"})) == whole[-5:]
    assert Client().get(seen.href, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert Client().get(seen.href, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert "Content-Length" in Client().head(seen.href)
    assert "gzip" not in Client().get(seen.href, headers={"Accept-Encoding": "gzip"}).get("Content-Encoding", "")


def test_a_withdrawn_public_copy_is_gone_for_everyone(
    public: Any, person: Any, now: dt.datetime, django_capture_on_commit_callbacks: Any, folder: Any
) -> None:
    from jariya.kernel.files import actions

    (seen,) = queries.of(public.case, None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(attachment=public, by=person("officer-1"), now=now)
    assert Client().get(seen.href).status_code == 404
    assert queries.of(public.case, None) == []
    assert not list((folder / "open").rglob("*.*"))
    assert not [path for path in (folder / "open").rglob("*") if path.is_file()]


def test_a_sealed_case_takes_its_public_files_with_it(public: Any) -> None:
    (seen,) = queries.of(public.case, None)
    type(public.case).objects.filter(pk=public.case.pk).update(sealed=True)
    assert Client().get(seen.href).status_code == 404
