"""Signed notes against the examples that Go's note package and the C2SP specifications publish."""

from __future__ import annotations

import pytest

from jariya.kernel.record import note
from jariya.kernel.record.checkpoint import Checkpoint, open_checkpoint
from jariya.kernel.record.note import Note, NoteError, Signer, Verifier

VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = (
    b"If you think cryptography is the answer to your problem,\n"
    b"then you don't know what your problem is.\n"
)  # fmt: skip
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_the_example_of_gos_note_package_is_signed_and_verified_to_the_letter() -> None:
    signer = Signer.parse(SKEY)
    assert signer.verifier.line() == VKEY and signer.line() == SKEY
    assert signer.sign(TEXT) == LINE
    opened = Note.parse(note.write(TEXT, [LINE]))
    assert opened.text == TEXT
    assert [verifier.name for verifier, _line in opened.verified([Verifier.parse(VKEY)])] == ["PeterNeumann"]


def test_the_key_of_gos_checksum_database_has_its_published_id() -> None:
    line = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert Verifier.parse(line).line() == line


@pytest.mark.parametrize(
    ("vkey", "code"),
    [(VKEY.replace("c74f", "c74e"), "vkey_id"), (VKEY[:-1] + "X", "vkey_id"), ("PeterNeumann", "vkey_malformed"),
     ("a b+c74f20a3+AQ==", "vkey_malformed"), ("a+c74f20a3+AQ==", "vkey_type"), ("a+C74F20A3+AQ==", "vkey_malformed"),
     (VKEY + "\n+", "vkey_malformed")],
)  # fmt: skip
def test_a_wrong_key_line_is_refused(vkey: str, code: str) -> None:
    with pytest.raises(NoteError) as refused:
        Verifier.parse(vkey)
    assert refused.value.code in {code, "vkey_malformed"}


def test_a_secret_key_shows_itself_nowhere() -> None:
    signer = Signer.parse(SKEY)
    assert "seed" not in repr(signer)
    with pytest.raises(NoteError) as refused:
        Signer.parse(SKEY[:-4] + "AAA=")
    assert "AYEKF" not in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"text\n", TEXT + b"\n", TEXT + LINE.encode() + b"\n", TEXT + b"\n" + LINE.encode(),
     TEXT + b"\n" + LINE.replace("\u2014", "-").encode() + b"\n", b"te\x01xt\n\n" + LINE.encode() + b"\n",
     b"\xff\n\n" + LINE.encode() + b"\n", TEXT + b"\n" + LINE.encode()[:-3] + b"\n"],
)  # fmt: skip
def test_what_is_no_note_is_refused(content: bytes) -> None:
    with pytest.raises(NoteError):
        Note.parse(content)


def test_signatures_of_unknown_keys_are_passed_over_and_bad_ones_of_known_keys_are_not() -> None:
    known, other = Signer.new("log.example/one"), Signer.new("log.example/one")
    both = note.write(b"x\n", [other.sign(b"x\n"), known.sign(b"x\n")])
    assert len(Note.parse(both).verified([known.verifier])) == 1
    bad = note.write(b"x\n", [known.sign(b"y\n"), other.sign(b"x\n")])
    with pytest.raises(NoteError) as refused:
        Note.parse(bad).verified([known.verifier, other.verifier])
    assert refused.value.code == "signature_bad"


def test_a_text_with_empty_lines_ends_at_the_last_one() -> None:
    signer = Signer.new("a")
    text = b"one\n\ntwo\n"
    assert Note.parse(note.write(text, [signer.sign(text)])).text == text


def test_a_cosignature_covers_its_time_and_the_whole_text() -> None:
    witness = Signer.new("witness.example/w1", note.COSIGNATURE)
    head = Checkpoint("log.example/a", 5, b"\x01" * 32)
    line = note.Signature.parse(witness.sign(head.text(), time=1_679_315_147))
    assert line.time == 1_679_315_147 and len(line.signature) == 72
    assert witness.verifier.holds(head.text(), line.signature)
    later = (1_679_315_148).to_bytes(8, "big") + line.signature[8:]
    assert not witness.verifier.holds(head.text(), later)
    assert not witness.verifier.holds(Checkpoint("log.example/a", 6, b"\x01" * 32).text(), line.signature)
    # The same seed as a log's key is another key: type 1 never passes for type 4.
    assert Signer(witness.name, note.ED25519, witness.seed).verifier.id != witness.verifier.id


def test_a_checkpoint_is_read_back_and_needs_a_signature_of_the_log() -> None:
    log, witness = Signer.new("log.example/a"), Signer.new("w.example", note.COSIGNATURE)
    head = Checkpoint("log.example/a", 20_852_163, b"\x02" * 32)
    text = head.text()
    content = note.write(text, [log.sign(text), witness.sign(text, time=5)])
    opened = open_checkpoint(content, [log.verifier], [witness.verifier])
    assert opened.checkpoint == head and len(opened.signatures) == 2
    with pytest.raises(NoteError) as refused:
        open_checkpoint(note.write(text, [witness.sign(text, time=5)]), [log.verifier], [witness.verifier])
    assert refused.value.code == "key_unknown"


@pytest.mark.parametrize("text", [b"a\n1\n", b"a\n01\nAA==\n", b"a\n1\nAA==\n", b"a\n-1\n" + b"A" * 43 + b"=\n", b"\n"])
def test_a_malformed_checkpoint_is_refused(text: bytes) -> None:
    with pytest.raises(NoteError) as refused:
        Checkpoint.parse(text)
    assert refused.value.code == "checkpoint_malformed"
