"""What a file is, is told by its content; what pretends, explodes or runs does not come in."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.files.inspect import made, offices, papers

from jariya.kernel.files.inspect import kinds, looking
from jariya.kernel.files.inspect.codes import FINDINGS, REFUSALS
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.refused import Refused


def _look(data: bytes, name: str = "", limits: Limits = LIMITS) -> kinds.Kind:
    return looking.look(io.BytesIO(data), name, limits=limits)


def _refusal(data: bytes, name: str = "", limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        _look(data, name, limits)
    assert refused.value.code in REFUSALS
    return refused.value.code


def ole(*streams: str) -> bytes:
    """A compound file with nothing but a table of contents."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLL", header, 44, 1, 1, 0, 4096)
    struct.pack_into("<LLLL", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109L", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for number, name in enumerate(("Root Entry", *streams)):
        said = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(said)] = said
        struct.pack_into("<HB", entry, 64, len(said) + 2, 5 if not number else 2)
        entries += bytes(entry)
    return bytes(header) + table + entries.ljust(512, b"\0")


def mp4(place: bool = True) -> bytes:
    """A film of a telephone with its place and the day in three heads."""

    def box(form: bytes, said: bytes) -> bytes:
        return struct.pack(">L", len(said) + 8) + form + said

    udta = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+51.1694+071.4491PLANTED")) if place else b""
    head = box(b"mvhd", b"\0\0\0\0" + struct.pack(">LL", 3_850_000_000, 3_850_000_000) + bytes(88))
    track = box(b"trak", box(b"tkhd", b"\1\0\0\0" + struct.pack(">QQ", 3_850_000_000, 3_850_000_000) + bytes(70)))
    return box(b"ftyp", b"isom\0\0\0\0mp42") + box(b"moov", head + track + udta) + box(b"mdat", b"SOUND" * 50)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (papers.letter(), "pdf"), (offices.document(), "docx"), (offices.workbook(), "xlsx"),
        (offices.presentation(), "pptx"), (offices.opendocument("odt"), "odt"), (offices.opendocument("ods"), "ods"),
        (made.jpg(), "jpg"), (made.png(), "png"), (made.other("WEBP"), "webp"), (made.other("TIFF"), "tiff"),
        (made.other("GIF"), "gif"), (ole("WordDocument"), "doc"), (ole("Workbook"), "xls"), (mp4(), "mp4"),
        ("Сәлем, әлем".encode(), "txt"), ("Здравствуйте".encode("cp1251"), "txt"), ("Сәлем".encode("utf-16"), "txt"),
        (b"{\\rtf1 a}", "rtf"), (b"OggS\0\2" + bytes(50), "ogg"), (b"ID3\3\0\0\0\0\0\0" + bytes(50), "mp3"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(data: bytes, code: str) -> None:
    kind = _look(data, f"anything.{code}")
    assert kind.code == code and not kind.misnamed
    assert _look(data, "photo.exe").misnamed
    assert not _look(data, "no extension").misnamed


def test_a_csv_is_a_text_that_is_called_so() -> None:
    assert _look(b"a,b\r\n1,2\r\n", "x.CSV").code == "csv"
    assert _look(b"a,b\r\n1,2\r\n", "x.txt").code == "txt"


def test_the_head_alone_refuses_early_and_leaves_containers_open() -> None:
    assert kinds.detect(offices.workbook()[:500], None).code == "zip"
    assert kinds.detect(ole("WordDocument")[:500], None).code == "ole"
    with pytest.raises(Refused) as refused:
        kinds.detect(b"MZ\x90\0" + bytes(200), None, "letter.pdf")
    assert refused.value.code == "kind.program"


_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"), (b"#!/bin/sh\nrm", "kind.program"), (b"\x7fELF" + bytes(99), "kind.program"),
        (b"<!DOCTYPE html><p>", "kind.web_page"), (b"  <svg onload=alert(1)>", "kind.web_page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "kind.web_page"), (b"hello <script>x</script>", "kind.web_page"),
        ("<html>".encode("utf-16"), "kind.web_page"), (b"Rar!\x1a\x07\0", "kind.archive"),
        (b"\x1f\x8b\x08\0", "kind.archive"),
        (made.zipped({"a.txt": "a"}), "kind.archive"), (ole("WordDocument", "Macros"), "kind.macros"),
        (ole("EncryptedPackage", "EncryptionInfo"), "kind.encrypted"), (ole("Other"), "kind.not_listed"),
        (offices.changed(offices.workbook(), {"[Content_Types].xml": (_SHEET, _MACROS)}), "kind.macros"),
        (made.zipped(made.unzipped(offices.workbook()) | {"xl/vbaProject.bin": b"x"}), "kind.macros"),
        (made.zipped(made.unzipped(offices.opendocument("odt")) | {"Basic/Standard/a.xml": b"x"}), "kind.macros"),
        (made.jpg() + made.zipped({"a.txt": "a"}), "kind.two_in_one"), (b"GIF89a%PDF-1.4", "kind.two_in_one"),
        (papers.letter() + made.zipped({"a.txt": "a"}), "kind.two_in_one"), (b"hello\n%PDF-1.4\n", "kind.two_in_one"),
        (b"\0\1\2\3" * 50, "kind.not_listed"), (b"text" * 9000 + b"\0", "kind.not_text"),
        (b"%PDF-1.4\nnothing", "pdf.damaged"),
        (made.png()[:40], "image.damaged"), (offices.workbook()[:-30], "zip.damaged"),
    ],
)  # fmt: skip
def test_what_may_not_come_in_is_refused_by_name(data: bytes, code: str) -> None:
    assert _refusal(data, "letter.pdf") == code


