"""The scan of a signed paper: a file of the case in the role `scan`, looked at before anything is registered."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import UploadedFile

from jariya.kernel.files import uploads
from jariya.kernel.files.actions import attach
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.office.filing.refusals import refused

SCAN = "scan"
"""Role of the file in its case."""
_MAGIC = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def taken(scan: UploadedFile | None, *, by: Person, now: dt.datetime) -> Upload:
    """Take a scan in: a PDF or a photograph by content, whatever its name says.

    The name that the clerk's computer gave is not kept: it is often the person's own.

    Raises:
        Refused: filing.no_scan, filing.scan_kind, and what `files.uploads.take_whole` says.
    """
    if scan is None or not scan.size:
        raise refused("filing.no_scan")
    first = scan.read(8)
    scan.seek(0)
    magic = next((one for one in _MAGIC if first.startswith(one)), None)
    if magic is None:
        raise refused("filing.scan_kind")
    ending = {b"%": "pdf", b"\xff": "jpg", b"\x89": "png"}[magic[:1]]
    return uploads.take_whole(name=f"scan.{ending}", content=scan, by=by, now=now)


def keep(case: Case, upload: Upload, *, by: Person, now: dt.datetime) -> None:
    """Attach a scan to the letter that was registered on it; inside that transaction."""
    attach(case=case, uploads=[upload], role=SCAN, by=by, now=now)
