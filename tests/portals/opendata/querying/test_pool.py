"""The workers that answer questions: nothing else within their reach, and every question ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.portals.opendata.querying.tables import Held

from jariya.portals.opendata.querying.asking import Ask, Condition, Either, Words
from jariya.portals.opendata.querying.pool import caching, client, places, wire, worker
from jariya.portals.opendata.querying.pool.supervisor import Supervisor
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

ROWS = 60_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables with one of ROWS rows of text."""
    store = tmp_path_factory.mktemp("store").resolve()
    (store / "parquet").mkdir()
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT i AS _row, 'Қала ' || i AS c0, i % 7 AS c1, repeat('сөз ', 20) || i AS c2 "
            f"FROM range(1, {ROWS + 1}) t(i)) TO '{store}/parquet/{'a' * 64}.parquet' (ROW_GROUP_SIZE 20480)"
        )
    return store


SHAPE = Shape(("атауы", "саны", "сөздер"), ("text", "integer", "text"), ROWS, "a" * 64)
ENDLESS = Ask(where=Either(tuple(Words(f"жоқ{number}", 2) for number in range(45))))
"""Passes over all rows many times: none of the words stands anywhere."""


@pytest.fixture(scope="module")
def pool(store: Path) -> Iterator[Supervisor]:
    """Two workers, watched by a thread."""
    supervisor = Supervisor(store, workers=2)
    supervisor.start()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            supervisor.listen(0.05)
            supervisor.look()

    thread = threading.Thread(target=watch)
    thread.start()
    yield supervisor
    done.set()
    thread.join()
    supervisor.stop()


def asked(store: Path, question: Ask, seconds: float = 5.0, shape: Shape = SHAPE) -> dict[str, Any]:
    return client.asked(store, store / "parquet" / f"{shape.digest}.parquet", shape, question, seconds=seconds)


