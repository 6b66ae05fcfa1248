"""Encryption of one push message for one browser: RFC 8291 (`aes128gcm` of RFC 8188, one record). Pure."""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT_BYTES, AUTH_BYTES, SALT_BYTES = 65, 16, 16
RECORD = 4096
"""RFC 8291, 4: a push service need not take more than 4096 bytes of body."""
MOST = RECORD - 86 - 17
"""Bytes of plain text that fit: the header takes 86, the padding mark and the seal of AES-GCM 17."""


class Unusable(ValueError):
    """The browser's key, or the text, cannot be used. The message is a stable code."""


def b64(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def new_key() -> str:
    """A private key as `JARIYA_VAPID_KEY` takes it: 32 bytes in base64 for addresses."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return b64(number.to_bytes(32, "big"))


def unb64(text: str, size: int) -> bytes:
    """Read exactly `size` bytes; raises `Unusable` push_key_bad."""
    try:
        data = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise Unusable("push_key_bad") from None
    if len(data) != size:
        raise Unusable("push_key_bad")
    return data


def point(data: bytes) -> ec.EllipticCurvePublicKey:
    """A public key of P-256 as browsers give it: 65 bytes, uncompressed. Raises `Unusable` when not on the curve."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)
    except ValueError:
        raise Unusable("push_key_bad") from None


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def seal(
    text: bytes,
    *,
    key: bytes,
    auth: bytes,
    private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of the request: header (salt, record size, our one-time public key) and the sealed text.

    Args:
        text: at most `MOST` bytes.
        key: the browser's public key (`p256dh`), 65 bytes; auth: its 16-byte secret.
        private, salt: for the vector of the RFC only; fresh ones each time otherwise.

    Raises:
        Unusable: push_key_bad, push_too_long.
    """
    if len(text) > MOST:
        raise Unusable("push_too_long")
    if len(auth) != AUTH_BYTES:
        raise Unusable("push_key_bad")
    browser = point(key)
    own = private or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(SALT_BYTES)
    public = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), browser)
    secret = _derived(shared, auth, b"WebPush: info\x00" + key + public, 32)
    content_key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    sealed = AESGCM(content_key).encrypt(nonce, text + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(public)]) + public + sealed
