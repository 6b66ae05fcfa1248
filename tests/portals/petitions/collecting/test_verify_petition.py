"""The stranger's program: alone in an empty folder it counts what we count, and refuses what a liar would serve."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.record import note, tiles, tree
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.leaves import canonical
from jariya.kernel.record.note import Signer
from jariya.portals.petitions.collecting import leaf, script

ORIGIN = "log.example/log/p2026-aaaaaaaa-0"
SIGNER = Signer.new(ORIGIN)
REGION = "710000000"


def signed(number: int, region: str = REGION) -> bytes:
    return leaf.sign(region, f"2026-03-18T{number % 24:02d}", leaf.commitment(b"s", b"r", b"%d" % number))


def many(kind: str, number: int, region: str = REGION) -> bytes:
    return canonical(leaf.many(kind, "2026-03-19T01", {region: number}))


def served(folder: Path, entries: list[bytes], **changed: Any) -> Path:
    """A log as a site would serve it; what `changed` says, count.json lies about."""
    folder.mkdir()
    for path, content in tiles.grow(lambda path: b"", 0, entries):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    head = Checkpoint(ORIGIN, len(entries), tree.root_of([tree.leaf_hash(entry) for entry in entries]))
    (folder / "checkpoint").write_bytes(note.write(head.text(), [SIGNER.sign(head.text())]))
    (folder / "key").write_text(SIGNER.verifier.line() + "\n")
    said = {"v": 1, "petition": "P2026-AAAAAAAA-0", "origin": ORIGIN, "size": len(entries)}
    (folder / "count.json").write_text(json.dumps({**said, **changed}))
    return folder


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as a journalist downloads it."""
    file = tmp_path_factory.mktemp("journalist") / "verify_petition.py"
    file.write_bytes(script.whole())
    return file


@pytest.fixture(scope="module")
def run(program: Path) -> Any:
    """Its own `verify`, loaded from that file alone: what it prints as JSON, and its exit code."""
    import contextlib
    import io
    import runpy

    names = runpy.run_path(str(program))

    def do(*words: str) -> tuple[int, dict[str, Any]]:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = names["verify"]([*words, "--json", "--quiet"])
        return code, json.loads(said.getvalue())

    return do


GOOD = [*(signed(n) for n in range(300)), many("minus", 12), many("paper", 40), *(signed(n) for n in range(300, 310))]
TRUTH = {"count": 298, "signatures": 310, "minus": 12, "paper": 40, "regions": {REGION: 298}}


