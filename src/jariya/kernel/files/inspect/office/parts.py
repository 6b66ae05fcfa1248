"""Parts of an Open Packaging file (ECMA-376, part 2): what each is for, and which leads to which."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from jariya.kernel.files.inspect import markup, zips
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.packages import CONTENT_TYPES, ContentTypes, content_types
from jariya.kernel.files.inspect.refused import Refused

_ROLES = (
    ("comment", "comments"), (".people+xml", "people"), (".person+xml", "people"), ("authors+xml", "people"),
    ("core-properties", "core"), ("extended-properties", "app"), ("custom-properties", "custom"),
    ("customxml", "custom_xml"), ("classificationlabels", "custom"), ("tags+xml", "custom"),
    ("printersettings", "printer"), ("externallink", "external"), ("connections+xml", "connection"),
    ("querytable", "connection"), ("model+data", "connection"), ("pivot", "pivot"), ("slicer", "pivot"),
    ("timeline", "pivot"), ("revisionheaders", "revisions"), ("revisionlog", "revisions"), ("usernames", "revisions"),
    ("notesslide+xml", "notes"), ("oleobject", "embedded"), ("document.glossary", "glossary"),
    ("digital-signature", "signature"), ("vmldrawing", "vml"), ("webextension", "extension"),
    ("calcchain", "calc_chain"), ("keymapcustomizations", "extension"), ("attachedtoolbars", "extension"),
    ("worksheet+xml", "sheet"), ("chartsheet+xml", "sheet"), ("dialogsheet+xml", "sheet"),
    ("spreadsheetml.table+xml", "table"),
    ("sharedstrings+xml", "strings"), ("sheet.main+xml", "book"), ("spreadsheetml.template.main", "book"),
    ("wordprocessingml.settings", "settings"), ("wordprocessingml.styles", "styles"),
    ("spreadsheetml.styles", "styles"),
    ("wordprocessingml.document.main", "story"), ("wordprocessingml.template.main", "story"),
    ("wordprocessingml.header", "story"), ("wordprocessingml.footer", "story"), ("footnotes+xml", "story"),
    ("endnotes+xml", "story"), ("presentationml.slide+xml", "slide"), ("presentation.main+xml", "show"),
    ("slideshow.main+xml", "show"), ("presentationml.template.main", "show"), ("chart+xml", "chart"),
    ("chartex+xml", "chart"), ("drawing+xml", "drawing"), ("image/", "picture"),
)  # fmt: skip


class Link(NamedTuple):
    """A relationship: its id in the part it starts from, last word of its type, target part or address."""

    id: str
    form: str
    target: str
    external: bool


@dataclass
class Parts:
    """The package as a graph. Names of parts are as in the zip, without a leading slash."""

    package: zipfile.ZipFile
    limits: Limits
    types: ContentTypes
    names: list[str]
    links: dict[str, list[Link]] = field(default_factory=dict)

    def role(self, name: str) -> str:
        """What the part is for, by its content type; empty for what needs no attention."""
        if posixpath.dirname(name).casefold().endswith("embeddings"):
            return "embedded"
        if name.casefold().startswith("docprops/thumbnail"):
            return "thumbnail"
        if name.casefold().startswith("customxml/"):
            return "custom_xml"
        declared = self.types.of(name)
        return next((role for word, role in _ROLES if word in declared), "")

    def with_role(self, *roles: str) -> list[str]:
        """Parts of these roles, in the order of the zip."""
        return [name for name in self.names if self.role(name) in roles]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part."""
        return zips.pieces(self.package, name)

    def scan(self, name: str, started: Callable[[str, markup.Attributes, list[str]], None]) -> None:
        """Walk the XML of a part."""

        def seen(element: str, attributes: markup.Attributes, above: list[str], _ordinal: int) -> None:
            started(element, attributes, above)

        markup.scan(self.pieces(name), self.limits, seen)

    def of(self, name: str) -> list[Link]:
        """The relationships that start from a part ("" is the package)."""
        return self.links.get(name, [])


def source_of(rels: str) -> str:
    """The part whose relationships these are."""
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])


def read_parts(package: zipfile.ZipFile, limits: Limits) -> Parts:
    """The graph of a package. Raises Refused."""
    names = [name for name in package.namelist() if not name.endswith("/")]
    parts = Parts(package, limits, content_types(package), names)
    actual = {name.casefold(): name for name in names}
    for name in names:
        if name.endswith(".rels") and posixpath.basename(posixpath.dirname(name)) == "_rels":
            source = source_of(name)
            parts.links[source] = _links(parts, name, source, actual)
    return parts


def _links(parts: Parts, rels: str, source: str, actual: dict[str, str]) -> list[Link]:
    found: list[Link] = []

    def seen(element: str, attributes: markup.Attributes, _above: list[str]) -> None:
        if element != "Relationship":
            return
        external = attributes.get("TargetMode", "").casefold() == "external"
        target = attributes.get("Target", "")
        if not external:
            path = unquote(target.partition("#")[0])
            whole = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(source), path)
            target = actual.get(posixpath.normpath(whole).casefold(), "")
        form = attributes.get("Type", "").rpartition("/")[2].casefold()
        found.append(Link(attributes.get("Id", ""), form, target, external))
        if len(found) > parts.limits.zip_entries:
            raise Refused("zip.entries", most=parts.limits.zip_entries)

    parts.scan(rels, seen)
    return found


def reachable(parts: Parts, gone: set[str], cut: Callable[[str, Link], bool]) -> set[str]:
    """Parts that something still leads to, from the package on, when some are gone and some links are cut."""
    kept: set[str] = set()
    waiting = [""]
    while waiting:
        source = waiting.pop()
        for link in parts.of(source):
            if not link.external and link.target and link.target not in kept | gone and not cut(source, link):
                kept.add(link.target)
                waiting.append(link.target)
    return kept


__all__ = ["CONTENT_TYPES", "Link", "Parts", "reachable", "read_parts", "source_of"]
