"""Which kinds of files may come in, told by what is in them and never by what they call themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from jariya.kernel.files.inspect import ole, texts, zips
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened
from jariya.kernel.files.inspect.packages import check_inside, package_kind
from jariya.kernel.files.inspect.refused import Refused, refusing

Family = Literal["pdf", "office", "legacy", "image", "text", "sound", "film", "container"]
HEAD = 8 * 1024


@dataclass(frozen=True)
class Kind:
    """`code`: stable name, also the extension without its dot. `inspectable`: we can say what hides in it.

    `misnamed`: the file's own name has the extension of another kind; `cleans_to`: kind of the public copy, empty
    where no clean copy can be made.
    """

    code: str
    media_type: str
    family: Family
    inspectable: bool = True
    cleans_to: str = ""
    misnamed: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("pdf", "application/pdf", "pdf", cleans_to="pdf"),
        Kind("docx", f"{_OOXML}.wordprocessingml.document", "office", cleans_to="docx"),
        Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", "office", cleans_to="xlsx"),
        Kind("pptx", f"{_OOXML}.presentationml.presentation", "office", cleans_to="pptx"),
        Kind("odt", f"{_ODF}.text", "office", cleans_to="odt"),
        Kind("ods", f"{_ODF}.spreadsheet", "office", cleans_to="ods"),
        Kind("odp", f"{_ODF}.presentation", "office", cleans_to="odp"),
        Kind("doc", "application/msword", "legacy", inspectable=False),
        Kind("xls", "application/vnd.ms-excel", "legacy", inspectable=False),
        Kind("ppt", "application/vnd.ms-powerpoint", "legacy", inspectable=False),
        Kind("rtf", "application/rtf", "legacy", inspectable=False),
        Kind("jpg", "image/jpeg", "image", cleans_to="jpg"),
        Kind("png", "image/png", "image", cleans_to="png"),
        Kind("webp", "image/webp", "image", cleans_to="webp"),
        Kind("heic", "image/heic", "image", cleans_to="jpg"),
        Kind("tiff", "image/tiff", "image", cleans_to="tiff"),
        Kind("gif", "image/gif", "image", cleans_to="gif"),
        Kind("txt", "text/plain", "text", cleans_to="txt"),
        Kind("csv", "text/csv", "text", cleans_to="csv"),
        Kind("mp3", "audio/mpeg", "sound", cleans_to="mp3"),
        Kind("ogg", "audio/ogg", "sound", cleans_to="ogg"),
        Kind("m4a", "audio/mp4", "sound", cleans_to="m4a"),
        Kind("mp4", "video/mp4", "film", cleans_to="mp4"),
    )
}
_CONTAINERS = {
    "zip": Kind("zip", "application/zip", "container", inspectable=False),
    "ole": Kind("ole", "application/x-ole-storage", "container", inspectable=False),
}
_ALIASES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "heif": "heic", "tif": "tiff", "oga": "ogg", "ogv": "ogg",
            "opus": "ogg", "text": "txt", "log": "txt", "tsv": "csv", "m4v": "mp4", "mov": "mp4"}  # fmt: skip
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_PROGRAM = re.compile(rb"^(MZ|\x7fELF|#!|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|dex\n)")
_ARCHIVES = {b"Rar!\x1a\x07": "rar", b"7z\xbc\xaf'\x1c": "7z", b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz",
             b"PK\x05\x06": "zip", b"PK\x07\x08": "zip", b"MSCF": "cab"}  # fmt: skip
_PDF = re.compile(rb"%PDF-\d")
_LEADING = b"\xef\xbb\xbf\r\n\t \0"


@refusing("file.damaged")
def detect(head: bytes, source: Path | BinaryIO | None, name: str = "", *, limits: Limits = LIMITS) -> Kind:
    """The kind of a file by its content.

    `head`: its first bytes (8 KB are enough); `source`: the whole of it, None while it is still arriving: then only
    what the head tells is decided, and a container (zip, OLE) stays `zip` or `ole`. `name`: as the sender called it.
    Raises Refused `kind.*`: not on the list, macros, encrypted, two kinds in one file, empty, damaged.
    """
    if not head:
        raise Refused("file.empty")
    if source is None:
        kind = _by_head(head[:HEAD], name)
    else:
        with opened(source) as stream:
            kind = _by_head(head[:HEAD], name)
            kind = _whole(kind, stream, limits)
    return replace(kind, misnamed=True) if _misnamed(kind, name) else kind


def accepted() -> str:
    """The value of `accept` for an input of type file."""
    return ",".join(f".{code}" for code in (*KINDS, "jpeg", "heif", "tif"))


def _extension(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def _misnamed(kind: Kind, name: str) -> bool:
    extension = _extension(name)
    return bool(extension) and kind.code in KINDS and _ALIASES.get(extension, extension) != kind.code


def _by_head(head: bytes, name: str) -> Kind:
    code = _magic(head)
    if code != "pdf" and _PDF.search(head[:1024]):
        raise Refused("kind.two_in_one")
    if code:
        return KINDS.get(code) or _CONTAINERS[code]
    if _PROGRAM.match(head):
        raise Refused("kind.program")
    if archive := _archive(head):
        raise Refused("kind.archive", seems=archive)
    if texts.is_markup(head):
        raise Refused("kind.web_page")
    if texts.encoding(head, whole=False):
        return KINDS["csv" if _extension(name) in ("csv", "tsv") else "txt"]
    raise Refused("kind.not_listed", seems=_seems(head))


def _magic(head: bytes) -> str:
    if _PDF.match(head.lstrip(_LEADING)):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(ole.MAGIC):
        return "ole"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "tiff"
    if head[4:8] == b"ftyp":
        return _film(head)
    if head.startswith(b"OggS\0"):
        return "ogg"
    if head.startswith(b"ID3") or _mpeg_frame(head):
        return "mp3"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return ""


def _film(head: bytes) -> str:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[place : place + 4] for place in range(16, length, 4))}
    if brands & _HEIF and not brands & {b"avif", b"avis"}:
        return "heic"
    if head[8:12] in (b"M4A ", b"M4B "):
        return "m4a"
    if brands & {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"iso4", b"iso5", b"iso6", b"M4V ", b"qt  ", b"dash"}:
        return "mp4"
    return ""


def _mpeg_frame(head: bytes) -> bool:
    """An MPEG audio frame, layer III, followed by another where the first one says that it ends."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    rate = head[2] >> 4
    frequency = (head[2] >> 2) & 3
    if rate in (0, 15) or frequency == 3:
        return False
    newest = head[1] & 0x18 == 0x18
    kilobits = ((0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
                if newest else (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160))[rate]  # fmt: skip
    hertz = (44_100, 48_000, 32_000)[frequency] // (1 if newest else 2 if head[1] & 0x10 else 4)
    length = (144 if newest else 72) * kilobits * 1000 // hertz + ((head[2] >> 1) & 1)
    following = head[length : length + 2]
    return len(following) == 2 and following[0] == 0xFF and following[1] & 0xE6 == 0xE2


def _archive(head: bytes) -> str:
    for magic, kind in _ARCHIVES.items():
        if head.startswith(magic):
            return kind
    return "tar" if head[257:262] == b"ustar" else "iso" if head[:6] == b"\x01CD001" else ""


def _whole(kind: Kind, stream: BinaryIO, limits: Limits) -> Kind:
    if kind.code == "zip":
        with zips.package(stream, limits) as package:
            kind = KINDS[package_kind(package)]
            check_inside(package, limits)
            return kind
    if zips.end_record(stream):
        raise Refused("kind.two_in_one")
    if kind.code == "ole":
        return KINDS[ole.document_kind(stream)]
    if kind.family == "text":
        texts.check(stream, limits)
    return kind


def _seems(head: bytes) -> str:
    """What a general register of signatures takes the bytes for, to name it in the refusal; empty: it cannot say."""
    import puremagic

    try:
        found = str(puremagic.from_string(head)).lstrip(".")
    except Exception:  # the register guesses by its own exceptions; a guess is all that is wanted
        return ""
    return found if re.fullmatch(r"[a-z0-9]{1,8}", found) else ""
