"""Makes `.venv` and installs what the lock names, hash by hash. Whatever installer the machine has will do."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from jariya.launch import stamps
from jariya.launch.fetching import pip_wheel
from jariya.launch.place import Place
from jariya.launch.say import Step, Trouble, logged, tail

COMMAND = """\
#!/bin/sh
'''exec' "$(dirname -- "$0")/python" "$0" "$@"
'''
import sys

from jariya.project.cli import main

sys.argv[0] = "jariya"
sys.exit(main())
"""
"""A script that is both sh and Python: paths with spaces and folders that were moved do not break it."""


def supported() -> None:
    """Raise Trouble `unsupported` on a system for which the lock has no ready-made packages."""
    system, machine = platform.system(), platform.machine().lower()
    musl = any(Path("/lib").glob("ld-musl-*"))
    linux = system == "Linux" and machine in ("x86_64", "amd64", "aarch64", "arm64") and not musl
    if not (linux or system == "Darwin"):
        raise Trouble("unsupported", system=f"{system} {machine}{' (musl)' if musl else ''}")


def sound(place: Place) -> str:
    """The version of the installation's Python (`3.11.7`), empty when it is missing, broken or of a wrong version."""
    try:
        said = subprocess.run(
            [place.python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
            capture_output=True,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = said.stdout.strip()
    return found if re.match(r"3\.1[1-4]\.", found) else ""


def mark(place: Place, lock: Path) -> str:
    """What the installed packages depend on: the lock and the minor version of Python."""
    config = place.venv / "pyvenv.cfg"
    version = re.search(r"^version\s*=\s*(3\.\d+)", config.read_text(), re.M) if config.is_file() else None
    return stamps.digest({lock, lock.with_name("run.txt")}, version.group(1) if version else "", str(place.venv))


def installed(place: Place, lock: Path) -> bool:
    """Whether everything in `lock` is installed already (a stamp inside .venv says so, so it goes when .venv goes)."""
    stamp = place.venv / f"jariya-{lock.stem}.stamp"
    return place.python.exists() and stamp.is_file() and stamp.read_text().strip() == mark(place, lock)


def install(place: Place, *, tests: bool = False) -> bool:
    """Make `.venv` hold the lock's packages. Returns whether anything had to be done. Raises Trouble."""
    lock = place.root / "requirements" / ("test.txt" if tests else "run.txt")
    if installed(place, lock) or (not tests and installed(place, lock.with_name("test.txt"))):
        return False
    supported()
    room(place.root, megabytes=1200)
    if not sound(place):
        with Step("step_venv", version=platform.python_version()):
            make_venv(place)
    with Step("step_packages"):
        packages(place, lock)
    attach(place)
    (place.venv / f"jariya-{lock.stem}.stamp").write_text(mark(place, lock) + "\n")
    return True


def room(folder: Path, *, megabytes: int) -> None:
    """Raise Trouble `disk_nearly_full` when less than `megabytes` are free where `folder` lies."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Trouble("disk_nearly_full", free=free, needed=megabytes, folder=folder)


def make_venv(place: Place) -> None:
    """Make `.venv` without pip: Debian may lack ensurepip, and uv needs none."""
    if Path(sys.prefix).resolve() == place.venv.resolve():
        raise Trouble("venv_broken", folder=place.venv)
    shutil.rmtree(place.venv, ignore_errors=True)
    venv.EnvBuilder(with_pip=False, symlinks=True, clear=True).create(place.venv)


def _environment() -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return env | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "UV_NO_PROGRESS": "1"}


def packages(place: Place, lock: Path) -> None:
    """Install `lock` with the first installer that manages it; only wheels, every hash checked.

    Order: uv, ensurepip, any pip of the machine, a pip wheel fetched by name. Raises Trouble `packages_failed`.
    """
    log = place.log / "setup.log"
    log.unlink(missing_ok=True)
    # The lock names all that is needed, and nothing else is looked for.
    wanted = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    env = _environment()
    uv = shutil.which("uv")
    if uv and logged([uv, "pip", "install", "--python", place.python, *wanted], log, env=env) == 0:
        return
    tried = False
    for pip in _pips(place, log):
        tried = True
        if logged([*pip, "install", *wanted], log, env=env) == 0:
            return
    said = tail(log, 200)
    if "No space left on device" in said or "os error 28" in said:
        raise Trouble("disk_full", folder=place.venv)
    lines = [line.strip() for line in said.splitlines() if re.match(r"\s*(ERROR|error|×|╰)", line)]
    raise Trouble("packages_failed" if tried or uv else "no_installer", said=lines[-1] if lines else "-", log=log)


def _pips(place: Place, log: Path) -> list[list[str]]:
    """Ways to call pip for `.venv`, found one after the other; the wheel is fetched only when nothing else is there."""
    own = [str(place.python), "-m", "pip"]
    if logged([*own, "--version"], log) == 0 or logged([place.python, "-m", "ensurepip"], log) == 0:
        return [own]
    ways = []
    pythons = [sys.executable, *filter(None, (shutil.which(f"python3{minor}") for minor in ("", ".14", ".13", ".12")))]
    for python in dict.fromkeys(pythons):
        said = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True)
        version = re.match(r"pip (\d+)\.(\d+)", said.stdout)
        if said.returncode == 0 and version and (int(version[1]), int(version[2])) >= (22, 3):  # `--python` came then
            ways.append([python, "-m", "pip", "--python", str(place.python)])
    if not ways:
        wheel = pip_wheel(place, log)
        ways = [[str(place.python), f"{wheel}/pip"]] if wheel else []
    return ways


def attach(place: Place) -> None:
    """Put the program itself into `.venv`: a path file and the command `jariya`. Nothing is built."""
    packages_folder = next(iter(sorted(place.venv.glob("lib/python3*/site-packages"))), None)
    if packages_folder is None:
        packages_folder = Path(sysconfig.get_path("purelib", vars={"base": str(place.venv)}))
    path_file = packages_folder / "jariya.pth"
    source = f"{place.root / 'src'}\n"
    if not path_file.is_file() or path_file.read_text(encoding="utf-8") != source:
        path_file.write_text(source, encoding="utf-8")
    if not place.jariya.is_file() or place.jariya.read_text(encoding="utf-8") != COMMAND:
        place.jariya.write_text(COMMAND, encoding="utf-8")
        place.jariya.chmod(0o755)
