"""No byte of a signature can be changed: covered by a signature or not, the changed one never passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.signing.verification.making import CONTENT, Desk

from jariya.kernel.signing import cms, policy, verify

Passes = Callable[[bytes], bool]


@pytest.fixture(scope="session")
def passes(desk: Desk) -> Passes:
    proofs = desk.all_lists()

    def look(data: bytes) -> bool:
        found = verify.check(data, CONTENT, trust=desk.store, at=desk.now, act=policy.CITIZEN, proofs=proofs)
        return found.indication == "passed"

    return look


def survivors(data: bytes, passes: Passes, masks: Iterable[int], places: Iterable[int]) -> list[tuple[int, int]]:
    """Where and how a changed signature still passed."""
    masks = list(masks)
    return [
        (place, mask)
        for place in places
        for mask in masks
        if passes(data[:place] + bytes((data[place] ^ mask,)) + data[place + 1 :])
    ]


BITS = [1 << bit for bit in range(8)]


def test_no_bit_of_an_rsa_signature_can_be_changed(desk: Desk, passes: Passes, whole: bool) -> None:
    """A share: each byte in one of the four ways."""
    data, masks = desk.sign(), [*BITS[::3], 0xFF]
    assert passes(data)
    for number, mask in enumerate(masks):
        assert survivors(data, passes, [mask], range(0 if whole else number, len(data), 1 if whole else 4)) == []


def test_no_value_of_a_byte_outside_of_the_certificate_can_be_another(desk: Desk, passes: Passes, whole: bool) -> None:
    """All 255 other values of the bytes that hold the structure together, where a second meaning could hide."""
    data = desk.sign()
    inside = data.index(desk.person().certificate)
    certificate = range(inside, inside + len(desk.person().certificate))
    value = range(len(data) - 256, len(data))
    places = [place for place in range(len(data)) if place not in certificate and place not in value]
    assert survivors(data, passes, range(1, 256), places[:: 9 if whole else 31]) == []


def test_no_byte_of_a_gost_signature_can_be_changed(desk: Desk, passes: Passes) -> None:
    data = desk.sign(algorithm="gost512")
    assert passes(data)
    assert survivors(data, passes, [0x01], range(0, len(data), 7)) == []


def test_no_byte_of_a_time_stamp_inside_can_be_changed(desk: Desk, passes: Passes) -> None:
    data = desk.sign(tsp=True)
    assert passes(data)
    inside = data.index(cms.read(data).time_stamp or b"none")
    assert survivors(data, passes, [0x01], range(inside - 20, len(data), 3)) == []


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_no_bit_of_any_byte_can_be_changed(desk: Desk, passes: Passes, algorithm: str) -> None:
    data = desk.sign(algorithm=algorithm, tsp=True, chain=True)
    assert passes(data)
    assert survivors(data, passes, [*BITS, 0xFF], range(len(data))) == []


@pytest.mark.slow
def test_no_value_of_any_byte_can_be_another(desk: Desk, passes: Passes) -> None:
    """All 255 other values of every byte; in the certificate, named by its digest, of every tenth."""
    data = desk.sign()
    inside = data.index(desk.person().certificate)
    certificate = range(inside, inside + len(desk.person().certificate))
    places = [place for place in range(len(data)) if place not in certificate or place % 10 == 0]
    assert survivors(data, passes, range(1, 256), places) == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(chance=st.data())
def test_cut_grown_and_mixed_signatures_never_pass(desk: Desk, passes: Passes, chance: st.DataObject) -> None:
    data = _KEPT.setdefault("rsa", desk.sign(detached=False))
    start = chance.draw(st.integers(0, len(data)))
    end = chance.draw(st.integers(start, min(len(data), start + 40)))
    middle = chance.draw(st.one_of(st.binary(max_size=40), st.just(data[start:end] * 2)))
    changed = data[:start] + middle + data[end:]
    assert passes(changed) is (changed == data)


_KEPT: dict[str, bytes] = {}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_get_a_verdict_and_no_error(passes: Passes, data: bytes) -> None:
    assert not passes(data)
