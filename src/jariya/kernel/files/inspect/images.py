"""Photographs: drawn anew, so that place, time, device, thumbnail and comments cannot come along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits


@dataclass(frozen=True)
class Cleaned:
    """The new image's kind and size in pixels, and codes of what was taken away (`image.place`)."""

    kind: Kind
    width: int
    height: int
    removed: tuple[str, ...]


def clean(source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, limits: Limits = LIMITS) -> Cleaned:
    """Write the image drawn anew, upright, without metadata: JPEG, PNG, or WebP; HEIC becomes JPEG. Raises Refused."""
    raise NotImplementedError


def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """What the image carries beside the picture: place, device, thumbnail, texts, further pictures. Raises Refused."""
    raise NotImplementedError
