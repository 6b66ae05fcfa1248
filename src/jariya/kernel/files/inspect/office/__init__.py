"""Office files: what hides in them and how it is taken out."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits


def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """Everything in a docx, xlsx, pptx, odt, ods or odp that a reader does not see. Raises Refused."""
    raise NotImplementedError


def stripped(
    source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, hidden: bool = False, limits: Limits = LIMITS
) -> None:
    """Write the file without metadata, comments and tracked changes (the changes are accepted).

    `hidden`: also without hidden sheets, rows, columns, slides and hidden text. Raises Refused.
    """
    raise NotImplementedError
