"""A workbook written anew: without links, pivots and comments; on request without what is hidden in it."""

from __future__ import annotations

from collections.abc import Callable

from jariya.kernel.files.inspect.markup import DROP, HOLLOW, Attributes, Edit
from jariya.kernel.files.inspect.office import cells, sheets
from jariya.kernel.files.inspect.office.parts import Link, Parts
from jariya.kernel.files.inspect.office.rewriting import ALWAYS_GONE, Decide, Plan

_BOOK_GONE = frozenset({
    "absPath", "fileSharing", "pivotCaches", "externalReferences", "customWorkbookViews", "slicerCaches",
    "timelineCacheRefs", "dataModel", "revisionPtr", "fileRecoveryPr", "webPublishing",
})  # fmt: skip
_SHEET_GONE = frozenset({
    "legacyDrawing", "oleObjects", "controls", "scenarios", "customSheetViews", "slicerList", "timelineRefs",
    "customProperties", "protectedRanges",
})  # fmt: skip
_WITH_HIDDEN = frozenset({"autoFilter", "tableParts", "hyperlinks", "f", "sortState", "dataConsolidate"})
_TABS = Edit(without=frozenset({"activeTab", "firstSheet"}))
_SHOWN = frozenset({"hidden", "ht", "customHeight", "collapsed", "zeroHeight"})
_COLUMN = frozenset({"hidden", "width", "customWidth", "collapsed"})
_REFERRING = frozenset(
    {"drawing", "legacyDrawingHF", "picture", "hyperlink", "tablePart", "pageSetup", "oleObject", "control"}
)
_SHEET_SEEN = _SHEET_GONE | _WITH_HIDDEN | _REFERRING | {"c", "row", "col"}
_PRINTER = Edit(without=frozenset({"id"}))
_PLAIN_TABLE = {
    "table": Edit(without=frozenset({"tableType", "connectionId"})),
    "tableColumn": Edit(without=frozenset({"queryTableFieldId"})),
}
_MOST_STRINGS = 20_000_000


def plan(parts: Parts, *, hidden: bool) -> Plan:
    """How the workbook is written anew.

    Links to other files, pivots and their stored rows go, and the values of the cells stay. `hidden`: hidden sheets are
    left out and hidden rows and columns emptied in their places, so that nothing moves; formulas give way to their
    values, which would be wrong without the cells that went; and texts that no cell uses any more are blanked.
    """
    made = Plan(gone=set(parts.with_role(*ALWAYS_GONE, "embedded")))
    found = sheets.sheets(parts)
    gone = {sheet.part for sheet in found if sheet.hidden} if hidden else set()
    made.gone |= gone
    emptied = {sheet.part: sheets.hidden_in(parts, sheet.part) for sheet in found if hidden and sheet.part not in gone}
    changed = bool(gone or any(one.rows or one.columns for one in emptied.values()))
    values = changed or bool(parts.with_role("external"))
    for book in parts.with_role("book"):
        lost = {link.id for link in parts.of(book) if link.target in gone}
        made.decide[book] = _book(lost, names=not values)
    used = bytearray()
    for part in parts.with_role("sheet"):
        made.decide[part], heard = _sheet(emptied.get(part), used, values=values, changed=changed)
        made.only[part] = _SHEET_SEEN
        if changed:
            made.heard[part] = heard
    for chart in parts.with_role("chart"):
        made.decide[chart] = lambda name, _attributes, _above, _ordinal: DROP if name == "externalData" else None
    for table in parts.with_role("table"):
        made.decide[table] = _table
    made.cut = _cut(parts, changed=changed)
    if changed:
        made.last = parts.with_role("strings")
        for strings in parts.with_role("strings"):
            made.decide[strings] = _strings(used)
    return made


def _table(name: str, _attributes: Attributes, _above: list[str], _ordinal: int) -> Edit | None:
    """A table that was filled by a query is a plain one without it."""
    return _PLAIN_TABLE.get(name)


def _cut(parts: Parts, *, changed: bool) -> Callable[[str, Link], bool]:
    forms = {"vmldrawing", "control", "ctrlprop"} | ({"table", "hyperlink"} if changed else set())

    def cut(source: str, link: Link) -> bool:
        return link.form in forms and parts.role(source) == "sheet"

    return cut


def _book(lost: set[str], *, names: bool) -> Decide:
    def decide(name: str, attributes: Attributes, above: list[str], _ordinal: int) -> Edit | None:
        if name in _BOOK_GONE or (name == "definedNames" and not names):
            return DROP
        if name == "sheet" and above[-1:] == ["sheets"] and attributes.get("r:id") in lost:
            return DROP
        return _TABS if name == "workbookView" else None

    return decide


def _sheet(
    hidden: sheets.Hidden | None, used: bytearray, *, values: bool, changed: bool
) -> tuple[Decide, Callable[[str, list[str]], None]]:
    """What becomes of the elements of a sheet, and the ear that notes which shared texts its cells use."""
    columns = hidden.columns if hidden else []
    place = 0
    string = False

    def decide(name: str, attributes: Attributes, above: list[str], _ordinal: int) -> Edit | None:
        nonlocal place, string
        if name == "c":
            string = attributes.get("t") == "s"
            if not columns:
                return None
            place = cells.column(attributes["r"]) if "r" in attributes else place + 1
            return DROP if any(first <= place <= end for first, end in columns) else None
        if name == "row":
            place = 0
            return Edit(content=False, without=_SHOWN) if hidden and sheets.is_hidden(attributes, "ht") else None
        if (
            name in _SHEET_GONE
            or (changed and name in _WITH_HIDDEN)
            or (values and name == "f" and above[-1:] == ["c"])
        ):
            return DROP
        if name == "pageSetup" and "r:id" in attributes:
            return _PRINTER
        if hidden and name == "col" and sheets.is_hidden(attributes, "width"):
            return Edit(without=_COLUMN)
        return None

    def heard(said: str, above: list[str]) -> None:
        if string and above[-1] == "v" and said.strip().isdigit() and (number := int(said)) < _MOST_STRINGS:
            used.extend(bytes(max(0, number + 1 - len(used))))
            used[number] = 1

    return decide, heard


def _strings(used: bytearray) -> Decide:
    number = -1

    def decide(name: str, _attributes: Attributes, above: list[str], _ordinal: int) -> Edit | None:
        nonlocal number
        if name == "si" and above[-1:] == ["sst"]:
            number += 1
            return None if number < len(used) and used[number] else HOLLOW
        return None

    return decide
