"""Public keys of every kind the state has issued, digests, and one way to check a signature with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jariya.kernel.signing import oids
from jariya.kernel.signing.der import NotDer, strict
from jariya.kernel.signing.gost import gost94, sign, streebog
from jariya.kernel.signing.gost.curve import CURVES
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from asn1crypto.keys import PublicKeyInfo

RSA_BITS = range(2048, 8193)
"""Sizes of an RSA modulus that are accepted: below is weak, above only wastes the checker's time."""

_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    oids.SHA256: lambda data: hashlib.sha256(data).digest(),
    oids.SHA384: lambda data: hashlib.sha384(data).digest(),
    oids.SHA512: lambda data: hashlib.sha512(data).digest(),
    oids.STREEBOG512: streebog.digest512,
    oids.STREEBOG256: streebog.digest256,
}
_ARCHIVE_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    oids.SHA1: lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    oids.MD5: lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    oids.GOST94: gost94.digest,
}


@dataclass(frozen=True)
class _Gost:
    kind: str
    bits: int
    curve: str
    curve_oid: str
    digest: str
    signature: str


_GOST = {
    oids.GOST2015_512_KEY: _Gost(
        "gost2015-512", 512, "512-A", oids.GOST2015_512_CURVE, oids.STREEBOG512, oids.GOST2015_512
    ),
    oids.GOST2015_256_KEY: _Gost(
        "gost2015-256", 256, "256-A", oids.GOST2015_256_CURVE, oids.STREEBOG256, oids.GOST2015_256
    ),
    oids.GOST2004_KEY: _Gost("gost2004", 256, "2004-A", oids.GOST2004_CURVE, oids.GOST94, oids.GOST2004),
}
_RSA_SIGNATURES = {oids.SHA256_RSA: "SHA256", oids.SHA384_RSA: "SHA384", oids.SHA512_RSA: "SHA512"}
_ARCHIVE_RSA_SIGNATURES = {oids.SHA1_RSA: "SHA1", oids.MD5_RSA: "MD5"}

SIGNATURE_DIGESTS = {
    oids.SHA256_RSA: oids.SHA256,
    oids.SHA384_RSA: oids.SHA384,
    oids.SHA512_RSA: oids.SHA512,
    oids.GOST2015_512: oids.STREEBOG512,
    oids.GOST2015_256: oids.STREEBOG256,
    oids.GOST2004: oids.GOST94,
    oids.SHA1_RSA: oids.SHA1,
    oids.MD5_RSA: oids.MD5,
}
"""Which digest goes with which signature algorithm: the two must agree wherever both are written."""


