"""`./run`: from a bare checkout, or from whatever a kill -9 left, to a running state."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ

from jariya.launch import catalogues, installing, ports, running, services, stamps
from jariya.launch.place import Place, write_private
from jariya.launch.postgres import cluster as clusters
from jariya.launch.say import Step, Trouble, language, logged, say, tail, words
from jariya.launch.supervising import Supervisor


def setup(place: Place, *, tests: bool = False) -> None:
    """Install only: `.venv`, the program in it, the compiled catalogues."""
    place.make()
    lock = running.Lock(place, "setup.lock")
    if not lock.take():
        with Step("step_wait_setup"):
            while not lock.take():
                time.sleep(0.2)
    try:
        installing.install(place, tests=tests)
        installing.attach(place)
        if catalogues.stale(place.root / "src"):
            with Step("step_catalogues"):
                log = place.log / "setup.log"
                if logged([place.jariya, "messages", "compile"], log):
                    raise Trouble("catalogues_broken", said=tail(log, 1), log=log)
    finally:
        lock.free()


def foreign_database(place: Place) -> str:
    """The address in DATABASE_URL when a person set it; empty when it is our own cluster's, read from var/env."""
    url = environ.get("DATABASE_URL", "")
    file = place.var / "secrets" / "pg.password"
    ours = file.is_file() and f":{file.read_text().strip()}@127.0.0.1:" in url
    return "" if ours else url


def look_at_database(place: Place, url: str) -> dict[str, object]:
    """Reach the database, make it when it is missing. Raises Trouble in words when it will not do."""
    env = services.environment(place, {"DATABASE_URL": url})
    command = [str(place.python), "-m", "jariya.launch.database", "--make"]
    said = subprocess.run(command, capture_output=True, text=True, env=env, cwd=place.root)
    try:
        found = json.loads(said.stdout)
    except ValueError:
        line = said.stderr.strip().splitlines()[-1:] or ["-"]
        raise Trouble("database_unreachable", said=line[0]) from None
    if trouble := found.get("trouble"):
        values = {"name": "", "said": "", "version": "", "encoding": ""} | found
        raise Trouble(str(trouble), **values)
    return dict(found)


def migrate(place: Place, env: dict[str, str], identity: str) -> str:
    """Bring the tables up to date unless they are; returns the mark of this database with these migrations."""
    files = [place.root / "requirements" / "run.txt", *services.migrations(place.root / "src" / "jariya")]
    versions = stamps.digest(files, identity)
    if not stamps.done(place, "migrated", versions):
        stamps.forget(place, "migrated", "filled")
        log = place.log / "database.log"
        with Step("step_migrate"):
            if logged([place.python, "-m", "jariya.launch.tables"], log, env=env, cwd=place.root):
                raise _failed("migrate_failed", place)
        stamps.remember(place, "migrated", versions)
    return versions


def gather(place: Place, env: dict[str, str]) -> None:
    """Gather and compress the pages' files when they changed: a first visit on a slow line is mostly these."""
    source = place.root / "src" / "jariya"
    files = [file for file in source.glob("**/static/**/*") if file.is_file()]
    mark = stamps.digest([*files, place.root / "requirements" / "run.txt"])
    if stamps.done(place, "gathered", mark):
        return
    log = place.log / "database.log"
    with Step("step_gather"):
        command = [str(place.jariya), "manage", "collectstatic", "--noinput", "--clear", "-v", "0"]
        if logged(command, log, env={**env, "JARIYA_GATHER": "1"}, cwd=place.root):
            raise _failed("gather_failed", place)
    stamps.remember(place, "gathered", mark)


def authority(place: Place, env: dict[str, str]) -> None:
    """Make the TEST authority when it is not there, its recipe changed or a month has passed (keys near their end)."""
    folder = place.var / "testca"
    source = place.root / "src" / "jariya" / "kernel" / "signing" / "testca"
    mark = stamps.digest(source.glob("*.py"), time.strftime("%Y-%m"))
    if (folder / "state.json").is_file() and stamps.done(place, "testca", mark):
        return
    log = place.log / "authority.log"
    with Step("step_testca"):
        if logged([place.jariya, "testca", "make"], log, env=env, cwd=place.root):
            raise Trouble("testca_failed", said=tail(log, 1).strip(), log=log, folder=folder)
    stamps.remember(place, "testca", mark)


def fill(place: Place, env: dict[str, str], versions: str) -> None:
    """On the first start, and when the registers' files changed, load the registers and the small nation."""
    log = place.log / "database.log"
    source = place.root / "src" / "jariya"
    registers = [file for file in (source / "jurisdictions").glob("**/*") if file.suffix in (".yaml", ".csv", ".yml")]
    content = stamps.digest(registers, versions)
    if not stamps.done(place, "filled", content) and (source / "project/cli/nation.py").is_file():
        forget_persons(place)
        with Step("step_nation"):
            if logged([place.jariya, "nation", "--if-empty", "--size", "small"], log, env=env, cwd=place.root):
                raise _failed("nation_failed", place)
        stamps.remember(place, "filled", content)


def _failed(code: str, place: Place) -> Trouble:
    log = place.log / "database.log"
    if "No space left on device" in tail(log, 40):
        return Trouble("disk_full", folder=place.var)
    return Trouble(code, said=tail(log, 1).strip(), log=log)


