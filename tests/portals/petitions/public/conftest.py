"""The petitions of the consideration's tests, with signatures counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.petitions.consideration.conftest import (  # noqa: F401
    considered,
    drafted,
    supported,
)

from jariya.kernel.record.models import Total
from jariya.portals.petitions.collecting import api, leaf
from jariya.portals.petitions.collecting.models import Collection


@pytest.fixture
def counted(now: dt.datetime) -> Any:
    """Give a petition its count: `counted(case, {"2026-03-17T05": 12}, region="990000000")`."""

    def do(case: Any, hours: dict[str, int], region: str = "990000000", kind: str = leaf.SIGN) -> None:
        held = Collection.objects.filter(case=case).first()
        held = held or api.open(case, thresholds={"collecting": 50_000}, closes_on=now.date(), now=now)
        for hour, number in hours.items():
            Total.objects.create(log=held.log, kind=kind, region=region, hour=hour, count=number)
        column = {leaf.SIGN: "signatures", leaf.MINUS: "minus", leaf.PAPER: "paper"}[kind]
        held.refresh_from_db()
        setattr(held, column, getattr(held, column) + sum(hours.values()))
        held.size += len(hours)
        held.counted_at = now
        held.last_signers = [["Айгүл С.", 1], ["Ержан Т.", 0]]
        held.save()

    return do
