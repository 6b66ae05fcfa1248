"""A petition that takes signatures, with a log in a folder of the test."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Visibility
from jariya.portals.petitions.collecting import api, sequencer, subject
from jariya.portals.petitions.collecting.accepting import Accepted, Given

REGIONS = ("990000000", "710000000", "750000000")


def made_case(body: Any, person: Any, now: dt.datetime) -> Case:
    """The case of a petition, without the portal's own row."""
    return Case.objects.create(
        public_id=ids.new("P", now.year), kind="petition", state="collecting", body=body,
        person=person, language="kk", opened_at=now, opened_on=now.date(), visibility=Visibility.PUBLIC,
    )  # fmt: skip


@pytest.fixture
def case(ministry: Any, person: Any, now: dt.datetime, place: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A petition that collects; its threshold is 12."""
    made = made_case(ministry, person("citizen-1"), now)
    api.open(made, thresholds={"collecting": 12}, closes_on=dt.date(2026, 9, 18), now=now)
    text = "Ауылға жол салуды сұраймыз.\n\nПросим построить дорогу."

    def shown(which: Case, reader: Any, lang: str) -> subject.Subject:
        return subject.Subject(1, "Ауыл жолы", "Дорога в аул", text, "Үлгі министрлігі", "/kk/", True, True)

    monkeypatch.setattr(subject, "_providers", [shown])
    return made


@pytest.fixture
def sign(case: Case, now: dt.datetime) -> Any:
    """Sign as an invented person: `sign(7)`; the same number is the same person."""

    def do(number: int, *, verified: bool = True, at: dt.datetime | None = None, **changed: Any) -> Accepted:
        given = {
            "signer_ref": api.refer(case, f"{number:012d}"),
            "evidence": hashlib.sha256(f"cms {number}".encode()).digest(),
            "region": REGIONS[number % 3],
            "name": f"Адам {number}",
        }
        return api.accept(case=case, given=Given(**{**given, **changed}), verified=verified, now=at or now)

    return do


@pytest.fixture
def count(now: dt.datetime) -> Any:
    """Let the sequencer make a round: `count()`, `count(hours=3)` later."""
    return lambda **later: sequencer.count(now=lambda: now + dt.timedelta(**later))