def digest(oid: str, data: bytes, *, archive: bool = False) -> bytes:
    """Return the digest of the data by the algorithm's OID.

    `archive`: also those that no longer protect anything (MD5, SHA-1, GOST R 34.11-94), for reading old papers.
    Raises Refused `algorithm.weak` for these otherwise, `algorithm.unknown` for any other.
    """
    if (made := _DIGESTS.get(oid)) is not None:
        return made(data)
    if (made := _ARCHIVE_DIGESTS.get(oid)) is not None:
        if archive:
            return made(data)
        raise Refused("algorithm.weak", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    raise Refused("algorithm.unknown", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")


@dataclass(frozen=True)
class PublicKey:
    """A public key read once and used many times.

    `kind`: `gost2015-512`, `gost2015-256`, `gost2004` or `rsa`. `bits`: of the curve or the modulus. `spki`: its
    SubjectPublicKeyInfo, DER. `identity`: the key's bits alone, over which OCSP and key identifiers are computed.
    """

    kind: str
    bits: int
    spki: bytes
    identity: bytes
    _material: Any = field(compare=False)

    def __repr__(self) -> str:
        return f"PublicKey({self.kind!r}, {self.bits})"

    @classmethod
    def from_spki(cls, spki: PublicKeyInfo | bytes, *, archive: bool = False) -> PublicKey:
        """Read a SubjectPublicKeyInfo (asn1crypto's, or DER bytes).

        `archive`: also kinds and sizes no longer trusted: GOST 34.310-2004, RSA below 2048 bits.
        Raises Refused: `certificate.damaged`, `algorithm.unknown` (also another curve), `algorithm.weak_key`,
        `algorithm.legacy`.
        """
        return _read(spki if isinstance(spki, bytes) else spki.dump(), archive)

    @property
    def algorithm(self) -> str:
        """The key's name for people."""
        return f"RSA, {self.bits} bits" if self.kind == "rsa" else oids.NAMES[self._material[0]]

    def verify(self, signature: bytes, data: bytes, signature_oid: str, *, archive: bool = False) -> bool:
        """Return whether the signature over the data is this key's, by the algorithm of `signature_oid`.

        `archive`: also signatures made with MD5, SHA-1 or GOST R 34.11-94.
        Raises Refused: `algorithm.disagree` when the algorithm is not one of this key's kind, `algorithm.weak`,
        `algorithm.unknown`.
        """
        if signature_oid not in SIGNATURE_DIGESTS:
            raise Refused("algorithm.unknown", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
        if self.kind == "rsa":
            return self._verify_rsa(signature, data, signature_oid, archive)
        oid, point = self._material
        gost = _GOST[oid]
        if signature_oid != gost.signature:
            raise Refused("algorithm.disagree", "failed", "FORMAT_FAILURE")
        return sign.verify_by(CURVES[gost.curve], point, digest(gost.digest, data, archive=archive), signature)

    def _verify_rsa(self, signature: bytes, data: bytes, signature_oid: str, archive: bool) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

        if signature_oid in _ARCHIVE_RSA_SIGNATURES and not archive:
            raise Refused("algorithm.weak", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
        name = {**_RSA_SIGNATURES, **_ARCHIVE_RSA_SIGNATURES}.get(signature_oid)
        if name is None:
            raise Refused("algorithm.disagree", "failed", "FORMAT_FAILURE")
        if len(signature) != (self.bits + 7) // 8:
            return False
        try:
            self._material.verify(signature, data, PKCS1v15(), getattr(hashes, name)())
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=512)
def _read(spki: bytes, archive: bool) -> PublicKey:
    """Read a key; the keys of authorities and responders come again with every check."""
    try:
        algorithm, bits = strict(spki).of(0x30).children
        oid, parameters = algorithm.of(0x30).children
        name, identity = oid.as_oid(), bits.as_bits()
        if name == oids.RSA:
            parameters.of(0x05)
            return _rsa(spki, identity, archive)
        if name not in _GOST:
            raise Refused("algorithm.unknown", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
        gost = _GOST[name]
        named = [one.as_oid() for one in parameters.of(0x30).children]
        octets = strict(identity).as_octets()
    except (NotDer, ValueError, IndexError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("certificate.damaged", "failed", "FORMAT_FAILURE") from None
    if gost.kind == "gost2004":
        if not archive:
            raise Refused("algorithm.legacy", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
        agreed = named[:1] == [gost.curve_oid] and named[1:] in ([], [gost.digest], [oids.GOST94_TEST_BOXES])
    else:
        agreed = named == [gost.curve_oid, gost.digest]
    if not agreed:
        raise Refused("algorithm.unknown", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    point = sign.point(CURVES[gost.curve], octets)
    if point is None:
        raise Refused("certificate.damaged", "failed", "FORMAT_FAILURE")
    return PublicKey(gost.kind, gost.bits, spki, identity, (name, point))


def _rsa(spki: bytes, identity: bytes, archive: bool) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    modulus, exponent = (number.as_integer() for number in strict(identity).of(0x30).children)
    bits = modulus.bit_length()
    weak = bits not in RSA_BITS or modulus % 2 == 0 or exponent < 65537 or exponent % 2 == 0
    if modulus <= 0 or exponent <= 0 or (weak and not archive) or bits > RSA_BITS[-1]:
        raise Refused("algorithm.weak_key", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    key = load_der_public_key(spki)
    if not isinstance(key, RSAPublicKey):
        raise Refused("certificate.damaged", "failed", "FORMAT_FAILURE")
    return PublicKey("rsa", bits, spki, identity, key)
