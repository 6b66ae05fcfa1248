"""Files in an S3 bucket: the same uploads, checks and downloads. Runs where `moto[server]` and `boto3` are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from tests.kernel.files.conftest import letter, photograph

from jariya.kernel.files import checking, storage, uploads, vault
from jariya.kernel.files.models import Upload

boto3 = pytest.importorskip("boto3", reason="boto3 is not installed: nothing speaks S3")
moto = pytest.importorskip("moto.server", reason="moto[server] is not installed: no S3 to speak to")
pytestmark = pytest.mark.django_db
KEYS = {"access_key": "test", "secret_key": "test", "region_name": "us-east-1"}


@pytest.fixture
def bucket(folder: Any, settings: Any) -> Iterator[Any]:
    """An empty bucket of a server of one's own; the settings are those of docs/operators.md."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    there = f"http://{host}:{port}"
    made = boto3.resource(
        "s3", endpoint_url=there, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
    ).Bucket("files")
    made.create()
    options = {"bucket_name": "files", "file_overwrite": True, "querystring_auth": True, "endpoint_url": there, **KEYS}
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield made
    server.stop()


def test_an_object_is_put_read_from_any_place_replaced_and_dropped(bucket: Any) -> None:
    large = bytes(range(256)) * 40_000
    storage.put("open/aa/bb/large", (large[at : at + 100_000] for at in range(0, len(large), 100_000)))
    with storage.get("open/aa/bb/large") as opened:
        opened.seek(5_000_000)
        assert opened.read(1000) == large[5_000_000:5_001_000]
    storage.put("open/aa/bb/large", [b"other"])
    assert [one.key for one in bucket.objects.all()] == ["open/aa/bb/large"], "under exactly its name"
    with storage.get("open/aa/bb/large") as opened:
        assert opened.read() == b"other"
    assert storage.there("open/aa/bb/large") and not storage.there("open/aa/bb/none")
    for _twice in range(2):
        storage.drop("open/aa/bb/large")
    with pytest.raises(FileNotFoundError):
        storage.get("open/aa/bb/large").read()


def test_a_file_comes_in_pieces_is_checked_and_opened_and_nothing_of_it_lies_there_as_it_is(
    bucket: Any, upload: Any, person: Any, now: dt.datetime
) -> None:
    content = letter("PLAIN-SECRET", "x" * 300_000)
    file = upload(content).file
    with vault.open_(file) as opened:
        assert opened.read() == content
    picture = upload(photograph(), name="a.jpg").file
    checking.check(picture.pk, now=lambda: now)
    picture.refresh_from_db()
    assert picture.kind == "jpg", "the check reads it from there"
    stored = [one.get()["Body"].read() for one in bucket.objects.all()]
    assert stored and not any(b"PLAIN-SECRET" in one or b"GPS-SECRET" in one for one in stored)
    for one in Upload.objects.all():
        uploads.drop(upload=one, now=now)
    assert [one.key for one in bucket.objects.all()] == []
