"""A file of any kind: what it is, what hides in it, and its copy for the public."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits


def look(source: Path | BinaryIO, name: str = "", *, limits: Limits = LIMITS) -> Kind:
    """What a complete file is, with every limit checked. Raises Refused."""
    raise NotImplementedError


def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """What hides in the file, gravest first; `legacy.opaque` for a kind that nobody can look into."""
    raise NotImplementedError


def cleaned(
    source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, hidden: bool = False, limits: Limits = LIMITS
) -> Kind:
    """Write the copy without what hides in it; returns the kind of the copy (HEIC becomes JPEG).

    `hidden`: also take away hidden sheets, rows, columns and slides. What stays is told by `findings` of the copy.
    Raises Refused `clean.impossible` for kinds that we cannot rewrite (legacy office files).
    """
    raise NotImplementedError
