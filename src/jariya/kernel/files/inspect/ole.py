"""Legacy office files (OLE compound files): only their table of contents is read. [MS-CFB]"""

from __future__ import annotations

import struct
from typing import BinaryIO

from jariya.kernel.files.inspect.opening import size_of
from jariya.kernel.files.inspect.refused import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRIES = 20_000
_LAST = 0xFFFFFFFA


def names(stream: BinaryIO) -> list[str]:
    """Names of the storages and streams. Raises Refused `file.damaged`."""
    size = size_of(stream)
    header = stream.read(512)
    if len(header) < 512 or not header.startswith(MAGIC):
        raise Refused("file.damaged")
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise Refused("file.damaged")
    sector = 1 << shift
    table_sectors = list(struct.unpack_from("<109L", header, 76))
    chained, many = struct.unpack_from("<LL", header, 68)

    def read(number: int) -> bytes:
        place = (number + 1) * sector
        if number >= _LAST or place >= size:
            raise Refused("file.damaged")
        stream.seek(place)
        return stream.read(sector).ljust(sector, b"\0")

    for _ in range(min(many, 10_000)):
        if chained >= _LAST:
            break
        links = struct.unpack(f"<{sector // 4}L", read(chained))
        table_sectors += links[:-1]
        chained = links[-1]

    def following(number: int) -> int:
        table, place = divmod(number, sector // 4)
        if table >= len(table_sectors):
            raise Refused("file.damaged")
        return int(struct.unpack_from("<L", read(table_sectors[table]), place * 4)[0])

    found: list[str] = []
    number: int = struct.unpack_from("<L", header, 48)[0]
    for _ in range(_ENTRIES * 128 // sector):
        if number >= _LAST:
            break
        entries = read(number)
        for place in range(0, sector, 128):
            length = struct.unpack_from("<H", entries, place + 64)[0]
            if entries[place + 66] in (1, 2, 5) and 2 <= length <= 64:
                found.append(entries[place : place + length - 2].decode("utf-16-le", "replace"))
        number = following(number)
    else:
        raise Refused("file.damaged")
    stream.seek(0)
    return found


def document_kind(stream: BinaryIO) -> str:
    """`doc`, `xls` or `ppt`. Raises Refused: `kind.macros`, `kind.encrypted`, `kind.not_listed`."""
    parts = set(names(stream))
    if parts & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused("kind.encrypted")
    if parts & {"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise Refused("kind.macros")
    for part, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt")):
        if part in parts:
            return kind
    raise Refused("kind.not_listed", seems="ole")
