"""The witness: add-checkpoint by the letter of its specification, and the log that asks it."""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.record.conftest import leaf
from tests.kernel.record.test_tree import ENTRIES, NAIVE, reader

from jariya.kernel.record import (
    actions,
    note,
    queries,
    sequencing,
    storage,
    tasks,
    tree,
    verify_log,
    witness_server,
    witnessing,
)
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.models import Alarm, Cosignature, Log
from jariya.kernel.record.models import Witness as WitnessRow
from jariya.kernel.record.note import Signer, Verifier
from jariya.kernel.record.witness import SIZE_TYPE, Witness, request

ORIGIN = "log.example/log/events"
LOG = Signer.new(ORIGIN)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    made = Witness.make(tmp_path / "witness", "witness.example/w1")
    made.trust(LOG.verifier.line())
    made.now = lambda: 1_790_000_000
    return made


def signed(size: int, root: bytes | None = None, *, signer: Signer = LOG, origin: str = ORIGIN) -> bytes:
    text = Checkpoint(origin, size, NAIVE.hash(0, size) if root is None else root).text()
    return note.write(text, [signer.sign(text)])


def grown(old: int, new: int) -> bytes:
    return request(old, reader(new).consistency(old) if 0 < old < new else [], signed(new))


def test_a_growing_log_is_cosigned_and_the_cosignature_holds(witness: Witness) -> None:
    verifier = Verifier.parse(witness.vkey)
    assert verifier.kind == note.COSIGNATURE
    for old, new in ((0, 5), (5, 5), (5, 100), (100, 300)):
        answer = witness.add_checkpoint(grown(old, new))
        assert answer.status == 200, answer.body
        line = note.Signature.parse(answer.body.decode().rstrip("\n"))
        assert answer.body.endswith(b"\n") and line.time == 1_790_000_000
        assert verifier.holds(Checkpoint(ORIGIN, new, NAIVE.hash(0, new)).text(), line.signature)


def test_its_answers_are_those_of_the_specification(witness: Witness) -> None:
    assert witness.add_checkpoint(grown(0, 10)).status == 200
    other = Signer.new(ORIGIN)
    cases = {
        "unknown origin": (request(0, [], signed(5, origin="log.example/other")), 404),
        "no trusted signature": (request(10, [], signed(20, signer=other)), 403),
        "old above new": (request(20, [], signed(11)), 400),
        "another old size": (grown(5, 20), 409),
        "nothing cosigned yet, it says": (grown(0, 20), 409),
        "a smaller tree": (request(10, [], signed(9)), 400),
        "another root of the same size": (request(10, [], signed(10, b"\1" * 32)), 409),
        "a proof that does not hold": (request(10, reader(20).consistency(9), signed(20)), 422),
        "no proof at all": (request(10, [], signed(20)), 422),
        "a proof where none belongs": (request(10, [b"\0" * 32], signed(10)), 422),
        "a forked tree": (request(10, reader(20).consistency(10), signed(20, b"\1" * 32)), 422),
        "nonsense": (b"old x\n\n" + signed(20), 400),
        "a leading zero": (b"old 010\n\n" + signed(20), 400),
        "too long a proof": (request(10, [b"\0" * 32] * 64, signed(20)), 400),
        "a short hash": (b"old 10\nAAAA\n\n" + signed(20), 400),
        "no checkpoint": (b"old 10\n\n", 400),
        "no line": (b"", 400),
    }
    for name, (body, status) in cases.items():
        answer = witness.add_checkpoint(body)
        assert answer.status == status, (name, answer)
        if status == 409:
            assert (answer.body, answer.content_type) == (b"10\n", SIZE_TYPE), name
    assert witness.add_checkpoint(grown(10, 20)).status == 200


