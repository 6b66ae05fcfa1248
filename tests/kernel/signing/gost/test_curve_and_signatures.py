"""Curves and signatures of GOST R 34.10 against their standards, against others' code, and against forgers."""

# ruff: noqa: E501 - the numbers of the standards are as long as they are

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jariya.kernel.signing.gost import curve, sign, streebog

try:
    from gmpy2 import mpz
except ImportError:
    mpz = None

NUMBERS = [
    pytest.param(int, id="pure"),
    pytest.param(mpz, id="gmpy2", marks=pytest.mark.skipif(mpz is None, reason="gmpy2 is not installed")),
]
NAMES = ["512-A", "256-A", "2004-A"]

# RFC 7091, section 7: two worked examples, each on a curve of its own
EXAMPLES = [
    {
        "p": 0x8000000000000000000000000000000000000000000000000000000000000431,
        "a": 7,
        "b": 0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
        "q": 0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
        "x": 2,
        "y": 0x8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8,
        "d": 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28,
        "e": 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5,
        "r": 0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493,
        "s": 0x1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40,
        "qx": 0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
        "qy": 0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
    },
    {
        "p": 0x4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DF1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373,
        "a": 7,
        "b": 0x1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC4361834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC,
        "q": 0x4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DA82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF,
        "x": 0x24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A,
        "y": 0x2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E,
        "d": 0xBA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B102072E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4,
        "e": 0x3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C,
        "r": 0x2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36,
        "s": 0x1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A,
        "qx": 0x115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1,
        "qy": 0x37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC,
    },
]  # fmt: skip


def example(values: dict[str, int], number: Any) -> curve.Curve:
    return curve.Curve("example", cofactor=1, number=number, **{key: values[key] for key in "pabqxy"})


def least_first(value: int, size: int) -> bytes:
    return value.to_bytes(size, "little")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("values", EXAMPLES, ids=["256", "512"])
def test_the_examples_of_rfc_7091_hold(values: dict[str, int], number: Any) -> None:
    own = example(values, number)
    public = least_first(values["qx"], own.size) + least_first(values["qy"], own.size)
    assert sign.public(own, values["d"]) == public
    digest = least_first(values["e"], own.size)
    signature = least_first(values["r"], own.size) + least_first(values["s"], own.size)
    assert sign.verify(own, public, digest, signature)
    assert not sign.verify(own, public, digest, signature[own.size :] + signature[: own.size])


def test_the_key_pairs_of_rfc_7836_come_out() -> None:
    # RFC 7836, appendix B: keys of the 512-bit curve A, least significant byte first
    private = bytes.fromhex(
        "c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8"
        "c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667"
    )
    public = bytes.fromhex(
        "aab0eda4abff21208d18799fb9a8556654ba783070eba10cb9abb253ec56dcf5"
        "d3ccba6192e464e6e5bcb6dea137792f2431f6c897eb1b3c0cc14327b1adc0a7"
        "914613a3074e363aedb204d38d3563971bd8758e878c9db11403721b48002d38"
        "461f92472d40ea92f9958c0ffa4c93756401b97f89fdbe0b5e46e4a4631cdb5a"
    )
    assert sign.public("512-A", int.from_bytes(private, "little")) == public


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", NAMES)
def test_each_curve_holds_its_base_point_of_its_order(name: str, number: Any) -> None:
    own = curve.curves(number)[name]
    assert own.contains(own.base)
    assert own.is_key(own.base)
    assert own._multiples(((own.base, own.q),)) is None
    assert own.multiply(int(own.q) - 1) == (own.base[0], own.p - own.base[1])
    # Hasse: the group, cofactor times q, lies within 2√p of p + 1
    assert (int(own.q) * own.cofactor - int(own.p) - 1) ** 2 <= 4 * int(own.p)