def until(true: Any, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_worker_reads_the_tables_and_nothing_else(store: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    beside = store.with_name(store.name + "-beside")
    beside.mkdir()
    shutil.copy(store / "parquet" / f"{'a' * 64}.parquet", beside / "b.parquet")
    con = worker.connect(store)
    table = f"read_parquet('{store}/parquet/{'a' * 64}.parquet')"
    assert con.execute(f"SELECT count(*) FROM {table}").fetchall() == [(ROWS,)]
    for forbidden in (
        f"SELECT * FROM read_csv('{secret}')",
        f"SELECT * FROM read_parquet('{store}/parquet/../../{beside.name}/b.parquet')",
        f"SELECT * FROM read_parquet('{beside}/b.parquet')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/x.duckdb'",
        "SET enable_external_access=true",
        "SET memory_limit='100GB'",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "INSTALL httpfs",
        "LOAD httpfs",
    ):
        with pytest.raises(duckdb.Error):
            con.execute(forbidden).fetchall()
    con.close()


def test_workers_know_no_secret_and_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARIYA_SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    assert not {"JARIYA_SECRET_KEY", "DATABASE_URL", "JARIYA_KEK"} & places.environment().keys()


def test_a_question_is_answered_and_its_total_is_remembered(store: Path, pool: Supervisor) -> None:
    until(lambda: client.running(store))
    question = Ask(where=Condition(1, "exact", ("3",)), limit=2)
    found = asked(store, question)
    assert found["numbers"] == [3, 10] and found["total"] == len([i for i in range(1, ROWS + 1) if i % 7 == 3])
    reply = client.said(
        store,
        {
            "parquet": str(store / "parquet" / f"{'a' * 64}.parquet"), "names": SHAPE.names, "types": SHAPE.types,
            "rows": ROWS, "digest": SHAPE.digest, "ask": wire.ask_json(question), "seconds": 5, "total": 77,
        },
        seconds=5,
    )  # fmt: skip
    assert reply["ok"]["total"] == 77, "what is known already is not counted again"


def test_the_cache_of_a_large_table_comes_by_itself_and_answers_the_same(store: Path, pool: Supervisor) -> None:
    question = Ask(where=Words("кала 777"), limit=20)
    before = asked(store, question)
    until(places.cache_of(store, store / "parquet" / f"{'a' * 64}.parquet").is_file)
    client._totals._known.clear()
    assert asked(store, question) == before and before["total"] == 11


def test_a_question_that_lasts_too_long_is_ended_and_the_next_one_is_answered(store: Path, pool: Supervisor) -> None:
    began = time.monotonic()
    with pytest.raises(Misasked) as refusal:
        asked(store, Ask(where=ENDLESS.where, group=(0, 2), limit=1), seconds=0.05)
    assert refusal.value.code == "query.too_long" and refusal.value.status == 422
    assert time.monotonic() - began < 20
    assert asked(store, Ask(limit=1))["numbers"] == [1]


def test_killed_workers_come_back_and_readers_do_not_notice(store: Path, pool: Supervisor) -> None:
    victims = [one.process.pid for one in pool.workers]
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert asked(store, Ask(limit=1))["numbers"] == [1]
    until(lambda: len(pool.workers) == 2 and not {one.process.pid for one in pool.workers} & set(victims))


def test_a_reader_who_goes_away_leaves_no_question_running(store: Path, pool: Supervisor) -> None:
    request = {
        "parquet": str(store / "parquet" / f"{'a' * 64}.parquet"), "names": SHAPE.names, "types": SHAPE.types,
        "rows": ROWS, "digest": SHAPE.digest, "ask": wire.ask_json(ENDLESS), "seconds": 5, "total": None,
    }  # fmt: skip
    for _reader in range(6):
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(places.socket_of(store)))
            wire.send(link, request)
    assert asked(store, Ask(limit=1))["numbers"] == [1]


def test_a_broken_cache_is_thrown_away_and_the_table_still_answers(tmp_path: Path, store: Path) -> None:
    parquet = store / "parquet" / f"{'a' * 64}.parquet"
    other = tmp_path / "store"
    (other / "parquet").mkdir(parents=True)
    shutil.copy(parquet, other / "parquet" / parquet.name)
    cache = places.cache_of(other, other / "parquet" / parquet.name)
    cache.parent.mkdir()
    cache.write_bytes(b"no database" * 1000)
    try:
        assert asked(other, Ask(limit=1))["numbers"] == [1], "by a worker of this process: no pool runs here"
        assert not cache.exists()
    finally:
        client._own.end()


def test_a_missing_table_and_a_broken_one_are_named(store: Path, pool: Supervisor) -> None:
    (store / "parquet" / f"{'b' * 64}.parquet").write_bytes(b"PAR1 no")
    for letter in "bc":
        with pytest.raises(Misasked) as refusal:
            asked(store, Ask(), shape=Shape(SHAPE.names, SHAPE.types, 1, letter * 64))
        assert refusal.value.code in ("table.absent", "query.failed") and refusal.value.status == 503


def test_caches_not_read_for_longest_go_first_and_leftovers_of_the_killed_go_at_once(tmp_path: Path) -> None:
    folder = places.caches(tmp_path)
    folder.mkdir(parents=True)
    for place, name in enumerate("abc"):
        file = folder / f"{name}-{places.FORM}.duckdb"
        file.write_bytes(b"x" * 100)
        os.utime(file, (place, place))
    (folder / "d-1.77.new").write_bytes(b"x")
    (folder / f"e-{places.FORM + 1}.duckdb").write_bytes(b"x")
    caching.clean(tmp_path)
    assert caching.evict(tmp_path, 200) == 1
    assert sorted(one.name[0] for one in folder.iterdir()) == ["b", "c"]


def test_the_line_holds_no_frame_that_is_too_long() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall((wire.LONGEST + 1).to_bytes(8, "big"))
        with pytest.raises(wire.Closed):
            wire.receive(theirs)


def test_a_sum_beyond_64_bits_travels_whole(tmp_path: Path) -> None:
    held = Held(tmp_path, "саны\n" + "999999999999999\n" * 10)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(ours, {"sum": 10**30, "rows": held.ask(limit=2)["rows"]})
        assert wire.receive(theirs)["sum"] == 10**30