def test_unknown_signatures_beside_the_log_s_are_passed_over(witness: Witness) -> None:
    text = Checkpoint(ORIGIN, 5, NAIVE.hash(0, 5)).text()
    lines = [Signer.new(ORIGIN).sign(text), LOG.sign(text), Signer.new("x", note.COSIGNATURE).sign(text, time=1)]
    assert witness.add_checkpoint(request(0, [], note.write(text, lines))).status == 200


def test_what_it_cosigned_outlives_it(witness: Witness) -> None:
    witness.add_checkpoint(grown(0, 50))
    again = Witness.make(witness.folder, "another name is not taken")
    assert again.vkey == witness.vkey
    assert again.add_checkpoint(grown(0, 60)).body == b"50\n"
    assert (witness.folder / "witness.key").stat().st_mode & 0o077 == 0


def test_two_requests_at_once_never_roll_back(witness: Witness) -> None:
    witness.add_checkpoint(grown(0, 10))
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda size=size: answers.append(witness.add_checkpoint(grown(10, size)).status))
        for size in range(11, 31)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 19


def test_an_empty_log_may_be_cosigned_and_grows_from_nothing(witness: Witness) -> None:
    assert witness.add_checkpoint(request(0, [], signed(0))).status == 200
    assert witness.add_checkpoint(grown(0, 7)).status == 200


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Witness]]:
    """A witness over HTTP that trusts nobody yet."""
    made = Witness.make(tmp_path / "served", "witness.example/w2")
    server = witness_server.server(made, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", made
    server.shutdown()
    server.server_close()


def test_over_http_it_keeps_the_connection_and_refuses_what_is_too_big(served: tuple[str, Witness]) -> None:
    address, made = served
    made.trust(LOG.verifier.line())
    link = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    for old, new in ((0, 5), (5, 9)):
        link.request("POST", "/add-checkpoint", grown(old, new))
        answer = link.getresponse()
        assert (answer.status, answer.read()[:4]) == (200, "\u2014 ".encode())
    link.request("POST", "/add-checkpoint", grown(5, 9))
    answer = link.getresponse()
    assert (answer.status, answer.getheader("Content-Type"), answer.read()) == (409, SIZE_TYPE, b"9\n")
    link.request("GET", "/vkey")
    assert link.getresponse().read().decode().strip() == made.vkey
    link.request("GET", "/add-checkpoint")
    answer = link.getresponse()
    assert (answer.status, answer.read()) == (405, b"POST, please\n")
    link.request("POST", "/add-checkpoint", headers={"Content-Length": "2000000"})
    assert link.getresponse().status == 413
    link.close()


@pytest.mark.django_db
def test_the_log_asks_its_witnesses_and_serves_their_cosignatures(
    place: Path, served: tuple[str, Witness], now: dt.datetime, capsys: Any
) -> None:
    address, made = served
    actions.append("events", [NewLeaf(leaf(n), str(n)) for n in range(300)], now=now)
    sequencing.sequence("events", now=now)
    log = Log.objects.get(name="events")
    row = actions.add_witness(made.vkey, address)
    # The witness does not know the log yet: that is said, and nothing stands still.
    assert witnessing.ask_witnesses(now) == 0
    assert WitnessRow.objects.get(pk=row.pk).failure == "HTTP 404"
    made.trust(queries.vkeys(log)[0])
    assert witnessing.ask_witnesses(now) == 1
    assert witnessing.ask_witnesses(now) == 0
    actions.append("events", [NewLeaf(leaf(n), str(n)) for n in range(300, 700)], now=now)
    assert tasks.sequence_logs(now)["cosigned"] == 1
    arguments = [str(place / "logs/events"), "--witness", made.vkey, "--json", "--quiet"]
    assert verify_log.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["log"]["witnesses"] == ["witness.example/w2"]
    # Our own memory of what it saw is lost: its answer says the size, and it goes on from there.
    Cosignature.objects.all().delete()
    actions.append("events", [NewLeaf(leaf(700), "700")], now=now)
    assert tasks.sequence_logs(now)["cosigned"] == 1
    assert not Alarm.objects.exists() and WitnessRow.objects.get().failure == ""
    assert b"witness.example/w2" in queries.receipt("events", "5")
    assert storage.get("events", "checkpoint").count("\u2014".encode()) == 2


@pytest.mark.django_db
def test_many_logs_are_one_request_and_a_witness_of_the_standard_alone_is_asked_for_each(
    place: Path, served: tuple[str, Witness], now: dt.datetime, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    address, made = served
    actions.add_witness(made.vkey, address)
    for number in range(5):
        name = f"p-{number}"
        Log.objects.create(name=name, kind="petition-like", origin=f"log.example/log/{name}", opened_at=now)
        actions.append(name, [NewLeaf(leaf(number), "1")], now=now)
        sequencing.sequence(name, now=now)
    logs = Log.objects.filter(kind="petition-like").order_by("id")
    for log in list(logs)[:4]:
        made.trust(queries.vkeys(log)[0])
    asked: list[str] = []
    send = witnessing._send
    monkeypatch.setattr(witnessing, "_send", lambda url, body: asked.append(url.rpartition("/")[2]) or send(url, body))
    assert witnessing.ask_witnesses(now) == 4 and asked == ["add-checkpoints"]
    assert WitnessRow.objects.get().failure == "HTTP 404", "one is not known to it; the others are cosigned"
    made.trust(queries.vkeys(logs[4])[0])
    assert witnessing.ask_witnesses(now) == 1
    with django_assert_max_num_queries(3):
        assert witnessing.ask_witnesses(now) == 0, "nothing new: however many logs, two queries"
    for log in logs:
        actions.append(log.name, [NewLeaf(leaf(9), "2")], now=now)
        sequencing.sequence(log.name, now=now)
    asked.clear()
    monkeypatch.setattr(Witness, "add_checkpoints", lambda self, body: witness_server.Answer(404, b""))
    assert witnessing.ask_witnesses(now) == 5 and asked == ["add-checkpoints", *["add-checkpoint"] * 5]


@pytest.mark.django_db
def test_a_witness_that_saw_another_history_raises_an_alarm(
    place: Path, served: tuple[str, Witness], now: dt.datetime
) -> None:
    address, made = served
    actions.append("events", [NewLeaf(leaf(n), str(n)) for n in range(5)], now=now)
    sequencing.sequence("events", now=now)
    log = Log.objects.get(name="events")
    made.trust(queries.vkeys(log)[0])
    actions.add_witness(made.vkey, address)
    (signer,) = sequencing.signer_of(log).signers()
    other = tree.root_of([tree.leaf_hash(entry) for entry in ENTRIES[:3]])
    assert made.add_checkpoint(request(0, [], signed(3, other, signer=signer))).status == 200
    assert witnessing.ask_witnesses(now) == 0
    assert [row.code for row in Alarm.objects.all()] == ["witness_refuses"]
    assert made.add_checkpoint(request(3, [], signed(3, other, signer=signer))).status == 200


@pytest.mark.django_db
def test_a_witness_that_is_down_or_lies_holds_up_nothing(place: Path, now: dt.datetime) -> None:
    actions.append("events", [leaf(1)], now=now)
    liar = Signer.new("liar.example", note.COSIGNATURE)
    actions.add_witness(liar.verifier.line(), "http://127.0.0.1:9")
    done = tasks.sequence_logs(now)
    assert (done["events"], done["cosigned"]) == (1, 0)
    text = note.Note.parse(storage.get("events", "checkpoint")).text
    wrong = liar.sign(text + b"x\n", time=5)
    with pytest.raises(note.NoteError):
        witnessing._cosignature(f"{wrong}\n".encode(), storage.get("events", "checkpoint"), liar.verifier)
    with pytest.raises(ValueError):
        actions.add_witness(LOG.verifier.line(), "https://w.example")
    assert base64.b64encode(liar.seed).decode() not in repr(liar)
