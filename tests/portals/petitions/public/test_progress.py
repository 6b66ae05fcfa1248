"""Layout of a petition's figures. No database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.petitions.public.progress import Progress, days, hours, places

REGIONS = {"100000000", "750000000"}


def test_a_share_is_never_more_than_the_whole_and_never_unknown_as_zero() -> None:
    assert Progress(70, 50).share == 1.0 and Progress(70, 50).left == 0 and Progress(70, 50).reached
    assert Progress(-3, 50).share == 0.0
    assert Progress(3, None).share is None and Progress(3, None).left is None


def test_days_of_silence_stand_in_the_history() -> None:
    slots = days([("2026-03-01", 5), ("2026-03-04", -2), ("", 9)])
    assert [(slot.at, slot.number, slot.total) for slot in slots] == [
        ("2026-03-01", 5, 5),
        ("2026-03-02", 0, 5),
        ("2026-03-03", 0, 5),
        ("2026-03-04", -2, 3),
    ]


def test_the_last_hours_go_on_from_what_was_before_them() -> None:
    slots = hours([("2026-03-01T00", 5), ("2026-03-03T00", 1), ("2026-03-03T02", 1)], last=3)
    assert [(slot.at, slot.total) for slot in slots] == [
        ("2026-03-03T00", 6), ("2026-03-03T01", 6), ("2026-03-03T02", 7)
    ]  # fmt: skip


codes = st.sampled_from(["", "100000000", "100123000", "100124000", "750000000", "751110000", "999999999"])


@given(st.dictionaries(codes, st.integers(1, 40)))
def test_every_signature_is_in_exactly_one_oblast_or_elsewhere(tallies: dict[str, int]) -> None:
    found = places(tallies, REGIONS)
    assert sum(found.oblasts.values()) + found.elsewhere == sum(tallies.values())
    assert all(number >= 10 for number in found.districts.values())
    below = sum(tallies.get(code, 0) for code in ("100123000", "100124000", "751110000"))
    assert sum(found.districts.values()) + found.few == below
