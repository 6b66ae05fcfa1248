"""Keys of the TEST authority and its persons: made, kept and used here, for invented people only."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jariya.kernel.signing.testca import der

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SHA256 = "2.16.840.1.101.3.4.2.1"
RSA_KEY = "1.2.840.113549.1.1.1"
RSA_SHA256 = "1.2.840.113549.1.1.11"

GOST512, GOST256, RSA = "gost512", "gost256", "rsa"
ALGORITHMS = (GOST512, RSA, GOST256)


@dataclass(frozen=True)
class Gost:
    """The names of one size of GOST 34.10-2015 in the Kazakhstan profile, and our name of its curve."""

    curve: str
    size: int
    """Of the private number, bytes."""
    key: str
    parameters: str
    digest: str
    signature: str


GOST = {
    GOST512: Gost(
        "512-A",
        64,
        "1.2.398.3.10.1.1.2.2",
        "1.2.398.3.10.1.1.2.2.1",
        "1.2.398.3.10.1.3.3",
        "1.2.398.3.10.1.1.2.3.2",
    ),
    GOST256: Gost(
        "256-A",
        32,
        "1.2.398.3.10.1.1.2.1",
        "1.2.398.3.10.1.1.2.1.1",
        "1.2.398.3.10.1.3.2",
        "1.2.398.3.10.1.1.2.3.1",
    ),
}


@dataclass(frozen=True)
class Key:
    """A private key. `secret` is PKCS #8 for RSA, the little-endian number for GOST; it is never printed."""

    algorithm: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.algorithm!r})"

    @classmethod
    def generate(cls, algorithm: str, *, rsa_bits: int = 2048) -> Key:
        """A new key; `rsa_bits` counts for RSA only."""
        if algorithm == RSA:
            from cryptography.hazmat.primitives import serialization
            from cryptography.hazmat.primitives.asymmetric import rsa

            # Below 1024 bits nothing is made: the weak key of the tests is weak enough with 1024.
            made = rsa.generate_private_key(public_exponent=65537, key_size=rsa_bits)
            return cls(
                RSA,
                made.private_bytes(
                    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                ),
            )
        from jariya.kernel.signing.gost.curve import CURVES

        names = GOST[algorithm]
        number = 1 + secrets.randbelow(int(CURVES[names.curve].q) - 1)
        return cls(algorithm, number.to_bytes(names.size, "little"))

    @cached_property
    def _rsa(self) -> RSAPrivateKey:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_der_private_key

        # Checking the numbers of each key again costs 40 ms; we made them.
        key = load_der_private_key(self.secret, None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, RSAPrivateKey)
        return key

    @cached_property
    def public(self) -> bytes:
        """SubjectPublicKeyInfo, DER. GOST: x and y little-endian in an OCTET STRING, as the NCA writes them."""
        if self.algorithm == RSA:
            from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

            return self._rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        from jariya.kernel.signing.gost import sign
        from jariya.kernel.signing.gost.curve import CURVES

        names = GOST[self.algorithm]
        point = sign.public(CURVES[names.curve], int.from_bytes(self.secret, "little"))
        parameters = der.sequence(der.oid(names.parameters), der.oid(names.digest))
        return der.sequence(der.sequence(der.oid(names.key), parameters), der.bits(der.octets(point)))

    @property
    def bits(self) -> bytes:
        """The public key's bits alone, what OCSP and key identifiers are computed over."""
        from asn1crypto import parser

        inside = parser.parse(self.public)[4]
        algorithm = parser.parse(inside)
        found: bytes = parser.parse(inside[sum(map(len, algorithm[3:])) :])[4]
        return found[1:]

    @property
    def identifier(self) -> bytes:
        """Subject key identifier: SHA-1 of the public key's bits (RFC 5280, 4.2.1.2, method 1)."""
        return hashlib.sha1(self.bits, usedforsecurity=False).digest()

    @property
    def signature_oid(self) -> str:
        """The signature algorithm that goes with this key."""
        return RSA_SHA256 if self.algorithm == RSA else GOST[self.algorithm].signature

    @property
    def digest_oid(self) -> str:
        """The digest algorithm that goes with this key."""
        return SHA256 if self.algorithm == RSA else GOST[self.algorithm].digest

    def digest(self, content: bytes) -> bytes:
        """The digest that goes with this key."""
        return digest(self.digest_oid, content)

    def sign(self, content: bytes) -> bytes:
        """A signature over `content` in the bytes the Kazakhstan profile puts into a file."""
        if self.algorithm == RSA:
            from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
            from cryptography.hazmat.primitives.hashes import SHA256 as Sha256

            return self._rsa.sign(content, PKCS1v15(), Sha256())
        from jariya.kernel.signing.gost import sign
        from jariya.kernel.signing.gost.curve import CURVES

        curve = CURVES[GOST[self.algorithm].curve]
        return sign.sign(curve, int.from_bytes(self.secret, "little"), self.digest(content))


def digest(name: str, content: bytes) -> bytes:
    """The digest named by an OID: SHA-256 or Streebog of either size.

    Raises:
        KeyError: another algorithm; the TEST authority knows no more.
    """
    if name == SHA256:
        return hashlib.sha256(content).digest()
    from jariya.kernel.signing.gost import streebog

    return {GOST[GOST512].digest: streebog.digest512, GOST[GOST256].digest: streebog.digest256}[name](content)


def identifier(name: str) -> bytes:
    """AlgorithmIdentifier with NULL parameters, as the NCA writes each of them."""
    return der.sequence(der.oid(name), der.null())


def pem(label: str, content: bytes) -> str:
    """PEM text with lines of 64 letters."""
    text = base64.b64encode(content).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def unpem(label: str, text: str) -> list[bytes]:
    """All blocks with this label.

    Raises:
        ValueError: a block that does not end or is not base64.
    """
    found = []
    for block in text.split(f"-----BEGIN {label}-----")[1:]:
        inside, end, _ = block.partition(f"-----END {label}-----")
        if not end:
            raise ValueError("unfinished PEM")
        found.append(base64.b64decode("".join(inside.split()), validate=True))
    return found