def test_a_refusal_carries_nothing_of_the_file() -> None:
    with pytest.raises(Refused) as refused:
        _look(b"MZ PLANTED", "PLANTED.docx")
    assert "PLANTED" not in str(refused.value) + repr(refused.value) + str(refused.value.values)


def test_bombs_are_refused_by_their_table_of_contents() -> None:
    assert _refusal(made.zipped({"[Content_Types].xml": b"\0" * 30_000_000})) == "zip.bomb"
    assert (
        _refusal(made.zipped({str(number): "" for number in range(30)}), limits=Limits(zip_entries=20)) == "zip.entries"
    )
    assert (
        _refusal(made.zipped({"a": b"x" * 5_000, "b": b"y" * 5_000}), limits=Limits(zip_unpacked=9_000))
        == "zip.too_big"
    )
    assert _refusal(made.zipped({"../a": "x"})) == "zip.names"
    assert _refusal(made.zipped({"a": "x", "A": "y"})) == "zip.names"
    assert _refusal(papers.letter(), limits=Limits(bytes=100)) == "file.too_big"
    assert _refusal(b"x" * 5_000, limits=Limits(text_line=4_000)) == "text.line"
    assert _refusal(b"x\n" * 5_000, limits=Limits(text_bytes=4_000)) == "text.too_big"
    assert _look(b"x" * 3_000 + b"\n" + b"x" * 3_000, limits=Limits(text_line=4_000)).code == "txt"


def test_entries_that_lie_over_one_another_are_a_bomb() -> None:
    data = bytearray(made.zipped({name: bytes(range(256)) * 200 for name in "ab"}))
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert _refusal(bytes(data)) in ("zip.damaged", "zip.bomb", "kind.archive")


def test_files_inside_of_an_office_file_are_looked_into() -> None:
    def inside(inner: bytes) -> bytes:
        return made.zipped(made.unzipped(offices.workbook()) | {"xl/embeddings/a.xlsx": inner})

    macros = made.zipped(made.unzipped(offices.workbook()) | {"xl/vbaProject.bin": b"x"})
    assert _look(inside(inside(offices.workbook()))).code == "xlsx"
    assert _refusal(inside(inside(inside(offices.workbook())))) == "zip.nested"
    assert _refusal(inside(inside(macros))) == "kind.macros"
    assert _refusal(inside(made.zipped({"a": b"\0" * 30_000_000}))) == "zip.bomb"
    assert _refusal(inside(b"PK\3\4")) == "zip.damaged"


