"""An Open Packaging file written anew: parts left out, links cut with them, the rest copied or cut by its elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from jariya.kernel.files.inspect import images, kinds, markup, pictures, zips
from jariya.kernel.files.inspect.markup import DROP, Edit
from jariya.kernel.files.inspect.office.parts import CONTENT_TYPES, Link, Parts, reachable, source_of
from jariya.kernel.files.inspect.refused import Refused

ALWAYS_GONE = frozenset({
    "comments", "people", "core", "app", "custom", "custom_xml", "printer", "external", "connection", "pivot",
    "revisions", "notes", "glossary", "signature", "extension", "calc_chain", "thumbnail",
})  # fmt: skip
_CUT_FORMS = frozenset({
    "attachedtemplate", "mailmergesource", "mailmergeheadersource", "externallinkpath", "oleobject", "subdocument",
    "frame", "keymapcustomizations", "origin",
})  # fmt: skip
_REFERRING = ("r:id", "r:embed", "r:link", "r:pict", "r:dm", "r:lo", "r:qs", "r:cs", "relid")
_PICTURE = 100 * 1024**2
NOWHERE = "about:blank"

Decide = Callable[[str, markup.Attributes, list[str], int], Edit | None]


@dataclass
class Plan:
    """`gone`: parts that are left out; `decide`: what becomes of the elements of a part (no rule: copied as it is);
    `only`: the elements that it asks for and those that refer to other parts; `heard`: gets the text of a part;
    `last`: parts written after all others; `cut`: further links that go.
    """

    gone: set[str] = field(default_factory=set)
    decide: dict[str, Decide] = field(default_factory=dict)
    only: dict[str, frozenset[str]] = field(default_factory=dict)
    heard: dict[str, Callable[[str, list[str]], None]] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)
    cut: Callable[[str, Link], bool] = lambda _source, _link: False


def rewrite(parts: Parts, plan: Plan, into: BinaryIO) -> None:
    """Write the package by the plan. What nothing leads to any more is not written. Raises Refused."""

    def cut(source: str, link: Link) -> bool:
        if link.external:
            return link.form != "hyperlink" or plan.cut(source, link)
        return link.target in plan.gone or link.form in _CUT_FORMS or not link.target or plan.cut(source, link)

    kept = reachable(parts, plan.gone, cut)
    lost = {source: {link.id for link in links if cut(source, link)} for source, links in parts.links.items()}
    with zips.Rewritten(into) as out:
        with out.part(CONTENT_TYPES) as part:
            markup.cut(parts.pieces(CONTENT_TYPES), parts.limits, _declared(kept), part.write)
        for name in sorted(parts.names, key=lambda name: name in plan.last):
            if name.endswith(".rels"):
                source = source_of(name)
                if (not source or source in kept) and any(link.id not in lost[source] for link in parts.of(source)):
                    with out.part(name) as part:
                        markup.cut(parts.pieces(name), parts.limits, _relations(lost[source]), part.write)
            elif name in kept:
                _part(parts, plan, name, lost.get(name, set()), out)


def _part(parts: Parts, plan: Plan, name: str, lost: set[str], out: zips.Rewritten) -> None:
    decide = plan.decide.get(name)
    if parts.role(name) == "picture":
        out.put(name, bare_picture(parts, name), stored=True)
    elif decide or (lost and parts.types.of(name).endswith("xml")):
        with out.part(name) as part:
            decides, only, heard = _either(decide, lost), plan.only.get(name), plan.heard.get(name)
            markup.cut(parts.pieces(name), parts.limits, decides, part.write, only=only, text=heard)
    else:
        with out.part(name) as part:
            for piece in parts.pieces(name):
                part.write(piece)


def _either(decide: Decide | None, lost: set[str]) -> Decide:
    def both(name: str, attributes: markup.Attributes, above: list[str], ordinal: int) -> Edit | None:
        edit = decide(name, attributes, above, ordinal) if decide else None
        if edit is None and lost and any(attributes.get(key) in lost for key in _REFERRING):
            return Edit(without=frozenset({"link"})) if name == "blip" and "r:embed" in attributes else DROP
        return edit

    return both


def _declared(kept: set[str]) -> Decide:
    known = {"/" + name.casefold() for name in kept}

    def decide(name: str, attributes: markup.Attributes, _above: list[str], _ordinal: int) -> Edit | None:
        return DROP if name == "Override" and attributes.get("PartName", "").casefold() not in known else None

    return decide


def _relations(lost: set[str]) -> Decide:
    def decide(name: str, attributes: markup.Attributes, _above: list[str], _ordinal: int) -> Edit | None:
        if name != "Relationship":
            return None
        if attributes.get("Id") in lost:
            return DROP
        outside = attributes.get("TargetMode", "").casefold() == "external"
        if outside and not attributes.get("Target", "").casefold().startswith(("http://", "https://")):
            return Edit(with_={"Target": NOWHERE})  # a path on somebody's disk, an address of a person
        return None

    return decide


def bare_picture(parts: Parts, name: str) -> bytes:
    """A picture of the package without metadata; kinds that are not pixels (EMF, WMF, SVG) as they are."""
    data = zips.read(parts.package, name, _PICTURE)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return pictures.bare(data)
    import io

    out = io.BytesIO()
    try:
        kind = kinds.detect(data[: kinds.HEAD], io.BytesIO(data))
        if kind.family != "image" or kind.cleans_to != kind.code:
            return data
        images.clean(io.BytesIO(data), kind, out, limits=parts.limits)
    except Refused:
        return data
    return out.getvalue()
