"""How much one import may take: norms of the house."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day

MB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """`fetch`: bytes that are fetched; `megabytes`: memory of the process; `seconds`: of its work; `tries`: workers."""

    fetch: int
    megabytes: int
    seconds: int
    tries: int

    def importer(self) -> dict[str, Any]:
        """As the importer's limits: a third of the memory is the engine's, the rest the program's own."""
        return {"memory": f"{self.megabytes // 3}MB"}


def bounds(now: dt.datetime) -> Bounds:
    """What is in force."""
    norms = norms_now().at(legal_day(now))
    return Bounds(
        fetch=norms["opendata.fetch.size"].count * MB,
        megabytes=norms["opendata.import.memory"].count,
        seconds=norms["opendata.import.minutes"].count * 60,
        tries=norms["opendata.import.tries"].count,
    )