@pytest.mark.parametrize("name", NAMES)
def test_the_ways_of_multiplying_agree(name: str) -> None:
    """Doublings with digits, tables without doublings, gmpy2 and plain numbers: one sum."""
    pure, fast = curve.curves(int)[name], curve.CURVES[name]
    key = pure.multiply(int.from_bytes(os.urandom(pure.size), "big"))
    assert key is not None
    combs = pure._comb(pure.base), pure._comb(key)
    for u, v in [
        (0, 1),
        (1, 0),
        (1, 1),
        (0, 0),
        (2**61, 3),
        *((int.from_bytes(os.urandom(64), "big"),) * 2 for _ in range(4)),
    ]:
        slow = pure._multiples(((pure.base, u % pure.q), (key, v % pure.q)))
        table = pure._columns(((combs[0], u % pure.q), (combs[1], v % pure.q)))
        other = fast._multiples(((fast.base, u % fast.q), (key, v % fast.q)))
        points = {pure._affine([one])[0] if one else None for one in (slow, table)}
        points.add(tuple(map(int, fast._affine([other])[0])) if other else None)
        assert len(points) == 1


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(NAMES), st.integers(1, 2**512), st.binary(min_size=64, max_size=64))
def test_what_is_signed_verifies_and_nothing_else_does(name: str, private: int, seed: bytes) -> None:
    own = curve.CURVES[name]
    private = private % (int(own.q) - 1) + 1
    digest = streebog.digest512(seed)[: own.size]
    public, signature = sign.public(own, private), sign.sign(own, private, digest)
    assert sign.verify(own, public, digest, signature)
    assert sign.sign(own, private, digest) == signature
    at, bit = seed[0] % len(signature), 1 << seed[1] % 8
    flipped = bytes(octet ^ (bit if place == at else 0) for place, octet in enumerate(signature))
    assert not sign.verify(own, public, digest, flipped)
    at %= own.size
    other = bytes(octet ^ (bit if place == at else 0) for place, octet in enumerate(digest))
    assert not sign.verify(own, public, other, signature)


@pytest.mark.parametrize("name", NAMES)
def test_libgcrypt_and_we_accept_each_others_signatures(libgcrypt: Any, name: str) -> None:
    own = curve.CURVES[name]
    for _ in range(5):
        private = int.from_bytes(os.urandom(own.size), "big") % (int(own.q) - 1) + 1
        public, digest = sign.public(own, private), os.urandom(own.size)
        assert libgcrypt.verify(name, public, digest, sign.sign(own, private, digest))
        theirs = libgcrypt.sign(name, private, digest)
        assert sign.verify(own, public, digest, theirs)
        spoiled = theirs[:5] + bytes((theirs[5] ^ 1,)) + theirs[6:]
        assert libgcrypt.verify(name, public, digest, spoiled) is sign.verify(own, public, digest, spoiled) is False


def engine_spki(name: str, public: bytes) -> bytes:
    """SubjectPublicKeyInfo as OpenSSL's engine reads it (RFC 9215)."""

    def tlv(tag: int, content: bytes) -> bytes:
        length = bytes((len(content),)) if len(content) < 128 else bytes((0x81, len(content)))
        return bytes((tag,)) + length + content

    key = tlv(6, bytes.fromhex("2a850307010101" + ("02" if name == "512-A" else "01")))
    params = tlv(6, bytes.fromhex("2a8503070102010201" if name == "512-A" else "2a8503070102010101"))
    digest = tlv(6, bytes.fromhex("2a850307010102" + ("03" if name == "512-A" else "02")))
    parameters = params + digest if name == "512-A" else params
    return tlv(0x30, tlv(0x30, key + tlv(0x30, parameters)) + tlv(3, b"\0" + tlv(4, public)))


