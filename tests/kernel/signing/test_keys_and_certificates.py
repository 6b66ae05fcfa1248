"""Keys and certificates: what is read, and what is refused with which code."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jariya.kernel.signing import oids
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.gost import gost94, sign
from jariya.kernel.signing.keys import PublicKey, digest
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.testca import certificates as make
from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import GOST256, GOST512, RSA, Key

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
NAME = make.name((make.COMMON_NAME, "НЕГІЗГІ TEST"), (make.COUNTRY, "KZ"))
PERSON = make.name((make.COMMON_NAME, "ТЕСТОВ ТЕСТ"), (make.SURNAME, "ТЕСТОВ"), (make.SERIAL, "IIN999912345678"))


@pytest.fixture(scope="module")
def keys() -> dict[str, Key]:
    return {kind: Key.generate(kind) for kind in (GOST512, GOST256, RSA)}


@pytest.fixture(scope="module")
def build(keys: dict[str, Key]) -> Any:
    """Make a certificate that is right but for what a test asks."""

    def made(kind: str = GOST512, **changes: Any) -> bytes:
        key = keys[kind]
        values: dict[str, Any] = {
            "issuer": make.Issuer(NAME, key, "test"),
            "subject": PERSON,
            "public": key.public,
            "number": 77,
            "since": NOW,
            "until": NOW + dt.timedelta(days=365),
            "extensions": [make.usage(0, 1), make.purposes(make.EMAIL_PROTECTION, *make.ROLES["head"])],
        }
        return make.certificate(**{**values, **changes})

    return made


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(Refused) as caught:
        Certificate.parse(data, **options)
    return caught.value.code


@pytest.mark.parametrize(("kind", "shown"), [(GOST512, "gost2015-512"), (GOST256, "gost2015-256"), (RSA, "rsa")])
def test_a_certificate_says_who_what_for_and_by_whom(build: Any, keys: dict[str, Key], kind: str, shown: str) -> None:
    found = Certificate.parse(build(kind))
    assert found.key.kind == shown
    assert (found.common_name, found.surname, found.given_name) == ("ТЕСТОВ ТЕСТ", "ТЕСТОВ", "ТЕСТ")
    assert found.iin == "999912345678"
    assert found.bin is None
    assert found.roles == {"legal", "head"}
    assert found.key_usage == {"digital_signature", "non_repudiation"}
    assert found.serial == 77
    assert not found.is_ca
    assert found.is_test
    assert found.signed_by(PublicKey.from_spki(keys[kind].public))
    assert found.holds_at(found.not_before)
    assert found.holds_at(found.not_after)
    assert not found.holds_at(found.not_after + dt.timedelta(seconds=1))


def test_nothing_of_a_person_stands_in_what_a_log_would_print(build: Any) -> None:
    found = Certificate.parse(build())
    written = f"{found!r} {found.subject!r} {found.key!r} {[found]}"
    for secret in ("ТЕСТОВ", "9999", found.der.hex()[:40]):
        assert secret not in written


def test_another_kind_of_key_than_the_algorithm_says_is_refused(build: Any, keys: dict[str, Key]) -> None:
    found = Certificate.parse(build(GOST512))
    for other in (GOST256, RSA):
        with pytest.raises(Refused, match="algorithm.disagree"):
            found.signed_by(PublicKey.from_spki(keys[other].public))


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_byte_of_a_certificate_can_be_changed_unseen(build: Any, keys: dict[str, Key], data: Any) -> None:
    whole = build(data.draw(st.sampled_from([GOST512, RSA])))
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    changed = whole[:at] + bytes((whole[at] ^ 1 << bit,)) + whole[at + 1 :]
    issuer = PublicKey.from_spki(Certificate.parse(whole).key.spki)
    with contextlib.suppress(Refused):
        assert not Certificate.parse(changed).signed_by(issuer)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(lambda inside: der.tlv(0x30, inside))))
def test_any_other_bytes_are_refused_and_never_break_the_reader(data: bytes) -> None:
    assert refusal(data) == "certificate.damaged"


def test_a_certificate_cut_anywhere_is_refused(build: Any) -> None:
    whole = build()
    for length in range(0, len(whole), 7):
        assert refusal(whole[:length]) == "certificate.damaged"
    assert refusal(whole + b"\0") == "certificate.damaged"
    assert refusal(whole + whole) == "certificate.damaged"
    assert refusal(whole + bytes(20_000)) == "certificate.damaged"


def test_a_longer_spelling_of_a_length_is_refused(build: Any) -> None:
    whole = build()
    assert whole[:2] == b"\x30\x82"
    assert refusal(b"\x30\x83\x00" + whole[2:]) == "certificate.damaged"


@pytest.mark.parametrize("number", [b"\x02\x01\x00", b"\x02\x01\xff", b"\x02\x02\x00\x01", b"\x02\x15\x01" + bytes(20)])
def test_numbers_that_are_not_positive_or_too_long_are_refused(build: Any, number: bytes) -> None:
    whole = build(number=77)
    inside = whole.replace(b"\xa0\x03\x02\x01\x02\x02\x01\x4d", b"\xa0\x03\x02\x01\x02" + number, 1)
    assert inside != whole
    assert refusal(relength(inside, len(number) - 3)) == "certificate.damaged"


def relength(data: bytes, by: int) -> bytes:
    """Put the two outer lengths right after bytes were put in; the signature is wrong, but the shape is whole."""
    assert data[:2] == b"\x30\x82"
    assert data[4:6] == b"\x30\x82"
    outer, inner = int.from_bytes(data[2:4], "big") + by, int.from_bytes(data[6:8], "big") + by
    return b"\x30\x82" + outer.to_bytes(2, "big") + b"\x30\x82" + inner.to_bytes(2, "big") + data[8:]


def test_versions_before_three_are_refused(build: Any) -> None:
    whole = build()
    for version in (b"\xa0\x03\x02\x01\x00", b"\xa0\x03\x02\x01\x01"):
        assert refusal(whole.replace(b"\xa0\x03\x02\x01\x02", version, 1)) == "certificate.damaged"
    assert refusal(build(extensions=[])) == "certificate.damaged"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("1.2.3.4", b"\x05\x00"),
        (oids.NAME_CONSTRAINTS, b"\x30\x00"),
        (oids.CERTIFICATE_POLICIES, bytes.fromhex("300530030601 2a".replace(" ", ""))),
        (oids.SUBJECT_ALT_NAME, b"\x30\x00"),
    ],
)
def test_a_critical_extension_that_is_not_followed_is_refused(build: Any, kind: str, value: bytes) -> None:
    assert (
        refusal(build(extensions=[make.usage(0), make.extension(kind, value, critical=True)])) == "certificate.critical"
    )
    Certificate.parse(build(extensions=[make.usage(0), make.extension("1.2.3.4", b"anything")]))


@pytest.mark.parametrize(
    "extensions",
    [
        [make.usage(0), make.usage(0)],
        [der.sequence(der.oid("2.5.29.15"), der.boolean(False), der.octets(der.flags(0)))],
        [make.extension("2.5.29.15", bytes.fromhex("03020780"), critical=True), make.extension("2.5.29.15", b"")],
        [make.extension("2.5.29.15", bytes.fromhex("03020680"), critical=True)],
        [make.extension("2.5.29.15", bytes.fromhex("030100"), critical=True)],
        [make.extension("2.5.29.19", bytes.fromhex("3003010100"), critical=True)],
        [make.extension("2.5.29.19", bytes.fromhex("30060101ff0201ff"), critical=True)],
        [make.extension("2.5.29.37", bytes.fromhex("3000"))],
        [make.extension("2.5.29.37", bytes.fromhex("30030601"))],
        [make.lists("2.5.29.31", "http://host/\r\nx")],
    ],
    ids=["twice", "default written", "repeated", "flags with zeros", "no flags", "default CA", "negative path",
         "no purposes", "cut", "address with line feed"],
)  # fmt: skip
def test_extensions_with_a_second_spelling_are_refused(build: Any, extensions: list[bytes]) -> None:
    assert refusal(build(extensions=extensions)) == "certificate.damaged"


@pytest.mark.parametrize(
    "subject",
    [
        make.name((make.COMMON_NAME, "A"), (make.COMMON_NAME, "B")),
        make.name((make.SERIAL, "IIN999912345678"), (make.SERIAL, "IIN999912345679")),
        make.name((make.COMMON_NAME, "A"), (make.UNIT, "BIN999940000010"), (make.UNIT, "BIN999940000020")),
    ],
    ids=["two names", "two numbers", "two organisations"],
)
def test_a_name_that_two_readers_would_read_differently_is_refused(build: Any, subject: bytes) -> None:
    assert refusal(build(subject=subject)) == "certificate.damaged"


@pytest.mark.parametrize(
    "number", ["IIN99991234567", "IIN9999123456789", "iin999912345678", "999912345678", "IIN٩٩٩٩١٢٣٤٥٦٧٨"]
)
def test_only_the_profiles_spelling_of_a_number_is_a_number(build: Any, number: str) -> None:
    subject = der.sequence(der.set_of(der.sequence(der.oid(make.SERIAL), der.utf8(number))))
    assert Certificate.parse(build(subject=subject)).iin is None


@pytest.mark.parametrize("mark", ["\n", "\x00", "\u202e", "\u200b", "\u2028", "\t \t"])
def test_invisible_signs_in_a_name_become_spaces(build: Any, mark: str) -> None:
    found = Certificate.parse(build(subject=make.name((make.ORGANISATION, f"A{mark}B "))))
    assert found.organisation == "A B"
    number = der.sequence(der.set_of(der.sequence(der.oid(make.SERIAL), der.utf8(f"IIN999912{mark}345678"))))
    assert Certificate.parse(build(subject=number)).iin is None


def test_a_certificate_is_equal_to_its_own_bytes_alone(build: Any) -> None:
    data = build()
    assert len({Certificate.parse(data), Certificate.parse(bytes(data)), Certificate.parse(build(RSA))}) == 2
    assert Certificate.parse(data, archive=True) == Certificate.parse(data)


def test_an_organisations_number_stands_in_the_unit_or_in_the_number(build: Any) -> None:
    unit = make.name((make.COMMON_NAME, "A"), (make.UNIT, "Бөлім"), (make.UNIT, "BIN999940000010"))
    assert Certificate.parse(build(subject=unit)).bin == "999940000010"
    system = Certificate.parse(build(subject=make.name((make.SERIAL, "BIN999940000010"))))
    assert (system.bin, system.iin) == ("999940000010", None)


@pytest.mark.parametrize("oid", [oids.SHA1_RSA, oids.MD5_RSA])
def test_digests_that_protect_nothing_are_refused_except_in_archives(build: Any, oid: str) -> None:
    data = build(RSA, signature=oid)
    assert refusal(data) == "algorithm.weak"
    assert Certificate.parse(data, archive=True).signature_oid == oid


@pytest.mark.parametrize("oid", [oids.RSA_PSS, "1.2.840.10045.4.3.2", "1.2.3"])
def test_unknown_signature_algorithms_are_refused(build: Any, oid: str) -> None:
    assert refusal(build(RSA, signature=oid)) == "algorithm.unknown"


def test_a_short_rsa_key_is_refused_except_in_archives(build: Any) -> None:
    short = Key.generate(RSA, rsa_bits=1024)
    data = build(RSA, public=short.public)
    assert refusal(data) == "algorithm.weak_key"
    assert Certificate.parse(data, archive=True).key.bits == 1024


def test_rsa_keys_with_odd_numbers_are_refused(keys: dict[str, Key]) -> None:
    def spki(modulus: int, exponent: int) -> bytes:
        inside = der.sequence(der.integer(modulus), der.integer(exponent))
        return der.sequence(der.sequence(der.oid(oids.RSA), der.null()), der.bits(inside))

    modulus = (1 << 2047) + 12345
    for bad in (spki(modulus, 3), spki(modulus, 65538), spki(modulus + 1, 65537), spki(1 << 9000 | 1, 65537)):
        with pytest.raises(Refused, match="algorithm.weak_key"):
            PublicKey.from_spki(bad)


def gost_spki(*, key: str = oids.GOST2015_512_KEY, curve: str = oids.GOST2015_512_CURVE, hashed: str = oids.STREEBOG512,
              point: bytes = b"", wrap: bool = True) -> bytes:  # fmt: skip
    inside = der.octets(point) if wrap else point
    return der.sequence(der.sequence(der.oid(key), der.sequence(der.oid(curve), der.oid(hashed))), der.bits(inside))


def test_keys_whose_curve_digest_or_point_do_not_agree_are_refused() -> None:
    point = sign.public("512-A", 12345)
    assert PublicKey.from_spki(gost_spki(point=point)).kind == "gost2015-512"
    for bad in (
        gost_spki(point=point, curve=oids.GOST2015_256_CURVE),
        gost_spki(point=point, hashed=oids.STREEBOG256),
        gost_spki(point=point, key="1.2.398.3.10.1.1.2.9"),
    ):
        with pytest.raises(Refused, match="algorithm.unknown"):
            PublicKey.from_spki(bad)
    for damaged in (
        gost_spki(point=point[:-1]),
        gost_spki(point=bytes(128)),
        gost_spki(point=point[::-1]),
        gost_spki(point=point, wrap=False),
        gost_spki(point=point) + b"\0",
        b"",
    ):
        with pytest.raises(Refused, match="certificate.damaged"):
            PublicKey.from_spki(damaged)


def test_keys_of_2004_are_read_in_archives_alone_and_their_signatures_hold() -> None:
    private = int.from_bytes(os.urandom(31), "big")
    spki = gost_spki(key=oids.GOST2004_KEY, curve=oids.GOST2004_CURVE, hashed=oids.GOST94_TEST_BOXES,
                     point=sign.public("2004-A", private))  # fmt: skip
    with pytest.raises(Refused, match="algorithm.legacy"):
        PublicKey.from_spki(spki)
    key = PublicKey.from_spki(spki, archive=True)
    signature = sign.sign("2004-A", private, gost94.digest(b"paper"))
    assert key.verify(signature, b"paper", oids.GOST2004, archive=True)
    assert not key.verify(signature, b"other", oids.GOST2004, archive=True)
    with pytest.raises(Refused, match="algorithm.weak"):
        key.verify(signature, b"paper", oids.GOST2004)
    with pytest.raises(Refused, match="algorithm.disagree"):
        key.verify(signature, b"paper", oids.GOST2015_256, archive=True)


def test_digests_by_identifier_refuse_the_weak_and_the_unknown() -> None:
    assert digest(oids.SHA256, b"").hex().startswith("e3b0c442")
    for weak in (oids.SHA1, oids.MD5, oids.GOST94):
        with pytest.raises(Refused, match="algorithm.weak"):
            digest(weak, b"")
        assert digest(weak, b"", archive=True)
    with pytest.raises(Refused, match="algorithm.unknown"):
        digest("1.2.3", b"", archive=True)


def test_every_signature_of_a_key_is_as_long_as_its_key(keys: dict[str, Key]) -> None:
    key = PublicKey.from_spki(keys[RSA].public)
    signature = keys[RSA].sign(b"text")
    assert key.verify(signature, b"text", oids.SHA256_RSA)
    for bad in (signature[:-1], b"\0" + signature, b"", bytes(len(signature)), b"\xff" * len(signature)):
        assert not key.verify(bad, b"text", oids.SHA256_RSA)
    with pytest.raises(Refused, match="algorithm.unknown"):
        key.verify(signature, b"text", "1.2.3")


def test_asn1crypto_knows_the_national_identifiers_and_may_be_told_twice(build: Any) -> None:
    from asn1crypto import x509

    oids.register()
    oids.register()
    found = x509.Certificate.load(build())
    assert found.public_key["algorithm"]["algorithm"].native == "kz_gost2015_512_key"
    assert found["signature_algorithm"]["algorithm"].native == "kz_gost2015_512"
    assert PublicKey.from_spki(found.public_key) is Certificate.parse(build()).key
    assert x509.KeyPurposeId("kz_head").dotted == "1.2.398.3.3.4.1.2.1"
