"""The environment's keys and one sealed box, without a database."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.signing.identity import box, kek


def line(version: int) -> str:
    return f"{version}:{base64.b64encode(os.urandom(32)).decode()}"


def test_the_highest_version_wraps_and_lower_ones_still_open() -> None:
    two, one = line(2), line(1)
    ring = kek.parse(f"{one}, {two}")
    assert ring.current == 2
    assert ring.get(1) == base64.b64decode(one[2:])
    with pytest.raises(kek.KekError, match="kek_missing"):
        ring.get(3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "kek_missing"),
        (" , ", "kek_missing"),
        ("AAAA", "kek_malformed"),
        ("x:AAAA", "kek_malformed"),
        ("0:" + base64.b64encode(bytes(range(32))).decode(), "kek_malformed"),
        ("1:" + base64.b64encode(bytes(range(31))).decode(), "kek_malformed"),
        ("1:не ключ", "kek_malformed"),
        ("1:" + base64.b64encode(b"a" * 32).decode(), "kek_weak"),
    ],
)
def test_a_wrong_line_is_named_and_never_quoted(text: str, code: str) -> None:
    with pytest.raises(kek.KekError) as caught:
        kek.parse(text)
    assert caught.value.code == code
    assert len(text) < 12 or text[4:] not in str(caught.value)


def test_a_version_named_twice_is_refused() -> None:
    with pytest.raises(kek.KekError, match="kek_twice"):
        kek.parse(f"{line(1)},{line(1)}")


def test_production_refuses_the_demonstrations_key_also_under_another_version() -> None:
    assert kek.parse(kek.DEMO).current == 1
    for text in (kek.DEMO, "7:" + kek.DEMO[2:], f"{line(9)},{kek.DEMO}"):
        with pytest.raises(kek.KekError, match="kek_demo"):
            kek.parse(text, production=True)


def test_a_ring_shows_no_key() -> None:
    text = line(1)
    assert text[2:20] not in repr(kek.parse(text))
    assert repr(base64.b64decode(text[2:]))[2:8] not in repr(kek.parse(text))


@pytest.mark.parametrize(("given_kek", "said"), [("", "kek_missing"), (kek.DEMO, "kek_demo")])
def test_a_production_site_does_not_start_without_a_key_of_its_own(given_kek: str, said: str) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JARIYA", "EDS"))},
        "JARIYA_MODE": "production",
        "JARIYA_SECRET_KEY": "x" * 50,
        "JARIYA_PUBLIC_URL": "https://example.kz",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        "PYTHONPATH": "src",
    }
    if given_kek:
        environment["JARIYA_KEK"] = given_kek
    answer = subprocess.run(
        [sys.executable, "-c", "import jariya.project.settings"], env=environment, capture_output=True, text=True
    )
    assert answer.returncode != 0
    assert "JARIYA_KEK" in answer.stderr and said in answer.stderr


@given(st.binary(max_size=300), st.binary(max_size=40), st.data())
def test_a_changed_byte_anywhere_never_opens(plain: bytes, aad: bytes, data: st.DataObject) -> None:
    key = box.new_key()
    sealed = box.shut(key, plain, aad)
    assert box.unshut(key, sealed, aad) == plain
    place = data.draw(st.integers(0, len(sealed) - 1))
    broken = bytearray(sealed)
    broken[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(box.Broken):
        box.unshut(key, bytes(broken), aad)
    with pytest.raises(box.Broken):
        box.unshut(key, sealed, aad + b"x")
    with pytest.raises(box.Broken):
        box.unshut(box.new_key(), sealed, aad)
    with pytest.raises(box.Broken):
        box.unshut(key, sealed[: data.draw(st.integers(0, len(sealed) - 1))], aad)


def test_the_same_words_sealed_twice_look_different() -> None:
    key = box.new_key()
    assert box.shut(key, b"same", b"") != box.shut(key, b"same", b"")