def test_a_locked_entry_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "x")
    data = bytearray(out.getvalue())
    place = data.index(b"PK\1\2")
    data[place + 8] |= 1
    assert _refusal(bytes(data)) == "kind.encrypted"


def test_every_code_has_whole_sentences() -> None:
    for refusal in REFUSALS.values():
        assert refusal.what.endswith(".") and refusal.what_to_do.endswith(".")
    for hidden in FINDINGS.values():
        assert hidden.remedy.endswith(".") and not hidden.sentence.endswith(".")
    assert not any(hidden.on_request and not hidden.leaves for hidden in FINDINGS.values())


pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of what it skips in spoilt EXIF
SAMPLES = [
    papers.letter(), offices.document(), offices.workbook(), offices.presentation(), offices.opendocument("ods"),
    made.jpg(), made.png(), made.other("WEBP"), made.other("TIFF"), made.other("GIF", "P", 2), ole("WordDocument"),
    b"ID3\3\0\0\0\0\0\7PLANTED" + (b"\xff\xfb\x90\0" + bytes(413)) * 3, mp4(), b"a,b\r\n=1,2\r\n",
    b"OggS\0\2" + bytes(50),
]  # fmt: skip

HEADS = [b"", b"%PDF-1.7\n", b"PK\3\4", b"\xff\xd8\xff", b"II*\0", b"GIF89a", b"OggS\0", b"{\\rtf"]


def _everything(data: bytes) -> None:
    """All that is done to a file; only Refused with a known code may leave it."""
    try:
        kind = looking.look(io.BytesIO(data), "a.csv")
        for finding in looking.findings(io.BytesIO(data), kind):
            assert finding.code in FINDINGS
        looking.cleaned(io.BytesIO(data), kind, io.BytesIO(), hidden=True)
    except Refused as refused:
        assert refused.code in REFUSALS, refused.code


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_cut_and_spoilt_files_are_refused_or_read_and_never_break_the_program(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    spoilt = bytearray(sample[: data.draw(st.integers(0, len(sample)))] if data.draw(st.booleans()) else sample)
    for _ in range(data.draw(st.integers(0, 8))):
        if spoilt:
            spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    _everything(bytes(spoilt))


@settings(max_examples=50, deadline=None)
@given(head=st.sampled_from(HEADS), rest=st.binary(max_size=600))
def test_random_bytes_never_break_the_program(head: bytes, rest: bytes) -> None:
    _everything(head + rest)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_many_spoilt_files_never_break_the_program(data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 20))):
        sample[data.draw(st.integers(0, len(sample) - 1))] = data.draw(st.integers(0, 255))
    _everything(bytes(sample))


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_what_a_cleaned_copy_is_said_to_be_without_it_is_without(number: int) -> None:
    try:
        kind = looking.look(io.BytesIO(SAMPLES[number]), "a.csv")
        out = io.BytesIO()
        made_kind = looking.cleaned(io.BytesIO(SAMPLES[number]), kind, out, hidden=True)
    except Refused as refused:
        assert refused.code in ("clean.impossible", "film.damaged")
        return
    assert looking.look(out, f"a.{made_kind.code}").code == made_kind.code
    assert [found.code for found in looking.findings(out, made_kind) if found.leaves] == []
    assert b"PLANTED" not in out.getvalue()


def test_every_code_that_the_program_can_say_stands_in_the_tables() -> None:
    import re
    from pathlib import Path

    said: set[str] = set()
    for file in Path(kinds.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        said |= set(re.findall(r'(?:Refused|refusing)\(\s*"([a-z.0-9_]+)"', text))
        said |= set(re.findall(r'(?:Finding|say)\(\s*"([a-z.0-9_]+)"', text))
        said |= set(re.findall(r'counts\["([a-z.0-9_]+)"\]', text)) | set(
            re.findall(r'yield "([a-z]+\.[a-z_]+)"', text)
        )
    assert said - set(REFUSALS) - set(FINDINGS) == set()
