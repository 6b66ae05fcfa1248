"""What is signed has one spelling, and what arrives is read or named."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.signing import step
from jariya.kernel.signing.incoming import MAX_TEXT, Unreadable, der_of
from jariya.kernel.signing.terms import TERMS

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
MATTER = step.Matter(
    id="Q1",
    rev=2,
    title_kk="Ә",
    title_ru="Я",
    text="мәтін",
    attachments=(("a.pdf", "00" * 32),),
    more={"language": "kk"},
)


def test_a_manifest_says_what_whence_until_when_and_once() -> None:
    raw = step.signing_manifest(
        "question.ask",
        MATTER,
        nonce="n",
        issued_at=NOW,
        expires_at=NOW + dt.timedelta(minutes=30),
        origin="https://a.example/kk/",
    )
    assert json.loads(raw) == {
        "v": 1,
        "act": "question.ask",
        "id": "Q1",
        "rev": 2,
        "title_kk": "Ә",
        "title_ru": "Я",
        "text_sha256": hashlib.sha256("мәтін".encode()).hexdigest(),
        "attachments": [{"name": "a.pdf", "sha256": "00" * 32}],
        "consents": [],
        "language": "kk",
        "nonce": "n",
        "issued_at": "2026-03-18T05:00:00Z",
        "expires_at": "2026-03-18T05:30:00Z",
        "origin": "https://a.example/kk/",
    }
    assert b" " not in raw and raw == step.canonical(json.loads(raw))
    again = step.Matter.from_content(step.read(raw), text="мәтін")
    assert again == MATTER


def test_keys_stand_in_the_order_of_rfc_8785() -> None:
    # The example of RFC 8785, 3.2.3: the smiley sorts by its UTF-16 units, before the Hebrew letter of a higher unit.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(step.canonical(dict.fromkeys(keys, 0))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, b"x", {1: 2}, dt.date(2026, 1, 1)])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        step.canonical({"a": value})


_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _plain, max_size=5))
def test_a_document_reads_back_and_writes_the_same_bytes(document: dict[str, object]) -> None:
    raw = step.canonical(document)
    assert json.loads(raw) == document
    assert step.canonical(json.loads(raw)) == raw


DER = b"\x30\x03\x02\x01\x05"
TEXT = base64.b64encode(DER).decode()


@pytest.mark.parametrize(
    "sent",
    [
        DER,
        TEXT,
        TEXT.encode() + b"\r\n",
        f"-----BEGIN CMS-----\n{TEXT}\n-----END CMS-----\n",
        f"-----BEGIN PKCS7-----\r\n{TEXT[:3]}\r\n{TEXT[3:]}\r\n-----END PKCS7-----",
    ],
)
def test_a_signature_is_read_in_each_of_its_wrappings(sent: bytes | str) -> None:
    assert der_of(sent) == DER


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", "cms.missing"),
        ("  \n", "cms.missing"),
        ("қате", "cms.unreadable"),
        ("AAAA", "cms.unreadable"),
        ("-----BEGIN CERTIFICATE-----\nMAMCAQU=\n-----END CERTIFICATE-----", "cms.unreadable"),
        ("-----BEGIN CMS-----\nMAMCAQU=\n-----END PKCS7-----", "cms.unreadable"),
        (b"%PDF-1.7", "cms.unreadable"),
        (b"0" * (MAX_TEXT + 1), "cms.too_big"),
        (b"\x30" * (TERMS.max_cms + 1), "cms.too_big"),
    ],
)
def test_what_is_no_signature_is_named(sent: bytes | str, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        der_of(sent)
    assert error.value.code == code
