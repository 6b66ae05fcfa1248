"""A PDF without what hides in it. Its pages stay text; what lies in the text itself only redaction removes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened
from jariya.kernel.files.inspect.pdf.hiding import MEDIA, NOTES, annotations_of, open_pdf, runs
from jariya.kernel.files.inspect.pictures import bare, has_metadata
from jariya.kernel.files.inspect.refused import refusing

_EVERYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OPI", "/Alternates", "/AF", "/Thumb")
_CATALOG = ("/OpenAction", "/AcroForm", "/Collection", "/SpiderInfo", "/Perms", "/DSS", "/Threads", "/Requirements")
_NAMES = ("/EmbeddedFiles", "/JavaScript", "/Renditions", "/AlternatePresentations", "/Templates", "/URLS", "/IDS")
_GOES = NOTES | MEDIA | {"/FileAttachment", "/Redact", "/PrinterMark", "/TrapNet"}


@refusing("pdf.damaged")
def stripped(source: Path | BinaryIO, into: BinaryIO, *, limits: Limits = LIMITS) -> None:
    """Write the PDF without metadata, notes, attachments, scripts, fields and former states.

    What a field, a stamp or a drawing over the page shows becomes part of the page. Links to web addresses and inside
    the file stay. Hidden layers and text that nobody sees stay too: `findings` tells them, `redact` removes them.
    Raises Refused.
    """
    with opened(source) as stream, open_pdf(stream, limits) as paper:
        for page in paper.pages:
            _notes_away(page)
        if any("/Annots" in page.obj for page in paper.pages):
            paper.flatten_annotations("all")
        for page in paper.pages:
            _only_links(page)
        root = paper.Root
        _without(root, _CATALOG)
        if isinstance(root.get("/Names"), pikepdf.Dictionary):
            _without(root.Names, _NAMES)
        for item in paper.objects:
            if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
                _without(item, _EVERYWHERE)
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
                _bare_picture(item)
        if "/Info" in paper.trailer:
            del paper.trailer["/Info"]
        paper.save(into, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _bare_picture(stream: Any) -> None:
    raw = stream.read_raw_bytes()
    if has_metadata(raw):
        stream.write(bare(raw), filter=pikepdf.Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def _without(item: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _notes_away(page: Any) -> None:
    if "/Annots" in page.obj:
        page.obj.Annots = pikepdf.Array(
            [one for one in annotations_of(page) if str(one.get("/Subtype", "")) not in _GOES]
        )


def _only_links(page: Any) -> None:
    links = [one for one in annotations_of(page) if one.get("/Subtype") == "/Link" and _harmless(one)]
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
    if links:
        for link in links:
            _without(link, ("/Contents", "/T", "/M", "/NM", "/AA", "/PA"))
        page.obj.Annots = pikepdf.Array(links)


def _harmless(link: Any) -> bool:
    action = link.get("/A")
    if action is None:
        return True
    if not isinstance(action, pikepdf.Dictionary) or "/Next" in action or runs(action):
        return False
    if action.get("/S") == "/URI":
        return str(action.get("/URI", "")).startswith(("http://", "https://"))
    return bool(action.get("/S") == "/GoTo")