def test_alone_in_a_folder_it_needs_python_and_nothing_else(program: Path, tmp_path: Path) -> None:
    folder = served(tmp_path / "log", GOOD, **TRUTH)
    words = [sys.executable, "-I", "-S", str(program), str(folder), "--hours"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "signatures that count: 298 (signed 310, taken back or found not valid 12)" in done.stdout
    assert "2026-03-18T00\t" in done.stdout


def test_it_counts_regions_hours_and_paper(run: Any, tmp_path: Path) -> None:
    code, report = run(str(served(tmp_path / "log", GOOD, **TRUTH)))
    assert (code, report["count"], report["paper"], report["regions"]) == (0, 298, 40, {REGION: 298})
    assert sum(report["hours"].values()) == 298


def test_the_root_draws_the_sample_and_draws_it_again(run: Any, tmp_path: Path) -> None:
    folder = served(tmp_path / "log", GOOD, **TRUTH)
    drawn = [run(str(folder), "--sample", "20")[1]["sample"] for _twice in range(2)]
    assert drawn[0] == drawn[1] and len(set(drawn[0])) == 20 and max(drawn[0]) < len(GOOD)


def test_a_count_of_an_earlier_size_is_compared_with_the_log_as_it_was(run: Any, tmp_path: Path) -> None:
    then = {"count": 299, "signatures": 299, "minus": 0, "paper": 0, "regions": {REGION: 299}, "size": 299}
    assert run(str(served(tmp_path / "log", GOOD, **then)))[0] == 0


_LIES: list[tuple[str, Callable[[], tuple[list[bytes], dict[str, Any]]]]] = [
    ("count_differs", lambda: (GOOD, {**TRUTH, "count": 299, "signatures": 311})),
    ("regions_differ", lambda: (GOOD, {**TRUTH, "regions": {REGION: 297, "": 1}})),
    ("count_ahead", lambda: (GOOD, {**TRUTH, "size": 10**6})),
    ("count_of_another", lambda: (GOOD, {**TRUTH, "origin": "log.example/log/p2026-bbbbbbbb-0"})),
    ("count_malformed", lambda: (GOOD, {**TRUTH, "count": "298"})),
    ("count_malformed", lambda: (GOOD, {**TRUTH, "regions": {REGION: -1}})),
    (
        "threshold_not_reached",
        lambda: (GOOD, {**TRUTH, "thresholds": {"collecting": {"number": 50_000, "crossed": "2026-03-19"}}}),
    ),
    ("signature_twice", lambda: ([signed(1), signed(2), signed(1)], {**TRUTH})),
    ("minus_too_many", lambda: ([signed(1), many("minus", 2)], {**TRUTH})),
    ("leaf_unknown", lambda: ([signed(1), b'{"v":1,"kind":"gift","count":1000}'], {**TRUTH})),
    ("leaf_unknown", lambda: ([b"not json"], {**TRUTH})),
    ("leaf_unknown", lambda: ([b'{"v":true,"kind":"sign"}'], {**TRUTH})),
    (
        "leaf_odd",
        lambda: ([signed(1)[:-1] + b',"count":9}'], TRUTH),
    ),
    ("leaf_odd", lambda: ([canonical({"v": 1, "kind": "sign", "hour": "2026-03-18T05"})], TRUTH)),
    ("leaf_odd", lambda: ([many("minus", -5)], TRUTH)),
    ("leaf_odd", lambda: ([canonical({"v": 1, "kind": "paper", "hour": "x", "regions": {REGION: 5}})], TRUTH)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "lie"), _LIES)
def test_a_lie_is_refused_by_name(run: Any, tmp_path: Path, code: str, lie: Any) -> None:
    entries, said = lie()
    said = {"count": 0, "signatures": 0, "minus": 0, "paper": 0, "regions": {}, **said}
    exit_code, report = run(str(served(tmp_path / "log", entries, **said)))
    assert (exit_code, report["code"]) == (1, code)


def test_a_changed_entry_and_a_foreign_key_are_refused(run: Any, tmp_path: Path) -> None:
    folder = served(tmp_path / "log", GOOD, **TRUTH)
    stranger = Signer.new(ORIGIN).verifier.line()
    assert run(str(folder), "--key", stranger)[1]["code"] == "key_unknown"
    bundle = folder / tiles.path(None, 0)
    bundle.write_bytes(bundle.read_bytes().replace(b"T05", b"T06", 1))
    assert run(str(folder))[1]["code"] == "hash_differs"


def test_a_log_that_was_rewritten_is_caught_by_the_saved_checkpoint(run: Any, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    assert run(str(served(tmp_path / "old", GOOD, **TRUTH)), "--save", str(saved))[0] == 0
    other = [signed(1_000), *GOOD[1:], signed(2_000)]
    truth = {**TRUTH, "count": 299, "signatures": 311, "regions": {REGION: 299}}
    code, report = run(str(served(tmp_path / "new", other, **truth)), "--since", str(saved))
    assert (code, report["code"]) == (1, "checkpoint_forked")
    grown = served(tmp_path / "grown", [*GOOD, signed(2_000)], **truth)
    assert run(str(grown), "--since", str(saved))[0] == 0


@pytest.mark.django_db
def test_it_agrees_with_the_count_of_a_real_petition(
    run: Any, case: Any, sign: Any, count: Any, place: Path, now: Any
) -> None:
    from jariya.portals.petitions.collecting import api

    taken = [sign(number) for number in range(40)]
    count()
    for one in taken[:11]:
        assert api.withdraw(case=case, signer_ref=one.signer_ref, now=now)
    count(minutes=1)
    code, report = run(str(place / "logs" / api.log_name(case)))
    assert (code, report["count"], report["minus"]) == (0, 29, 11)
    assert api.count(case).count == 29 == sum(number for _day, number in api.history(case))
