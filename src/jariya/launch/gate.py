"""`./run test`: every check, stage by stage, to the end; one pytest line at the end says it all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from jariya.launch import browser, processes, starting
from jariya.launch.place import Place
from jariya.launch.postgres import cluster as clusters
from jariya.launch.say import Step, Trouble, say

COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed|deselected|rerun)\b")
ONLY_ALL = "slow or fault or modes"
NEED_DATABASE = {"migrations"}
# A module's site and browser belong to one process, which waits for them half of its time: four share two cores. A
# browser on a busy machine may miss a moment: what fails is tried once more, and the last line says how many were.
IN_BROWSER = ("-q", "-n", "4", "--dist", "loadfile", "--reruns", "1")


@dataclass
class Stage:
    """One check with its result."""

    name: str
    good: bool
    seconds: float


@dataclass
class Gate:
    """The stages of one run and what pytest counted."""

    place: Place
    env: dict[str, str]
    results: list[Stage] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    migrating: subprocess.Popen[bytes] | None = None
    """The process that migrates an empty database meanwhile."""

    def stage(self, name: str, work: Callable[[], bool | str], *, tests: bool = False) -> None:
        """Run one stage; a Trouble fails it and the next one goes on. `work` returns True, or False or a note.

        What is wrong outside of pytest (`tests` False, or a note) counts as one error in the last line.
        """
        say(f"\n── {name} " + "─" * max(1, 70 - len(name)))
        began = time.monotonic()
        note = ""
        try:
            answer = work()
            good = answer is True
            note = answer if isinstance(answer, str) else ""
        except Trouble as trouble:
            good, note = False, str(trouble)
        if note:
            say(note)
        if not good and (note or not tests):
            self.counts["errors"] = self.counts.get("errors", 0) + 1
        seconds = time.monotonic() - began
        self.results.append(Stage(name, good, seconds))
        say(f"{'✓' if good else '✗'} {name}: {seconds:.1f} s")

    def command(self, *words: str) -> bool:
        """Run a program of `.venv` in the checkout; True when it says good."""
        program = self.place.venv / "bin" / words[0]
        return subprocess.run([program, *words[1:]], env=self.env, cwd=self.place.root).returncode == 0

    def quiet(self, *words: str) -> bool | str:
        """Like `command`, its output shown only when it says bad."""
        program = self.place.venv / "bin" / words[0]
        said = subprocess.run([program, *words[1:]], env=self.env, cwd=self.place.root, capture_output=True, text=True)
        return said.returncode == 0 or f"{said.stdout}{said.stderr}"

    def pytest(self, *arguments: str) -> bool:
        """Run pytest, show what it says as it says it, add up its counts."""
        command = [str(self.place.python), "-m", "pytest", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.env, cwd=self.place.root
        )
        assert process.stdout is not None
        last = ""
        for raw in process.stdout:
            line = raw.decode(errors="replace")
            sys.stdout.write(line)
            sys.stdout.flush()
            if re.search(r"\bin \d+[.\d]*s", line) and (COUNTS.search(line) or "no tests ran" in line):
                last = line
        code = process.wait()
        found = {"errors" if word == "error" else word: int(number) for number, word in COUNTS.findall(last)}
        for word, number in found.items():
            self.counts[word] = self.counts.get(word, 0) + number
        if code not in (0, 5) and not found.get("failed") and not found.get("errors"):
            self.counts["errors"] = self.counts.get("errors", 0) + 1
        return code in (0, 5)  # 5: nothing was selected

    def end(self, seconds: float) -> int:
        """The table of stages, the pytest line, the exit code."""
        say("\n" + "─" * 74)
        for stage in self.results:
            say(f"{'✓' if stage.good else '✗'} {stage.name:<28} {stage.seconds:>8.1f} s")
        parts = [f"{self.counts.get(word, 0)} {word}" for word in ("passed", "failed")]
        parts += [f"{self.counts[word]} {word}" for word in ("skipped", "xfailed", "rerun") if self.counts.get(word)]
        if errors := self.counts.get("errors", 0):
            parts.append(f"{errors} error{'s' if errors > 1 else ''}")
        say(f"{', '.join(parts)} in {seconds:.2f}s")
        return 0 if all(stage.good for stage in self.results) else 1


def run(place: Place, arguments: list[str]) -> int:
    """`./run test [--all] [--stage NAME] [pytest arguments]`; with pytest arguments only pytest runs."""
    everything = "--all" in arguments
    rest = [word for word in arguments if word != "--all"]
    only: set[str] = set()
    while "--stage" in rest:
        at = rest.index("--stage")
        only.update(rest[at + 1 : at + 2])
        del rest[at : at + 2]
    began = time.monotonic()
    place.make()
    starting.setup(place, tests=True)
    gate = Gate(place, _environment(place))
    unknown = only - {name for name, _ in _static(gate)} - {"unit", "browser", "all", "wheel"}
    if unknown:
        raise Trouble("unknown_command", word=", ".join(sorted(unknown)))
    wanted = only or {name for name, _ in _static(gate)} | {"unit", "browser"}
    if everything and not only:
        wanted |= {"all", "wheel"}
    if rest:
        wanted = set()
    with ExitStack() as opened:
        trouble = ""
        if rest or wanted & {"unit", "browser", "all", *NEED_DATABASE}:
            try:
                cluster = _cluster(gate.place, starting.foreign_database(gate.place))
                gate.env["DATABASE_URL"] = opened.enter_context(cluster)
                if "migrations" in wanted:
                    gate.migrating = opened.enter_context(_migrating(gate))
            except Trouble as error:
                trouble = str(error)
        for name, work in _static(gate):
            if name in wanted and not (trouble and name in NEED_DATABASE):
                gate.stage(name, work)
        if trouble:
            gate.stage("tests: database", lambda: trouble, tests=True)
        else:
            for name, wish, work in _pytest(gate, rest):
                if wish in wanted or wish == "rest":
                    gate.stage(name, work, tests=True)
    if "wheel" in wanted:
        gate.stage("tests: PostgreSQL of the wheel", lambda: _on_the_wheel(gate), tests=True)
    return gate.end(time.monotonic() - began)


def _environment(place: Place) -> dict[str, str]:
    # A demo that runs beside must not lend its ports, secrets and folders to the tests.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JARIYA_", "PYTHON"))}
    folder = place.var / "test"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    return kept | {"JARIYA_MODE": "test", "JARIYA_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


def _static(gate: Gate) -> Iterator[tuple[str, Callable[[], bool | str]]]:
    """Checks that need no tests: name and work."""
    yield "formatting", lambda: gate.command("ruff", "format", "--check", "--quiet", ".")
    yield "lint", lambda: gate.command("ruff", "check", "--quiet", ".")
    yield "types", lambda: gate.command("mypy")
    yield "imports", lambda: gate.quiet("lint-imports", "--no-cache")
    yield "messages", lambda: gate.command("jariya", "messages", "check")
    yield "migrations", lambda: _migrations(gate)


def _workers() -> str:
    """One more than cores: each waits for the database now and then."""
    return str(max(2, min(os.cpu_count() or 2, 6)) + 1)


@contextmanager
def _migrating(gate: Gate) -> Iterator[subprocess.Popen[bytes]]:
    """An empty database is migrated on the second core while other checks go on."""
    command = [str(gate.place.python), "-m", "jariya.launch.migrating"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=gate.env, cwd=gate.place.root
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _migrations(gate: Gate) -> bool | str:
    """Whether the models have no change without a migration, and all migrations run from nothing."""
    good = gate.command("jariya", "manage", "makemigrations", "--check", "--dry-run")
    if gate.migrating is None:
        return good
    said, _errors = gate.migrating.communicate()
    return good if gate.migrating.returncode == 0 else said.decode(errors="replace")[-4000:]


def _pytest(gate: Gate, rest: list[str]) -> Iterator[tuple[str, str, Callable[[], bool | str]]]:
    """Stages of pytest: title, name, work."""

    def with_browser(*arguments: str, install: bool) -> bool:
        gate.env |= browser.variable(gate.place, install=install)
        return gate.pytest(*arguments)

    if rest:
        yield "tests", "rest", lambda: with_browser(*rest, install=False)
        return
    plain = f"not browser and not ({ONLY_ALL})"
    # What a module makes for its tests is made once where all of them run in one process.
    by_file = ("-q", "-n", _workers(), "--dist", "loadfile")
    yield "tests: unit and database", "unit", lambda: gate.pytest(*by_file, "-m", plain)
    in_browser = f"browser and not ({ONLY_ALL})"
    yield "tests: browser", "browser", lambda: with_browser(*IN_BROWSER, "-m", in_browser, install=True)
    yield "tests: slow, fault, modes", "all", lambda: with_browser("-q", "-m", ONLY_ALL, install=True)


def _on_the_wheel(gate: Gate) -> bool:
    with _cluster(gate.place, "", origin="wheel") as url:
        gate.env["DATABASE_URL"] = url
        return gate.pytest("-n", _workers(), "-q", "-m", f"not browser and not ({ONLY_ALL})")


@contextmanager
def _cluster(place: Place, url: str, origin: str | None = None) -> Iterator[str]:
    """A throwaway cluster without fsync, or the database at `url`."""
    if url:
        yield url
        return
    name = f"test-pg-{os.getpid()}"
    _sweep(place)
    cluster = clusters.of(place, name=name, throwaway=True, origin=origin)
    try:
        with Step("step_postgres", version=cluster.binaries.version):
            cluster.make()
            cluster.start()
        yield cluster.url("postgres")
    finally:
        cluster.remove()
        for left in (place.var / "secrets").glob(f"{name}.*"):
            left.unlink(missing_ok=True)
        (place.var / f"{name}.elsewhere.json").unlink(missing_ok=True)


def _sweep(place: Place) -> None:
    """Remove clusters of earlier test runs that were killed."""
    for folder in place.var.glob("test-pg-*"):
        number = folder.name.removeprefix("test-pg-").partition(".")[0]
        if folder.is_dir() and number.isdigit() and not processes.lives(int(number)):
            clusters.of(place, name=f"test-pg-{number}", throwaway=True).remove()
