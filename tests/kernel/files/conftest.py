"""Files of tests: small real ones, a question to attach them to, a storage of its own for each test."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """The storage of one test."""
    place = tmp_path / "files"
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": {"location": place}}}
    settings.CLAMD = ""
    return place


def letter(*lines: str) -> bytes:
    """A plain text."""
    return "\n".join(["Құрметті әкім!", *lines, "Жарық орнатуды сұраймын.", ""]).encode()


def photograph(*, secret: str = "GPS-SECRET", size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG whose EXIF holds a place, a device and a comment."""
    from PIL import Image

    picture = Image.new("RGB", size, (30, 120, 90))
    exif = picture.getexif()
    exif[0x010F] = secret
    exif[0x9286] = secret
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 15.0), 3: "E", 4: (76.0, 54.0, 45.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(*lines: str, author: str = "AUTHOR-SECRET", pages: int = 1) -> bytes:
    """A PDF with a text layer and an author."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    made = canvas.Canvas(out)
    made.setAuthor(author)
    for _page in range(pages):
        for number, line in enumerate(lines or ("An answer.",)):
            made.drawString(72, 760 - 20 * number, line)
        made.showPage()
    made.save()
    return out.getvalue()


def workbook(*, hidden: str = "HIDDEN-SECRET", author: str = "AUTHOR-SECRET") -> bytes:
    """An XLSX with a hidden row, a hidden sheet and an author."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["name", "sum"])
    sheet.append([hidden, 1])
    sheet.append(["shown", 2])
    sheet.row_dimensions[2].hidden = True
    other = book.create_sheet("other")
    other.append([hidden])
    other.sheet_state = "hidden"
    book.properties.creator = author
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def upload(person: Any, now: dt.datetime) -> Callable[..., Any]:
    """Take a whole file in: `upload(content, name="a.pdf", by="citizen-1")`."""
    from jariya.kernel.files import uploads

    def do(content: bytes, name: str = "letter.txt", by: str = "citizen-1") -> Any:
        sent = SimpleUploadedFile(name, content)
        return uploads.take_whole(name=name, content=sent, by=person(by), now=now)

    return do


@pytest.fixture
def run(now: dt.datetime) -> Callable[..., None]:
    """Do what the worker would do: check every file that waits, make the parties' copies."""
    from jariya.kernel.files import checking
    from jariya.kernel.files.models import Copy, File

    def do() -> None:
        for row in File.objects.running().order_by("pk"):
            checking.check(row.pk, now=lambda: now)
        for pk in Copy.objects.filter(copy="sealed").values_list("attachment", flat=True):
            checking.prepare(pk, now=now)

    return do


@pytest.fixture
def attached(ask: Any, upload: Any, person: Any, run: Any, now: dt.datetime) -> Callable[..., Any]:
    """A file attached to a question of citizen 1 and checked: `attached(content, name=...)`."""
    from jariya.kernel.files import actions

    def do(content: bytes, name: str = "letter.txt", *, checked: bool = True, case: Any = None) -> Any:
        case = case or ask()
        made = actions.attach(
            case=case, uploads=[upload(content, name)], role="letter", by=person("citizen-1"), now=now
        )
        if checked:
            run()
        return made[0]

    return do
