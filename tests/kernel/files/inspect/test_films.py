"""A recording of a hearing keeps its sound and loses place, time and titles."""

from __future__ import annotations

import io
import struct

from tests.kernel.files.inspect.test_kinds import mp4

from jariya.kernel.files.inspect import films, kinds, looking


def _cleaned(data: bytes, code: str) -> bytes:
    out = io.BytesIO()
    looking.cleaned(io.BytesIO(data), kinds.KINDS[code], out)
    return out.getvalue()


def _codes(data: bytes, code: str) -> set[str]:
    return {finding.code for finding in looking.findings(io.BytesIO(data), kinds.KINDS[code])}


def test_place_and_day_of_a_film_go_and_every_byte_of_it_stays_where_it_was() -> None:
    before = mp4()
    assert _codes(before, "mp4") == {"film.place", "film.metadata"}
    after = _cleaned(before, "mp4")
    assert len(after) == len(before) and after.index(b"SOUND") == before.index(b"SOUND")
    assert b"PLANTED" not in after and b"+51.1694" not in after
    assert struct.pack(">L", 3_850_000_000) not in after
    assert _codes(after, "mp4") == set()


def test_a_track_in_which_a_camera_notes_where_it_was_is_named() -> None:
    def box(form: bytes, said: bytes) -> bytes:
        return struct.pack(">L", len(said) + 8) + form + said

    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(12))))
    sound = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(12))))
    data = box(b"ftyp", b"isom\0\0\0\0mp42") + box(b"moov", track + sound) + box(b"mdat", b"x")
    assert _codes(data, "mp4") == {"film.track"}
    assert _cleaned(data, "mp4") == data


def test_titles_before_and_behind_the_sound_go() -> None:
    sound = b"\xff\xfb\x90\x00" + b"SOUND" * 100
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x1e" + b"PLANTED-TITLE".ljust(30, b"\0")
    before = tag + sound + b"TAG" + b"PLANTED".ljust(125, b"\0")
    assert _codes(before, "mp3") == {"film.metadata"}
    assert _cleaned(before, "mp3") == sound
    assert _codes(sound, "mp3") == set()


def _page(body: bytes, number: int) -> bytes:
    lengths = bytes([255] * (len(body) // 255) + [len(body) % 255])
    page = bytearray(
        b"OggS\0\0" + bytes(8) + struct.pack("<LLL", 7, number, 0) + bytes([len(lengths)]) + lengths + body
    )
    page[22:26] = films._checksum(page).to_bytes(4, "little")
    return bytes(page)


def test_comments_of_an_ogg_become_blanks_with_a_right_checksum() -> None:
    vendor, comment = b"maker", b"ARTIST=PLANTED-ARTIST"
    body = b"OpusTags" + struct.pack("<L", len(vendor)) + vendor + struct.pack("<L", 1)
    body += struct.pack("<L", len(comment)) + comment
    before = _page(b"OpusHead", 0) + _page(body, 1) + _page(b"SOUND" * 20, 2)
    assert _codes(before, "ogg") == {"film.metadata"}
    after = _cleaned(before, "ogg")
    assert len(after) == len(before) and b"PLANTED" not in after and b"SOUND" * 20 in after
    for page in films._pages(io.BytesIO(after)):
        said = bytes(page[22:26])
        page[22:26] = bytes(4)
        assert films._checksum(page).to_bytes(4, "little") == said
