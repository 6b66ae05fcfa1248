"""Text documents (docx): tracked changes, comments, hidden text; and the document without them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jariya.kernel.files.inspect import markup
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.markup import DROP, UNWRAP, Attributes, Edit
from jariya.kernel.files.inspect.office.marking import marked
from jariya.kernel.files.inspect.office.parts import Parts
from jariya.kernel.files.inspect.office.rewriting import ALWAYS_GONE, Decide, Plan

CHANGES = frozenset({
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
    "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
})  # fmt: skip
_GONE = (CHANGES - {"ins", "moveTo"}) | {
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "commentRangeStart",
    "commentRangeEnd", "commentReference", "annotationRef", "proofErr", "permStart", "permEnd", "dataBinding",
    "OLEObject",
}  # fmt: skip
_SETTINGS_GONE = frozenset({
    "rsids", "attachedTemplate", "docVars", "mailMerge", "trackRevisions", "revisionView", "docId", "writeProtection",
    "documentProtection", "saveThroughXslt",
})  # fmt: skip
_SESSIONS = frozenset(
    {"rsidR", "rsidRPr", "rsidP", "rsidRDefault", "rsidTr", "rsidDel", "rsidSect", "paraId", "textId"}
)
_TELLING = CHANGES | {"color", "sz", "docPr", "fldSimple"}
_FETCHING = re.compile(r"^\s*(INCLUDE(TEXT|PICTURE)|LINK|DDE|DDEAUTO|DATABASE|RD|IMPORT)\b", re.IGNORECASE)
_OFF = ("0", "false", "off")
_RUNS = frozenset({"r"})
_TINY = 4  # half points


def _on(attributes: Attributes) -> bool:
    return attributes.get("val", "1") not in _OFF


def _hiding_styles(parts: Parts) -> set[str]:
    """Ids of styles that hide their text."""
    found: set[str] = set()
    style = ""

    def seen(name: str, attributes: Attributes, above: list[str]) -> None:
        nonlocal style
        if name == "style":
            style = attributes.get("styleId", "")
        elif name == "vanish" and "style" in above and above[-1] == "rPr" and _on(attributes):
            found.add(style)

    for name in parts.with_role("styles"):
        parts.scan(name, seen)
    return found


def _hidden_runs(parts: Parts, story: str, styles: set[str]) -> set[int]:
    """Ordinals of runs of hidden text."""
    by_paragraph = False

    def hides(name: str, attributes: Attributes, above: list[str]) -> bool:
        if above[-1:] != ["rPr"]:
            return False
        return (name == "vanish" and _on(attributes)) or (name == "rStyle" and attributes.get("val") in styles)

    found = marked(parts.pieces(story), parts.limits, _RUNS, hides)
    if not styles:
        return found

    def started(name: str, attributes: Attributes, above: list[str], ordinal: int) -> None:
        nonlocal by_paragraph
        if name == "p":
            by_paragraph = False
        elif name == "pStyle" and above[-1:] == ["pPr"]:
            by_paragraph = attributes.get("val") in styles
        elif name == "r" and by_paragraph:
            found.add(ordinal)

    markup.scan(parts.pieces(story), parts.limits, started)
    return found


def findings(parts: Parts) -> Iterator[Finding]:
    """Tracked changes, hidden and pale text, of all stories of the document together."""
    counts: Counter[str] = Counter()

    def seen(name: str, attributes: Attributes, above: list[str]) -> None:
        if name in CHANGES:
            counts["word.changes"] += 1
        elif name == "color" and attributes.get("val", "").upper() == "FFFFFF" and above[-2:] == ["r", "rPr"]:
            counts["word.pale_text"] += 1
        elif name == "sz" and attributes.get("val", "").isdigit() and int(attributes["val"]) <= _TINY:
            counts["word.pale_text"] += above[-2:] == ["r", "rPr"]
        elif name == "fldSimple":
            counts["word.fields"] += bool(_FETCHING.match(attributes.get("instr", "")))
        elif name == "docPr" and attributes.get("hidden", "0") not in _OFF:
            counts["office.hidden_shape"] += 1

    def text(said: str, above: list[str]) -> None:
        if above[-1:] == ["instrText"] and _FETCHING.match(said):
            counts["word.fields"] += 1

    styles = _hiding_styles(parts)
    for story in parts.with_role("story"):
        markup.scan(parts.pieces(story), parts.limits, lambda *element: seen(*element[:3]), only=_TELLING, text=text)
        counts["word.hidden_text"] += len(_hidden_runs(parts, story, styles))
    for settings in parts.with_role("settings"):
        parts.scan(
            settings, lambda name, _attributes, _above: counts.update(["office.connection"] * (name == "mailMerge"))
        )
    yield from (Finding(code, count=count) for code, count in counts.items() if count)


def plan(parts: Parts, *, hidden: bool) -> Plan:
    """How the document is written anew: changes accepted, comments out; `hidden`: hidden text and drawings out too."""
    made = Plan(gone=set(parts.with_role(*ALWAYS_GONE, "embedded")))
    styles = _hiding_styles(parts) if hidden else set()
    for story in parts.with_role("story"):
        rows = marked(parts.pieces(story), parts.limits, frozenset({"tr"}),
                      lambda name, _attributes, above: name == "del" and above[-1:] == ["trPr"])  # fmt: skip
        unseen: set[int] = set()
        if hidden:
            unseen = _hidden_runs(parts, story, styles) | marked(
                parts.pieces(story), parts.limits, frozenset({"drawing", "pict"}),
                lambda name, attributes, _above: name == "docPr" and attributes.get("hidden", "0") not in _OFF,
            )  # fmt: skip
        made.decide[story] = _story(rows | unseen)
    for settings in parts.with_role("settings"):
        made.decide[settings] = lambda name, _attributes, _above, _ordinal: DROP if name in _SETTINGS_GONE else None
    for chart in parts.with_role("chart"):
        made.decide[chart] = lambda name, _attributes, _above, _ordinal: DROP if name == "externalData" else None
    return made


def _story(out: set[int]) -> Decide:
    def decide(name: str, attributes: Attributes, _above: list[str], ordinal: int) -> Edit | None:
        if ordinal in out or name in _GONE:
            return DROP
        if name in ("ins", "moveTo"):
            return UNWRAP
        if not _SESSIONS.isdisjoint(attributes):
            return Edit(without=_SESSIONS)
        return None

    return decide
