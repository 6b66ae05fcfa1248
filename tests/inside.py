"""Commands of `jariya` run in this process: what they say and how they end, without a second's start for each."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path
from typing import Any

from typer.testing import CliRunner


def run(
    app: Any, *words: str, folder: Path, stdin: bytes | None = None, env: dict[str, str | None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of `app` in a folder; what breaks in it breaks the test.

    Args:
        env: what is set for it; None takes a name away.
    """
    with contextlib.chdir(folder):
        found = CliRunner().invoke(app, list(words), input=stdin, env=env)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return subprocess.CompletedProcess(list(words), found.exit_code, found.stdout_bytes, found.stderr_bytes)
