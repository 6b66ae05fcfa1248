"""What hides in a PDF: notes, attachments, layers, scripts, fields, former states, and text that nobody can see."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import CHUNK, chunks, opened, size_of
from jariya.kernel.files.inspect.pdf.places import Word
from jariya.kernel.files.inspect.pdf.reading import ALONE, SEEING_DPI, document, drawn, page_of, words_of
from jariya.kernel.files.inspect.pictures import has_metadata
from jariya.kernel.files.inspect.refused import Refused, refusing

NOTES = frozenset({"/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"})
"""Remarks on the page; other annotations draw something that belongs to what is seen."""
MEDIA = frozenset({"/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
RUNNING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute"})
_DEPTH = 40
_FORMER = 5
_SAYING = re.compile(r"\w{2,}")


@refusing("pdf.damaged")
def findings(source: Path | BinaryIO, *, limits: Limits = LIMITS) -> list[Finding]:
    """Everything in a PDF that a reader of its pages does not see. Raises Refused."""
    with opened(source) as stream:
        found = _structure(stream, limits)
        found += _unseen(stream, limits)
        found += _former(stream, limits)
    return found


@refusing("pdf.damaged")
def open_pdf(stream: BinaryIO, limits: Limits) -> pikepdf.Pdf:
    """The PDF by its structure. Raises Refused: `kind.encrypted`, `pdf.damaged`, `pdf.pages`, `pdf.objects`."""
    stream.seek(0)
    try:
        paper = pikepdf.open(stream, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("kind.encrypted") from error
    if len(paper.pages) > limits.pdf_pages:
        raise Refused("pdf.pages", most=limits.pdf_pages)
    if len(paper.objects) > limits.pdf_objects:
        raise Refused("pdf.objects", most=limits.pdf_objects)
    return paper


def _structure(stream: BinaryIO, limits: Limits) -> list[Finding]:
    with open_pdf(stream, limits) as paper:
        found = list(_metadata(paper))
        for number, page in enumerate(paper.pages, 1):
            counts = Counter(code for annotation in annotations_of(page) for code in _annotation(annotation))
            found += [Finding(code, "page", number, count) for code, count in counts.items()]
            if "/PieceInfo" in page.obj:
                found.append(Finding("pdf.private", "page", number))
        found += _catalog(paper.Root)
        return found


def annotations_of(page: Any) -> Iterator[Any]:
    """Annotations of a page that are dictionaries."""
    listed = page.obj.get("/Annots")
    if isinstance(listed, pikepdf.Array):
        for annotation in listed:
            if isinstance(annotation, pikepdf.Dictionary):
                yield annotation


def _annotation(annotation: Any) -> Iterator[str]:
    form = str(annotation.get("/Subtype", ""))
    if form in NOTES:
        if form != "/Popup" and (form == "/Text" or str(annotation.get("/Contents", ""))):
            yield "pdf.notes"
    elif form == "/Redact":
        yield "pdf.redaction_not_applied"
    elif form == "/FileAttachment":
        yield "pdf.attachment"
    elif form in MEDIA:
        yield "pdf.media"
    elif form not in ("/Link", "/Widget"):
        yield "pdf.drawn_over"
    if any(runs(annotation.get(key)) for key in ("/A", "/AA")):
        yield "pdf.script"


def runs(action: Any, depth: int = 0) -> bool:
    """Whether an action, or one that follows it, does more than lead to a place."""
    if depth > _DEPTH:
        return True
    if isinstance(action, pikepdf.Array):
        return any(runs(one, depth + 1) for one in action)
    if not isinstance(action, pikepdf.Dictionary):
        return False
    if "/S" in action:
        return str(action.S) in RUNNING or runs(action.get("/Next"), depth + 1)
    return any(runs(one, depth + 1) for one in action.values() if isinstance(one, pikepdf.Dictionary))


def _metadata(paper: pikepdf.Pdf) -> Iterator[Finding]:
    info = paper.trailer.get("/Info")
    count = sum(bool(str(value).strip()) for value in info.values()) if isinstance(info, pikepdf.Dictionary) else 0
    pictures = 0
    for item in paper.objects:
        if isinstance(item, pikepdf.Stream):
            if item.get("/Type") == "/Metadata":
                count += 1
            elif item.get("/Filter") == "/DCTDecode" and has_metadata(item.read_raw_bytes()):
                pictures += 1
    if count:
        yield Finding("pdf.metadata", count=count)
    if pictures:
        yield Finding("pdf.picture_metadata", count=pictures)


def _catalog(root: Any) -> Iterator[Finding]:
    names = root.get("/Names", {})
    attached = sum(_leaves(names.get("/EmbeddedFiles")) for _ in (0,)) + len(root.get("/AF", []))
    if attached:
        yield Finding("pdf.attachment", count=attached)
    if "/JavaScript" in names or runs(root.get("/OpenAction")) or runs(root.get("/AA")):
        yield Finding("pdf.script")
    layers = root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary) and (groups := layers.get("/OCGs")) is not None and len(groups):
        standard: Any = layers.get("/D", {})
        off = len(standard.get("/OFF", []))
        if standard.get("/BaseState") == "/OFF":
            off = max(off, len(groups) - len(standard.get("/ON", [])))
        yield Finding("pdf.hidden_layer", count=off) if off else Finding("pdf.layers", count=len(groups))
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield Finding("pdf.xfa")
        signed, filled = _fields(form.get("/Fields", []))
        if signed:
            yield Finding("pdf.signature", count=signed)
        if filled:
            yield Finding("pdf.fields", count=filled)


def _leaves(tree: Any, depth: int = 0) -> int:
    if not isinstance(tree, pikepdf.Dictionary) or depth > _DEPTH:
        return 0
    return len(tree.get("/Names", [])) // 2 + sum(_leaves(kid, depth + 1) for kid in tree.get("/Kids", []))


def _fields(fields: Any, depth: int = 0) -> tuple[int, int]:
    signed = filled = 0
    for field in fields if depth < _DEPTH else []:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        if field.get("/FT") == "/Sig":
            signed += "/V" in field
        elif str(field.get("/V", "")) not in ("", "/Off"):
            filled += 1
        inner = _fields(field.get("/Kids", []), depth + 1)
        signed, filled = signed + inner[0], filled + inner[1]
    return signed, filled


def _unseen(stream: BinaryIO, limits: Limits) -> Iterator[Finding]:
    """Words under bars, white on white, outside of the page, in layers that are switched off."""
    with document(stream, limits) as found:
        for number in range(1, min(len(found), limits.pages_looked_at) + 1):
            with ALONE, page_of(found, number) as page:
                if not _has_text(page):
                    continue
                words = words_of(page, number, drawn(page, SEEING_DPI, limits), limits)
            hidden = sum(not word.seen and bool(_SAYING.search(word.text)) for word in words)
            if hidden:
                yield Finding("pdf.unseen_text", "page", number, hidden)
        if len(found) > limits.pages_looked_at:
            yield Finding("pdf.not_looked_at", count=len(found) - limits.pages_looked_at)


def _has_text(page: Any) -> bool:
    text = page.get_textpage()
    try:
        return bool(text.count_chars())
    finally:
        text.close()


class _Beginning(io.RawIOBase):
    """The first bytes of a stream, as if the file ended there."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        super().__init__()
        self._stream, self._length, self._at = stream, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._length)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._stream.seek(self._at)
        data = self._stream.read(max(0, min(len(buffer), self._length - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _ends(stream: BinaryIO) -> list[int]:
    """Places after each end mark: a file that was changed by appending has several."""
    stream.seek(0)
    ends, kept, at = [], b"", 0
    for piece in chunks(stream, CHUNK):
        window = kept + piece
        ends += [at - len(kept) + mark.end() for mark in re.finditer(rb"%%EOF", window) if mark.end() > len(kept)]
        kept, at = window[-4:], at + len(piece)
    return sorted(set(ends))


def _former(stream: BinaryIO, limits: Limits) -> Iterator[Finding]:
    """Former states that still lie in the file, and whether they hold words that the last state has not."""
    size = size_of(stream)
    former = [end for end in _ends(stream) if end < size - 64]
    if not former:
        return
    now = _all_words(stream, limits)
    lost = states = 0
    for end in former[-_FORMER:]:
        try:
            before = _all_words(_Beginning(stream, end), limits)  # type: ignore[arg-type]
        except Refused:
            continue  # the first part of a file written for the web ends like a file and is none
        states += 1
        lost = max(lost, sum((before - now).values()))
    if states:
        yield Finding("pdf.former_text", count=lost) if lost else Finding("pdf.former", count=states)


@refusing("pdf.damaged")
def _all_words(stream: BinaryIO, limits: Limits) -> Counter[str]:
    counted: Counter[str] = Counter()
    with document(stream, limits) as found:
        for number in range(1, min(len(found), limits.pages_looked_at) + 1):
            with ALONE, page_of(found, number) as page:
                counted.update(map(_said, words_of(page, number, None, limits)))
    return counted


def _said(word: Word) -> str:
    return word.text
