"""What is loaded in bulk is told from what was signed one by one by nothing but its evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.record import verify_log
from jariya.portals.petitions.collecting import api, bulk, queries
from jariya.portals.petitions.collecting.models import Signature

pytestmark = pytest.mark.django_db


def test_loaded_signatures_lie_in_the_same_log_between_signed_ones(
    case: Any, sign: Any, count: Any, now: dt.datetime, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 100)
    sign(1)
    count()
    people = [bulk.Signer(f"9{n:011d}", "710000000", f"Адам {n}", now + dt.timedelta(minutes=n)) for n in range(250)]
    assert bulk.load(case, people, now=now) == 250
    later = sign(2)
    count(hours=5)
    assert api.count(case).count == 252
    assert api.tallies(case) == {"710000000": 251, "750000000": 1}
    assert queries.place_of(case.pk, later.seq or 0) == 251
    assert api.last_signers(case, 2) == ["Адам 2", "Адам 249"]
    assert verify_log.main([str(place / "logs" / api.log_name(case)), "--quiet"]) == 0
    loaded = Signature.objects.get(petition_id=case.pk, signer_ref=api.refer(case, people[7].identity))
    assert queries.place_of(case.pk, loaded.seq) == 8
    again = sign(3, signer_ref=api.refer(case, people[7].identity))
    assert again.state == "already"
