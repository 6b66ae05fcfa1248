"""Bytes made to cost time or to break a reader: each gets a refusal, soon."""

from __future__ import annotations

import copy
import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.kernel.signing.verification.making import CONTENT, NONCE, Desk

from jariya.kernel.signing import cms, crl, der, keys, ocsp, oids, timestamps
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused

SECONDS = 1.0
"""Of the processor, for 64 KB. A web process checks the shape itself, while the person waits."""


def sequence(*parts: bytes) -> bytes:
    return der.tlv(der.SEQUENCE, *parts)


def stranger(number: int, *, weight: int = 0) -> bytes:
    """Just enough of a certificate to have an issuer and a number."""
    empty = sequence()
    key = sequence(empty, der.tlv(der.BITS, b"\0" + b"x" * weight))
    body = sequence(der.tlv(0xA0, der.integer(2)), der.integer(number), empty, empty, empty, empty, key)
    return sequence(body, empty, der.tlv(der.BITS, b"\0"))


def naming(desk: Desk, digest: str, certificates: list[bytes], names: int) -> bytes:
    """A signature that encloses `certificates` and names the last of them `names` times beside the signer's own."""
    whole = der.strict(desk.sign(algorithm="rsa"))
    kind, inside = whole.children
    version, digests, content, own, signers = inside.children[0].children
    body = [one.raw for one in signers.children[0].children]
    held = sorted([own.children[0].raw, *certificates])

    def name(certificate: bytes) -> bytes:
        algorithm = [] if digest == oids.SHA256 else [sequence(der.oid(digest))]
        return sequence(*algorithm, der.tlv(der.OCTETS, keys.digest(digest, certificate)))

    wanted = sequence(sequence(name(own.children[0].raw), *[name(held[-1])] * names))
    ess = sequence(der.oid(oids.SIGNING_CERTIFICATE_V2), der.tlv(der.SET, wanted))
    others = [one.raw for one in signers.children[0].children[3].children]
    kept = [one for one in others if der.strict(one).children[0].as_oid() != oids.SIGNING_CERTIFICATE_V2]
    body[3] = der.tlv(0xA0, *sorted([*kept, ess]))
    parts = (version.raw, digests.raw, content.raw, der.tlv(0xA0, *held), der.tlv(der.SET, sequence(*body)))
    return sequence(kind.raw, der.tlv(0xA0, sequence(*parts)))


def brackets(depth: int) -> bytes:
    found = b""
    for _ in range(depth):
        found = sequence(found)
    return found


def grown(data: bytes) -> bytes:
    """Up to 64 KB with certificates that are nobody's."""
    whole = der.strict(data)
    kind, inside = whole.children
    version, digests, content, own, signers = inside.children[0].children
    held = sorted([*(one.raw for one in own.children), *(stranger(number) for number in range(1, 1200))])
    parts = (version.raw, digests.raw, content.raw, der.tlv(0xA0, *held), signers.raw)
    return sequence(kind.raw, der.tlv(0xA0, sequence(*parts)))


SLOW: dict[str, Callable[[Desk], bytes]] = {
    "an identifier of 64 KB": lambda desk: sequence(der.tlv(der.OID, b"\xff" * 64_000 + b"\x01")),
    "a number of 64 KB": lambda desk: sequence(der.tlv(der.INTEGER, b"\x7f" * 64_000)),
    "brackets without end": lambda desk: b"\x30\x80" * 32_000,
    "5,000 brackets": lambda desk: brackets(5_000),
    "32,000 nothings": lambda desk: sequence(*[b"\x05\x00"] * 32_000),
    "a set of 20,000": lambda desk: der.tlv(der.SET, *[b"\x02\x01\x05"] * 20_000),
    "1,200 certificates": lambda desk: grown(desk.sign()),
    "1,000 certificates named 700 times": lambda desk: naming(
        desk, oids.SHA256, [stranger(number) for number in range(1, 1000)], 700
    ),
    "the same in Streebog": lambda desk: naming(
        desk, oids.STREEBOG512, [stranger(number) for number in range(1, 1000)], 300
    ),
    "as many as are allowed, heavy, in Streebog": lambda desk: naming(
        desk, oids.STREEBOG512, [stranger(number, weight=8_000) for number in range(1, cms.MOST_CERTIFICATES)], 7
    ),
    "one certificate named 1,000 times": lambda desk: naming(desk, oids.STREEBOG512, [], 500),
}


@pytest.mark.parametrize("name", SLOW)
def test_64_kilobytes_made_to_cost_time_are_refused_within_a_second(desk: Desk, name: str) -> None:
    data = SLOW[name](desk)
    assert len(data) <= cms.MAX_BYTES
    begun = time.process_time()
    found = desk.check(data)
    assert found.indication != "passed"
    assert time.process_time() - begun < SECONDS


