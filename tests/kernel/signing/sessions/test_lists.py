"""Lists of revoked certificates: fetched when due, taken only when they are rightly signed and never older."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.signing import crl, revoked
from jariya.kernel.signing.models import RevocationList
from jariya.kernel.signing.refused import Refused

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_lists_are_fetched_when_due_and_not_before(services: Any, made_at: dt.datetime) -> None:
    assert revoked.fetch_due(made_at)["fetched"] == 5
    assert revoked.fetch_due(made_at) == {"fetched": 0, "failed": 0}
    rows = {row.url.rpartition("/")[2]: row for row in revoked.newest()}
    assert rows["nca_d_gost.crl"].delta and not rows["nca_gost.crl"].delta
    services.now = made_at + HOUR
    assert revoked.due(rows["nca_d_gost.crl"], made_at + HOUR), "a delta lives an hour"
    assert revoked.due(rows["nca_gost.crl"], made_at + 7 * HOUR)


def test_one_list_that_fails_hides_no_other_and_the_old_one_stays(services: Any, made_at: dt.datetime) -> None:
    revoked.fetch_due(made_at)
    services.out.add("/crl/nca_gost.crl")
    services.now = later = made_at + dt.timedelta(days=1)
    assert revoked.fetch_due(later) == {"fetched": 4, "failed": 1}
    assert len(revoked.newest()) == 5


def test_an_older_list_under_the_same_address_is_refused(services: Any, authority: Any, made_at: dt.datetime) -> None:
    url = f"{services.url}/crl/nca_gost.crl"
    newer, older = authority.responders.crl(made_at), authority.responders.crl(made_at - 2 * HOUR)
    revoked.keep(url, newer, now=made_at)
    with pytest.raises(Refused, match="crl.number"):
        revoked.keep(url, older, now=made_at)
    assert crl.read(bytes(RevocationList.objects.get(url=url).der or b"")).sha256 == crl.read(newer).sha256


def test_two_lists_under_one_number_are_refused(services: Any, authority: Any, made_at: dt.datetime) -> None:
    url = f"{services.url}/crl/nca_gost.crl"
    first = authority.responders.crl(made_at)
    other = authority.responders.crl(made_at, lasts=dt.timedelta(hours=20))
    assert crl.read(first).number == crl.read(other).number
    revoked.keep(url, first, now=made_at)
    with pytest.raises(Refused, match="crl.number"):
        revoked.keep(url, other, now=made_at)


@pytest.mark.parametrize("place", [30, -5])
def test_a_damaged_list_is_refused(services: Any, authority: Any, made_at: dt.datetime, place: int) -> None:
    raw = bytearray(authority.responders.crl(made_at))
    raw[place] ^= 1
    with pytest.raises(Refused, match="crl"):
        revoked.keep(f"{services.url}/crl/nca_gost.crl", bytes(raw), now=made_at)
    assert not RevocationList.objects.exists()


def test_only_the_newest_list_keeps_its_bytes(services: Any, authority: Any, made_at: dt.datetime) -> None:
    url = f"{services.url}/crl/nca_gost.crl"
    for days in range(3):
        now = made_at + dt.timedelta(days=days)
        revoked.keep(url, authority.responders.crl(now), now=now)
    assert [row.der is not None for row in RevocationList.objects.filter(url=url).order_by("number")] == [
        False, False, True
    ]  # fmt: skip
