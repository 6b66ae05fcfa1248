"""A file of any kind: what it is, what hides in it, and its copy for the public."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect import films, images, office, pdf, texts
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import HEAD, KINDS, Kind, detect
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened, size_of
from jariya.kernel.files.inspect.refused import Refused, refusing


@refusing("file.damaged")
def look(source: Path | BinaryIO, name: str = "", *, limits: Limits = LIMITS) -> Kind:
    """What a complete file is, with every limit checked that can be checked without working the file through.

    Raises Refused: not on the list, too large in any direction, damaged.
    """
    with opened(source) as stream:
        if size_of(stream) > limits.bytes:
            raise Refused("file.too_big", most=limits.bytes // 1024**2)
        head = stream.read(HEAD)
        kind = detect(head, stream, name, limits=limits)
        if kind.family == "image":
            images.check(stream, kind, limits=limits)
        elif kind.family == "pdf":
            pdf.pages(stream, limits=limits)
        return kind


@refusing("file.damaged")
def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """What hides in the file, gravest first; `legacy.opaque` for a kind that nobody can look into."""
    if kind.family == "pdf":
        found = pdf.findings(source, limits=limits)
    elif kind.family == "office":
        found = office.findings(source, kind, limits=limits)
    elif kind.family == "image":
        found = images.findings(source, kind, limits=limits)
    elif kind.family in ("sound", "film"):
        found = films.findings(source, kind)
    elif kind.family == "text":
        found = texts.findings(source, kind)
    else:
        found = [Finding("legacy.opaque")]
    return sorted(found, key=lambda finding: (finding.severity, finding.code, finding.unit, finding.number))


@refusing("file.damaged")
def cleaned(
    source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, hidden: bool = False, limits: Limits = LIMITS
) -> Kind:
    """Write the copy without what hides in it; returns the kind of the copy (HEIC becomes JPEG).

    `hidden`: also take away hidden sheets, rows, columns and slides. What stays is told by `findings` of the copy.
    Raises Refused `clean.impossible` for kinds that we cannot rewrite (legacy office files).
    """
    if not kind.cleans_to:
        raise Refused("clean.impossible")
    if kind.family == "pdf":
        pdf.stripped(source, into, limits=limits)
    elif kind.family == "office":
        office.stripped(source, kind, into, hidden=hidden, limits=limits)
    elif kind.family == "image":
        images.clean(source, kind, into, limits=limits)
    elif kind.family in ("sound", "film"):
        films.cleaned(source, kind, into)
    else:
        texts.cleaned(source, kind, into)
    return KINDS[kind.cleans_to]