def test_a_chain_and_its_names_still_pass_as_programs_send_them(desk: Desk) -> None:
    assert desk.check(desk.sign(chain=True)).code == "passed"


Tree = list[Any]
ODD = (
    (0x01, b"\xff"), (0x02, b"\x01"), (0x02, b"\x7f" * 300), (0x02, b"\x80"), (0x03, b"\0"), (0x04, b""), (0x05, b""),
    (0x06, der.oid(oids.SHA256)[2:]), (0x0A, b"\x7f" * 50), (0x17, b"500101000000Z"), (0x18, b"99991231235959Z"),
    (0x18, b"00010101000000Z"), (0x80, b""), (0x82, b"\xff" * 400), (0x30, b""), (0x31, b""), (0xA0, b""), (0xA1, b""),
)  # fmt: skip
TAGS = (0x02, 0x03, 0x04, 0x06, 0x0A, 0x17, 0x18, 0x30, 0x31, 0x80, 0x81, 0xA0, 0xA1, 0xA2)


def tree(node: der.Node) -> Tree:
    if node.tag & 0x20:
        return [node.tag, [tree(one) for one in node.children]]
    if node.tag == der.OCTETS:
        try:
            return [node.tag, [tree(der.strict(node.content))]]
        except der.NotDer:
            pass
    return [node.tag, node.content]


def written(one: Tree) -> bytes:
    return der.tlv(one[0], *map(written, one[1])) if isinstance(one[1], list) else der.tlv(one[0], one[1])


def nodes(one: Tree) -> Iterator[Tree]:
    yield one
    for child in one[1] if isinstance(one[1], list) else ():
        yield from nodes(child)


def changed(whole: Tree, chance: random.Random) -> bytes:
    """Well-formed DER that says something else: values exchanged, dropped, doubled, named otherwise."""
    fresh = copy.deepcopy(whole)
    for _ in range(chance.choice((1, 1, 2, 3))):
        every = list(nodes(fresh))
        one, how = chance.choice(every), chance.randrange(5)
        if how == 0:
            one[:] = chance.choice(ODD)
        elif how == 1 and isinstance(one[1], list) and one[1]:
            del one[1][chance.randrange(len(one[1]))]
        elif how == 2 and isinstance(one[1], list) and one[1]:
            one[1].append(copy.deepcopy(chance.choice(one[1])))
        elif how == 3:
            one[:] = copy.deepcopy(chance.choice(every))
        else:
            one[0] = chance.choice(TAGS)
    return written(fresh)


@pytest.mark.parametrize("what", ["answer", "list", "token", "certificate", "signature"])
def test_well_formed_nonsense_is_refused_and_breaks_no_reader(desk: Desk, what: str, whole: bool) -> None:
    person = desk.person()
    leaf, issuer = Certificate.parse(person.certificate), Certificate.parse(person.chain[0])
    signature = desk.sign()
    over = cms.read(signature).signature
    token = timestamps.token(desk.authority.responders.tsa(timestamps.request(over, 7), desk.now))

    def check(data: bytes) -> None:
        assert desk.check(data).indication != "passed" or data == signature

    readers: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
        "answer": (desk.answer(), lambda data: ocsp.check(data, leaf, issuer, at=desk.now, nonce=NONCE)),
        "list": (desk.authority.responders.crl(desk.now, "rsa"), crl.read),
        "token": (token, lambda data: timestamps.check(data, over, desk.store, desk.now, nonce=7)),
        "certificate": (person.certificate, Certificate.parse),
        "signature": (signature, check),
    }
    data, read = readers[what]
    parts, chance = tree(der.strict(data)), random.Random(20260318)
    for _ in range(2_000 if whole else 60 if what == "signature" else 200):
        try:
            read(changed(parts, chance))
        except Refused:
            continue


@pytest.mark.parametrize("part", [b"\xa0\x03\x02\x01\x01", der.tlv(0x06, b"\x2a"), der.tlv(0x02, b"\x7f" * 400)])
def test_an_accuracy_that_is_none_is_a_refused_token_and_no_error(part: bytes) -> None:
    with pytest.raises(Refused, match=r"timestamp\.malformed"):
        timestamps._accuracy(der.first(sequence(part), 0, len(sequence(part))))


def test_the_content_under_the_limit_is_read_in_time(desk: Desk) -> None:
    begun = time.process_time()
    found = desk.check(desk.sign(algorithm="gost512"), CONTENT * 600, at=desk.now + dt.timedelta(0))
    assert found.code == "digest.other"
    assert time.process_time() - begun < SECONDS
