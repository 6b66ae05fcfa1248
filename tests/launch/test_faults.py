"""The whole program is started, parts of it are killed without warning, and it stands again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jariya.launch import ports, processes, running, services
from jariya.launch.place import Place

from .conftest import ROOT

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are counted in /proc"),
]


class Started:
    """A `./run` in its own session, its output in a file."""

    def __init__(self, place: Place, port: int) -> None:
        self.place, self.port = place, port
        self.output = place.var / "output.txt"
        env = {name: value for name, value in os.environ.items() if not name.startswith(("JARIYA_", "DATABASE_"))}
        env |= {"JARIYA_VAR": str(place.var), "LANG": "en_US.UTF-8", "PYTHONPATH": str(ROOT / "src")}
        env["JARIYA_MODE"] = "demo"
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "jariya.launch", "--port", str(port)],
                stdout=out,
                stderr=out,
                env=env,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def until(self, what: Callable[[], object], seconds: float = 400) -> None:
        """Wait until `what` is true; what the launcher said is the message when it never is."""
        limit = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < limit, self.said()
            time.sleep(0.1)

    def ready(self) -> Started:
        """Wait until the address was printed."""
        self.until(lambda: "Jariya is ready" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()
        return self

    def pid(self, part: str) -> int:
        """The process of a part now."""
        return int(running.read(self.place)["parts"].get(part, {}).get("pid", 0))

    def interrupt(self) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=90)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One `var` for all these tests: only the first start migrates."""
    made = Place(root=ROOT, var=tmp_path_factory.mktemp("fault") / "var", venv=Path(sys.prefix))
    made.make()
    return made


@pytest.fixture
def start(home: Place) -> Iterator[Callable[[], Started]]:
    """Start `./run`; whatever is left at the end is stopped."""
    port = ports.first_free(22000)
    all_started: list[Started] = []

    def go() -> Started:
        all_started.append(Started(home, port))
        return all_started[-1].ready()

    yield go
    for started in all_started:
        if started.process.poll() is None:
            started.interrupt()
    running.stop(home)
    assert _left(home) == []


def _left(home: Place) -> list[int]:
    return processes.marked(str(home.var)) + processes.working_in(home.var / "pg")


def test_ctrl_c_stops_all_it_started(home: Place, start: Callable[[], Started]) -> None:
    started = start()
    assert len(_left(home)) >= 6
    assert started.interrupt() == 0
    assert _left(home) == [] and not ports.taken(started.port)
    assert "Everything is stopped" in started.said()


def test_the_second_start_does_nothing_twice(start: Callable[[], Started]) -> None:
    said = start().said()
    assert "database tables" not in said and "nation" not in said and "packages" not in said


def test_another_run_says_that_it_runs_already(home: Place, start: Callable[[], Started]) -> None:
    started = start()
    second = Started(Place(home.root, home.var, home.venv), started.port)
    assert second.process.wait(timeout=30) == 0
    assert "runs already" in second.said()
    assert started.process.poll() is None


PARTS = ["web", "transfers", "mail", "sms", "authority", "signer", "identity", "worker", "postgres"]


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_is_started_again(start: Callable[[], Started], part: str) -> None:
    started = start()
    if part == "worker" and not (ROOT / "src/jariya/project/cli/worker.py").is_file():
        pytest.skip("no job worker yet")
    started.until(lambda: started.pid(part))
    before = started.pid(part)
    os.kill(before, signal.SIGKILL)
    started.until(lambda: started.pid(part) != before and processes.lives(started.pid(part)), 30)
    assert "starting it again" in started.said()
    started.until(lambda: services.answers(started.port, "/healthz") == 200, 30)


def test_after_the_launcher_was_killed_the_next_run_repairs_and_starts(
    home: Place, start: Callable[[], Started]
) -> None:
    first = start()
    database = first.pid("postgres")
    first.process.kill()
    first.process.wait()
    assert ports.taken(first.port), "the orphaned web server holds the port"
    second = start()
    assert "left behind" in second.said()
    assert not processes.lives(database, str(first.pid("postgres")))
    assert services.answers(second.port, "/healthz") == 200


def test_after_everything_was_killed_at_once_the_next_run_starts(home: Place, start: Callable[[], Started]) -> None:
    first = start()
    first.process.kill()
    for pid in _left(home):
        os.kill(pid, signal.SIGKILL)
    first.process.wait()
    second = start()
    assert services.answers(second.port, "/healthz") == 200


def test_stop_from_another_window_ends_all(home: Place, start: Callable[[], Started]) -> None:
    started = start()
    assert running.stop(home)
    assert started.process.wait(timeout=30) == 0
    assert _left(home) == []


def test_a_run_killed_while_it_prepares_the_database_is_mended_by_the_next(
    tmp_path: Path, home: Place, start: Callable[[], Started]
) -> None:
    fresh = Place(root=ROOT, var=tmp_path / "var", venv=home.venv)
    fresh.make()
    first = Started(fresh, ports.first_free(23000))
    first.until(lambda: "Preparing the database tables" in first.said())
    time.sleep(0.5)
    first.process.kill()
    first.process.wait()
    second = Started(fresh, first.port).ready()
    assert services.answers(second.port, "/healthz") == 200
    assert second.interrupt() == 0
    assert _left(fresh) == []


def test_a_taken_port_is_one_sentence_and_leaves_nothing_running(home: Place) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        started = Started(home, other.getsockname()[1])
        assert started.process.wait(timeout=90) == 1
    said = started.said()
    assert "is taken by another program" in said and "--port" in said and "Traceback" not in said
    assert _left(home) == []
