"""Addresses of signing petitions: the signer's own pages, the supervisor's desk, the count and its program."""

from __future__ import annotations

from jariya.project.registers.kinds import GUEST, At, Door, Exit, PageKind, at, none, of

_SIGNED = of("public_id=petition_signed")
_HERS = of("public_id=petition_signed", persona="citizen-1")
_NONE = none("public_id", "P2026-AAAAAAAA-0")

pages: tuple[PageKind, ...] = (
    PageKind(
        "collecting:sign",
        GUEST,
        _SIGNED,
        empty=of("public_id=petition_supported"),
        error=of("public_id=petition_signed", post={"region": "x"}, status=422),
    ),
    PageKind(
        "collecting:mine",
        GUEST,
        _HERS,
        empty=_SIGNED,
        error=_NONE,
    ),
    PageKind("collecting:withdraw", GUEST, _HERS, error=_NONE),
    PageKind("collecting:desk", "supervisor", at(), error=at(persona="officer-1", status=404)),
    PageKind("collecting:desk-petition", "supervisor", _SIGNED, error=_NONE),
    PageKind("collecting:paper", "supervisor", _SIGNED, error=of("public_id=petition_signed", post={}, status=422)),
    PageKind(
        "collecting:scan",
        "supervisor",
        lambda made: At({"public_id": made.petition_signed, "batch": made.paper_batch, "place": 1}),
        error=lambda made: At({"public_id": made.petition_signed, "batch": made.paper_batch, "place": 2}, status=404),
    ),
    PageKind(
        "collecting:invalidate", "supervisor", _SIGNED, error=of("public_id=petition_signed", post={}, status=422)
    ),
    PageKind(
        "collecting:invalidation",
        "supervisor",
        of("public_id=petition_signed", "number=invalidation"),
        error=lambda made: At({"public_id": made.petition_signed, "number": 10**9}, status=404),
    ),
    PageKind("collecting:switches", "supervisor", at(), error=at(post={}, status=422)),
)

exits: tuple[Exit, ...] = (
    Exit("petition-script", "petitions", "py", True, at()),
    Exit("petition-count", "petitions", "json", True, of("name=petition_log")),
    Exit("collecting:state", "petitions", "json", False, _SIGNED),
    Exit("collecting:receipt", "petitions", "tlog-proof", False, _HERS),
)

doors: tuple[Door, ...] = ()