@pytest.mark.parametrize("name", ["512-A", "256-A"])
def test_the_gost_engine_of_openssl_accepts_our_signatures(engine: Any, name: str) -> None:
    own = curve.CURVES[name]
    private = int.from_bytes(os.urandom(own.size), "big") % (int(own.q) - 1) + 1
    message = os.urandom(300)
    digest = streebog.digest512(message) if own.size == 64 else streebog.digest256(message)
    (engine.folder / "message").write_bytes(message)
    (engine.folder / "public.der").write_bytes(engine_spki(name, sign.public(own, private)))
    # the RFC writes s‖r most significant byte first: our bytes reversed whole
    (engine.folder / "signature").write_bytes(sign.sign(own, private, digest)[::-1])
    method = "-md_gost12_512" if own.size == 64 else "-md_gost12_256"
    out = engine.run(
        "dgst",
        "-engine",
        "gost",
        method,
        "-keyform",
        "DER",
        "-verify",
        "public.der",
        "-signature",
        "signature",
        "message",
    )
    assert b"Verified OK" in out


def test_a_signature_of_the_gost_engine_is_accepted_here(engine: Any) -> None:
    engine.run("genpkey", "-engine", "gost", "-algorithm", "gost2012_512", "-pkeyopt", "paramset:A", "-out", "key.pem")
    spki = engine.run("pkey", "-engine", "gost", "-in", "key.pem", "-pubout", "-outform", "DER")
    message = os.urandom(1000)
    (engine.folder / "message").write_bytes(message)
    made = engine.run("dgst", "-engine", "gost", "-md_gost12_512", "-sign", "key.pem", "message")
    assert sign.verify("512-A", spki[-128:], streebog.digest512(message), made[::-1])


# -- forgeries, after the manner of Wycheproof ------------------------------------------------------------------------


def pair(name: str) -> tuple[curve.Curve, bytes, bytes, bytes]:
    own = curve.CURVES[name]
    private = 0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF
    digest = bytes(range(1, own.size + 1))
    return own, sign.public(own, private), digest, sign.sign(own, private, digest)


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_a_signature_outside_their_range_are_refused(name: str) -> None:
    own, public, digest, signature = pair(name)
    size, q = own.size, int(own.q)
    r, s = signature[:size], signature[size:]
    zero, order, ones = bytes(size), least_first(q, size), b"\xff" * size
    for forged_r, forged_s in [
        (zero, s),
        (r, zero),
        (zero, zero),
        (order, s),
        (r, order),
        (ones, s),
        (r, ones),
        (ones, ones),
    ]:
        assert not sign.verify(own, public, digest, forged_r + forged_s)
    # the same residue written larger is another spelling, not another signature
    number = int.from_bytes(r, "little") + q
    if number < 1 << (8 * size):
        assert not sign.verify(own, public, digest, least_first(number, size) + s)
    negated = least_first(q - int.from_bytes(s, "little"), size)
    assert not sign.verify(own, public, digest, r + negated)
    assert not sign.verify(own, public, digest, least_first(1, size) + least_first(1, size))


@pytest.mark.parametrize("name", NAMES)
def test_lengths_that_are_not_the_curves_are_refused(name: str) -> None:
    own, public, digest, signature = pair(name)
    for bad in (b"", signature[:-1], signature + b"\0", b"\0" + signature, signature[: own.size]):
        assert not sign.verify(own, public, digest, bad)
    for bad in (b"", digest[:-1], digest + b"\0"):
        assert not sign.verify(own, public, bad, signature)
    for bad in (b"", public[:-1], public + b"\0", b"\x04" + public):
        assert not sign.verify(own, bad, digest, signature)


@pytest.mark.parametrize("name", NAMES)
def test_points_that_are_no_keys_are_refused(name: str) -> None:
    own, public, digest, signature = pair(name)
    size, p = own.size, int(own.p)
    x, y = int.from_bytes(public[:size], "little"), int.from_bytes(public[size:], "little")
    off = public[:size] + least_first((y + 1) % p, size)
    for bad in (off, bytes(2 * size), b"\xff" * 2 * size):
        assert sign.point(own, bad) is None
        assert not sign.verify(own, bad, digest, signature)
    # a coordinate of p or more, or below zero, is the same residue spelled twice
    assert sign.point(own, least_first(p, size) + public[size:]) is None
    assert not own.contains((own.number(x + p), own.number(y)))
    assert not own.contains((own.number(x), own.number(y - p)))


