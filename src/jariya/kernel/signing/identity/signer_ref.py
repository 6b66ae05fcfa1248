"""A person without a number: HMAC-SHA256 of the IIN under a purpose's key.

There are about 2·10⁹ IINs: a plain or salted hash of one is found in seconds. Under a key that stands in no table it
is noise, and two purposes cannot be compared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from jariya.kernel.signing.identity import keys


@dataclass(frozen=True)
class Ref:
    """A keyed hash and the version of the key that made it."""

    version: int
    value: bytes


def keyed(secret: bytes, identity: str) -> bytes:
    """32 bytes. `identity`: an IIN (12 digits), or `subject()` of a state identity service that gives none."""
    return hmac.new(secret, identity.encode(), hashlib.sha256).digest()


def subject(issuer: str, sub: str) -> str:
    """The identity of a person whom a service names without an IIN; no IIN has a colon."""
    return f"oidc:{issuer}\x00{sub}"


def refs(purpose: str, identity: str, *, now: dt.datetime | None = None) -> list[Ref]:
    """The hashes under every living key of the purpose, newest first. Raises as `keys.living`."""
    return [Ref(key.version, keyed(key.secret, identity)) for key in keys.living(purpose, now=now)]


def ref(purpose: str, identity: str, *, now: dt.datetime | None = None) -> Ref:
    """The hash under the purpose's current key: what a new row keeps, for example `ref("petition:P26…", iin)`."""
    return refs(purpose, identity, now=now)[0]
