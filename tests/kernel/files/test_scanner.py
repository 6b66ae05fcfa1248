"""Viruses: what is found is refused, what cannot be asked waits, and nobody gets a file meanwhile."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.files.conftest import letter
from tests.kernel.files.scanner import EICAR, scanner

from jariya.kernel.files import checking, clamd, queries
from jariya.kernel.files.models import File


def test_the_protocol_finds_and_passes_in_many_pieces() -> None:
    with scanner() as server:
        assert clamd.scan(iter([b"a" * 1000] * 50), server.address, seconds=5).clean
        assert server.heard == 50_000
        found = clamd.scan([EICAR[:30], b"", EICAR[30:]], server.address, seconds=5)
        assert found.name == "Eicar-Test-Signature"
        assert clamd.version(server.address).startswith("ClamAV 1.4")


@pytest.mark.parametrize("mood", ["deaf", "broken", "hangs_up"])
def test_a_scanner_without_a_verdict_is_down(mood: str) -> None:
    with scanner(mood) as server, pytest.raises(clamd.Down):
        clamd.scan([b"x"], server.address, seconds=0.2)


def test_no_scanner_at_the_address_is_down(tmp_path: Path) -> None:
    for address in ("127.0.0.1:1", str(tmp_path / "none.ctl"), "nonsense"):
        with pytest.raises(clamd.Down):
            clamd.scan([b"x"], address, seconds=1)


def test_a_stream_beyond_its_limit_is_too_big_and_not_down() -> None:
    with scanner(most=1000) as server, pytest.raises(clamd.TooBig):
        clamd.scan(iter([b"x" * 500] * 40), server.address, seconds=5)


def _daemon() -> str:
    """Where a real clamd listens on this machine, if one does."""
    for address in (os.environ.get("JARIYA_CLAMD", ""), "/run/clamav/clamd.ctl", "/tmp/clamd.ctl", "127.0.0.1:3310"):
        try:
            if address and clamd.version(address, seconds=2):
                return address
        except (OSError, clamd.Down):
            continue
    return ""


def test_a_real_daemon_finds_the_test_string() -> None:
    address = _daemon()
    if not address:
        pytest.skip("no clamd listens here: apt install clamav-daemon, or set JARIYA_CLAMD")
    assert "eicar" in clamd.scan([EICAR], address, seconds=60).name.lower()
    assert clamd.scan([letter()], address, seconds=60).clean


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_the_page_says_why(
    attached: Any, person: Any, now: dt.datetime, settings: Any
) -> None:
    with scanner() as server:
        settings.CLAMD, settings.CLAMD_SECONDS = server.address, 5
        made = attached(letter(EICAR.decode()))
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert (str(seen.state), seen.href, seen.refusal and seen.refusal.code) == ("refused", "", "files.virus")
    assert queries.copy_of(made, "parties") is None


@pytest.mark.django_db
def test_while_the_scanner_is_down_a_file_waits_and_then_goes_on(
    attached: Any, run: Any, now: dt.datetime, settings: Any
) -> None:
    settings.CLAMD, settings.CLAMD_SECONDS = "127.0.0.1:1", 1
    made = attached(letter())
    row = File.objects.get()
    assert (row.state, queries.copy_of(made, "parties")) == ("checking", None)
    assert row.again_at == now + dt.timedelta(minutes=1)
    with scanner() as server:
        settings.CLAMD, settings.CLAMD_SECONDS = server.address, 5
        run()
    row.refresh_from_db()
    assert (row.state, row.scan) == ("ready", "clean")
    assert queries.copy_of(made, "parties") is not None


@pytest.mark.django_db
def test_what_came_in_without_a_scanner_says_so_and_is_scanned_once_there_is_one(
    attached: Any, person: Any, run: Any, now: dt.datetime, settings: Any
) -> None:
    made = attached(letter())
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert str(seen.scan) == "none" and seen.href
    assert checking.scan_unscanned(now) == 0
    with scanner() as server:
        settings.CLAMD, settings.CLAMD_SECONDS = server.address, 5
        assert checking.scan_unscanned(now) == 1
        (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
        assert not seen.href
        run()
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert str(seen.scan) == "clean" and seen.href
