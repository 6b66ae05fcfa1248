"""The scan of a signed paper: looked at by content, sealed, shown to the parties and the body that answers."""

from __future__ import annotations

import datetime as dt
import hashlib

from jariya.kernel.people import sealing
from jariya.office.filing.models import Filing, Scan
from jariya.office.filing.refusals import refused

LIMIT = 8_000_000
"""Bytes. A grey page at 200 dots per inch is a tenth of it."""

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def kind_of(content: bytes) -> str | None:
    """The type by the first bytes; a name proves nothing."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def checked(content: bytes | None) -> tuple[bytes, str]:
    """The scan and its type.

    Raises:
        Refused: filing.no_scan, filing.scan_size, filing.scan_kind.
    """
    if not content:
        raise refused("filing.no_scan")
    if len(content) > LIMIT:
        raise refused("filing.scan_size")
    kind = kind_of(content)
    if kind is None:
        raise refused("filing.scan_kind")
    return content, kind


def keep(filing: Filing, content: bytes, kind: str, *, now: dt.datetime) -> Scan:
    """Seal and keep a checked scan; inside the transaction that registers the letter."""
    return Scan.objects.create(
        filing=filing,
        kind=kind,
        content=sealing.seal(content),
        digest=hashlib.sha256(content).hexdigest(),
        at=now,
    )


def opened(scan: Scan) -> bytes | None:
    """The scan's bytes; None when the installation's key has changed since."""
    return sealing.unseal(scan.content)
