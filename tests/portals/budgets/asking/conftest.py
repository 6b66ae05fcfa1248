"""The invented oblast's report of the shipped extract, and a line of it behind which the ministry stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.portals.budgets.asking import actions
from jariya.portals.budgets.drafts.models import Administrator
from jariya.portals.budgets.importing import Source, load
from jariya.portals.budgets.models import Node, Release
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.simulate import small

LINE = "II/82/2/905"
OTHER = "II/82/2/904"
QUESTION = "Бұл ақшаға қанша мектеп салынады?"


@pytest.fixture
def release(db: None, ministry: Any, now: dt.datetime) -> Release:
    """The full report of 2025; code 905 stands for the ministry."""
    said = Understood(level="oblast", territory=small.OBLAST, cut="full", unit="thousand")
    made = load(small.HERE / "ulgi_full.csv", source=Source("invented"), now=now, said=said).made
    found = made[-1]
    Administrator.objects.create(
        level="oblast", region=found.budget.region, code="905", body=ministry, source="invented", invented=True, at=now
    )
    return found


@pytest.fixture
def asked(release: Release, person: Any, now: dt.datetime) -> Any:
    """A question of citizen 1 to the line: `asked(text=…)`; returns its case."""

    def do(path: str = LINE, who: str = "citizen-1", **more: Any) -> Any:
        given: dict[str, Any] = {
            "release": release, "node": Node.objects.get(cut="full", path=path), "month": 5, "text": QUESTION,
            "language": "kk", "by": person(who), "identity": "phone", "now": now,
        }  # fmt: skip
        return actions.ask(**{**given, **more}).case

    return do
