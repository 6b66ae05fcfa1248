"""Presentations (pptx): hidden slides and shapes, speaker's notes; and the presentation without them."""

from __future__ import annotations

from collections.abc import Iterator

from jariya.kernel.files.inspect import markup
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.markup import DROP, Attributes, Edit
from jariya.kernel.files.inspect.office.marking import marked
from jariya.kernel.files.inspect.office.parts import Parts
from jariya.kernel.files.inspect.office.rewriting import ALWAYS_GONE, Decide, Plan

_OFF = ("0", "false")
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"})


def slides(parts: Parts) -> list[str]:
    """Slides in the order in which they are shown."""
    show = next(iter(parts.with_role("show")), "")
    targets = {link.id: link.target for link in parts.of(show)}
    found: list[str] = []

    def seen(name: str, attributes: Attributes, _above: list[str]) -> None:
        if name == "sldId" and targets.get(attributes.get("r:id", "")):
            found.append(targets[attributes["r:id"]])

    if show:
        parts.scan(show, seen)
    return found + [name for name in parts.with_role("slide") if name not in found]


def _is_hidden(parts: Parts, slide: str) -> bool:
    hidden = False

    def seen(name: str, attributes: Attributes, _above: list[str]) -> None:
        nonlocal hidden
        if name == "sld":
            hidden = attributes.get("show", "1") in _OFF

    parts.scan(slide, seen)
    return hidden


def _shapes(parts: Parts, slide: str) -> set[int]:
    return marked(
        parts.pieces(slide), parts.limits, _SHAPES,
        lambda name, attributes, _above: name == "cNvPr" and attributes.get("hidden", "0") not in _OFF,
    )  # fmt: skip


def findings(parts: Parts) -> Iterator[Finding]:
    """Hidden slides and shapes, notes with words in them, each by its slide."""
    for number, slide in enumerate(slides(parts), 1):
        if _is_hidden(parts, slide):
            yield Finding("slide.hidden", "slide", number)
        if count := len(_shapes(parts, slide)):
            yield Finding("office.hidden_shape", "slide", number, count)
        for link in parts.of(slide):
            if parts.role(link.target) == "notes" and _says(parts, link.target):
                yield Finding("slide.notes", "slide", number)


def _says(parts: Parts, notes: str) -> bool:
    """Whether the notes have words beside the number of the slide, which stands in a field."""
    said = False

    def text(piece: str, above: list[str]) -> None:
        nonlocal said
        said = said or (above[-1:] == ["t"] and "fld" not in above and bool(piece.strip()))

    markup.scan(parts.pieces(notes), parts.limits, lambda *_element: None, text=text)
    return said


def plan(parts: Parts, *, hidden: bool) -> Plan:
    """How the presentation is written anew; `hidden`: without hidden slides and shapes."""
    made = Plan(gone=set(parts.with_role(*ALWAYS_GONE)))
    for chart in parts.with_role("chart"):
        made.decide[chart] = lambda name, _attributes, _above, _ordinal: DROP if name == "externalData" else None
        made.gone |= {link.target for link in parts.of(chart) if parts.role(link.target) == "embedded"}
    if not hidden:
        return made
    for slide in parts.with_role("slide"):
        if _is_hidden(parts, slide):
            made.gone.add(slide)
        elif shapes := _shapes(parts, slide):
            made.decide[slide] = _without(shapes)
    for show in parts.with_role("show"):
        made.decide[show] = lambda name, _attributes, _above, _ordinal: (
            DROP if name in ("sectionLst", "custShowLst") else None
        )
    return made


def _without(shapes: set[int]) -> Decide:
    def decide(_name: str, _attributes: Attributes, _above: list[str], ordinal: int) -> Edit | None:
        return DROP if ordinal in shapes else None

    return decide
