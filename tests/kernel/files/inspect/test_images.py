"""A photograph comes out as pixels and nothing else."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.kernel.files.inspect import made

from jariya.kernel.files.inspect import images, kinds
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.refused import Refused

HEIC = Path(__file__).with_name("place.heic")


def _clean(data: bytes, limits: Limits | None = None) -> tuple[bytes, images.Cleaned]:
    kind = kinds.detect(data[:8192], io.BytesIO(data))
    out = io.BytesIO()
    done = images.clean(io.BytesIO(data), kind, out, **({"limits": limits} if limits else {}))
    return out.getvalue(), done


def _bare(data: bytes) -> None:
    assert made.SECRET.encode() not in data
    assert made.SECRET.encode("utf-16-le") not in data
    assert b"Exif" not in data and b"http://ns.adobe.com" not in data and b"ICC_PROFILE" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not len(image.getexif())
        assert not image.getexif().get_ifd(0x8825)
        assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "mp"} & set(image.info)


def test_a_photograph_with_place_maker_comment_and_bytes_after_its_end_comes_out_bare() -> None:
    data, done = _clean(made.jpg())
    _bare(data)
    assert {"image.place", "image.device", "image.texts", "image.xmp", "image.metadata"} <= set(done.removed)
    assert done.kind.code == "jpg"


def test_a_thumbnail_of_the_uncropped_photograph_does_not_come_along() -> None:
    small = io.BytesIO()
    made.picture(32, 24).save(small, "JPEG", comment=b"PLANTED-THUMBNAIL")
    exif = made.exif()
    head = exif.tobytes()
    # A second directory with the thumbnail's place and length, appended to the TIFF of the EXIF block.
    tiff = bytearray(head[6:])
    order = "little" if tiff[:2] == b"II" else "big"
    first = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[first : first + 2], order)
    link = first + 2 + count * 12
    tiff[link : link + 4] = len(tiff).to_bytes(4, order)
    start = len(tiff) + 2 + 24 + 4
    for part, size in ((2, 2), (0x0201, 2), (4, 2), (1, 4), (start, 4), (0x0202, 2), (4, 2), (1, 4),
                       (len(small.getvalue()), 4), (0, 4)):  # fmt: skip
        tiff += part.to_bytes(size, order)
    out = io.BytesIO()
    made.picture().save(out, "JPEG", exif=head[:6] + bytes(tiff) + small.getvalue())
    assert b"PLANTED-THUMBNAIL" in out.getvalue()
    data, done = _clean(out.getvalue())
    _bare(data)
    assert "image.thumbnail" in done.removed
    assert data.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("orientation", [3, 6, 8, 2, 5])
def test_an_image_lying_on_its_side_stands_up_without_its_note(orientation: int) -> None:
    data, done = _clean(made.jpg(orientation))
    assert (done.width, done.height) == ((48, 64) if orientation in (5, 6, 8) else (64, 48))
    with Image.open(io.BytesIO(data)) as image, Image.open(io.BytesIO(made.jpg(orientation))) as before:
        from PIL import ImageOps

        expected = ImageOps.exif_transpose(before)
        for corner in ((2, 2), (done.width - 3, 2), (2, done.height - 3), (done.width - 3, done.height - 3)):
            assert all(abs(a - b) < 40 for a, b in zip(image.getpixel(corner), expected.getpixel(corner), strict=True))


def test_texts_of_a_png_are_gone_packed_ones_too() -> None:
    data, done = _clean(made.png())
    _bare(data)
    kinds_of_chunks = set()
    place = 8
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kinds_of_chunks.add(data[place + 4 : place + 8])
        place += 12 + length
    assert kinds_of_chunks == {b"IHDR", b"IDAT", b"IEND"}
    assert "image.texts" in done.removed
    with Image.open(io.BytesIO(data)) as image:
        assert image.getpixel((1, 1)) == (255, 0, 0)


def test_a_telephones_heic_becomes_a_bare_jpeg() -> None:
    data, done = _clean(HEIC.read_bytes())
    assert b"PLANTED" in HEIC.read_bytes()
    _bare(data)
    assert done.kind.code == "jpg" and (done.width, done.height) == (64, 48)
    assert "image.place" in done.removed


@pytest.mark.parametrize(
    ("form", "mode", "frames", "code"),
    [("WEBP", "RGB", 1, "webp"), ("WEBP", "RGBA", 3, "webp"), ("TIFF", "RGB", 1, "tiff"), ("TIFF", "1", 3, "tiff"),
     ("GIF", "P", 1, "gif"), ("GIF", "P", 3, "gif"), ("TIFF", "CMYK", 1, "tiff"), ("TIFF", "I;16", 1, "tiff")],
)  # fmt: skip
def test_the_other_kinds_keep_their_frames_and_nothing_else(form: str, mode: str, frames: int, code: str) -> None:
    data, done = _clean(made.other(form, mode, frames))
    assert made.SECRET.encode() not in data
    assert done.kind.code == code
    with Image.open(io.BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == frames
        for number in range(frames):
            image.seek(number)
            image.load()
            assert not {"exif", "xmp", "comment"} & set(image.info)
        if code == "tiff":
            assert not {0x010F, 0x010E, 0x8825, 0x8769, 700} & set(image.tag_v2)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "HEIC"])
def test_a_bare_image_has_nothing_to_tell_and_a_full_one_has(form: str) -> None:
    before = {"JPEG": made.jpg, "PNG": made.png, "HEIC": HEIC.read_bytes}.get(form, lambda: made.other(form))()
    assert _codes(before)
    assert _codes(_clean(before)[0]) == set()
    plain = io.BytesIO()
    made.picture().save(plain, "PNG" if form == "HEIC" else form)
    assert _codes(plain.getvalue()) == set()


def _codes(data: bytes) -> set[str]:
    kind = kinds.detect(data[:8192], io.BytesIO(data))
    return {finding.code for finding in images.findings(io.BytesIO(data), kind)}


def test_wide_colours_are_turned_before_their_profile_goes() -> None:
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    made.picture().save(out, "JPEG", icc_profile=lab)
    data, _done = _clean(out.getvalue())
    _bare(data)


def test_a_small_file_that_unfolds_into_a_huge_image_is_refused_before_it_is_unfolded() -> None:
    def chunk(kind: bytes, said: bytes) -> bytes:
        return len(said).to_bytes(4, "big") + kind + said + zlib.crc32(kind + said).to_bytes(4, "big")

    side = (60_000).to_bytes(4, "big")
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", side + side + b"\x08\x02\0\0\0")
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(Refused) as refused:
        _clean(bomb)
    assert refused.value.code == "image.pixels"
    with pytest.raises(Refused) as refused:
        _clean(made.other("GIF", "P", 3), Limits(image_frames=2))
    assert refused.value.code == "image.frames"


def test_a_transparent_image_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (10, 20, 30, 0)).save(out, "PNG")
    data, _done = _clean(out.getvalue())
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "RGBA" and image.getpixel((0, 0))[3] == 0
