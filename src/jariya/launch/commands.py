"""The commands of `./run`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable

from jariya.launch import gate, processes, running, stamps, starting
from jariya.launch.place import Place
from jariya.launch.postgres import cluster as clusters
from jariya.launch.postgres.elsewhere import discard
from jariya.launch.say import Trouble, say, words


def run(place: Place, arguments: list[str]) -> int:
    """Do what `arguments` ask; returns the exit code."""
    first = arguments[0] if arguments else ""
    if first in ("help", "-h", "--help"):
        say(words("help"))
        return 0
    if not first or first.startswith("-"):
        return _up(place, arguments)
    known: dict[str, Callable[[Place, list[str]], int]] = {
        "up": _up,
        "setup": _setup,
        "status": _status,
        "stop": _stop,
        "reset": _reset,
        "shell": _shell,
        "nation": _nation,
        "test": gate.run,
    }
    if first not in known:
        return _misuse(first)
    return known[first](place, arguments[1:])


def _misuse(word: str) -> int:
    print(f"✗ {words('unknown_command', word=word)}", file=sys.stderr, flush=True)
    return 2


def _up(place: Place, arguments: list[str]) -> int:
    port: int | None = None
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name != "--port":
            return _misuse(word)
        if not equals:
            value = rest.pop(0) if rest else ""
        if not value.isdigit():
            raise Trouble("port_impossible", port=value or "?")
        port = int(value)
    return starting.up(place, port=port)


def _setup(place: Place, arguments: list[str]) -> int:
    if arguments not in ([], ["--tests"]):
        return _misuse(arguments[0])
    starting.setup(place, tests="--tests" in arguments)
    say(words("set_up"))
    return 0


def _status(place: Place, arguments: list[str]) -> int:
    if arguments not in ([], ["--json"]):
        return _misuse(arguments[0])
    record = running.alive(place)
    env = running.read_env(place.var / "env") if record else {}
    parts = {
        name: {"pid": part["pid"], "alive": processes.lives(int(part["pid"]), str(part["born"]))}
        for name, part in record.get("parts", {}).items()
    }
    views = {name: env.get(f"JARIYA_{name.upper()}_VIEW") for name in ("mail", "sms", "signer", "appeals")}
    if arguments:
        say(json.dumps({"running": bool(record), "url": record.get("url"), **views, "parts": parts}, indent=1))
        return 0 if record else 1
    if not record:
        say(words("not_running"))
        return 1
    say(words("already_running", url=record.get("url", "…"), pid=record.get("launcher", {}).get("pid", "?")))
    for name, part in parts.items():
        say(f"  {'✓' if part['alive'] else '✗'} {words(f'part_{name}')}: {part['pid']}")
    for name, view in views.items():
        if view:
            say(f"  {words(f'ready_{name}', url=view)}")
    return 0


def _stop(place: Place, arguments: list[str]) -> int:
    if arguments:
        return _misuse(arguments[0])
    stopped = running.stop(place)
    _end_cluster(place)
    say(words("stopped" if stopped else "not_running"))
    return 0


def _end_cluster(place: Place) -> None:
    """End a PostgreSQL that a killed launcher left behind."""
    if starting.foreign_database(place) or not place.venv.exists():
        return
    lock = running.Lock(place)
    if lock.take():
        try:
            clusters.of(place).repair()
        except Trouble:
            pass
        finally:
            lock.free()


def _reset(place: Place, arguments: list[str]) -> int:
    if arguments not in ([], ["--yes"]):
        return _misuse(arguments[0])
    if not arguments:
        try:
            answer = input(words("reset_ask", folder=place.var))
        except EOFError:
            answer = ""
        if answer.strip().lower() not in ("yes", "y", "иә", "да"):
            say(words("reset_not"))
            return 1
    foreign = starting.foreign_database(place)
    running.stop(place)
    lock = running.Lock(place)
    if not lock.take(patience=1):  # `./run status` holds it for a moment
        raise Trouble("already_starting")
    try:
        try:
            clusters.of(place).remove()
        except Trouble:
            shutil.rmtree(place.var / "pg", ignore_errors=True)
        discard(place)
        for name in ("pg.elsewhere.json", "env", "secrets/pg.password", "secrets/pg.port"):
            (place.var / name).unlink(missing_ok=True)
        for name in ("mail", "sms", "appeals", "files", "log", "testca"):
            shutil.rmtree(place.var / name, ignore_errors=True)
        if not foreign:
            # A database that stays keeps its logs, and a signer never forgets what it has signed.
            shutil.rmtree(place.var / "record", ignore_errors=True)
        starting.forget_persons(place)
        stamps.forget(place, "migrated", "filled", "testca")
    finally:
        lock.free()
    if foreign:
        say(words("reset_foreign"))
    say(words("reset_done"))
    return 0


def _shell(place: Place, arguments: list[str]) -> int:
    starting.setup(place)
    with starting.database(place) as env:
        return subprocess.run([place.jariya, "manage", "shell", *arguments], env=env, cwd=place.root).returncode


def _nation(place: Place, arguments: list[str]) -> int:
    starting.setup(place)
    with starting.database(place) as env:
        starting.forget_persons(place)
        return subprocess.run([place.jariya, "nation", *arguments], env=env, cwd=place.root).returncode
