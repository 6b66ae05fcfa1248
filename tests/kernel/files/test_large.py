"""Large files: constant memory, and a web process that is killed in the middle of one."""

from __future__ import annotations

import datetime as dt
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.files import checking, uploads, vault

MB = 1024 * 1024


class Zeros:
    """A body of zeros with the head of a film; nothing of it exists before it is read."""

    def __init__(self, first: bytes) -> None:
        self.first = first

    def read(self, count: int) -> bytes:
        said, self.first = self.first[:count], self.first[count:]
        return said + bytes(count - len(said))


@pytest.mark.slow
@pytest.mark.django_db
def test_a_film_of_300_mb_goes_in_and_out_with_constant_memory(person: Any, now: dt.datetime) -> None:
    size = 300 * MB
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    head += (size - len(head)).to_bytes(4, "big") + b"mdat"
    row = uploads.begin(name="Жиналыс.mp4", size=size, by=person("citizen-1"), now=now)
    tracemalloc.start()
    try:
        while not row.whole:
            length = min(60 * MB, size - row.received)
            body: Any = Zeros(head if row.received == 0 else b"")
            row = uploads.append(
                upload=row, offset=row.received, body=body, length=length, checksum="", by=row.person, now=now
            )
        assert row.file is not None
        assert checking.check(row.file.pk, now=lambda: now) == "ready"
        row.file.refresh_from_db()
        assert sum(len(piece) for piece in vault.pieces(vault.open_(row.file))) == size
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 12 * MB, most


@pytest.mark.fault
@pytest.mark.django_db
def test_an_upload_survives_the_killing_of_the_web_process(
    django_db_blocker: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    import psycopg
    from bench.upload import Person, Server, film, free_port, send
    from tests.browser.conftest import copied_database

    with copied_database("killed") as address:
        port = free_port()
        for name, value in {
            "DATABASE_URL": address,
            "JARIYA_MODE": "demo",
            "JARIYA_PUBLIC_URL": f"http://localhost:{port}",
            "JARIYA_VAR": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(["src", "."]),
        }.items():
            monkeypatch.setenv(name, value)
        server = Server(port)
        try:
            token = send(Person(server), 40 * MB, kill=True)
        finally:
            server.stop()
        wanted = hashlib.sha256()
        for _start, piece in film(40 * MB, 8 * MB):
            wanted.update(piece)
        with psycopg.connect(address) as connection:
            found = connection.execute(
                "SELECT f.digest FROM files_upload u JOIN files_file f ON f.id = u.file_id WHERE u.token = %s", [token]
            ).fetchone()
        assert found is not None and bytes(found[0]) == wanted.digest()
