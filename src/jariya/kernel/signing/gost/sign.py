"""Signatures of GOST R 34.10-2012 (RFC 7091) in the byte order of Kazakhstan's certificates.

There every number is written least byte first: the digest is read so, a key is x‖y and a signature r‖s, each number
reversed whole against the layout of the RFC. Checked on artefacts of the national test authority.
"""

from __future__ import annotations

import hashlib
import hmac

from jariya.kernel.signing.gost.curve import CURVES, Affine, Curve


def point(curve: Curve | str, public: bytes) -> Affine | None:
    """Return the key's point from x‖y (least byte first); None for a wrong length or a point that may not be a key."""
    curve = CURVES[curve] if isinstance(curve, str) else curve
    if len(public) != 2 * curve.size:
        return None
    found = (
        curve.number(int.from_bytes(public[: curve.size], "little")),
        curve.number(int.from_bytes(public[curve.size :], "little")),
    )
    return found if curve.is_key(found) else None


def verify(curve: Curve | str, public: bytes, digest: bytes, signature: bytes) -> bool:
    """Return whether the signature r‖s over the digest is the key's (RFC 7091, section 6.2).

    `public`: x‖y; all three least byte first. A malformed key, digest or signature is False, never an error.
    """
    curve = CURVES[curve] if isinstance(curve, str) else curve
    key = point(curve, public)
    return key is not None and verify_by(curve, key, digest, signature)


def verify_by(curve: Curve, key: Affine, digest: bytes, signature: bytes) -> bool:
    """Return what `verify` returns, for a key already read by `point`: saves reading it at each check."""
    size = curve.size
    if len(signature) != 2 * size or len(digest) != size:
        return False
    r = int.from_bytes(signature[:size], "little")
    s = int.from_bytes(signature[size:], "little")
    if not (0 < r < curve.q and 0 < s < curve.q):
        return False
    inverse = pow(_number(curve, digest), -1, int(curve.q))
    return curve.x_equals(s * inverse, -r * inverse, key, r)


def public(curve: Curve | str, private: int) -> bytes:
    """Return the public key x‖y (least byte first) of a private number 0 < d < q. Raises ValueError outside it."""
    curve = CURVES[curve] if isinstance(curve, str) else curve
    if not 0 < private < curve.q:
        raise ValueError("a private key lies between 0 and q")
    found = curve.multiply(private)
    if found is None:  # pragma: no cover - q is prime and the base point has that order
        raise ValueError("the point at infinity is no key")
    return b"".join(int(value).to_bytes(curve.size, "little") for value in found)


def sign(curve: Curve | str, private: int, digest: bytes) -> bytes:
    """Return r‖s over the digest. For the test authority only: this code does not run in constant time.

    The nonce is made from key and digest by HMAC (the way of RFC 6979), so a bad source of chance cannot betray a key.
    Raises ValueError for a digest whose length is not the curve's or a private key outside 0 < d < q.
    """
    curve = CURVES[curve] if isinstance(curve, str) else curve
    if len(digest) != curve.size:
        raise ValueError("the digest's length is not the curve's")
    if not 0 < private < curve.q:
        raise ValueError("a private key lies between 0 and q")
    e = _number(curve, digest)
    seed = private.to_bytes(curve.size, "big") + digest
    for attempt in range(256):
        k = int.from_bytes(_stretch(seed, attempt, curve.size + 8), "big") % int(curve.q)
        found = curve.multiply(k) if k else None
        r = int(found[0]) % int(curve.q) if found else 0
        s = (r * private + k * e) % int(curve.q)
        if r and s:
            return r.to_bytes(curve.size, "little") + s.to_bytes(curve.size, "little")
    raise ValueError("no nonce was found")  # pragma: no cover - chance below 2^-60000


def _number(curve: Curve, digest: bytes) -> int:
    """Return the digest as the number e of RFC 7091: modulo q, and 1 for 0."""
    return int.from_bytes(digest, "little") % int(curve.q) or 1


def _stretch(seed: bytes, attempt: int, length: int) -> bytes:
    blocks = range(length // 64 + 1)
    return b"".join(hmac.digest(seed, bytes((attempt, i)), hashlib.sha512) for i in blocks)[:length]
