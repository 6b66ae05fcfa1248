"""Photographs: drawn anew, so that place, time, device, thumbnail and comments cannot come along."""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageCms, ImageOps, ImageSequence, TiffImagePlugin

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import KINDS, Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened
from jariya.kernel.files.inspect.refused import Refused, refusing

_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF", "tiff": "TIFF", "gif": "GIF"}
_HEIF_READER = threading.Lock()
_QUALITY = 88
_GPS, _DEVICE = 0x8825, (0x010F, 0x0110, 0xA430, 0xA431, 0xA433, 0xA434, 0xA435)
_TEXTS = (0x010E, 0x013B, 0x8298, 0x9286, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
_EXIF = 0x8769
_STRUCTURE = frozenset(
    {*range(254, 269), *range(273, 285), *range(286, 301), *range(317, 326), *range(338, 348), 529, 530, 531}
)
"""Tags of TIFF 6.0 that say how the pixels lie, and nothing about anybody."""


@dataclass(frozen=True)
class Cleaned:
    """The new image's kind and size in pixels, and codes of what was taken away (`image.place`)."""

    kind: Kind
    width: int
    height: int
    removed: tuple[str, ...]


@refusing("image.damaged")
def clean(source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, limits: Limits = LIMITS) -> Cleaned:
    """Write the image drawn anew, upright, without metadata; HEIC becomes JPEG.

    Colours of a wide profile are turned into sRGB first, because the profile goes too. GIF, WebP and TIFF keep their
    frames; of HEIC and of photographs with further pictures inside (depth, the moment before), the first is kept.
    Raises Refused `image.*`.
    """
    with _image(source, kind, limits) as image:
        removed = tuple(sorted({finding.code for finding in _found(image)}))
        code = kind.cleans_to
        if code == "tiff":
            width, height = _tiff(image, into, limits)
        elif code in ("gif", "webp") and getattr(image, "n_frames", 1) > 1:
            width, height = _animated(image, code, into)
        else:
            bare = _bare(image, code)
            options = {"quality": _QUALITY} if code in ("jpg", "webp") else {}
            bare.save(into, _FORMATS[code], **options)
            width, height = bare.size
        return Cleaned(KINDS[code], width, height, removed)


def _animated(image: Image.Image, code: str, into: BinaryIO) -> tuple[int, int]:
    """All frames are in memory: `limits.image_pixels` holds for their sum."""
    frames = [_bare(frame, code) for frame in ImageSequence.Iterator(image)]
    options: dict[str, Any] = {"quality": _QUALITY} if code == "webp" else {"disposal": 2}
    frames[0].save(
        into, _FORMATS[code], save_all=True, append_images=frames[1:], duration=image.info.get("duration") or 100,
        loop=0, **options,
    )  # fmt: skip
    return frames[0].size


def _tiff(image: Image.Image, into: BinaryIO, limits: Limits) -> tuple[int, int]:
    """Page by page: a scanned file of 300 pages takes the memory of one."""
    with tempfile.TemporaryFile() as kept:
        with TiffImagePlugin.AppendingTiffWriter(kept) as pages:
            for frame in ImageSequence.Iterator(image):
                _measured(frame, limits)
                bare = _bare(frame, "tiff")
                bare.save(pages, "TIFF", compression="group4" if bare.mode == "1" else "tiff_deflate")
                pages.newFrame()
        kept.seek(0)
        shutil.copyfileobj(kept, into)
    image.seek(0)
    return bare.size


@refusing("image.damaged")
def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """What the image carries beside the picture: place, device, thumbnail, texts, further pictures. Raises Refused."""
    with _image(source, kind, limits, load=False) as image:
        return _found(image)


@refusing("image.damaged")
def check(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> None:
    """Only the image's head against the limits: pixels, sides, frames. Raises Refused."""
    with _image(source, kind, limits, load=False):
        pass


@contextmanager
def _image(source: Path | BinaryIO, kind: Kind, limits: Limits, *, load: bool = True) -> Iterator[Image.Image]:
    """The image opened as the one format that its kind names: no other reader of Pillow sees the bytes."""
    with opened(source) as stream:
        if kind.code == "heic":
            _register_heif()
        with _opened(stream, _FORMATS[kind.code], limits) as image:
            _measured(image, limits)
            if load:
                image.load()
            yield image


def _register_heif() -> None:
    import pi_heif

    with _HEIF_READER:
        pi_heif.options.THUMBNAILS = False
        pi_heif.options.DEPTH_IMAGES = False
        pi_heif.options.AUX_IMAGES = False
        pi_heif.register_heif_opener()


def _opened(stream: BinaryIO, form: str, limits: Limits) -> Image.Image:
    try:
        return Image.open(stream, formats=[form])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("image.pixels", most=limits.image_pixels // 10**6) from error


def _measured(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.image_pixels or max(width, height) > limits.image_side or min(width, height) < 1:
        raise Refused("image.pixels", most=limits.image_pixels // 10**6)
    if image.format in ("GIF", "WEBP", "TIFF", "PNG"):
        frames = getattr(image, "n_frames", 1)
        together = image.format in ("GIF", "WEBP") and frames * width * height > limits.image_pixels
        if frames > limits.image_frames or together:
            raise Refused("image.frames", most=limits.image_frames)


def _bare(image: Image.Image, code: str) -> Image.Image:
    """Pixels alone: upright, in a plain mode, in sRGB, in a new image that has no memory of the old one."""
    upright = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) != 1 else image
    drawn = _plain(_srgb(upright, image.info.get("icc_profile")), code)
    new = drawn if type(drawn) is Image.Image and drawn is not image else drawn.copy()
    new.info = {}
    return new


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK") or len(profile) > 4 * 1024**2:
        return image
    try:
        mine = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(image, mine, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _plain(image: Image.Image, code: str) -> Image.Image:
    if code == "jpg":
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            ground = Image.new("RGBA", image.size, "white")
            return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if code == "tiff" and image.mode in ("1", "L"):
        return image
    if image.mode in ("1", "L") and not alpha:
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if alpha else "RGB")


def _found(image: Image.Image) -> list[Finding]:
    found: dict[str, int] = {}

    def say(code: str) -> None:
        found[code] = found.get(code, 0) + 1

    exif = image.getexif()
    inner = exif.get_ifd(_EXIF)
    if exif.get_ifd(_GPS):
        say("image.place")
    if any(exif.get(tag) or inner.get(tag) for tag in _DEVICE):
        say("image.device")
    if any(exif.get(tag) or inner.get(tag) for tag in _TEXTS):
        say("image.texts")
    if 0x0201 in exif.get_ifd(ExifTags.IFD.IFD1):
        say("image.thumbnail")
    carried = image.info
    if any(carried.get(key) for key in ("xmp", "XML:com.adobe.xmp", "photoshop", "iptc", "Raw profile type iptc")):
        say("image.xmp")
    if carried.get("comment") or any(isinstance(value, str) and key != "compression" for key, value in carried.items()):
        say("image.texts")
    if set(exif) - _STRUCTURE or carried.get("exif") or carried.get("icc_profile"):
        say("image.metadata")
    if image.format in ("MPO", "HEIF", "JPEG") and (carried.get("mp") or getattr(image, "n_frames", 1) > 1):
        say("image.further")
    return [Finding(code, count=count) for code, count in found.items()]