@contextmanager
def database(place: Place) -> Iterator[dict[str, str]]:
    """The environment of a program that needs the database: the running one, else one started for the moment."""
    if running.alive(place):
        yield services.environment(place, running.read_env(place.var / "env"))
        return
    if url := foreign_database(place):
        found = look_at_database(place, url)
        env = services.environment(place, services.variables(place, url))
        migrate(place, env, str(found["identity"]))
        yield env
        return
    lock = running.Lock(place)
    if not lock.take(patience=1):  # `./run status` holds it for a moment
        raise Trouble("already_starting")
    running.clear_orphans(place)
    cluster = clusters.of(place)
    try:
        with Step("step_postgres", version=cluster.binaries.version):
            cluster.make()
            cluster.start()
        found = look_at_database(place, cluster.url())
        env = services.environment(place, services.variables(place, cluster.url()))
        migrate(place, env, str(found["identity"]))
        yield env
    finally:
        cluster.stop()
        lock.free()


def up(place: Place, *, port: int | None) -> int:
    """Start everything and watch over it until Ctrl-C. Returns the exit code. Raises Trouble."""
    place.make()
    if record := running.alive(place):
        say(words("already_running", url=record.get("url", "?"), pid=record.get("launcher", {}).get("pid", "?")))
        return 0
    began = time.monotonic()
    lock = running.Lock(place)
    if not lock.take(patience=1):  # `./run status` holds it for a moment
        raise Trouble("already_starting")
    record_file = running.Record(place)
    supervisor = Supervisor(place, record_file)
    supervisor.listen()
    try:
        if ended := running.clear_orphans(place):
            say(words("orphans", count=ended))
        setup(place)
        installing.room(place.var, megabytes=200)
        pages = ports.exactly(port) if port else _default_port()
        at = services.choose(pages)
        url = _database(place, supervisor)
        found = look_at_database(place, url)
        values = services.variables(place, url, at)
        write_private(place.var / "env", "".join(f"{name}={value}\n" for name, value in values.items()))
        env = services.environment(place, values)
        gather(place, env)
        authority(place, env)
        fill(place, env, migrate(place, env, str(found["identity"])))
        record_file.note(url=values["JARIYA_PUBLIC_URL"], ports=vars(at))
        _serve(place, supervisor, env, at)
        _welcome(place, env, at, time.monotonic() - began)
        supervisor.watch()
        say(f"\n{words('stopping')}")
    except KeyboardInterrupt:
        say(f"\n{words('stopping')}")
    finally:
        supervisor.starting = False
        supervisor.stop()
        record_file.close()
        lock.free()
    say(words("stopped"))
    return 0


def _default_port() -> int:
    port = int(environ.get("JARIYA_PORT") or services.DEFAULT_PORT)
    free = ports.first_free(port)
    if free != port:
        say(words("port_moved", port=port, free=free))
    return free


def _database(place: Place, supervisor: Supervisor) -> str:
    """The address of the database: the person's own, else our cluster, started and watched."""
    if url := foreign_database(place):
        return url
    cluster = clusters.of(place)
    with Step("step_postgres", version=cluster.binaries.version):
        try:
            cluster.make()
            cluster.start()
        finally:
            if cluster.process is not None:
                part = services.postgres(cluster)
                supervisor.parts.append(part)
                supervisor.record.part(part.name, cluster.process.pid)
    return cluster.url()


def _serve(place: Place, supervisor: Supervisor, env: dict[str, str], at: services.Addresses) -> None:
    """Start the pages first; the rest starts while the person reads the address."""
    with Step("step_web"):
        part = services.web(place, env, at)
        supervisor.start(part)
        until = time.monotonic() + 90
        status = 0
        while time.monotonic() < until and not status:
            if part.process is None or part.process.poll() is not None:
                raise Trouble("web_failed", said=tail(part.log, 1), log=part.log)
            status = services.answers(at.pages)
            time.sleep(0.02)
        if not status:
            raise Trouble("web_failed", said=tail(part.log, 1), log=part.log)
    if status >= 500:
        say(words("web_errors", status=status, log=part.log))
    for part in [*services.others(place, env, at), services.transfers(place, env, at)]:
        supervisor.start(part)


def _welcome(place: Place, env: dict[str, str], at: services.Addresses, seconds: float) -> None:
    say()
    say(words("ready", url=f"http://localhost:{at.pages}", seconds=f"{seconds:.1f}"))
    say(words("ready_mail", url=f"http://localhost:{at.mail}"))
    say(words("ready_sms", url=f"http://localhost:{at.sms}"))
    say(words("ready_appeals", url=f"http://localhost:{at.appeals}"))
    say(words("ready_signer", url=f"http://localhost:{at.signer}"))
    say(words("how_to_sign"))
    say(words("ready_identity", url=f"http://localhost:{at.identity}"))
    lines = _persons(place, env)
    if lines:
        say(f"\n{words('persons', url=f'http://localhost:{at.pages}')}")
    for line in lines:
        # handle, name, what to try
        _, name, may = (line.split("\t") + ["", ""])[:3]
        say(f"  {name:<22} {may}")
    say()
    say(words("how_to_stop"))


def _persons(place: Place, env: dict[str, str]) -> list[str]:
    """The demo persons as `jariya persons` lists them; kept until the registers are loaded again."""
    file = place.var / f"persons.{language()}.txt"
    if not file.is_file() and (place.root / "src/jariya/project/cli/persons.py").is_file():
        command = [str(place.jariya), "persons", "--demo", "--lang", language()]
        answer = subprocess.run(command, capture_output=True, text=True, env=env, cwd=place.root)
        if answer.returncode == 0:
            write_private(file, answer.stdout)
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def forget_persons(place: Place) -> None:
    """The list is asked for again at the next start."""
    for file in place.var.glob("persons.*.txt"):
        file.unlink(missing_ok=True)
