"""The same work in a process of its own, with limits of time and memory, so that a hostile file takes only that down.

pdfium, libheif and the readers of Pillow are written in C: what they trip over is not an exception. The process gets
the file as its standard input, no environment of the program (no database, no keys), and writes into one descriptor.
Starting it costs about a third of a second.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import KINDS, Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened, size_of
from jariya.kernel.files.inspect.pdf import Box, Redacted
from jariya.kernel.files.inspect.refused import Refused

_IN_MEMORY = 128 * 1024**2
_SOURCE = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Within:
    """Seconds on the clock, and megabytes of address space and of what is written."""

    seconds: int = 600
    megabytes: int = 3_000
    written: int = 4_000


WITHIN = Within()


def look(
    source: Path | BinaryIO, name: str = "", *, limits: Limits = LIMITS, within: Within = WITHIN
) -> tuple[Kind, list[Finding]]:
    """What a file is and what hides in it: `looking.look` and `looking.findings`.

    Raises Refused; `work.too_long` when it passed the limits, `file.damaged` when the process broke down.
    """
    said = _work({"task": "look", "name": name}, source, None, limits, within)
    kind = KINDS[said["kind"]]
    if said["misnamed"]:
        kind = Kind(**{**asdict(kind), "misnamed": True})
    return kind, [Finding(**row) for row in said["findings"]]


def cleaned(
    source: Path | BinaryIO,
    kind: Kind,
    into: BinaryIO,
    *,
    hidden: bool = False,
    limits: Limits = LIMITS,
    within: Within = WITHIN,
) -> Kind:
    """`looking.cleaned`. Raises Refused."""
    return KINDS[_work({"task": "clean", "kind": kind.code, "hidden": hidden}, source, into, limits, within)["kind"]]


def redact(
    source: Path | BinaryIO,
    boxes: Iterable[Box],
    into: BinaryIO,
    *,
    dpi: int = 200,
    text: bool = True,
    language: str = "",
    limits: Limits = LIMITS,
    within: Within = WITHIN,
) -> Redacted:
    """`pdf.redact`. Raises Refused."""
    task = {"task": "redact", "boxes": [list(box) for box in boxes], "dpi": dpi, "text": text, "language": language}
    said = _work(task, source, into, limits, within)
    return Redacted(**{**said, "repeats": tuple(Box(*box) for box in said["repeats"])})


@contextmanager
def _real(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """The source as a file of the operating system; a stream that is none is copied into one.

    What is not large stays in memory: the stream may be the plain text of what is kept sealed. A storage that fails
    while it is read raises its own error, which is no refusal of the file.
    """
    with opened(source) as stream:
        if isinstance(stream, tempfile.SpooledTemporaryFile):
            stream.rollover()
        try:
            stream.fileno()
        except (OSError, AttributeError):
            with _held(size_of(stream)) as kept:
                shutil.copyfileobj(stream, kept)
                kept.seek(0)
                yield kept
        else:
            yield stream


def _held(size: int) -> BinaryIO:
    if size <= _IN_MEMORY and hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("inspected"), "w+b")
    return cast(BinaryIO, tempfile.TemporaryFile())


def _work(
    task: dict[str, Any], source: Path | BinaryIO, into: BinaryIO | None, limits: Limits, within: Within
) -> dict[str, Any]:
    asked = json.dumps({**task, "limits": asdict(limits), "within": asdict(within)})
    with _real(source) as stream, tempfile.TemporaryFile() as written, tempfile.TemporaryFile() as answer:
        os.lseek(stream.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _BEGIN, str(_SOURCE), asked, str(written.fileno())],
                stdin=stream.fileno(),
                stdout=answer,
                stderr=subprocess.DEVNULL,
                pass_fds=[written.fileno()],
                env={"LC_ALL": "C.UTF-8", "TMPDIR": tempfile.gettempdir()},
                timeout=within.seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("work.too_long") from error
        answer.seek(0)
        try:
            said: dict[str, Any] = json.loads(answer.read() or b"{}")
        except ValueError:
            said = {}
        if "refused" in said:
            raise Refused(said["refused"], **said["values"])
        if done.returncode or "answer" not in said:
            raise Refused("file.damaged")
        if into is not None:
            written.seek(0)
            shutil.copyfileobj(written, into)
        return dict(said["answer"])


_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from jariya.kernel.files.inspect import apart; apart.main()"


def main() -> None:
    """In the process of its own: arguments are the source folder, the task as JSON, the descriptor to write into."""
    asked = json.loads(sys.argv[2])
    _confine(Within(**asked["within"]))
    limits = Limits(**asked["limits"])
    try:
        with os.fdopen(int(sys.argv[3]), "w+b") as into:
            said: dict[str, Any] = {"answer": _TASKS[asked["task"]](asked, sys.stdin.buffer, into, limits)}
    except Refused as refused:
        said = {"refused": refused.code, "values": refused.values}
    except MemoryError:
        said = {"refused": "work.too_long", "values": {}}
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy up, and C libraries that saw a spoilt file may stumble while they do


def _confine(within: Within) -> None:
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, within.megabytes * 1024**2), (resource.RLIMIT_CPU, within.seconds),
        (resource.RLIMIT_FSIZE, within.written * 1024**2), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS knows no limit of address space
            continue


def _look(asked: dict[str, Any], source: BinaryIO, _into: BinaryIO, limits: Limits) -> dict[str, Any]:
    from jariya.kernel.files.inspect import looking

    kind = looking.look(source, asked["name"], limits=limits)
    found = looking.findings(source, kind, limits=limits)
    return {"kind": kind.code, "misnamed": kind.misnamed, "findings": [asdict(finding) for finding in found]}


def _clean(asked: dict[str, Any], source: BinaryIO, into: BinaryIO, limits: Limits) -> dict[str, Any]:
    from jariya.kernel.files.inspect import looking

    made = looking.cleaned(source, KINDS[asked["kind"]], into, hidden=asked["hidden"], limits=limits)
    return {"kind": made.code}


def _redact(asked: dict[str, Any], source: BinaryIO, into: BinaryIO, limits: Limits) -> dict[str, Any]:
    from jariya.kernel.files.inspect import pdf

    boxes = [Box(*box) for box in asked["boxes"]]
    chosen = {key: asked[key] for key in ("dpi", "text", "language")}
    return asdict(pdf.redact(source, boxes, into, **chosen, limits=limits))


_TASKS: dict[str, Callable[[dict[str, Any], BinaryIO, BinaryIO, Limits], dict[str, Any]]] = {
    "look": _look,
    "clean": _clean,
    "redact": _redact,
}
