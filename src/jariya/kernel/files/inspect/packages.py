"""Which office format a zip is, by its own declaration, and what makes it a program."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from jariya.kernel.files.inspect import markup, zips
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.refused import Refused

CONTENT_TYPES = "[Content_Types].xml"
_SMALL = 8 * 1024**2
_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
    "wordprocessingml.template.main+xml": "docx",
    "spreadsheetml.template.main+xml": "xlsx",
    "presentationml.template.main+xml": "pptx",
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
_INSIDE = (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".zip", ".odt", ".ods", ".odp")
_INNER = 100 * 1024**2
_MACROS = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "ms-office.activex", "xlmacrosheet")


@dataclass
class ContentTypes:
    """What each part of an Open Packaging file says it is."""

    by_extension: dict[str, str] = field(default_factory=dict)
    by_part: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The content type of a part, in small letters; empty when none is declared."""
        key = "/" + name.lstrip("/").casefold()
        return self.by_part.get(key) or self.by_extension.get(key.rpartition(".")[2], "")


def content_types(package: zipfile.ZipFile) -> ContentTypes:
    """The declaration of an Open Packaging file. Raises Refused."""
    found = ContentTypes()

    def seen(name: str, attributes: markup.Attributes, _above: list[str], _ordinal: int) -> None:
        if name == "Default":
            found.by_extension[attributes.get("Extension", "").casefold()] = attributes.get(
                "ContentType", ""
            ).casefold()
        elif name == "Override":
            found.by_part[attributes.get("PartName", "").casefold()] = attributes.get("ContentType", "").casefold()

    markup.scan([zips.read(package, CONTENT_TYPES, _SMALL)], LIMITS, seen)
    return found


def package_kind(package: zipfile.ZipFile) -> str:
    """`docx` … `odp`. Raises Refused `kind.archive` for other zips, `kind.macros`, `kind.encrypted`."""
    names = package.namelist()
    if CONTENT_TYPES in names:
        return _open_packaging(package, names)
    if "mimetype" in names:
        kind = _ODF.get(zips.read(package, "mimetype", 1024).strip())
        if kind:
            _open_document(package, names)
            return kind
        raise Refused("kind.not_listed", seems="zip")
    raise Refused("kind.archive", seems="zip")


def check_inside(package: zipfile.ZipFile, limits: Limits, depth: int = 1) -> None:
    """Look into the files inside of an office file: macros and bombs of theirs are the file's own.

    Raises Refused: `kind.macros`, `zip.nested` and what an unpacking is refused for.
    """
    for entry in package.infolist():
        name = entry.filename.casefold()
        if not (name.endswith(_INSIDE) or "embeddings/" in name) or entry.is_dir():
            continue
        with package.open(entry) as part:
            if part.read(4) != b"PK\3\4":
                continue
        if depth > limits.nesting:
            raise Refused("zip.nested", most=limits.nesting)
        with io.BytesIO(zips.read(package, entry.filename, _INNER)) as held, zips.package(held, limits) as inner:
            try:
                package_kind(inner)
            except Refused as refused:
                if refused.code not in ("kind.archive", "kind.not_listed", "kind.encrypted"):
                    raise
            check_inside(inner, limits, depth + 1)


def _open_packaging(package: zipfile.ZipFile, names: list[str]) -> str:
    types = content_types(package)
    found = ""
    for name in names:
        declared = types.of(name)
        if any(word in declared for word in _MACROS) or name.casefold().endswith(("vbaproject.bin", "vbadata.xml")):
            raise Refused("kind.macros")
        for ending, kind in _MAIN.items():
            if declared.endswith(ending):
                if found and found != kind:
                    raise Refused("kind.two_in_one")
                found = kind
    if not found:
        raise Refused("kind.not_listed", seems="zip")
    return found


def _open_document(package: zipfile.ZipFile, names: list[str]) -> None:
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise Refused("kind.macros")
    if "META-INF/manifest.xml" in names:

        def seen(name: str, _attributes: markup.Attributes, _above: list[str], _ordinal: int) -> None:
            if name == "encryption-data":
                raise Refused("kind.encrypted")

        markup.scan([zips.read(package, "META-INF/manifest.xml", _SMALL)], LIMITS, seen)
