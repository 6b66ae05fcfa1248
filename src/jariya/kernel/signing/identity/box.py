"""One box of AES-256-GCM: a random nonce, the content, and the words it is bound to. NIST SP 800-38D."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16
KEY = 32
OVERHEAD = NONCE + TAG


class Broken(ValueError):
    """The box does not open: another key, other words beside it, or a changed byte. It never says which."""


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY)


def shut(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Nonce, ciphertext and tag. `aad` is not kept inside: whoever opens must know it."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unshut(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """The content of a box.

    Raises:
        Broken: it does not open.
    """
    if len(sealed) < OVERHEAD:
        raise Broken("box")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], aad)
    except InvalidTag:
        raise Broken("box") from None
