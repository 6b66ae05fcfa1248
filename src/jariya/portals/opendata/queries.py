"""Reads of open data that several rooms share. Each begins at what this reader may see."""

from __future__ import annotations

from jariya.kernel.files.models import File
from jariya.portals.opendata.models import Import, ImportState, Version

NEEDED = (ImportState.WAITING, ImportState.RUNNING, ImportState.READY, ImportState.FAILED)


def holds(file: File) -> bool:
    """Whether a version, or an import that is not over, needs a content: `kernel.files.removing` asks."""
    return Version.objects.filter(file=file).exists() or Import.objects.filter(file=file, state__in=NEEDED).exists()
