"""`./run test`: every check, stage by stage, to the end; one pytest line at the end says it all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jariya.launch import browser, services, starting
from jariya.launch.place import Place
from jariya.launch.postgres import cluster as clusters
from jariya.launch.say import Step, Trouble, say

COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed|deselected)\b")
ONLY_ALL = "slow or fault or modes"


@dataclass
class Stage:
    """One check with its result."""

    name: str
    good: bool
    seconds: float
    note: str = ""


@dataclass
class Gate:
    """The stages of one run and what pytest counted."""

    place: Place
    env: dict[str, str]
    results: list[Stage] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def stage(self, name: str, work: Callable[[], bool | str]) -> None:
        """Run one stage; a Trouble fails it and the next one goes on. `work` returns True, or False or a note."""
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
        seconds = time.monotonic() - began
        self.results.append(Stage(name, good, seconds, note))
        say(f"{'✓' if good else '✗'} {name}: {seconds:.1f} s")

    def command(self, *words: str) -> bool:
        """Run a program of `.venv` in the checkout; True when it says good."""
        program = self.place.venv / "bin" / words[0]
        return subprocess.run([program, *words[1:]], env=self.env, cwd=self.place.root).returncode == 0

    def pytest(self, *arguments: str, env: dict[str, str] | None = None) -> bool:
        """Run pytest, show what it says as it says it, add up its counts."""
        command = [str(self.place.python), "-m", "pytest", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env or self.env, cwd=self.place.root
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
        broken = [stage for stage in self.results if not stage.good and not stage.name.startswith("tests")]
        counts = self.counts | {"errors": self.counts.get("errors", 0) + len(broken)}
        parts = [f"{counts.get('passed', 0)} passed", f"{counts.get('failed', 0)} failed"]
        parts += [f"{counts[word]} {word}" for word in ("skipped", "xfailed", "errors") if counts.get(word)]
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
    if not rest:
        for name, work in _static(gate):
            if not only or name in only:
                gate.stage(name, work)
    wanted = only or {"unit", "browser"} | ({"all", "wheel"} if everything else set())
    if rest or wanted & {"unit", "browser", "all", "wheel"}:
        _with_database(gate, wanted, rest, everything=everything)
    return gate.end(time.monotonic() - began)


def _environment(place: Place) -> dict[str, str]:
    env = services.environment(place, {"JARIYA_MODE": "test", "PYTHONWARNINGS": "default"})
    # A demo that runs beside must not lend its ports and secrets to the tests.
    for name in [name for name in env if name.startswith("JARIYA_") and name not in ("JARIYA_MODE", "JARIYA_RUN")]:
        del env[name]
    env.pop("JARIYA_RUN", None)
    return env


def _static(gate: Gate) -> Iterator[tuple[str, Callable[[], bool | str]]]:
    """Checks that need no tests: name and work."""
    yield "formatting", lambda: gate.command("ruff", "format", "--check", "--quiet", ".")
    yield "lint", lambda: gate.command("ruff", "check", "--quiet", ".")
    yield "types", lambda: gate.command("mypy")
    yield "imports", lambda: gate.command("lint-imports", "--no-cache")
    yield "migrations", lambda: gate.command("jariya", "manage", "makemigrations", "--check", "--dry-run")
    if (gate.place.root / "src/jariya/project/cli/messages.py").is_file():
        yield "messages", lambda: gate.command("jariya", "messages", "check")


def _with_database(gate: Gate, wanted: set[str], rest: list[str], *, everything: bool) -> None:
    """The stages of pytest on a throwaway PostgreSQL (or the one of DATABASE_URL)."""
    place = gate.place
    base = "" if everything else f" and not ({ONLY_ALL})"
    with _cluster(place, os.environ.get("DATABASE_URL")) as url:
        env = gate.env | {"DATABASE_URL": url}
        if rest:
            env |= browser.variable(place, install=False)
            gate.stage("tests", lambda: gate.pytest(*rest, env=env))
            return
        if "unit" in wanted:
            select = f"not browser{base}" if not everything else f"not browser and not ({ONLY_ALL})"
            gate.stage("tests: unit and database", lambda: gate.pytest("-n", "2", "-q", "-m", select, env=env))
        if "browser" in wanted:
            gate.stage(
                "tests: browser",
                lambda: gate.pytest("-q", "-m", f"browser{base}", env=env | browser.variable(place, install=True)),
            )
        if "all" in wanted:
            select = f"({ONLY_ALL}) and not browser"
            gate.stage("tests: slow, fault, modes", lambda: gate.pytest("-q", "-m", select, env=env))
    if "wheel" in wanted:

        def on_the_wheel() -> bool:
            with _cluster(place, None, origin="wheel") as url:
                select = f"not browser and not ({ONLY_ALL})"
                return gate.pytest("-n", "2", "-q", "-m", select, env=gate.env | {"DATABASE_URL": url})

        gate.stage("tests: PostgreSQL of the wheel", on_the_wheel)


@contextmanager
def _cluster(place: Place, url: str | None, origin: str | None = None) -> Iterator[str]:
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
    from jariya.launch import processes

    for folder in place.var.glob("test-pg-*"):
        number = folder.name.removeprefix("test-pg-").partition(".")[0]
        if folder.is_dir() and number.isdigit() and not processes.lives(int(number)):
            clusters.of(place, name=f"test-pg-{number}", throwaway=True).remove()
