"""Rows of the stages, and the signs of life, while an import is being read."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

from jariya.portals.opendata.models import Import, ImportState, Stage
from jariya.portals.opendata.running.states import STAGES

OFTEN = 1.0
"""Seconds between two writings of progress."""


def clear(run: Import) -> None:
    """Forget the stages of a try that died."""
    Stage.objects.filter(run=run).delete()


class Told:
    """What a worker tells of its import, a row for each stage."""

    def __init__(self, run: Import, now: Callable[[], dt.datetime]) -> None:
        self._run, self._now = run, now
        self._stage: Stage | None = None
        self._written = 0.0

    def stage(self, name: str) -> None:
        """A stage begins; the one before has ended."""
        self.done()
        self._stage = Stage.objects.create(run=self._run, position=STAGES.index(name), name=name, began_at=self._now())

    def done(self) -> None:
        """The stage has ended."""
        if self._stage is not None:
            Stage.objects.filter(pk=self._stage.pk).update(ended_at=self._now(), percent=100)
            self._stage = None

    def found(self, found: Mapping[str, Any]) -> None:
        """What the stage found, for the reader."""
        if self._stage is not None:
            Stage.objects.filter(pk=self._stage.pk).update(found=dict(found))

    def percent(self, done: int, whole: int | None) -> None:
        """How far it is; written at most once a second."""
        if self._stage is None or not whole or time.monotonic() - self._written < OFTEN:
            return
        self._written = time.monotonic()
        Stage.objects.filter(pk=self._stage.pk).update(percent=min(99, done * 100 // whole))

    def beat(self) -> bool:
        """A sign of life; False where the import is not this worker's any more."""
        if time.monotonic() - self._written < OFTEN:
            return True
        self._written = time.monotonic()
        mine = Import.objects.filter(pk=self._run.pk, state=ImportState.RUNNING, tries=self._run.tries)
        return bool(mine.update(beat_at=self._now()))
