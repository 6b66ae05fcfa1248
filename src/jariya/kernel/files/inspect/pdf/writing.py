"""A PDF written page by page: each a picture with invisible text. Nothing is kept in memory but the places of objects.

Libraries that write PDF keep all pages until the end; a register of 3,000 scanned pages must not. No date, no author,
no identifier: the same input gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from PIL import Image

from jariya.kernel.files.inspect.pdf.places import Word

# A font of one glyph, a box half as wide as high, made with fontTools for this file, 388 bytes unpacked. It is never
# painted (render mode 3); an empty glyph would have no place, and readers lose words without one.
_FONT = zlib.decompress(
    base64.b85decode(
        "c-muNWME+6U}#`qW?)FpO)OyGVJK!`U=#p~nxyAcrfEDj6an&mfP9IJ)Wnp?(4{AU>>eOC%K!?n-evp_WFG-ym5khy3dS!$76T&("
        "$kd$t<V2u(AifKbV9QOcC}3b=U<0yW0I@<resKxNUZ8vmh|d6W3lRJL?GuXUxB1Gz%nVY;P@}q`0hwm}0v2axU}As(pdN@ysO?|C"
        "CLseRum}^-c19>43xMbb%Yj@a0wfv1Gz-ve3_ud1TjBqI2>JgZl07^ScR*bS)Nd%LC<tQzk%0ISHvj-hXELG"
    )
)
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def
/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap CMapName currentdict /CMap defineresource pop end end"""
_WIDTH = 0.5
_TEXT_PAGE = 0.92
_QUALITY = 82
_CATALOG, _PAGES, _TYPE0, _CID, _DESCRIPTOR, _FILE, _GIDS, _UNICODE = range(1, 9)


class Writer:
    """Pages are written as they come; `close` writes the table of contents."""

    def __init__(self, into: BinaryIO, language: str = "") -> None:
        """`language` of the text (`kk`), for the voice of a screen reader; empty when it is not known."""
        self._into = into
        self._language = f" /Lang ({language})" if re.fullmatch(r"[a-z]{2,3}", language) else ""
        self._at = 0
        self._places: dict[int, int] = {}
        self._next = _UNICODE + 1
        self._kids: list[int] = []
        self._write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        self._font()

    def page(self, picture: Image.Image, width: float, height: float, words: Iterable[Word]) -> None:
        """A page of this size in points, filled by the picture, with the words as invisible text in their places."""
        image, content, page = self._next, self._next + 1, self._next + 2
        self._next += 3
        self._picture(image, picture)
        drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q\n".encode() + _text(words, height)
        self._stream(content, b"", drawing)
        self._object(
            page,
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents {content} 0 R "
            f"/Resources << /XObject << /I {image} 0 R >> /Font << /F {_TYPE0} 0 R >> >> >>".encode(),
        )
        self._kids.append(page)

    def close(self) -> None:
        """Write what ties the pages together."""
        kids = " ".join(f"{page} 0 R" for page in self._kids)
        self._object(_PAGES, f"<< /Type /Pages /Count {len(self._kids)} /Kids [{kids}] >>".encode())
        self._object(_CATALOG, f"<< /Type /Catalog /Pages {_PAGES} 0 R{self._language} >>".encode())
        start, count = self._at, self._next
        rows = "".join(f"{self._places[number]:010d} 00000 n \n" for number in range(1, count))
        self._write(f"xref\n0 {count}\n0000000000 65535 f \n{rows}".encode())
        self._write(f"trailer\n<< /Size {count} /Root {_CATALOG} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())

    def _write(self, data: bytes) -> None:
        self._into.write(data)
        self._at += len(data)

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _stream(self, number: int, head: bytes, data: bytes, *, packed: bytes = b"") -> None:
        """A stream; packed here unless `packed` names the filter that it has already been through."""
        if not packed:
            data, packed = zlib.compress(data, 6), b"/FlateDecode"
        self._object(
            number,
            b"<< %s /Length %d /Filter %s >>\nstream\n%s\nendstream" % (head, len(data), packed, data),
        )

    def _picture(self, number: int, picture: Image.Image) -> None:
        """Pages of letters in 16 greys without loss, which are small so; everything else as JPEG."""
        head = b"/Type /XObject /Subtype /Image /Width %d /Height %d" % picture.size
        if picture.mode == "L" and _letters(picture):
            nibbles = Image.frombytes("P", picture.size, picture.point(_SIXTEEN).tobytes())
            self._stream(number, head + b" /ColorSpace /DeviceGray /BitsPerComponent 4", nibbles.tobytes("raw", "P;4"))
            return
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY)
        colours = b"/DeviceGray" if picture.mode == "L" else b"/DeviceRGB"
        self._stream(
            number, head + b" /ColorSpace %s /BitsPerComponent 8" % colours, out.getvalue(), packed=b"/DCTDecode"
        )

    def _font(self) -> None:
        system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        self._object(
            _TYPE0,
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Blank /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (_CID, _UNICODE),
        )
        self._object(
            _CID,
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Blank %s /DW 500 /FontDescriptor %d 0 R "
            b"/CIDToGIDMap %d 0 R >>" % (system, _DESCRIPTOR, _GIDS),
        )
        self._object(
            _DESCRIPTOR,
            b"<< /Type /FontDescriptor /FontName /Blank /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 /Ascent 1000 "
            b"/Descent 0 /CapHeight 1000 /StemV 80 /FontFile2 %d 0 R >>" % _FILE,
        )
        self._stream(_FILE, b"/Length1 %d" % len(_FONT), _FONT)
        self._stream(_GIDS, b"", b"\0\1" * 65_536)
        self._stream(_UNICODE, b"", _TO_UNICODE)


_SIXTEEN = [value >> 4 for value in range(256)]


def _letters(picture: Image.Image) -> bool:
    counts = picture.histogram()
    return sum(counts[:32]) + sum(counts[224:]) > _TEXT_PAGE * picture.width * picture.height


def _text(words: Iterable[Word], page_height: float) -> bytes:
    shown = [b"BT 3 Tr /F 1 Tf"]
    for word in words:
        # One unit of UTF-16 is one glyph; what needs two is shown as a mark of an unknown character.
        codes = "".join(char if ord(char) < 0x10000 else "\ufffd" for char in word.text)
        across = max(word.box.x1 - word.box.x0, 0.5) / (_WIDTH * len(codes))
        down = max(word.box.y1 - word.box.y0, 0.5)
        place = f"{across:.3f} 0 0 {down:.3f} {word.box.x0:.2f} {page_height - word.box.y1:.2f} Tm"
        shown.append(f"{place} <{codes.encode('utf-16-be').hex()}> Tj".encode())
    return b"\n".join([*shown, b"ET"]) if len(shown) > 1 else b""
