"""Others' implementations of GOST, asked about the same inputs: libgcrypt by ctypes and OpenSSL's gost engine."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
from pathlib import Path

import pytest

NAMES = {"512-A": "GOST2012-512-tc26-A", "256-A": "GOST2012-256-A", "2004-A": "GOST2001-CryptoPro-A"}


class Libgcrypt:
    """The few calls of libgcrypt that the tests need; numbers go in most significant byte first."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._lib = library
        library.gcry_check_version.restype = ctypes.c_char_p
        library.gcry_sexp_find_token.restype = ctypes.c_void_p
        library.gcry_sexp_nth_data.restype = ctypes.c_void_p
        library.gcry_check_version(None)

    def digest(self, name: str, data: bytes) -> bytes:
        algorithm = self._lib.gcry_md_map_name(name.encode())
        size = self._lib.gcry_md_get_algo_dlen(algorithm)
        out = ctypes.create_string_buffer(size)
        self._lib.gcry_md_hash_buffer(algorithm, out, data, ctypes.c_size_t(len(data)))
        return out.raw

    def _expression(self, text: str) -> ctypes.c_void_p:
        made = ctypes.c_void_p()
        raw = text.encode()
        error = self._lib.gcry_sexp_new(ctypes.byref(made), raw, ctypes.c_size_t(len(raw)), 1)
        assert error == 0, error
        return made

    def verify(self, curve: str, public: bytes, digest: bytes, signature: bytes) -> bool:
        """Verify in the KZ byte order: everything least byte first."""
        half = len(public) // 2
        x, y = public[:half][::-1], public[half:][::-1]
        r, s = signature[:half][::-1], signature[half:][::-1]
        key = self._expression(f"(public-key (ecc (curve {NAMES[curve]}) (q #04{x.hex()}{y.hex()}#)))")
        what = self._expression(f"(data (flags gost) (value #{digest[::-1].hex()}#))")
        mark = self._expression(f"(sig-val (gost (r #{r.hex()}#) (s #{s.hex()}#)))")
        return self._lib.gcry_pk_verify(mark, what, key) == 0

    def sign(self, curve: str, private: int, digest: bytes) -> bytes:
        """Sign with a chance nonce and return r‖s, least byte first."""
        size = len(digest)
        key = self._expression(
            f"(private-key (ecc (curve {NAMES[curve]}) (d #{private.to_bytes(size, 'big').hex()}#)))"
        )
        what = self._expression(f"(data (flags gost) (value #{digest[::-1].hex()}#))")
        made = ctypes.c_void_p()
        error = self._lib.gcry_pk_sign(ctypes.byref(made), what, key)
        assert error == 0, error
        return b"".join(self._number(made, name).rjust(size, b"\0")[-size:][::-1] for name in (b"r", b"s"))

    def _number(self, expression: ctypes.c_void_p, name: bytes) -> bytes:
        token = ctypes.c_void_p(self._lib.gcry_sexp_find_token(expression, name, 0))
        length = ctypes.c_size_t()
        at = self._lib.gcry_sexp_nth_data(token, 1, ctypes.byref(length))
        return ctypes.string_at(at, length.value).lstrip(b"\0")


class GostEngine:
    """OpenSSL's gost engine through the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str) -> bytes:
        return subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, check=True, timeout=60
        ).stdout


@pytest.fixture(scope="session")
def libgcrypt() -> Libgcrypt:
    try:
        return Libgcrypt(ctypes.CDLL("libgcrypt.so.20"))
    except (OSError, AttributeError) as error:
        pytest.skip(f"libgcrypt.so.20 is not on this machine: {error}")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> GostEngine:
    """The engine of Debian's libengine-gost-openssl, where OpenSSL (or OPENSSL_ENGINES) finds it."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl command on this machine")
    found = subprocess.run(["openssl", "engine", "-t", "gost"], capture_output=True, text=True, timeout=60)
    if "[ available ]" not in found.stdout:
        pytest.skip("OpenSSL's gost engine is not installed (Debian: libengine-gost-openssl)")
    return GostEngine(tmp_path_factory.mktemp("engine"))
