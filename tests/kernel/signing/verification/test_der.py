"""Strict DER: one spelling for each value."""

from __future__ import annotations

import datetime as dt

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.signing import der

SECOND_SPELLINGS = {
    "a length that is longer than need be": "3081 03 020105",
    "a length with a leading zero": "308200 80" + "00" * 128,
    "an indefinite length": "3080 020105 0000",
    "a tag of several bytes": "1f8101 00",
    "bytes after the end": "020105 00",
    "a value cut short": "3004 020105",
    "an integer with a needless zero": "02020005",
    "an integer with needless ones": "0202ff80",
    "an empty integer": "0200",
    "a truth of 1": "010101",
    "a null with content": "050100",
    "bits left over that are not zero": "03020101",
    "more than seven bits left over": "03020800",
    "no bits, yet some left over": "030101",
    "an identifier part that begins with 0x80": "06038001 01".replace(" ", ""),
    "an identifier cut short": "060188",
    "a string in pieces": "24050403 616263".replace(" ", ""),
    "a set out of order": "3106 020105 020104",
    "a time without seconds": "170b 323630333138 30353030 5a",
    "a time with an offset": "1711 323630333138303530303030 2b30353030",
    "a fraction that ends in zero": "1813 3230323630333138303530303030 2e3530 5a",
    "text that is not UTF-8": "0c01ff",
    "a star in PrintableString": "13012a",
    "a class that is not used": "4100",
    "a number of the real kind": "090180",
}


@pytest.mark.parametrize("name", SECOND_SPELLINGS)
def test_a_second_spelling_is_refused(name: str) -> None:
    with pytest.raises(der.NotDer):
        der.strict(bytes.fromhex(SECOND_SPELLINGS[name].replace(" ", "")))


def test_brackets_without_end_are_refused_before_they_cost_anything() -> None:
    bomb = b""
    for _ in range(200):
        bomb = der.tlv(der.SEQUENCE, bomb)
    with pytest.raises(der.NotDer, match="too deep"):
        der.strict(bomb)


@given(st.integers(0, 2**200))
def test_integers_and_identifiers_come_out_as_they_went_in(value: int) -> None:
    assert der.strict(der.integer(value)).as_integer() == value
    dots = f"2.{value}.5"
    assert der.strict(der.oid(dots)).as_oid() == dots
    assert der.oid(dots) == core.ObjectIdentifier(dots).dump()


@given(st.binary(max_size=60))
def test_what_is_read_is_what_another_reader_writes_again(data: bytes) -> None:
    try:
        node = der.strict(data)
    except der.NotDer:
        return
    assert node.raw == data
    if node.tag in (der.INTEGER, der.OID, der.UTF8, der.NULL, der.OCTETS):
        kinds = {2: core.Integer, 6: core.ObjectIdentifier, 12: core.UTF8String, 5: core.Null, 4: core.OctetString}
        again = kinds[node.tag](core.load(data).native) if node.tag != der.NULL else core.Null()
        assert again.dump() == data


def test_years_of_two_digits_are_of_1950_to_2049() -> None:
    assert der.strict(b"\x17\x0d500101000000Z").as_time() == dt.datetime(1950, 1, 1, tzinfo=dt.UTC)
    assert der.strict(b"\x17\x0d491231235959Z").as_time() == dt.datetime(2049, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    assert der.strict(b"\x18\x1120260318050000.5Z").as_time().microsecond == 500_000


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(der.NotDer):
        der.strict(b"\x17\x0d260230000000Z").as_time()