def test_a_point_outside_the_subgroup_of_the_curve_with_cofactor_four_is_no_key() -> None:
    own = curve.CURVES["256-A"]
    p, a, b = int(own.p), int(own.a), int(own.b)
    assert p % 4 == 3
    strangers = 0
    for x in range(2, 60):
        square = (x**3 + a * x + b) % p
        y = pow(square, (p + 1) // 4, p)
        if y * y % p != square:
            continue
        point = (own.number(x), own.number(y))
        assert own.contains(point)
        in_subgroup = own._multiples(((point, own.q),)) is None
        assert own.is_key(point) is in_subgroup
        strangers += not in_subgroup
    assert strangers > 5


@pytest.mark.parametrize("name", NAMES)
def test_a_sum_that_falls_on_infinity_or_on_a_doubling_is_handled(name: str) -> None:
    """u·G + v·Q with Q = ±G makes the addition meet equal and opposite points, which its formula cannot add."""
    own = curve.curves(int)[name]
    minus = (own.base[0], own.p - own.base[1])
    assert own._multiples(((own.base, own.number(7)), (minus, own.number(7)))) is None
    assert own.x_equals(7, 7, minus, 1) is False
    doubled = own._multiples(((own.base, own.number(7)), (own.base, own.number(7))))
    assert doubled is not None
    assert own._affine([doubled])[0] == own.multiply(14)
    comb = own._comb(own.base)
    twice = own._columns(((comb, own.number(9)), (comb, own.number(9))))
    assert twice is not None
    assert own._affine([twice])[0] == own.multiply(18)
    assert own._columns(((comb, own.number(9)), (comb, own.q - 9))) is None


def test_a_zero_digest_counts_as_one() -> None:
    # RFC 7091, 6.1 step 2: e = 0 is replaced by 1
    own, public, _, _ = pair("512-A")
    private = 0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF
    signature = sign.sign(own, private, bytes(64))
    assert sign.verify(own, public, bytes(64), signature)
    assert sign.verify(own, public, least_first(1, 64), signature)
    assert sign.verify(own, public, least_first(int(own.q), 64), signature)


def test_a_key_met_often_gets_a_table_and_the_same_answers() -> None:
    own = curve.curves(int)["2004-A"]
    private, digest = 987654321, bytes(range(32))
    public, signature = sign.public(own, private), sign.sign(own, private, digest)
    key = sign.point(own, public)
    spoiled = signature[:-1] + bytes((signature[-1] ^ 1,))
    for _ in range(curve.FREQUENT + 3):
        assert sign.verify(own, public, digest, signature)
        assert not sign.verify(own, public, digest, spoiled)
    assert key in own._combs
    for other in range(2, curve.KEPT + 3):
        point = own.multiply(other)
        for _ in range(curve.FREQUENT):
            own.x_equals(1, 1, point, 5)
    assert len(own._combs) == curve.KEPT
    assert key not in own._combs


@pytest.mark.parametrize("private", [0, -1])
def test_a_private_number_outside_the_group_is_refused(private: int) -> None:
    own = curve.CURVES["512-A"]
    for bad in (private, int(own.q)):
        with pytest.raises(ValueError, match="between 0 and q"):
            sign.public(own, bad)
        with pytest.raises(ValueError, match="between 0 and q"):
            sign.sign(own, bad, bytes(64))
    with pytest.raises(ValueError, match="length"):
        sign.sign(own, 5, bytes(63))


def test_without_gmpy2_the_same_signature_holds() -> None:
    own, public, digest, signature = pair("512-A")
    script = (
        "import sys; sys.modules['gmpy2'] = None\n"
        "from jariya.kernel.signing.gost import curve, sign\n"
        f"good = sign.verify('512-A', bytes.fromhex('{public.hex()}'), bytes.fromhex('{digest.hex()}'),"
        f" bytes.fromhex('{signature.hex()}'))\n"
        "print(curve.FAST, good)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[4] / "src")},
    )  # fmt: skip
    assert done.stdout == "False True\n", done.stderr
