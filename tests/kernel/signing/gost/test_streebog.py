"""Streebog and GOST R 34.11-94 against the vectors of their standards and against others' code."""

# ruff: noqa: E501 - the numbers of the standards are as long as they are

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jariya.kernel.signing.gost import gost94, streebog

# RFC 6986, section 10: the messages are printed most significant byte first
FIRST = bytes.fromhex(
    "323130393837363534333231303938373635343332313039383736353433323130393837363534333231303938373635343332313039383736353433323130"
)[::-1]
SECOND = bytes.fromhex(
    "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f120fff0eeec20f120faf2fee5e2202ce8f6f3ede220e8e6eee1e8f0f2d1"
    "202ce8f0f2e5e220e5d1"
)[::-1]
VECTORS = [
    (
        FIRST,
        "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
        "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d",
    ),
    (
        SECOND,
        "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f037613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e",
        "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d",
    ),
]


@pytest.mark.parametrize(("message", "long", "short"), VECTORS)
def test_the_vectors_of_rfc_6986_come_out(message: bytes, long: str, short: str) -> None:
    assert streebog.digest512(message)[::-1].hex() == long
    assert streebog.digest256(message)[::-1].hex() == short
    assert streebog.TableStreebog(512, message).digest()[::-1].hex() == long
    assert streebog.TableStreebog(256, message).digest()[::-1].hex() == short


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.data())
def test_a_message_in_pieces_has_the_digest_of_the_whole(message: bytes, data: Any) -> None:
    cut = data.draw(st.integers(0, len(message)))
    for bits in (512, 256):
        running = streebog.TableStreebog(bits)
        running.update(message[:cut])
        running.digest()
        running.update(message[cut:])
        assert (
            running.digest()
            == streebog.TableStreebog(bits, message).digest()
            == streebog.Streebog(bits, message).digest()
        )


@settings(max_examples=60, deadline=None)
@given(message=st.binary(max_size=300))
def test_libgcrypt_finds_the_same_digests(libgcrypt: Any, message: bytes) -> None:
    assert streebog.TableStreebog(512, message).digest() == libgcrypt.digest("STRIBOG512", message)
    assert streebog.TableStreebog(256, message).digest() == libgcrypt.digest("STRIBOG256", message)
    assert gost94.digest(message) == libgcrypt.digest("GOSTR3411_94", message)


@pytest.mark.parametrize("length", [31, 32, 33, 63, 64, 65, 127, 128, 129, 4096])
def test_lengths_about_a_block_agree_with_libgcrypt(libgcrypt: Any, length: int) -> None:
    # bytes of all ones make every carry of the running sum happen
    for message in (b"\xff" * length, bytes(length)):
        assert streebog.TableStreebog(512, message).digest() == libgcrypt.digest("STRIBOG512", message)
        assert gost94.digest(message) == libgcrypt.digest("GOSTR3411_94", message)


def test_the_gost_engine_of_openssl_finds_the_same_digests(engine: Any) -> None:
    message = bytes(range(256)) * 3
    (engine.folder / "message").write_bytes(message)
    for bits in (512, 256):
        out = engine.run("dgst", "-engine", "gost", f"-md_gost12_{bits}", "-binary", "message")
        assert out == streebog.TableStreebog(bits, message).digest()


def test_streebog_of_openssl_is_used_exactly_where_hashlib_offers_it() -> None:
    for bits in (512, 256):
        try:
            offered = hashlib.new(f"md_gost12_{bits}").digest()
        except ValueError:
            assert not streebog.OPENSSL[bits]
            assert isinstance(streebog.Streebog(bits), streebog.TableStreebog)
        else:
            assert streebog.OPENSSL[bits]
            assert offered == streebog.TableStreebog(bits).digest()


def test_an_openssl_that_disagrees_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streebog.hashlib, "new", lambda name: hashlib.sha512())
    assert streebog._offered(512) is False


def test_a_length_that_streebog_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="512 or 256"):
        streebog.Streebog(384)


def test_the_old_digest_has_the_vectors_of_its_standard() -> None:
    # RFC 5831, section 7: written there most significant byte first
    message = b"This is message, length=32 bytes"
    assert gost94.digest(message).hex() == "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"
    longer = b"Suppose the original message has length = 50 bytes"
    assert gost94.digest(longer).hex() == "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208"
