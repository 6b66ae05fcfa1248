"""Keyed hashes and sealing, each purpose with a key of its own derived from the installation's secret key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _key(purpose: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), b"jariya.people." + purpose.encode(), hashlib.sha256).digest()


def digest(purpose: str, *parts: object) -> str:
    """HMAC-SHA256 of the parts as 64 hexadecimal characters. Without the installation's key nothing can be guessed."""
    return _digest(settings.SECRET_KEY, purpose, parts)


def digests(purpose: str, *parts: object) -> list[str]:
    """The digest under the installation's key and under its earlier ones: to find what was written before a change."""
    return [_digest(key, purpose, parts) for key in _secrets()]


def _digest(secret: str, purpose: str, parts: tuple[object, ...]) -> str:
    message = b"\x00".join(str(part).encode() for part in parts)
    return hmac.new(_key(purpose, secret), message, hashlib.sha256).hexdigest()


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key("seal", key))) for key in _secrets()])


def seal(plain: bytes) -> bytes:
    """Encrypt for the database."""
    return _box().encrypt(plain)


def unseal(sealed: bytes | memoryview) -> bytes | None:
    """Decrypt; None when the installation's key has changed since (then the person enrols anew)."""
    try:
        return _box().decrypt(bytes(sealed))
    except InvalidToken:
        return None


def random_digits(count: int) -> str:
    """`count` decimal digits, leading zeros kept."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def random_words(groups: int = 2, length: int = 5) -> str:
    """A secret a person can copy from paper: Crockford characters in groups, `7KQ2M-X0RWD`."""
    return "-".join("".join(secrets.choice(CROCKFORD) for _ in range(length)) for _ in range(groups))


def as_typed(text: str) -> str:
    """Read back what `random_words` gave, whatever case, spaces or look-alike letters were typed."""
    plain = "".join(char for char in text.upper() if char.isalnum())
    return plain.replace("O", "0").replace("I", "1").replace("L", "1")


def random_token() -> str:
    """256 random bits for a link."""
    return secrets.token_urlsafe(32)
