"""Office files: what hides in them and how it is taken out.

Open Packaging files (docx, xlsx, pptx) are read as graphs of parts by their declared types, so that it does not matter
where a program puts its comments; OpenDocument files (odt, ods, odp) by the names that their standard fixes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect import markup, zips
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import Kind
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.office import books, odf, sheets, slides, word
from jariya.kernel.files.inspect.office.parts import Parts, reachable, read_parts
from jariya.kernel.files.inspect.office.rewriting import NOWHERE, rewrite
from jariya.kernel.files.inspect.opening import opened
from jariya.kernel.files.inspect.pictures import has_metadata
from jariya.kernel.files.inspect.refused import refusing

_BY_ROLE = {
    "external": "office.external", "connection": "office.connection", "pivot": "office.pivot",
    "revisions": "office.versions", "custom_xml": "office.custom", "glossary": "office.custom",
    "thumbnail": "office.thumbnail", "signature": "office.signature",
}  # fmt: skip
_PEOPLE = frozenset({"creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "Company",
                     "Manager", "HyperlinkBase"})  # fmt: skip
_OOXML = {"docx": word, "xlsx": sheets, "pptx": slides}
_PLANS = {"docx": word.plan, "xlsx": books.plan, "pptx": slides.plan}
_ADDRESSES = ("http:", "https:", NOWHERE)
_CROPPING = frozenset({"srcRect"})
_MARK = 256 * 1024


@refusing("office.damaged")
def findings(source: Path | BinaryIO, kind: Kind, *, limits: Limits = LIMITS) -> list[Finding]:
    """Everything in a docx, xlsx, pptx, odt, ods or odp that a reader does not see. Raises Refused."""
    with opened(source) as stream, zips.package(stream, limits) as package:
        if kind.code not in _OOXML:
            return list(odf.findings(package, kind.code, limits))
        parts = read_parts(package, limits)
        return [*_common(parts, kind), *_OOXML[kind.code].findings(parts)]  # type: ignore[attr-defined]


@refusing("office.damaged")
def stripped(
    source: Path | BinaryIO, kind: Kind, into: BinaryIO, *, hidden: bool = False, limits: Limits = LIMITS
) -> None:
    """Write the file without metadata, comments, links to other files and tracked changes (the changes are accepted).

    `hidden`: also without hidden sheets, rows, columns, slides, shapes and hidden text. Raises Refused.
    """
    with opened(source) as stream, zips.package(stream, limits) as package:
        if kind.code in _PLANS:
            parts = read_parts(package, limits)
            rewrite(parts, _PLANS[kind.code](parts, hidden=hidden), into)
        else:
            odf.stripped(package, into, limits, hidden=hidden)


def _common(parts: Parts, kind: Kind) -> Iterator[Finding]:
    """What all Open Packaging files can hold."""
    counts: Counter[str] = Counter()
    for name in parts.names:
        role = parts.role(name)
        if role in _BY_ROLE:
            counts[_BY_ROLE[role]] += 1
        elif role == "comments":
            counts["office.comments"] += _elements(parts, name, frozenset({"comment", "cm", "threadedComment"}))
        elif role == "embedded":
            counts["office.object" if kind.code == "pptx" and not _of_chart(parts, name) else "office.embedded"] += 1
        elif role in ("core", "app"):
            counts["office.properties"] += _texts(parts, name, _PEOPLE)
        elif role == "custom":
            counts["office.custom"] += _elements(parts, name, frozenset({"property", "tag", "label"}))
        elif role in ("story", "slide", "drawing"):
            counts["office.cropped"] += _cropped(parts, name)
        elif role == "picture":
            counts["office.picture_metadata"] += has_metadata(next(parts.pieces(name), b"")[:_MARK])
    forms = ("attachedtemplate", "image", "oleobject", "externallinkpath", "mailmergesource", "subdocument", "frame")
    for links in parts.links.values():
        counts["office.object"] += sum(link.form == "afchunk" for link in links)
        counts["office.external"] += sum(link.external and link.form in forms for link in links)
        counts["office.links"] += sum(
            link.external and link.form == "hyperlink" and not link.target.casefold().startswith(_ADDRESSES)
            for link in links
        )
    known = reachable(parts, set(), lambda _source, _link: False)
    counts["office.orphan"] = sum(
        name not in known and not name.endswith(".rels") and name != "[Content_Types].xml" for name in parts.names
    )
    yield from (Finding(code, count=count) for code, count in counts.items() if count)


def _of_chart(parts: Parts, name: str) -> bool:
    return any(parts.role(source) == "chart" and any(link.target == name for link in links)
               for source, links in parts.links.items())  # fmt: skip


def _elements(parts: Parts, part: str, names: frozenset[str]) -> int:
    count = 0

    def seen(name: str, _attributes: markup.Attributes, _above: list[str]) -> None:
        nonlocal count
        count += name in names

    parts.scan(part, seen)
    return count


def _cropped(parts: Parts, part: str) -> int:
    count = 0

    def seen(_name: str, attributes: markup.Attributes, _above: list[str], _ordinal: int) -> None:
        nonlocal count
        count += any(attributes.get(side, "0") not in ("0", "") for side in "ltrb")

    markup.scan(parts.pieces(part), parts.limits, seen, only=_CROPPING)
    return count


def _texts(parts: Parts, part: str, names: frozenset[str]) -> int:
    found: set[str] = set()

    def text(said: str, above: list[str]) -> None:
        if said.strip() and above[-1] in names:
            found.add(above[-1])

    markup.scan(parts.pieces(part), parts.limits, lambda *_element: None, text=text)
    return len(found)
