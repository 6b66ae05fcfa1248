"""A process that dies between any two steps of the sequencer: the next run ends where an unhurt one would have."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import copied_database

from jariya.kernel.record import verify_log

pytestmark = pytest.mark.django_db
STEPS = ("assigned", "tile_half", "tiles_written", "signer_kept", "signed", "recorded", "committed", "published")
CHILD = """
import os, sys, json, django
django.setup()
from django.conf import settings
from django.utils import timezone
from jariya.kernel.record import actions, sequencing, storage, tasks
from jariya.kernel.record.actions import NewLeaf

what, start, count, die = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
now = timezone.now()
rows = [NewLeaf(json.dumps({"v": 1, "kind": "sign", "region": str(n % 3)}).encode(), f"n:{n}")
        for n in range(start, start + count)]
if rows:
    actions.append(what, rows, now=now)

def step(name):
    if name == die:
        os._exit(9)

sequencing.step = step
if die == "tile_half":
    put_all = storage.put_all
    def half(log, files):
        files = list(files)
        put_all(log, files[: len(files) // 2])
        os._exit(9)
    storage.put_all = half
print(sequencing.sequence(what, now=now))
"""


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database: what other processes write is really written."""
    with django_db_blocker.unblock(), copied_database("record_faults") as address:
        yield address


def run(
    database: str, place: Path, name: str, start: int, count: int, die: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "JARIYA_MODE": "test",
        "DATABASE_URL": database,
        "JARIYA_VAR": str(place),
        "JARIYA_PUBLIC_URL": "https://log.example",
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
    }
    command = [sys.executable, "-c", CHILD, name, str(start), str(count), die]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def good(place: Path, name: str, size: int, *arguments: str, capsys: Any) -> None:
    code = verify_log.main([str(place / "record/logs" / name), "--json", "--quiet", *arguments])
    report = json.loads(capsys.readouterr().out)
    assert (code, report.get("log", report).get("size")) == (0, size), report


@pytest.mark.fault
def test_killed_at_each_step_the_next_run_goes_on_and_contradicts_nothing(
    database: str, tmp_path: Path, capsys: Any
) -> None:
    name, size = "events", 0
    kept = tmp_path / "kept"
    for turn, die in enumerate(STEPS * 2):
        before = size
        # 200 leaves cross the edges of tiles now and then; the second time the dying run has nothing of its own.
        died = run(database, tmp_path, name, size, 200, die)
        assert died.returncode == 9, (die, died.stderr)
        size += 200
        if turn % 2:
            assert run(database, tmp_path, name, size, 0, die).returncode in (0, 9)
        if (tmp_path / "record/logs" / name / "checkpoint").exists() and before:
            # Whatever is served after the death is a good log that continues what was served before.
            served = before if die not in ("published",) else size
            shown = verify_log.Checkpoint((tmp_path / "record/logs" / name / "checkpoint").read_bytes())
            assert shown.size in (before, served, size)
        done = run(database, tmp_path, name, size, 0)
        assert (done.returncode, done.stdout.strip()) == (0, str(size)), (die, done.stderr)
        since = ["--since", str(kept)] if kept.exists() else []
        good(tmp_path, name, size, "--save", str(kept), *since, capsys=capsys)
        assert not list((tmp_path / "record/keys").rglob("*.new"))


@pytest.mark.fault
def test_two_sequencers_at_once_make_one_log(database: str, tmp_path: Path, capsys: Any) -> None:
    name = "data"
    assert run(database, tmp_path, name, 0, 10).returncode == 0
    done: list[subprocess.CompletedProcess[str]] = []
    threads = [
        threading.Thread(target=lambda at=start: done.append(run(database, tmp_path, name, at, 100)))
        for start in (10, 110, 210)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.returncode for row in done] == [0, 0, 0], [row.stderr for row in done]
    assert run(database, tmp_path, name, 0, 0).stdout.strip() == "310"
    good(tmp_path, name, 310, capsys=capsys)


def test_a_leaf_whose_transaction_ends_late_is_taken_in_later(database: str, tmp_path: Path, capsys: Any) -> None:
    import psycopg

    name = "answers"
    assert run(database, tmp_path, name, 0, 5).returncode == 0
    with psycopg.connect(database) as late:
        late.execute(
            "INSERT INTO record_leaf (log_id, key, entry, queued_at)"
            " SELECT id, 'late', 'late', %s FROM record_log WHERE name = %s",
            [dt.datetime.now(dt.UTC), name],
        )
        # Its id is drawn; leaves with larger ids are sequenced before it ends.
        assert run(database, tmp_path, name, 5, 5).stdout.strip() == "10"
    assert run(database, tmp_path, name, 0, 0).stdout.strip() == "11"
    good(tmp_path, name, 11, capsys=capsys)


def test_an_older_copy_of_the_database_is_refused_and_said(database: str, tmp_path: Path) -> None:
    import psycopg

    name = "older"
    with psycopg.connect(database, autocommit=True) as link:
        link.execute(
            "INSERT INTO record_log (name, kind, origin, opened_at, size)"
            " VALUES (%s, 'petition', 'log.example/log/older', now(), 0)",
            [name],
        )
        assert run(database, tmp_path, name, 0, 20).returncode == 0
        link.execute("SET session_replication_role = replica")
        link.execute("DELETE FROM record_total; DELETE FROM record_checkpoint WHERE log_id ="
                     " (SELECT id FROM record_log WHERE name = 'older')")  # fmt: skip
        link.execute("DELETE FROM record_leaf WHERE key = 'n:19' AND log_id ="
                     " (SELECT id FROM record_log WHERE name = 'older')")  # fmt: skip
        link.execute("UPDATE record_log SET size = 19 WHERE name = 'older'")
        refused = run(database, tmp_path, name, 0, 0)
        assert refused.returncode == 1 and "shrunken" in refused.stderr
        rows = link.execute("SELECT code FROM record_alarm").fetchall()
        assert rows == [("shrunken",)]
