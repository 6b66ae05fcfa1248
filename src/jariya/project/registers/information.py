"""Addresses of officers for access to information, the Commission, recommendations, guides and seminars."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, FEED, At, Example, Exit, PageKind, at, none, of, with_

_NO_RECOMMENDATION = none("public_id", "M2026-AAAAAAAA-0")
_NO_OFFICER = none("public_id", "N2026-AAAAAAAA-0")
_NO_SESSION = none("public_id", "K2026-AAAAAAAA-0")
_NO_GUIDE = none("public_id", "G2026-AAAAAAAA-0")
_NO_SEMINAR = none("public_id", "S2026-AAAAAAAA-0")


def _step(column: str, verb: str, **options: object) -> Example:
    return lambda made: At({"public_id": getattr(made, column), "verb": verb}, **options)  # type: ignore[arg-type]


def _desk(space: str, maker: str, one: str, verb: str, other: str, refused: str) -> tuple[PageKind, ...]:
    """A desk: its list, its form, a page of one, a step.

    `one` and `verb`: a thing of `Made` and a step that `maker` may take on it; `other` and `refused`: a step whose form
    wants words.
    """
    return (
        PageKind(f"{space}:desk", maker, at()),
        PageKind(f"{space}:new", maker, at(), error=at(post={"title_kk": ""}, status=422)),
        PageKind(
            f"{space}:desk-one",
            maker,
            of(f"public_id={one}"),
            long=of(f"public_id={other}"),
            error=none("public_id", "M2026-AAAAAAAA-0"),
        ),
        PageKind(f"{space}:step", maker, _step(one, verb), error=_step(other, refused, post={"key": "k"}, status=422)),
    )


pages: tuple[PageKind, ...] = (
    PageKind("monitoring:front", ANYONE, at(), empty=at("late=1&source=commission"), long=at("body=ulgi-ministry")),
    PageKind(
        "monitoring:one",
        ANYONE,
        of("public_id=recommendation"),
        long=of("public_id=recommendation_disputed"),
        error=of("public_id=recommendation_prepared", status=404),
    ),
    PageKind("officers:front", ANYONE, at()),
    PageKind("officers:one", ANYONE, of("public_id=access_officer"), error=_NO_OFFICER),
    PageKind("commission:front", ANYONE, at()),
    PageKind(
        "commission:session",
        ANYONE,
        of("public_id=session"),
        empty=of("public_id=session_announced"),
        error=of("public_id=session_prepared", status=404),
    ),
    PageKind("commission:members", "supervisor", at(), error=at(post={"do": "seat"}, status=422)),
    PageKind("guides:front", ANYONE, at(), empty=at("for=press")),
    PageKind("guides:guide", ANYONE, of("public_id=guide"), error=of("public_id=guide_prepared", status=404)),
    PageKind(
        "guides:version",
        ANYONE,
        lambda made: At({"public_id": made.guide, "number": 1}),
        error=lambda made: At({"public_id": made.guide, "number": 99}, status=404),
    ),
    PageKind("seminars:front", ANYONE, at()),
    PageKind("seminars:seminar", ANYONE, of("public_id=seminar"), long=of("public_id=seminar_held"), error=_NO_SEMINAR),
    PageKind(
        "seminars:place",
        "citizen-1",
        of("public_id=seminar"),
        empty=of("public_id=seminar", persona="citizen-2"),
        long=of("public_id=seminar_held"),
        error=of("public_id=seminar", persona="citizen-2", post={"do": "take", "name": ""}, status=422),
    ),
    PageKind("seminars:mine", "citizen-1", at(), empty=at(persona="citizen-2")),
    *_desk("monitoring", "supervisor", "recommendation_prepared", "issue", "recommendation_disputed", "insist"),
    *_desk("officers", "head", "access_officer", "come_back", "access_officer", "train"),
    *_desk("commission", "supervisor", "session_prepared", "announce", "session", "correct"),
    *_desk("guides", "supervisor", "guide_prepared", "publish", "guide", "renew"),
    *_desk("seminars", "supervisor", "seminar", "cancel", "seminar", "change"),
)

exits: tuple[Exit, ...] = (
    Exit("report-findings", "requests", "gz", True, with_({"year": 2026, "edition": 1})),
    Exit("monitoring:csv", "requests", "csv", True, at()),
    Exit("officers:csv", "requests", "csv", True, at()),
    *(
        Exit("feed-kind", "requests", "atom", True, with_(FEED | {"word": word}))
        for word in ("recommendations", "officers", "commission", "guides", "seminars")
    ),
    Exit("api:access_officers", "requests", "json", True, at()),
    Exit("api:access_recommendations", "requests", "json", True, at()),
    Exit("api:access_recommendation", "requests", "json", True, of("public_id=recommendation")),
    Exit("api:access_members", "requests", "json", True, at()),
    Exit("api:access_sessions", "requests", "json", True, at()),
    Exit("api:access_session", "requests", "json", True, of("public_id=session")),
    Exit("api:access_guides", "requests", "json", True, at()),
    Exit("api:access_guide", "requests", "json", True, of("public_id=guide")),
    Exit("api:access_seminars", "requests", "json", True, at("past=1")),
)

doors = ()
