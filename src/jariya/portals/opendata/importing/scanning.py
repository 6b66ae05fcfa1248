"""One look at all bytes of a text: how many lines, how long, whether they are regular, and whether it holds zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jariya.portals.opendata.importing.problems import Unreadable

CHUNK = 1024 * 1024
_LONE = re.compile(rb"\r(?!\n)")
_EMPTY = re.compile(rb"\n\r?\n")


@dataclass(frozen=True)
class Scan:
    """`lines`: all of them; `regular`: none but the last ones is empty, none ends with a lone carriage return."""

    lines: int = 0
    regular: bool = True
    zeros: bool = False


def scan(path: Path, longest: int) -> Scan:
    """Look at a text of an encoding in which a line break is one byte.

    Args:
        longest: bytes; a longer line is no row of a table.

    Raises:
        Unreadable: table.long_line.
    """
    lines = length = 0
    regular, zeros, ending = True, False, False
    held = b""
    before = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            zeros = zeros or b"\x00" in chunk
            part = held + chunk
            held = part[-1:] if part.endswith(b"\r") else b""  # its line feed may come with the next chunk
            part = part[: len(part) - len(held)]
            lines += part.count(b"\n")
            if _LONE.search(part):
                regular = False
                lines += part.count(b"\r") - part.count(b"\r\n")
            if regular:
                joined = before[-2:] + part
                empty = _EMPTY.search(joined)
                # Empty lines are harmless at the end of the file alone.
                regular = not (ending and part.strip(b"\r\n")) and not (
                    empty and joined[empty.start() :].strip(b"\r\n")
                )
                ending = ending or bool(empty)
            final = max(part.rfind(b"\n"), part.rfind(b"\r"))
            length = len(part) - final - 1 if final >= 0 else length + len(part)
            if length > longest:
                raise Unreadable("table.long_line", line=lines + 1)
            before = part[-2:] or before
    unended = bool(held) or before[-1:] not in b"\r\n"
    return Scan(lines + unended, regular and not held, zeros)
