"""One cluster of our own: made, started, repaired, stopped."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from jariya.launch import ports, processes
from jariya.launch.place import Place, write_private
from jariya.launch.postgres import binaries as programs
from jariya.launch.postgres.binaries import Binaries
from jariya.launch.postgres.elsewhere import elsewhere, reachable
from jariya.launch.postgres.identity import Identity
from jariya.launch.postgres.identity import find as find_identity
from jariya.launch.say import Trouble

USER = "jariya"
FIRST_PORT = 54320
LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")
"""Before PostgreSQL 17 the locale is the system's; C.UTF-8 is missing on older macOS."""


@dataclass
class Cluster:
    """A cluster in `folder` (named `pg` in `var/`), with its programs and the identity that runs them."""

    folder: Path
    log: Path
    password_file: Path
    binaries: Binaries
    identity: Identity
    throwaway: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    log_from: int = 0

    # -- made ---------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the cluster when it is not there. A half-made one (the power went) is made again from nothing."""
        if (self.folder / "PG_VERSION").is_file():
            return
        fresh = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._own(fresh.parent)
        password = self.password_file.read_text().strip() if self.password_file.is_file() else secrets.token_urlsafe(24)
        write_private(self.password_file, password + "\n")
        handed = fresh.with_name(fresh.name + ".password")
        write_private(handed, password + "\n")
        if self.identity.uid is not None:
            os.chown(handed, self.identity.uid, self.identity.gid or 0)
        try:
            for locale in LOCALES:
                shutil.rmtree(fresh, ignore_errors=True)
                if self._run(self._initdb(fresh, handed, locale)) == 0:
                    break
                if self.binaries.version >= 17:
                    raise self.broken()
            else:
                raise self.broken()
        finally:
            handed.unlink(missing_ok=True)
        fresh.rename(self.folder)

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.identity.uid is not None:
            os.chown(folder, self.identity.uid, self.identity.gid or 0)

    def _initdb(self, folder: Path, password: Path, locale: str) -> list[str]:
        command = [str(self.binaries.folder / "initdb"), "-D", str(folder), "-U", USER, "-E", "UTF8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password}"]
        if self.binaries.version >= 17:
            # The builtin provider knows the case of Kazakh letters whatever the system's C library thinks.
            command += ["--locale-provider=builtin", "--locale=C.UTF-8"]
        else:
            command += [f"--locale={locale}"]
        return command + (["--no-sync"] if self.throwaway else [])

    def _environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "PYTHON"))}
        return env | {"LC_ALL": "C"}

    def _run(self, command: list[str]) -> int:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            return int(
                subprocess.run(
                    [*self.identity.prefix, *command],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    env=self._environment(),
                    cwd="/",
                    **self.identity.popen(),  # type: ignore[call-overload]
                ).returncode
            )

    # -- started ------------------------------------------------------------------------------------------------

    def command(self) -> list[str]:
        """The command that serves this cluster on `self.port`."""
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "dynamic_shared_memory_type": "mmap",
            "max_connections": 120,
        }
        if self.throwaway:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            options |= {"autovacuum_naptime": "30s", "checkpoint_timeout": "30min", "max_wal_size": "4GB"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [*self.identity.prefix, str(self.binaries.folder / "postgres"), "-D", str(self.folder), *settings]

    def start(self) -> None:
        """Start and wait until it answers. Repairs first. Raises Trouble `postgres_failed`."""
        self.repair()
        if not self.password_file.is_file():
            self._new_password()
        remembered = self.password_file.with_name(self.folder.name + ".port")
        # Throwaway clusters start side by side: each begins to look somewhere else.
        wanted = FIRST_PORT + (os.getpid() % 4000 if self.throwaway else 0)
        if remembered.is_file() and remembered.read_text().strip().isdigit():
            wanted = int(remembered.read_text())
        for _ in range(5):
            self.port = ports.first_free(wanted)
            self.launch()
            if self.wait():
                write_private(remembered, str(self.port))
                return
            said = "\n".join(self._complaints())
            error = self.broken()
            self.stop()
            if "could not bind" in said:
                wanted = self.port + 1  # somebody was faster
            elif "still in use" in said:
                time.sleep(1)  # macOS, where backends of a killed server cannot be listed: they notice within moments
            else:
                break
        raise error

    def _new_password(self) -> None:
        """Give the role a new password when the file was lost: the owner of the data may, without a server."""
        password = secrets.token_urlsafe(24)
        command = [*self.identity.prefix, str(self.binaries.folder / "postgres"), "--single", "-D", str(self.folder)]
        with self.log.open("ab") as out:
            done = subprocess.run(
                [*command, "postgres"],
                input=f"ALTER ROLE {USER} PASSWORD '{password}'\n".encode(),
                stdout=subprocess.DEVNULL,  # it prints prompts
                stderr=out,
                env=self._environment(),
                cwd="/",
                **self.identity.popen(),  # type: ignore[call-overload]
            )
        if done.returncode:
            raise self.broken()
        write_private(self.password_file, password + "\n")

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server's process without waiting."""
        with self.log.open("ab") as out:
            self.log_from = out.tell()
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self._environment(),
                cwd="/",
                start_new_session=True,
                **self.identity.popen(),  # type: ignore[call-overload]
            )
        return self.process

    def ready(self) -> bool:
        """Whether the server itself wrote that it takes connections."""
        with contextlib.suppress(OSError):
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return len(lines) >= 8 and lines[7].strip() == "ready" and lines[3].strip() == str(self.port)
        return False

    def wait(self, seconds: float = 60) -> bool:
        """Wait until `ready`, False when the process ended or the time ran out (recovery after a crash takes time)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                return False
            if self.ready():
                return True
            time.sleep(0.03)
        return False

    def url(self, database: str = "jariya") -> str:
        """The address of `database` for programs."""
        password = quote(self.password_file.read_text().strip(), safe="")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def _complaints(self) -> list[str]:
        """What PostgreSQL wrote about trouble since the last start."""
        with contextlib.suppress(OSError):
            text = self.log.read_bytes()[self.log_from :].decode("utf-8", "replace")
            return [
                line for line in text.splitlines() if any(w in line for w in ("FATAL", "PANIC", "rror:", "could not"))
            ]
        return []

    def broken(self) -> Trouble:
        """What PostgreSQL itself said last, as one sentence with a way out."""
        said = self._complaints()
        if any("No space left" in line for line in said):
            return Trouble("disk_full", folder=self.folder)
        return Trouble("postgres_failed", said=said[-1].strip() if said else "-", log=self.log)

    # -- repaired, stopped --------------------------------------------------------------------------------------

    def repair(self) -> None:
        """End a server that an earlier start left behind; take away its pid file when no such process lives."""
        file = self.folder / "postmaster.pid"
        try:
            pid = int(file.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            file.unlink(missing_ok=True)
            return
        if processes.lives(pid) and str(self.folder) in processes.command_line(pid):
            self._end(pid)
        file.unlink(missing_ok=True)
        self._wait_for_backends()

    def _wait_for_backends(self) -> None:
        """Backends of a killed server notice within moments; starting before that fails."""
        until = time.monotonic() + 8
        while time.monotonic() < until and processes.working_in(self.folder):
            time.sleep(0.05)
        for pid in processes.working_in(self.folder):
            processes.end(pid, patience=1, group=False)

    def _end(self, pid: int) -> None:
        """Fast shutdown, then immediate, then by force; the next start recovers in any case."""
        for number, patience in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                if self.process is not None and self.process.pid == pid:
                    self.process.poll()
                if not processes.lives(pid):
                    return
                time.sleep(0.03)
        processes.end(pid, patience=0.1, group=False)

    def stop(self) -> None:
        """Stop the server that this object started."""
        if self.process is not None and self.process.poll() is None:
            self._end(self.process.pid)
        self.process = None

    def remove(self) -> None:
        """Stop and delete the cluster with all its data."""
        self.stop()
        self.repair()
        for folder in (self.folder, self.folder.with_name(self.folder.name + ".new")):
            shutil.rmtree(folder, ignore_errors=True)


def of(place: Place, *, name: str = "pg", throwaway: bool = False, origin: str | None = None) -> Cluster:
    """The cluster `name` of this installation, not yet made or started.

    An existing cluster's PG_VERSION decides the programs. Raises Trouble `no_postgres` or `postgres_gone`.
    """
    origin = origin or os.environ.get("JARIYA_POSTGRES") or None
    record = place.var / f"{name}.elsewhere.json"
    namespace = os.environ.get("JARIYA_NO_NAMESPACE") != "1" and not record.is_file()
    identity = find_identity(namespace=namespace)
    folder = place.var / name
    if identity.uid is not None:
        folder = elsewhere(place) / name
    version = None
    if (folder / "PG_VERSION").is_file():
        version = int((folder / "PG_VERSION").read_text().strip())
    found = programs.find(place.venv, version=version, origin=origin)
    if found is None and version is not None:
        raise Trouble("postgres_gone", version=version, folder=folder)
    if found is None:
        raise Trouble("no_postgres")
    if identity.uid is not None:
        found = reachable(place, identity, found)
        write_private(record, json.dumps({"folder": str(folder), "uid": identity.uid, "programs": str(found.folder)}))
    return Cluster(
        folder=folder,
        log=place.log / f"{name}.log",
        password_file=place.var / "secrets" / f"{name}.password",
        binaries=found,
        identity=identity,
        throwaway=throwaway,
    )
