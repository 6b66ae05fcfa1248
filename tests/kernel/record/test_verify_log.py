"""The outsider's script: it finds what was altered, dropped, forked or miscounted, and says which."""

from __future__ import annotations

import ast
import base64
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.kernel.record.conftest import ORIGIN, leaf

from jariya.kernel.record import note, proof, tiles, tree, verify_log
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.leaves import canonical
from jariya.kernel.record.note import Signer

Folder = Callable[..., Path]


def verdict(*arguments: str | Path, capsys: Any) -> tuple[int, dict[str, Any]]:
    code = verify_log.main([*map(str, arguments), "--json", "--quiet"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512, 700, 65_536 + 300])
def test_a_whole_log_is_found_good(folder: Folder, capsys: Any, size: int) -> None:
    root = folder(size)
    code, report = verdict(root, "--key", root / "key", capsys=capsys)
    assert (code, report["log"]["size"], report["log"]["key_pinned"]) == (0, size, True)
    assert sum(report["log"]["totals"].values()) == size


def test_the_script_runs_alone_on_the_standard_library(folder: Folder, tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / "verify_log.py"
    alone.parent.mkdir()
    alone.write_bytes(Path(verify_log.__file__).read_bytes())
    root = folder(300)
    done = subprocess.run([sys.executable, "-I", "-S", alone, root], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"OK  {ORIGIN}: 300 entries") and "Get it another way" in done.stdout
    tree_of = ast.parse(alone.read_text(), feature_version=(3, 9))
    imported = {name.name.partition(".")[0] for node in ast.walk(tree_of) if isinstance(node, ast.Import)
                for name in node.names}  # fmt: skip
    assert imported <= sys.stdlib_module_names


def test_every_altered_bit_of_any_file_is_caught(folder: Folder, capsys: Any, whole: bool) -> None:
    root, chance = folder(600), random.Random(5)
    files = [file for file in sorted(root.rglob("*")) if file.is_file() and file.name != "key"]
    for file in files:
        content = file.read_bytes()
        for _ in range(6 if whole else 3):
            place = chance.randrange(len(content))
            changed = bytearray(content)
            changed[place] ^= 1 << chance.randrange(8)
            file.write_bytes(changed)
            code, report = verdict(root, "--key", root / "key", capsys=capsys)
            # Spaces and digits in totals.json may still say the same; nothing else may.
            assert code == 1 or (file.name == "totals.json" and same(content, bytes(changed))), (file, place, report)
        file.write_bytes(content)


def same(one: bytes, two: bytes) -> bool:
    first = json.loads(one)
    try:
        second = json.loads(two)
    except ValueError:
        return False
    return bool(first["size"] == second.get("size") and first["totals"] == second.get("totals"))


def test_a_dropped_entry_is_caught_in_the_bundle_and_by_the_checkpoint_one_kept(folder: Folder, capsys: Any) -> None:
    root = folder(600)
    kept = root.parent / "kept"
    kept.write_bytes((root / "checkpoint").read_bytes())
    bundle = root / "tile/entries/001"
    entries = tiles.entries_of(bundle.read_bytes())
    bundle.write_bytes(tiles.bundle(entries[:100] + entries[101:]))
    code, report = verdict(root, capsys=capsys)
    assert (code, report["code"]) == (1, "leaf_missing")
    # The operator drops it and signs everything anew: the log alone looks good, the kept checkpoint does not fit.
    entries = [leaf(number) for number in range(600) if number != 356]
    again = folder(0, "again", entries=entries)
    assert verdict(again, capsys=capsys)[0] == 0
    code, report = verdict(again, "--since", kept, capsys=capsys)
    assert (code, report["code"]) == (1, "checkpoint_shrunk")


@pytest.mark.parametrize("old", [1, 255, 256, 257, 500, 512, 599, 600])
def test_a_rewritten_beginning_is_caught_by_any_checkpoint_one_kept(folder: Folder, capsys: Any, old: int) -> None:
    earlier = folder(old, "earlier")
    kept = earlier / "checkpoint"
    honest = folder(700, "honest")
    code, report = verdict(honest, "--since", kept, capsys=capsys)
    assert (code, report["log"]["consistent_with"]) == (0, old)
    forked = folder(0, "forked", entries=[b"another", *(leaf(number) for number in range(1, 700))])
    code, report = verdict(forked, "--since", kept, capsys=capsys)
    assert (code, report["code"]) == (1, "checkpoint_forked")


def test_a_checkpoint_of_another_key_or_log_is_refused(folder: Folder, capsys: Any) -> None:
    root = folder(10)
    other = Signer.new(ORIGIN)
    assert verdict(root, "--key", other.verifier.line(), capsys=capsys)[1]["code"] == "key_unknown"
    head = Checkpoint(ORIGIN, 10, b"\0" * 32)
    (root / "checkpoint").write_bytes(note.write(head.text(), [other.sign(head.text())]))
    assert verdict(root, capsys=capsys)[1]["code"] == "key_unknown"
    assert verdict(root, "--key", other.verifier.line(), capsys=capsys)[1]["code"] == "root_differs"


def test_totals_that_do_not_follow_from_the_entries_are_caught(folder: Folder, capsys: Any) -> None:
    root = folder(300)
    served = json.loads((root / "totals.json").read_text())
    served["totals"][3][3] += 1
    (root / "totals.json").write_text(json.dumps(served))
    code, report = verdict(root, capsys=capsys)
    assert (code, report["code"]) == (1, "totals_differ")
    assert served["totals"][3][2] in report["said"]


def test_totals_of_an_earlier_size_are_compared_at_that_size(folder: Folder, capsys: Any) -> None:
    earlier, root = folder(270, "earlier"), folder(300)
    (root / "totals.json").write_bytes((earlier / "totals.json").read_bytes())
    assert sum(verdict(root, capsys=capsys)[1]["log"]["totals"].values()) == 270


def test_a_batch_leaf_counts_by_its_regions(folder: Folder, capsys: Any) -> None:
    minus = canonical({"v": 1, "kind": "minus", "hour": "2026-03-18T05", "regions": {"75": 3, "71": 9}})
    root = folder(0, entries=[minus, b"not json", b'{"v":2,"kind":"x"}', b"[" * 5000])
    assert verdict(root, capsys=capsys)[1]["log"]["totals"] == {"minus": 12}


def test_cosignatures_are_counted_and_wanted(folder: Folder, capsys: Any) -> None:
    root = folder(20)
    one, two = Signer.new("w.example/1", note.COSIGNATURE), Signer.new("w.example/2", note.COSIGNATURE)
    content = (root / "checkpoint").read_bytes()
    line = one.sign(note.Note.parse(content).text, time=1_700_000_000)
    (root / "checkpoint").write_bytes(content + f"{line}\n".encode())
    code, report = verdict(root, "--witness", one.verifier.line(), capsys=capsys)
    assert (code, report["log"]["witnesses"]) == (0, ["w.example/1"])
    both = ["--witness", one.verifier.line(), "--witness", two.verifier.line()]
    assert verdict(root, *both, capsys=capsys)[1]["code"] == "witnesses_missing"
    assert verdict(root, *both, "--quorum", "1", capsys=capsys)[0] == 0
    (root / "checkpoint").write_bytes(content + f"{line.replace('A', 'B', 1)}\n".encode())
    assert verdict(root, *both, "--quorum", "1", capsys=capsys)[0] == 1


def receipt_of(root: Path, index: int, extra: bytes | None) -> bytes:
    head = note.Note.parse((root / "checkpoint").read_bytes())
    size = Checkpoint.parse(head.text).size
    path = tiles.Reader(lambda name: (root / name).read_bytes(), size).inclusion(index)
    return proof.Proof(index, tuple(path), (root / "checkpoint").read_bytes(), extra).content()


def test_a_receipt_is_good_with_its_opening_and_any_change_of_it_is_not(
    folder: Folder, capsys: Any, tmp_path: Path, whole: bool
) -> None:
    salt, content = b"s" * 32, b"signer 7 evidence 9"
    entry = canonical({"v": 1, "kind": "sign", "commitment": proof.commitment(salt, content).hex()})
    root = folder(0, entries=[*(leaf(number) for number in range(300)), entry, leaf(301)])
    file = tmp_path / "my.tlog-proof"
    good = receipt_of(root, 300, proof.pack(entry, salt, content))
    file.write_bytes(good)
    code, report = verdict("--receipt", file, "--key", root / "key", capsys=capsys)
    assert (code, report["receipt"]["index"], report["receipt"]["opened"]) == (0, 300, content.decode())
    for extra, said in (
        (proof.pack(leaf(1)), "receipt_root"),
        (proof.pack(entry, salt, b"signer 8"), "opening_differs"),
        (b"{}", "receipt_malformed"),
        (None, "receipt_without_entry"),
    ):
        file.write_bytes(receipt_of(root, 300, extra))
        assert verdict("--receipt", file, "--key", root / "key", capsys=capsys)[1]["code"] == said
    file.write_bytes(good.replace(b"index 300", b"index 301"))
    assert verdict("--receipt", file, "--key", root / "key", capsys=capsys)[0] == 1
    chance = random.Random(11)
    for _ in range(150 if whole else 40):
        changed = bytearray(good)
        changed[chance.randrange(len(good))] ^= 1 << chance.randrange(7)
        file.write_bytes(changed)
        assert verdict("--receipt", file, "--key", root / "key", capsys=capsys)[0] == 1, bytes(changed)
    file.write_bytes(good)
    assert verdict("--receipt", file, capsys=capsys)[0] == 2


def test_what_cannot_be_read_is_no_verdict(folder: Folder, capsys: Any, tmp_path: Path) -> None:
    root = folder(5)
    for arguments in ((tmp_path / "no",), (tmp_path,), (root, "--key", "no-such-file"), (root, "--since", "no")):
        assert verdict(*arguments, capsys=capsys)[0] == 2, arguments
    assert verify_log.main([]) == 2
    capsys.readouterr()
    assert verdict(root, "--save", tmp_path / "kept", capsys=capsys)[0] == 0
    assert (tmp_path / "kept").read_bytes() == (root / "checkpoint").read_bytes()


def test_its_own_ed25519_agrees_with_a_library_and_refuses_strange_points() -> None:
    chance = random.Random(3)
    for size in (0, 1, 200):
        key, message = Ed25519PrivateKey.generate(), chance.randbytes(size)
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert verify_log.ed25519(public, message, signature)
        assert not verify_log.ed25519(public, message + b"x", signature)
        for place in (0, 31, 32, 63):
            changed = bytearray(signature)
            changed[place] ^= 1
            assert not verify_log.ed25519(public, message, bytes(changed))
        # The same signature with the scalar plus the order: malleable, refused by RFC 8032.
        scalar = int.from_bytes(signature[32:], "little") + verify_log.ORDER
        assert not verify_log.ed25519(public, message, signature[:32] + scalar.to_bytes(32, "little"))
    assert not verify_log.ed25519(b"\xff" * 32, b"", b"\0" * 64)


def test_a_receipt_of_the_script_and_of_the_program_are_one_thing(folder: Folder) -> None:
    root = folder(77)
    signer_key = [note.Verifier.parse((root / "key").read_text())]
    parsed = proof.Proof.parse(receipt_of(root, 5, proof.pack(leaf(5))))
    assert parsed.check(leaf(5), signer_key).checkpoint.size == 77
    with pytest.raises(tree.ProofError):
        parsed.check(leaf(6), signer_key)
    assert base64.b64decode(json.loads(parsed.extra or b"")["entry"]) == leaf(5)
