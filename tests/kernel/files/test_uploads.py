"""Files come in piece by piece or whole; what is killed goes on; limits are a person's."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.files.conftest import letter

from jariya.kernel.files import sealing, uploads, vault
from jariya.kernel.files.models import File, Upload
from jariya.kernel.lifecycle.refusals import Refused

pytestmark = pytest.mark.django_db


def piece(row: Upload, content: bytes, now: dt.datetime, **changed: Any) -> Upload:
    options: dict[str, Any] = {
        "offset": row.received,
        "body": io.BytesIO(content),
        "length": len(content),
        "checksum": "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode(),
        "by": row.person,
        "now": now,
    }
    return uploads.append(upload=row, **{**options, **changed})


def test_a_file_sent_in_pieces_is_the_file_that_was_sent(person: Any, now: dt.datetime, folder: Path) -> None:
    content = letter(*["A line of a letter."] * 30)
    row = uploads.begin(name="../Хат.pdf", size=len(content), by=person("citizen-1"), now=now)
    for start in range(0, len(content), 700):
        row = piece(row, content[start : start + 700], now)
    assert row.file is not None
    assert row.name == "Хат.pdf"
    with vault.open_(row.file) as opened:
        assert opened.read() == content
    assert bytes(row.file.digest) == hashlib.sha256(content).digest()


def test_nothing_of_a_sealed_file_lies_on_the_disk_as_it_is(upload: Any, folder: Path) -> None:
    content = letter("A sentence that nobody may find.") + b"PLAIN-SECRET" * 20
    row = upload(content)
    stored = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert stored
    assert not any(b"PLAIN-SECRET" in one or "сұраймын".encode() in one for one in stored)
    with vault.open_(row.file) as opened:
        opened.seek(len(content) - 12)
        assert opened.read() == b"PLAIN-SECRET"


def test_any_storage_of_django_holds_files(upload: Any, person: Any, now: dt.datetime, settings: Any) -> None:
    other = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "files": other}
    content = letter("x" * 300_000)
    row = uploads.begin(name="a.txt", size=len(content), by=person("citizen-1"), now=now)
    for start in range(0, len(content), 100_000):
        row = piece(row, content[start : start + 100_000], now)
    with vault.open_(upload(content).file) as opened:
        assert opened.read() == content
    for one in Upload.objects.all():
        uploads.drop(upload=one, now=now)


def test_bytes_of_an_undone_transaction_do_not_close_a_file_for_ever(upload: Any, folder: Path) -> None:
    from django.db import transaction

    from jariya.kernel.signing.models import PurposeKey

    with transaction.atomic():
        upload(letter())
        transaction.set_rollback(True)
    assert not PurposeKey.objects.filter(purpose="files").exists()
    assert [path for path in folder.rglob("*") if path.is_file()]
    with vault.open_(upload(letter()).file) as opened:
        assert opened.read() == letter()


def test_a_changed_moved_or_cut_byte_never_opens(upload: Any, folder: Path) -> None:
    row = upload(letter("x" * 200_000))
    (stored,) = [path for path in (folder / "sealed").rglob("*") if path.is_file()]
    whole = stored.read_bytes()
    step, head = 64 * 1024 + 16, 63
    swapped = whole[:head] + whole[head + step : head + 2 * step] + whole[head : head + step] + whole[head + 2 * step :]
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    for broken in (bytes(flipped), whole[:-1], whole[: head + 3 * step], whole + b"\0", swapped, b""):
        stored.write_bytes(broken)
        with pytest.raises(sealing.SealBroken):
            with vault.open_(row.file) as opened:
                opened.read()


def test_a_piece_that_broke_off_or_was_damaged_does_not_count(person: Any, now: dt.datetime) -> None:
    row = uploads.begin(name="a.pdf", size=1000, by=person("citizen-1"), now=now)
    for changed, code in (
        ({"body": io.BytesIO(b"x" * 10)}, "files.piece_broken_off"),
        ({"checksum": "sha256 AAAA"}, "files.checksum_differs"),
        ({"offset": 5}, "files.offset_differs"),
        ({"length": 2000, "body": io.BytesIO(b"x" * 2000)}, "files.piece_too_long"),
    ):
        with pytest.raises(Refused) as no:
            piece(row, b"x" * 100, now, **changed)
        assert no.value.code == code
    assert Upload.objects.get(pk=row.pk).received == 0


def test_two_senders_of_the_same_piece_do_not_double_it(person: Any, now: dt.datetime) -> None:
    row = uploads.begin(name="a.pdf", size=1000, by=person("citizen-1"), now=now)
    stale = Upload.objects.get(pk=row.pk)
    piece(row, b"x" * 108, now)
    with pytest.raises(Refused) as no:
        piece(stale, b"y" * 108, now, offset=0)
    assert no.value.code == "files.offset_differs"


def test_an_upload_whose_last_step_was_killed_is_finished_later(person: Any, now: dt.datetime) -> None:
    content = letter()
    row = uploads.begin(name="a.pdf", size=len(content) + 1, by=person("citizen-1"), now=now)
    piece(row, content, now)
    # As if the process had died between the last piece and the content.
    Upload.objects.filter(pk=row.pk).update(size=len(content))
    assert uploads.finish_left(now) == 0
    assert uploads.finish_left(now + dt.timedelta(minutes=6)) == 1
    assert Upload.objects.get(pk=row.pk).file is not None


def test_a_program_is_refused_at_the_door_and_leaves_nothing(upload: Any, folder: Path) -> None:
    with pytest.raises(Refused) as no:
        upload(b"MZ" + b"\0" * 500, "photo.jpg")
    assert no.value.status == 422
    assert not Upload.objects.exists()
    assert not File.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_file_of_two_persons_is_kept_once_and_goes_with_the_last(
    upload: Any, now: dt.datetime, folder: Path
) -> None:
    mine, theirs = upload(letter()), upload(letter(), by="citizen-2")
    assert mine.file_id == theirs.file_id
    uploads.drop(upload=mine, now=now)
    assert File.objects.get().removed_at is None
    uploads.drop(upload=theirs, now=now)
    assert File.objects.get().removed_at == now


def test_limits_are_a_persons(person: Any, now: dt.datetime) -> None:
    one, other = person("citizen-1"), person("citizen-2")
    with pytest.raises(Refused) as no:
        uploads.begin(name="a", size=2049 * 1024**2, by=one, now=now)
    assert no.value.code == "files.too_big"
    for _round in range(4):
        uploads.begin(name="a", size=2048 * 1024**2, by=one, now=now)
    with pytest.raises(Refused) as no:
        uploads.begin(name="a", size=1, by=one, now=now)
    assert no.value.code == "files.person_too_big"
    assert uploads.begin(name="a", size=1, by=other, now=now).size == 1


def test_what_was_never_finished_or_never_sent_goes_after_its_time(upload: Any, person: Any, now: dt.datetime) -> None:
    half = uploads.begin(name="a.pdf", size=10_000, by=person("citizen-1"), now=now)
    piece(half, b"x" * 108, now)
    upload(letter())
    assert uploads.expire(now + dt.timedelta(hours=47)) == 0
    assert uploads.expire(now + dt.timedelta(hours=49)) == 1
    assert uploads.expire(now + dt.timedelta(hours=721)) == 1
    assert File.objects.get().removed_at is not None
