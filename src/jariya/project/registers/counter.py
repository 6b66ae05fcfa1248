"""Addresses of the counter: assisted filing, reception days, editorial offices, letters of many."""

from __future__ import annotations

from typing import Any

from jariya.project.registers.kinds import (
    ANYONE,
    BODY,
    GUEST,
    NO_BODY,
    NO_ID,
    QUIET,
    At,
    Door,
    Example,
    Exit,
    PageKind,
    at,
    none,
    of,
    with_,
)


def _token(column: str, **options: Any) -> Example:
    return of(f"token={column}", **options)


def _booked(**options: Any) -> Example:
    return lambda made: At(
        {"slug": made.body, "number": made.reception, "day": made.reception_day}, options.get("query", ""), **options
    )


def _called(**options: Any) -> Example:
    return lambda made: At({"number": made.reception, "day": made.reception_day}, **options)


_NOTHING = {"title": ""}
pages: tuple[PageKind, ...] = (
    PageKind(
        "filing:front", "assistant", at(), empty=at(persona="officer-1"), error=at(persona="moderator", status=404)
    ),
    PageKind("filing:choose", "assistant", at(), empty=at("q=zzzzqqqq"), error=at(persona="officer-1", status=404)),
    PageKind("filing:write", "assistant", BODY, error=of("slug=body", post=_NOTHING, status=422)),
    PageKind("filing:read", "assistant", _token("filing"), error=_token("filing", persona="assistant-2", status=404)),
    PageKind("filing:change", "assistant", _token("filing"), error=_token("filing", post=_NOTHING, status=422)),
    PageKind(
        "filing:paper", "assistant", _token("filing_ready"), error=_token("filing", persona="assistant-2", status=404)
    ),
    PageKind(
        "filing:confirm",
        "assistant",
        _token("filing_ready"),
        error=_token("filing_ready", post={"way": "hand"}, status=422),
    ),
    PageKind(
        "filing:coupon",
        "assistant",
        _token("filing_done"),
        error=_token("filing_done", persona="assistant-2", status=404),
    ),
    PageKind("filing:spoken", "officer-1", at(), error=at(post=_NOTHING, status=422)),
    PageKind("filing:letter", "officer-1", at(), error=at(post=_NOTHING, status=422)),
    PageKind("filing:channels", "officer-1", at(), empty=at(persona="district-officer")),
    PageKind("filing:answers", "assistant-2", at(), error=at(post={"number": "", "secret": ""}, status=422)),
    PageKind(
        "filing:answer",
        "assistant-2",
        _token("answer_opening"),
        error=_token("answer_opening", persona="assistant", status=404),
    ),
    PageKind("filing:post", "officer-1", of("public_id=paper_letter"), error=NO_ID),
    PageKind(
        "coupon:front",
        GUEST,
        lambda made: At(query=f"n={made.coupon}"),
        error=at(post={"number": "Q2026-AAAAAAAA-0", "secret": "AAAAA-AAAAA"}, status=422),
    ),
    PageKind("reception:front", ANYONE, at()),
    PageKind("reception:body", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind("reception:book", "citizen-3", _booked(), error=_booked(post={"place": "x"}, status=422)),
    PageKind("reception:mine", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind(
        "reception:cancel", "citizen-1", _token("booking"), error=_token("booking", persona="citizen-3", status=404)
    ),
    PageKind(
        "reception:desk",
        "officer-1",
        at(),
        empty=at(persona="district-officer"),
        error=at(persona="moderator", status=404),
    ),
    PageKind("reception:call-off", "officer-1", _called(), error=_called(post={"reason": ""}, status=422)),
    PageKind("editorial:front", ANYONE, at()),
    PageKind("editorial:office", ANYONE, with_({"code": "ulgi-habary"}), error=none("code")),
    PageKind(
        "editorial:room", "editor", at(), empty=at(persona="journalist"), error=at(persona="citizen-1", status=404)
    ),
    PageKind("editorial:join", "citizen-3", of("secret=invitation"), error=with_({"secret": "none"}, status=410)),
    PageKind("editorial:desk", "supervisor", at(), error=at(post={"do": "accredit", "code": ""}, status=422)),
    PageKind("cosigners:mine", "citizen-1", at(), empty=at(persona="citizen-2")),
    PageKind(
        "cosigners:write",
        "citizen-1",
        lambda made: At({"kind": "question", "slug": made.body}),
        error=lambda made: At({"kind": "question", "slug": made.body}, post=_NOTHING, status=422),
    ),
    PageKind("cosigners:letter", GUEST, _token("together_signed"), empty=_token("together_sent")),
    PageKind("cosigners:change", "citizen-1", _token("together"), error=_token("together", post=_NOTHING, status=422)),
)

exits: tuple[Exit, ...] = ()

doors: tuple[Door, ...] = (
    Door("filing:answer-code", "assistant-2", "GET", at(status=303)),
    Door("filing:abandon", "assistant", "POST", _token("filing")),
    Door("reception:came", "officer-1", "POST", _token("booking")),
    Door("editorial:invite", "editor", "POST", at()),
    Door("editorial:change", "editor", "POST", at()),
    Door("cosigners:act", "citizen-1", "POST", _token("together")),
)
