"""Addresses of writing, moderating and counting refusals of petitions."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, At, Door, Example, Exit, PageKind, at, none, of, with_

_NONE = with_({"public_id": "P2026-AAAAAAAA-0"}, status=404)
_KEY = of("key=petition_draft")


def _step(column: str, verb: str, post: dict[str, str] | None = None, status: int = 200) -> Example:
    """A step at the moderators' desk."""
    return lambda made: At({"public_id": getattr(made, column), "verb": verb}, post=post, status=status)


pages: tuple[PageKind, ...] = (
    PageKind("petitions:write", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind(
        "petitions:draft",
        "citizen-1",
        _KEY,
        error=of("key=petition_draft", post={"first_language": "kk", "do": "next"}, status=422),
    ),
    PageKind("petitions:review", "citizen-1", _KEY, error=none("key")),
    PageKind(
        "petitions:mine",
        "citizen-1",
        of("public_id=petition_waiting"),
        empty=of("public_id=petition_returned"),
        long=of("public_id=petition_refused"),
        error=_NONE,
    ),
    PageKind(
        "petitions:complain",
        "citizen-1",
        of("public_id=petition_refused"),
        long=of("public_id=petition_silent"),
        error=of("public_id=petition_refused", post={"reason": ""}, status=422),
    ),
    PageKind("petitions:withdraw", "citizen-1", of("public_id=petition_waiting"), error=_NONE),
    PageKind("petitions:moderation", "moderator", at(), empty=at("after=2030-01-01_1")),
    PageKind(
        "petitions:moderate",
        "moderator",
        of("public_id=petition_checked"),
        empty=of("public_id=petition_waiting"),
        long=of("public_id=petition_disputed"),
        error=_NONE,
    ),
    PageKind(
        "petitions:moderate-step",
        "moderator",
        _step("petition_checked", "propose_refusal"),
        long=_step("petition_checked", "approve"),
        error=_step("petition_checked", "return", post={"reason": ""}, status=422),
    ),
    PageKind("petitions:supervision", "supervisor", at(), error=at(post={"day": "x"}, status=422)),
    PageKind(
        "petitions:refusals",
        ANYONE,
        at(),
        empty=at("ground=borders"),
        long=at("ground=courts&year=2026"),
        error=at("ground=none", status=404),
    ),
)

exits: tuple[Exit, ...] = (Exit("petitions:refusals-csv", "petitions", "csv", True, at()),)

doors: tuple[Door, ...] = (
    Door("petitions:check", "citizen-1", "POST", of("key=petition_draft")),
    Door("petitions:after-signing", "citizen-1", "GET", of("key=petition_draft", status=302)),
    Door("petitions:change", "citizen-1", "POST", of("public_id=petition_returned")),
)
