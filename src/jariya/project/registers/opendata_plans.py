"""Publishing plans, requests for missing data, and catalogues of other sites that are harvested."""

from __future__ import annotations

from jariya.project.registers.kinds import (
    ANYONE,
    NO_BODY,
    NO_ID,
    At,
    Door,
    Example,
    Exit,
    PageKind,
    at,
    none,
    of,
)

OFFICER = "officer-1"
_ITEM, _ASKED = of("public_id=plan_item"), of("public_id=wanted")


def _step(column: str, verb: str, **options: object) -> Example:
    return lambda made: At({"public_id": getattr(made, column), "verb": verb}, **options)  # type: ignore[arg-type]


pages: tuple[PageKind, ...] = (
    PageKind("planning:front", ANYONE, at(), empty=at("after=none")),
    PageKind("planning:overdue", ANYONE, at(), empty=at("after=2999-01-01_none")),
    PageKind(
        "planning:body",
        ANYONE,
        of("slug=body"),
        empty=of("slug=quiet_body"),
        long=of("slug=body", query="which=late"),
        error=NO_BODY,
    ),
    PageKind("planning:item", ANYONE, _ITEM, long=of("public_id=plan_item_late"), error=NO_ID),
    PageKind("planning:desk", OFFICER, at(), empty=at(persona="district-officer")),
    PageKind("planning:new", OFFICER, at(), error=at(post={"title_kk": "x"}, status=422)),
    PageKind(
        "planning:desk-one",
        OFFICER,
        _ITEM,
        long=of("public_id=plan_item_late"),
        error=of("public_id=plan_item", persona="district-officer", status=404),
    ),
    PageKind(
        "planning:step",
        OFFICER,
        _step("plan_item", "change"),
        empty=_step("plan_item", "link"),
        error=_step("plan_item", "change", post={"title_kk": ""}, status=422),
    ),
    PageKind("planning:from-table", OFFICER, at(), error=at(post={"x": "y"}, status=422)),
    PageKind("wanted:front", ANYONE, at(), empty=at("which=there"), long=at("order=supports")),
    PageKind(
        "wanted:one",
        ANYONE,
        _ASKED,
        empty=of("public_id=wanted_hidden"),
        long=of("public_id=wanted_planned"),
        error=NO_ID,
    ),
    PageKind("wanted:choose", ANYONE, at(), empty=at("q=zzzzqqqq")),
    PageKind(
        "wanted:ask",
        "citizen-1",
        of("slug=body"),
        long=of("slug=body", post={"title": "Деректер +7 701 555 01 42", "text": "т " * 400, "language": "kk",
                                   "key": "a" * 12}),
        error=of("slug=body", post={"title": ""}, status=422),
    ),
    PageKind("wanted:desk", OFFICER, at(), empty=at(persona="district-officer")),
    PageKind(
        "wanted:desk-one",
        OFFICER,
        _ASKED,
        empty=of("public_id=wanted_hidden"),
        error=of("public_id=wanted", persona="district-officer", status=404),
    ),
    PageKind(
        "wanted:step",
        OFFICER,
        _step("wanted", "plan"),
        empty=_step("wanted", "exists"),
        long=_step("wanted", "pass_on"),
        error=_step("wanted", "decline", post={"text": ""}, status=422),
    ),
    PageKind("harvesting:front", ANYONE, at()),
    PageKind("harvesting:source", ANYONE, of("key=harvest_source"), error=none("key")),
)  # fmt: skip

exits: tuple[Exit, ...] = (
    Exit("planning:csv", "opendata", "csv", True, at()),
    Exit("planning:body-csv", "opendata", "csv", True, of("slug=body")),
    Exit("wanted:csv", "opendata", "csv", True, at()),
    Exit("jariya harvest --dry-run", "opendata", "text", True),
)

doors: tuple[Door, ...] = (Door("wanted:alike", "citizen-1", "POST", at()),)
