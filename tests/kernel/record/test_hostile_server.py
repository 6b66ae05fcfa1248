"""The outsider's script against a server that wants to harm whoever checks it."""

from __future__ import annotations

import functools
import gzip
import json
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.record.conftest import ORIGIN

from jariya.kernel.record import note, proof, tree, verify_log
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.note import Signer

Folder = Callable[..., Path]


def run(*arguments: str | Path, capsys: Any) -> tuple[int, dict[str, Any]]:
    code = verify_log.main([*map(str, arguments), "--json", "--quiet"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """`serve(folder, {path: (headers, bytes)})`: a folder over HTTP, some of its answers exchanged."""
    monkeypatch.setattr(verify_log.time, "sleep", lambda seconds: None)
    servers: list[ThreadingHTTPServer] = []

    def start(root: Path, answers: dict[str, tuple[dict[str, str], bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("/log/")[2]
                file = root / path
                headers, body = answers.get(path) or ({}, file.read_bytes() if file.is_file() else b"")
                self.send_response(200 if path in answers or file.is_file() else 404)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/log"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@functools.cache
def bomb() -> bytes:
    """400 MB in 400 kB."""
    return gzip.compress(b" " * 400_000_000, 1)


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/entries/000", "totals.json"])
def test_a_packed_answer_is_unpacked_to_its_limit_and_no_further(
    folder: Folder, serve: Callable[..., str], capsys: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(verify_log, "LARGEST_OTHER", 1_000_000)
    root = folder(300)
    where = serve(root, {path: ({"Content-Encoding": "gzip"}, bomb())})
    tracemalloc.start()
    code, report = run(where, "--key", root / "key", capsys=capsys)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (code, report["code"]) == (2, "unreadable") and "larger than" in report["said"]
    assert most < 150_000_000


@pytest.mark.parametrize("path", ["tile/0/000", "checkpoint", "key"])
def test_an_answer_larger_than_such_a_file_can_be_is_not_taken_in(
    folder: Folder, serve: Callable[..., str], capsys: Any, path: str
) -> None:
    root = folder(300)
    where = serve(root, {path: ({}, b"x" * 5_000_000)})
    code, report = run(where, *(() if path == "key" else ("--key", root / "key")), capsys=capsys)
    assert (code, report["code"]) == (2, "unreadable") and "larger than" in report["said"]


def test_packed_answers_of_an_honest_server_are_read(folder: Folder, serve: Callable[..., str], capsys: Any) -> None:
    root = folder(300)
    names = [str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()]
    packed = {name: ({"Content-Encoding": "gzip"}, gzip.compress((root / name).read_bytes())) for name in names}
    code, report = run(serve(root, packed), "--key", root / "key", capsys=capsys)
    assert (code, report["ok"]) == (0, True), report


def test_a_checkpoint_that_claims_a_trillion_entries_costs_nothing(folder: Folder, capsys: Any) -> None:
    root, signer = folder(300), Signer.new(ORIGIN)
    head = Checkpoint(ORIGIN, 9 * 10**17, bytes(32))
    (root / "checkpoint").write_bytes(note.write(head.text(), [signer.sign(head.text())]))
    (root / "key").write_text(signer.verifier.line())
    code, report = run(root, capsys=capsys)
    assert (code, report["code"]) == (1, "file_missing")


STRANGE_TOTALS = [
    {"size": 300, "totals": [1]},
    {"size": 300, "totals": [[1, 2, 3, 4]]},
    {"size": 300, "totals": [[[], {}, None, 1]]},
    {"size": 300, "totals": [["a", "b", "c", "d"]]},
    {"size": 300, "totals": [["a", "b", "c", True]]},
    {"size": 300, "totals": [["\x1b[2J", "", "", 1]]},
    {"size": "300", "totals": []},
    [],
    None,
]


@pytest.mark.parametrize("said", [*STRANGE_TOTALS, "[" * 50_000], ids=str)
def test_totals_of_a_strange_form_are_named_and_break_nothing(folder: Folder, capsys: Any, said: Any) -> None:
    root = folder(300)
    (root / "totals.json").write_text(said if isinstance(said, str) else json.dumps(said))
    code, report = run(root, "--key", root / "key", capsys=capsys)
    # JSON's null is a file that says nothing: as if no totals were served.
    assert (code, report.get("code")) == ((0, None) if said is None else (1, "totals_malformed"))


@pytest.mark.parametrize(
    "said", ["null", "[]", '{"openings": 1}', '{"openings": [{"index": "0", "salt": "", "content": ""}]}', "[" * 50_000]
)
def test_openings_of_a_strange_form_are_named(folder: Folder, capsys: Any, said: str) -> None:
    root = folder(300)
    (root / "openings").mkdir()
    (root / "openings" / "0.json").write_text(said)
    code, report = run(root, "--key", root / "key", "--openings", capsys=capsys)
    assert (code, report["code"]) == (1, "openings_malformed")


def test_signs_that_steer_a_terminal_are_written_out(folder: Folder, tmp_path: Path, capsys: Any) -> None:
    steering = b'{"v":1,"kind":"sign","hour":"2026-03-18T05","note":"\x1b[2J\x1b[1;1HOK all is well\x07\xe2\x80\xae"}'
    root = folder(0, entries=[steering])
    receipt = tmp_path / "r.tlog-proof"
    receipt.write_bytes(proof.Proof(0, (), (root / "checkpoint").read_bytes(), proof.pack(steering)).content())
    assert verify_log.main(["--receipt", str(receipt), "--key", str(root / "key"), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\x07" not in said and "\u202e" not in said and r"\x1b[2J" in said
    (root / "checkpoint").write_bytes(b"\x1b[2J+\n1\n\x1b]0;x\x07\n\n\xe2\x80\x94 x y\n")
    assert verify_log.main([str(root), "--quiet"]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_a_tile_that_is_wider_or_narrower_than_said_is_caught(folder: Folder, capsys: Any) -> None:
    root = folder(300)
    for change in (lambda found: found + bytes(32), lambda found: found[:-32], lambda found: found[:-1]):
        file = root / "tile" / "0" / "001.p" / "44"
        kept = file.read_bytes()
        file.write_bytes(change(kept))
        code, report = run(root, "--key", root / "key", capsys=capsys)
        assert (code, report["code"]) in ((1, "tile_length"), (1, "hash_differs"))
        file.write_bytes(kept)
    assert tree.root_of([]) == verify_log.EMPTY_ROOT
