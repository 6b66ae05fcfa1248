"""Files made for the tests, each with secrets planted where nobody looks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image, PngImagePlugin

SECRET = "PLANTED"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}-XMP</a></x:xmpmeta>'.encode()


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Red at the top left, blue elsewhere: so that turning it shows."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 4, height // 4))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata as a telephone writes it: maker, description, place with a day, orientation."""
    found = Image.Exif()
    found[0x010F] = f"{SECRET}-MAKER"
    found[0x010E] = f"{SECRET}-DESCRIPTION"
    found[0x0112] = orientation
    place = found.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 10.0, 22.5), "E", (71.0, 26.0, 45.0)
    place[29] = f"{SECRET}-2026:03:18"
    return found


def jpg(orientation: int = 1, **size: int) -> bytes:
    """A photograph with EXIF, place, XMP, a comment and something after its end."""
    out = io.BytesIO()
    picture(**size).save(
        out, "JPEG", exif=exif(orientation).tobytes(), xmp=XMP, comment=f"{SECRET}-COMMENT".encode(), quality=95
    )
    return out.getvalue() + f"{SECRET}-AFTER-THE-END".encode()


def png() -> bytes:
    """A PNG with plain, compressed and international texts, EXIF and XMP."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"{SECRET}-AUTHOR")
    texts.add_text("Comment", f"{SECRET}-COMMENT" * 50, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    picture().save(out, "PNG", pnginfo=texts, exif=exif().tobytes())
    return out.getvalue()


def other(form: str, mode: str = "RGB", frames: int = 1) -> bytes:
    """WebP, TIFF or GIF with what each can carry."""
    out = io.BytesIO()
    images = [picture(mode="RGB").rotate(90 * number).convert(mode) for number in range(frames)]
    options: dict[str, object] = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    if form != "GIF":
        options["exif"] = exif().tobytes()
    if form == "WEBP":
        options["xmp"] = XMP
    if form == "GIF":
        options["comment"] = f"{SECRET}-COMMENT".encode()
    images[0].save(out, form, **options)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Its parts again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
