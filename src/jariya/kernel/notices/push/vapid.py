"""Who sends: the installation's own key and the signed word that goes with each message (RFC 8292)."""

from __future__ import annotations

import datetime as dt
import json
import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from jariya.kernel.notices.push.message import b64, new_key, unb64

LIFE = dt.timedelta(hours=12)
"""RFC 8292, 2: at most 24 hours."""


def available() -> bool:
    """Whether this installation can send to browsers."""
    return bool(settings.VAPID_KEY) or settings.MODE != "production"


def public_key() -> str:
    """What a browser is given to subscribe with: 65 bytes in base64 for addresses."""
    return b64(_private().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(endpoint: str, now: dt.datetime) -> str:
    """The header `Authorization` for a push service: a token for its origin alone, signed with ES256."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + LIFE).timestamp()), "sub": _contact()}
    said = ".".join(b64(json.dumps(part, separators=(",", ":")).encode()) for part in (_HEADER, claims))
    r, s = decode_dss_signature(_private().sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={said}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"


_HEADER = {"typ": "JWT", "alg": "ES256"}


def _contact() -> str:
    """Where the operator of a push service finds us: the site, which is https in production."""
    address = settings.PUBLIC_URL
    return address if address.startswith("https://") else "mailto:operator@localhost"


def _private() -> ec.EllipticCurvePrivateKey:
    return _key_of(settings.VAPID_KEY or _own(settings.VAR / "push.key"))


@lru_cache(maxsize=4)
def _key_of(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(text, 32), "big"), ec.SECP256R1())


def _own(path: Path) -> str:
    """The key of a demonstration, made at its first use; another process may make it in the same moment."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(new_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
