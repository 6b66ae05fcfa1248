"""Where things lie in one checkout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """The folders of one installation: `root` is the checkout, `var` what the program writes, `venv` its Python."""

    root: Path
    var: Path
    venv: Path

    @property
    def python(self) -> Path:
        """The installation's own Python."""
        return self.venv / "bin" / "python"

    @property
    def jariya(self) -> Path:
        """The program's own command."""
        return self.venv / "bin" / "jariya"

    @property
    def log(self) -> Path:
        """The folder of logs, one file per part."""
        return self.var / "log"

    def make(self) -> None:
        """Make the folders the program writes to; private ones are closed to other people of the machine."""
        for folder in (self.var, self.log, self.var / "stamps", self.var / "static"):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.var / "mail", self.var / "sms", self.var / "appeals", self.var / "secrets"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def here() -> Place:
    """The installation this file belongs to; `JARIYA_VAR` moves what it writes."""
    root = Path(__file__).resolve().parents[3]
    return Place(root=root, var=Path(os.environ.get("JARIYA_VAR") or root / "var").resolve(), venv=root / ".venv")


def write_private(file: Path, text: str) -> None:
    """Write `text` whole or not at all, readable by the owner alone."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    fresh.replace(file)
