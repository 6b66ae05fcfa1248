"""Leaves get their index, tiles and a signed head; what was signed is never contradicted."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.kernel.record.conftest import leaf

from jariya.kernel.record import actions, proof, queries, sequencing, storage, tasks, tree, verify_log
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.checkpoint import Checkpoint as Head
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import Alarm, Checkpoint, Daily, Key, Leaf, Log, Opening, Total
from jariya.kernel.record.note import Note

pytestmark = pytest.mark.django_db
NAME = "events"


def put(count: int, start: int = 0, *, now: dt.datetime) -> None:
    actions.append(NAME, [NewLeaf(leaf(number), f"n:{number}") for number in range(start, start + count)], now=now)


def good(place: Path, *arguments: str, capsys: Any) -> dict[str, Any]:
    """The log's folder as the outsider's script finds it."""
    code = verify_log.main([str(place / "logs" / NAME), "--json", "--quiet", *arguments, "--key", _keys()])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**report, "exit": code}


def _keys() -> str:
    return queries.vkeys(Log.objects.get(name=NAME))[0]


def test_leaves_are_sequenced_in_order_and_the_script_agrees(place: Path, now: dt.datetime, capsys: Any) -> None:
    put(300, now=now)
    assert sequencing.sequence(NAME, now=now) == 300
    put(500, 300, now=now)
    assert sequencing.sequence(NAME, now=now) == 800
    report = good(place, capsys=capsys)
    assert report["exit"] == 0 and report["log"]["size"] == 800
    indexes = Leaf.objects.filter(log__name=NAME).order_by("id").values_list("index", flat=True)
    assert list(indexes) == list(range(800))
    served = queries.totals(Log.objects.get(name=NAME))
    assert served["size"] == 800 and sum(row[3] for row in served["totals"]) == 800
    # Partial tiles that became full are gone; those of the present size are there.
    files = {str(file.relative_to(place / "logs" / NAME)) for file in (place / "logs").rglob("*") if file.is_file()}
    assert "tile/0/001.p/44" not in files and "tile/0/003.p/32" in files


def test_a_batch_is_one_checkpoint_and_many_batches_are_one_tree(
    place: Path, now: dt.datetime, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 100)
    put(450, now=now)
    assert sequencing.sequence(NAME, now=now) == 450
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [100, 200, 300, 400, 450]
    assert good(place, capsys=capsys)["exit"] == 0


def test_the_same_key_is_queued_once_and_an_undone_act_leaves_nothing(now: dt.datetime) -> None:
    assert actions.append(NAME, [NewLeaf(b"a", "k"), NewLeaf(b"b", "k")], now=now) == 1
    assert actions.append(NAME, [NewLeaf(b"c", "k")], now=now) == 0
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.append(NAME, [b"d"], now=now)
        raise RuntimeError
    assert [bytes(row.entry) for row in Leaf.objects.filter(log__name=NAME)] == [b"a"]


def test_what_cannot_be_a_leaf_or_a_log_is_refused_by_name(now: dt.datetime) -> None:
    for act, code in (
        (lambda: actions.append(NAME, [b"x" * 65_536], now=now), "leaf_too_long"),
        (lambda: actions.append("no-such-log", [b"x"], now=now), "log_unknown"),
        (lambda: actions.open_log("receipt", "events", now=now), "log_unknown"),
    ):
        with pytest.raises(RecordError) as refused:
            act()
        assert refused.value.code == code
    actions.open_log("petition-1", "petition", now=now)
    Log.objects.filter(name="petition-1").update(closed_at=now)
    with pytest.raises(RecordError) as refused:
        actions.append("petition-1", [b"x"], now=now)
    assert refused.value.code == "log_closed"


def test_the_database_refuses_to_change_what_has_its_index(place: Path, now: dt.datetime) -> None:
    put(3, now=now)
    sequencing.sequence(NAME, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in (
        "UPDATE record_leaf SET entry = 'x'",
        "UPDATE record_leaf SET index = index + 100",
        "DELETE FROM record_leaf",
        "TRUNCATE record_leaf CASCADE",
        "UPDATE record_checkpoint SET size = 1",
        "DELETE FROM record_checkpoint",
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_receipt_is_of_ones_own_leaf_and_its_opening_can_be_erased(place: Path, now: dt.datetime) -> None:
    row = actions.sealed("sign", b"signer 7, evidence 9", hour="2026-03-18T05", region="75", key="s:1")
    actions.append(NAME, [leaf(0), row, leaf(2)], now=now)
    with pytest.raises(RecordError) as refused:
        queries.receipt(NAME, "s:1")
    assert refused.value.code == "not_yet"
    sequencing.sequence(NAME, now=now)
    log = Log.objects.get(name=NAME)
    taken = proof.Proof.parse(queries.receipt(NAME, "s:1"))
    entry, salt, content = proof.unpack(taken.extra or b"")
    assert (taken.index, entry, content) == (1, row.entry, b"signer 7, evidence 9")
    assert json.loads(entry)["commitment"] == proof.commitment(salt or b"", content or b"").hex()
    taken.check(entry, queries.verifiers(log))
    assert b"opening" not in (proof.Proof.parse(queries.public_proof(log, 1)).extra or b"")
    before = Checkpoint.objects.get().root
    assert actions.forget(NAME, ["s:1"]) == 1
    assert Opening.objects.get().salt is None
    assert proof.unpack(proof.Proof.parse(queries.receipt(NAME, "s:1")).extra or b"")[1] is None
    assert Checkpoint.objects.get().root == before


def test_the_signer_refuses_a_shrunken_tree_and_raises_an_alarm(place: Path, now: dt.datetime) -> None:
    put(10, now=now)
    sequencing.sequence(NAME, now=now)
    signer = sequencing.signer_of(Log.objects.get(name=NAME))
    # As if the database had been brought back from an older copy: the signer knows of more.
    signer.adopt(Head(signer.origin, 12, b"\1" * 32))
    for count in (0, 1):
        put(count, 10, now=now)
        with pytest.raises(RecordError) as refused:
            sequencing.sequence(NAME, now=now)
        assert refused.value.code == "shrunken"
    assert [row.code for row in Alarm.objects.all()] == ["shrunken"]
    assert Head.parse(Note.parse(storage.get(NAME, "checkpoint")).text).size == 10
    # Another log goes on.
    actions.append("data", [b"x"], now=now)
    assert tasks.sequence_logs(now)["data"] == 1
    assert actions.clear_alarms(NAME, now=now) == 1


def test_the_signer_refuses_a_forked_tree_before_a_file_is_written(place: Path, now: dt.datetime) -> None:
    put(10, now=now)
    sequencing.sequence(NAME, now=now)
    signer = sequencing.signer_of(Log.objects.get(name=NAME))
    signer.adopt(Head(signer.origin, 10, b"\1" * 32))
    put(5, 10, now=now)
    with pytest.raises(RecordError) as refused:
        sequencing.sequence(NAME, now=now)
    assert refused.value.code == "forked"
    assert not (place / "logs" / NAME / "tile/0/000.p/15").exists()


def test_tiles_changed_on_the_disk_are_not_signed(place: Path, now: dt.datetime) -> None:
    put(300, now=now)
    sequencing.sequence(NAME, now=now)
    file = place / "logs" / NAME / "tile/0/001.p/44"
    file.write_bytes(b"\0" * 32 + file.read_bytes()[32:])
    put(5, 300, now=now)
    with pytest.raises(RecordError) as refused:
        sequencing.sequence(NAME, now=now)
    assert refused.value.code == "forked"


def test_a_full_tile_is_never_replaced(place: Path) -> None:
    storage.put_all("x", [("tile/0/000", b"a"), ("checkpoint", b"a")])
    storage.put_all("x", [("tile/0/000", b"a"), ("checkpoint", b"b")])
    with pytest.raises(RecordError) as refused:
        storage.put_all("x", [("tile/0/000", b"b")])
    assert refused.value.code == "tile_differs"
    assert (storage.get("x", "tile/0/000"), storage.get("x", "checkpoint")) == (b"a", b"b")
    assert not list(place.rglob("*.new"))


def test_another_storage_than_a_folder_holds_a_log_as_well(place: Path, now: dt.datetime, settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "record": memory}
    for start in (0, 300):
        put(300, start, now=now)
        sequencing.sequence(NAME, now=now)
    log = Log.objects.get(name=NAME)
    assert Head.parse(Note.parse(storage.get(NAME, "checkpoint")).text).size == 600
    assert queries.reader(log, 600).root() == bytes(Checkpoint.objects.get(size=600).root)
    proof.Proof.parse(queries.public_proof(log, 599)).check(leaf(599), queries.verifiers(log))
    with pytest.raises(FileNotFoundError):
        storage.get(NAME, "tile/0/001.p/44")
    with pytest.raises(RecordError):
        storage.put_all(NAME, [("tile/0/000", b"x")])


def test_a_lost_memory_or_key_stops_the_log_until_a_person_acts(place: Path, now: dt.datetime) -> None:
    put(3, now=now)
    sequencing.sequence(NAME, now=now)
    put(1, 3, now=now)
    memory = place / "keys" / NAME / "signed.json"
    said = memory.read_bytes()
    memory.unlink()
    with pytest.raises(RecordError) as refused:
        sequencing.sequence(NAME, now=now)
    assert refused.value.code == "state_missing"
    memory.write_bytes(said)
    (key,) = (place / "keys" / NAME).glob("*.key")
    assert key.stat().st_mode & 0o077 == 0
    secret = key.read_bytes()
    key.unlink()
    with pytest.raises(RecordError) as refused:
        sequencing.sequence(NAME, now=now)
    assert refused.value.code == "key_missing"
    assert b"PRIVATE" not in str(refused.value).encode()
    key.write_bytes(secret)
    assert sequencing.sequence(NAME, now=now) == 4


def test_a_secret_key_may_come_from_the_environment(place: Path, now: dt.datetime, settings: Any) -> None:
    from jariya.kernel.record.note import Signer

    signer = Signer.new("log.example/log/events")
    settings.LOG_KEYS = [signer.line(), Signer.new("log.example/log/other").line()]
    put(1, now=now)
    sequencing.sequence(NAME, now=now)
    assert [row.vkey for row in Key.objects.all()] == [signer.verifier.line()]
    assert not list((place / "keys" / NAME).glob("*.key"))


def test_the_drill_of_a_change_of_keys(place: Path, now: dt.datetime, capsys: Any, tmp_path: Path) -> None:
    put(5, now=now)
    sequencing.sequence(NAME, now=now)
    old, log = _keys(), Log.objects.get(name=NAME)
    kept = tmp_path / "kept"
    kept.write_bytes(storage.get(NAME, "checkpoint"))
    new = actions.rotate(NAME, now=now)
    # At once, and for every checkpoint of the overlap: both keys sign, both are listed, the newest first.
    assert queries.vkeys(log) == [new, old]
    for _round in range(2):
        for key in (old, new):
            code = verify_log.main([str(place / "logs" / NAME), "--key", key, "--since", str(kept), "--quiet"])
            assert code == 0, capsys.readouterr()
        sequencing.sequence(NAME, now=now)
    actions.retire(NAME, old, now=now + dt.timedelta(days=30))
    sequencing.sequence(NAME, now=now)
    assert queries.vkeys(log) == [new]
    assert verify_log.main([str(place / "logs" / NAME), "--key", new, "--since", str(kept), "--quiet"]) == 0
    assert verify_log.main([str(place / "logs" / NAME), "--key", old, "--quiet"]) == 1
    assert len(list((place / "keys" / NAME).glob("*.key"))) == 1
    kinds = [json.loads(bytes(row.entry)).get("kind") for row in Leaf.objects.filter(key__startswith="key.")]
    assert sorted(kinds) == ["key.added", "key.retired"]
    # A receipt from before the change is still good with the key of its time; the last key cannot be retired.
    with pytest.raises(RecordError):
        actions.retire(NAME, new, now=now)


def test_each_day_keeps_the_checkpoint_it_ended_with_also_after_an_outage(place: Path, now: dt.datetime) -> None:
    put(2, now=now)
    sequencing.sequence(NAME, now=now)
    put(2, 2, now=now)
    sequencing.sequence(NAME, now=now + dt.timedelta(days=2))
    later = now + dt.timedelta(days=4)
    assert tasks.keep_days(later) == 4
    assert tasks.keep_days(later) == 0
    sizes = list(Daily.objects.order_by("day").values_list("day", "checkpoint__size"))
    first = dt.date(2026, 3, 18)
    assert sizes == [(first + dt.timedelta(days=n), size) for n, size in enumerate((2, 2, 4, 4))]


def test_totals_are_added_up_over_checkpoints(place: Path, now: dt.datetime) -> None:
    actions.append(NAME, [b'{"v":1,"kind":"sign","region":"75"}'], now=now)
    sequencing.sequence(NAME, now=now)
    actions.append(NAME, [b'{"v":1,"kind":"sign","region":"75"}', b'{"v":1,"kind":"\\u0000"}', b"\xff"], now=now)
    sequencing.sequence(NAME, now=now)
    assert [(row.kind, row.region, row.count) for row in Total.objects.all()] == [("sign", "75", 2)]


def test_an_empty_log_is_signed_as_empty_and_grows_from_there(place: Path, now: dt.datetime) -> None:
    actions.open_log("petition-2", "petition", now=now)
    assert sequencing.sequence("petition-2", now=now) == 0
    assert Head.parse(Note.parse(storage.get("petition-2", "checkpoint")).text).root == tree.EMPTY_ROOT
    actions.append("petition-2", [b""], now=now)
    assert sequencing.sequence("petition-2", now=now) == 1
    assert bytes(Checkpoint.objects.get(size=1).root) == tree.leaf_hash(b"")


def test_a_key_of_the_environment_is_not_called_retired_while_it_signs(
    place: Path, now: dt.datetime, settings: Any
) -> None:
    put(1, now=now)
    sequencing.sequence(NAME, now=now)
    (file,) = (place / "keys" / NAME).glob("*.key")
    old = _keys()
    settings.LOG_KEYS = [file.read_text().strip()]
    file.unlink()
    new = actions.rotate(NAME, now=now)
    with pytest.raises(RecordError, match="JARIYA_LOG_KEYS"):
        actions.retire(NAME, old, now=now)
    settings.LOG_KEYS = []
    actions.retire(NAME, old, now=now)
    sequencing.sequence(NAME, now=now)
    assert queries.vkeys(Log.objects.get(name=NAME)) == [new]
