"""Addresses of petitions: what everyone reads, and what the addressee and the petitioner do."""

from __future__ import annotations

from collections.abc import Mapping

from jariya.project.registers.kinds import (
    ANYONE,
    FEED,
    MANY,
    NO_ID,
    At,
    Door,
    Example,
    Exit,
    PageKind,
    at,
    of,
    with_,
)

_OPEN, _LONG, _LINK, _CONSIDERED, _PROMISED, _SUPPORTED = (
    of(f"public_id={column}")
    for column in (
        "petition",
        "petition_long",
        "petition_by_link",
        "petition_considered",
        "petition_promised",
        "petition_supported",
    )
)
_NONE = with_({"public_id": "P2026-AAAAAAAA-0"}, status=404)


def _step(
    column: str, verb: str, *, number: int = 0, post: Mapping[str, str] | None = None, status: int = 200
) -> Example:
    """A step at the desk of the addressee."""
    more = {"number": number} if number else {}
    return lambda made: At({"public_id": getattr(made, column), "verb": verb, **more}, post=post, status=status)


pages: tuple[PageKind, ...] = (
    PageKind(
        "petitions-public:front",
        ANYONE,
        at(),
        empty=at("q=zzzzqqqq"),
        long=at(MANY),
        error=at("body=no-such-body", status=404),
    ),
    PageKind("petitions-public:petition", ANYONE, _OPEN, empty=_SUPPORTED, long=_LONG, error=_NONE),
    PageKind("petitions-public:proof", ANYONE, _OPEN, empty=_SUPPORTED, long=_LONG, error=_NONE),
    PageKind("petitions-public:snippet", ANYONE, _OPEN, long=_LONG, error=_NONE),
    PageKind("petitions-public:poster", ANYONE, _OPEN, empty=_LINK, long=_LONG, error=_NONE),
    PageKind("petitions-public:embed", ANYONE, _OPEN, empty=_SUPPORTED, long=_LONG, error=_NONE, framable=True),
    PageKind(
        "petitions-public:decision",
        ANYONE,
        lambda made: At({"public_id": made.petition_considered, "version": 1}),
        long=lambda made: At({"public_id": made.petition_promised, "version": 1}),
        error=lambda made: At({"public_id": made.petition_considered, "version": 2}, status=404),
    ),
    PageKind(
        "petitions-public:promises", ANYONE, at(), empty=at("body=ulgi-office-roads"), error=at("body=none", status=404)
    ),
    PageKind("consideration:desk", "officer-1", at()),
    PageKind("consideration:desk-one", "officer-1", _CONSIDERED, empty=_SUPPORTED, long=_PROMISED, error=NO_ID),
    PageKind(
        "consideration:step",
        "officer-1",
        _step("petition_considered", "draft_decision"),
        empty=_step("petition_supported", "register"),
        long=_step("petition_considered", "form_group"),
        error=_step("petition_considered", "announce_hearing", post={"stream": "x", "key": "abcdefgh"}, status=422),
    ),
    PageKind(
        "consideration:step-of",
        "officer-1",
        _step("petition_promised", "keep_promise", number=1),
        long=_step("petition_considered", "hold_hearing", number=2),
        error=_step("petition_promised", "move_promise", number=1, post={"due_on": "x"}, status=422),
    ),
    PageKind("consideration:invitation", "citizen-1", _CONSIDERED, error=of("public_id=petition", status=404)),
)

exits: tuple[Exit, ...] = (
    Exit("petitions-public:poster-pdf", "petitions", "pdf", True, _OPEN),
    Exit("petitions-public:share", "petitions", "png", True, _OPEN),
    Exit("api:petitions", "petitions", "json", True, at("which=considered")),
    Exit("api:petition", "petitions", "json", True, _CONSIDERED),
    Exit("api:petition_promises", "petitions", "json", True, at()),
    Exit("api:petitions_csv", "petitions", "csv", True, at()),
    Exit("api:petitions_parquet", "petitions", "parquet", True, at()),
    Exit("api:petition_tallies_csv", "petitions", "csv", True, _OPEN),
    Exit("api:petition_tallies_parquet", "petitions", "parquet", True, _OPEN),
    Exit("feed-kind", "petitions", "atom", True, with_(FEED | {"word": "petitions"})),
)

doors: tuple[Door, ...] = (Door("petitions-public:mine", "citizen-1", "GET", _CONSIDERED),)
