"""Only our own processes are ended, and they are ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jariya.launch import processes, running
from jariya.launch.place import Place

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
FAMILY = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); print('up', flush=True); {SLEEP}"
)


def _start(code: str, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE, env=os.environ | env
    )


def _wait(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    process.stdout.readline()


def _record(place: Place, pid: int, born: str) -> None:
    (place.var / "run.json").write_text(json.dumps({"parts": {"web": {"pid": pid, "born": born}}}))


def test_a_whole_group_ends() -> None:
    leader = _start(FAMILY)
    _wait(leader)
    assert len(processes.members(leader.pid)) == 2
    processes.end(leader.pid)
    assert processes.members(leader.pid) == []
    leader.wait()


def test_a_process_deaf_to_the_gentle_signal_is_killed() -> None:
    deaf = _start(STUBBORN)
    _wait(deaf)
    processes.end(deaf.pid, patience=0.3)
    assert deaf.wait(timeout=5) == -signal.SIGKILL


def test_a_zombie_counts_as_dead() -> None:
    child = _start("pass")
    until = time.monotonic() + 10
    while processes.birth(child.pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not processes.lives(child.pid)
    child.wait()


def test_an_orphan_of_the_last_start_is_ended(place: Place) -> None:
    orphan = _start(SLEEP)
    _record(place, orphan.pid, processes.birth(orphan.pid))
    assert running.clear_orphans(place) == 1
    assert orphan.wait(timeout=5) == -signal.SIGTERM
    assert not (place.var / "run.json").exists()


def test_a_stranger_with_a_reused_number_is_left_alone(place: Place) -> None:
    stranger = _start(SLEEP)
    _record(place, stranger.pid, "another moment")
    assert running.clear_orphans(place) == 0
    assert stranger.poll() is None
    processes.end(stranger.pid)
    stranger.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="environments of processes are read on Linux only")
def test_an_orphan_that_no_record_names_is_found_by_its_mark(place: Place) -> None:
    orphan = _start(SLEEP, **{processes.TOKEN: str(place.var)})
    until = time.monotonic() + 5
    while orphan.pid not in processes.marked(str(place.var)) and time.monotonic() < until:
        time.sleep(0.02)
    assert running.clear_orphans(place) == 1
    orphan.wait(timeout=5)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"parts": {}}', "\x00\xff"])
def test_a_damaged_record_stops_nothing(place: Place, content: str) -> None:
    (place.var / "run.json").write_text(content, encoding="latin-1")
    assert running.clear_orphans(place) == 0


def test_the_lock_is_free_again_after_a_kill(place: Place) -> None:
    code = (
        "import sys, time; from pathlib import Path; from jariya.launch.place import Place; from jariya.launch.running "
        "import Lock; p = Path(sys.argv[1]); lock = Lock(Place(p, p, p)); assert lock.take(); "
        "print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(place.var)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(place.root / "src")},
    )
    _wait(holder)
    assert running.alive(place) and not running.Lock(place).take()
    holder.kill()
    holder.wait()
    lock = running.Lock(place)
    assert lock.take() and not (lock.free() or running.alive(place))


def test_values_of_the_environment_file_keep_their_equals_signs(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("# comment\nDATABASE_URL=postgresql://a:b=c@h/d\n\nnonsense\n")
    assert running.read_env(tmp_path / "env") == {"DATABASE_URL": "postgresql://a:b=c@h/d"}
