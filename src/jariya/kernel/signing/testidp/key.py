"""The key that signs the TEST service's tokens: made once per checkout, never committed."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def private_key(folder: Path) -> str:
    """PEM of an RSA key in `folder`, readable by the owner alone; made at first use."""
    file = folder / "key.pem"
    if not file.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        fresh = folder / f"key.pem.{os.getpid()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(made)
        if not file.is_file():
            fresh.replace(file)
        fresh.unlink(missing_ok=True)
    return file.read_text()
