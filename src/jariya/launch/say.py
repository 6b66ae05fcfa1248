"""What the launcher says: in the reader's language, with seconds for every long step."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from jariya.launch.words import WORDS

LANGUAGES = ("kk", "ru", "en")


def language() -> str:
    """kk, ru or en, by the locale of the terminal."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2] if value[:2] in LANGUAGES else "en"
    return "en"


def words(key: str, **values: object) -> str:
    """The sentence `key` in the reader's language."""
    return WORDS[key][LANGUAGES.index(language())].format(**values)


class Trouble(Exception):  # noqa: N818 - the field's word
    """Something a person must mend: `code` is a key of `words.WORDS` whose sentence says what and how."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        super().__init__(words(code, **values))


def say(text: str = "") -> None:
    """Print a line at once, also when output is a pipe."""
    print(text, flush=True)


class Step:
    """A long step: says what begins, counts seconds, says how long it took."""

    def __init__(self, key: str, **values: object) -> None:
        self.text = words(key, **values)
        self.live = sys.stdout.isatty()
        self._over = threading.Event()
        self._began = time.monotonic()

    def __enter__(self) -> Step:
        self._began = time.monotonic()
        print(f"  {self.text} …", end="" if self.live else "\n", flush=True)
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._ticker.start()
        return self

    def _tick(self) -> None:
        while not self._over.wait(1 if self.live else 15):
            seconds = time.monotonic() - self._began
            if self.live:
                print(f"\r  {self.text} … {seconds:.0f} s", end="", flush=True)
            else:
                say(f"    … {seconds:.0f} s")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._ticker.join()
        seconds = time.monotonic() - self._began
        mark = "✓" if kind is None else "✗"
        say(f"\r{mark} {self.text}: {seconds:.1f} s" if self.live else f"{mark} {self.text}: {seconds:.1f} s")


def tail(file: Path, lines: int = 8) -> str:
    """The last lines of a log."""
    try:
        return "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def logged(
    command: Sequence[str | Path], log: Path, *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> int:
    """Run `command` with its output appended to `log`; returns its exit code (127 when it cannot be started)."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        out.write(f"$ {' '.join(map(str, command))}\n".encode())
        out.flush()
        try:
            return subprocess.run(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, cwd=cwd
            ).returncode
        except FileNotFoundError:
            return 127
