"""Addresses of Open Dialogue."""

from __future__ import annotations

from typing import Any

from jariya.project.registers.kinds import (
    ANYONE,
    BODY,
    LONG,
    MANY,
    NO_BODY,
    NO_ID,
    QUESTION,
    QUIET,
    RUNNING,
    At,
    Door,
    Example,
    Exit,
    PageKind,
    at,
    none,
    of,
)


def _figure(code: str, body: str = "body", **options: Any) -> Example:
    """One figure of a body."""
    return lambda made: At({"slug": getattr(made, body), "code": code}, **options)


def _desk(space: str, one: str, verb: str, other: str, refused: str) -> tuple[PageKind, ...]:
    """The desk of what a body itself brings before the public: its list, its form, a page of one, a step.

    `one` and `verb`: a thing of `Made` and a step that the head may take on it; `other` and `refused`: a step whose
    form wants words.
    """
    return (
        PageKind(f"{space}:desk", "officer-1", at(), empty=at(persona="district-officer")),
        PageKind(f"{space}:new", "head", at(), error=at(post={"title_kk": ""}, status=422)),
        PageKind(
            f"{space}:desk-one",
            "head",
            of(f"public_id={one}"),
            long=of(f"public_id={other}"),
            error=of(f"public_id={one}", persona="district-officer", status=404),
        ),
        PageKind(
            f"{space}:step",
            "head",
            lambda made: At({"public_id": getattr(made, one), "verb": verb}),
            error=lambda made: At({"public_id": getattr(made, other), "verb": refused}, post={"key": "k"}, status=422),
        ),
    )


pages: tuple[PageKind, ...] = (
    PageKind("dialogue:front", ANYONE, at()),
    PageKind("dialogue:ask", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("q=%D0%BC")),
    PageKind("dialogue:record", ANYONE, QUESTION, empty=RUNNING, error=NO_ID),
    PageKind("dialogue:question", ANYONE, QUESTION, empty=RUNNING, long=LONG, error=NO_ID),
    PageKind("appeals:front", ANYONE, at()),
    PageKind(
        "appeals:new",
        "citizen-1",
        of("slug=other_body"),
        error=of("slug=other_body", post={}, status=422),
    ),
    PageKind(
        "appeals:mine",
        "citizen-1",
        of("public_id=appeal"),
        empty=of("public_id=appeal_waiting"),
        error=none("public_id", "A2026-AAAAAAAA-0"),
    ),
    PageKind(
        "appeals:withdraw",
        "citizen-1",
        of("public_id=appeal_waiting"),
        error=of("public_id=appeal_waiting", post={}, status=422),
    ),
    PageKind("dialogue:ask-body", "citizen-1", BODY, error=of("slug=body", post={"title": ""}, status=422)),
    PageKind("dialogue:review", "citizen-1", of("slug=other_body"), error=NO_BODY),
    PageKind("dialogue:mine", "citizen-1", QUESTION, empty=RUNNING, long=LONG, error=NO_ID),
    PageKind("dialogue:receipts", "citizen-1", QUESTION, empty=RUNNING, error=NO_ID),
    PageKind("dialogue:coupon", "citizen-1", QUESTION, long=LONG, error=NO_ID),
    PageKind("dialogue:rate", "citizen-1", QUESTION, error=of("public_id=question", post={"score": "9"}, status=422)),
    PageKind(
        "dialogue:complain", "citizen-1", QUESTION, error=of("public_id=question", post={"reason": ""}, status=422)
    ),
    PageKind("dialogue:withdraw", "citizen-1", RUNNING, error=NO_ID),
    PageKind(
        "dialogue:resend",
        "citizen-1",
        of("public_id=returned"),
        error=of("public_id=returned", post={"title": ""}, status=422),
    ),
    PageKind(
        "dialogue:separate",
        "citizen-1",
        of("public_id=merged"),
        error=of("public_id=merged", post={"reason": ""}, status=422),
    ),
    PageKind(
        "dialogue:search",
        ANYONE,
        at("q=%D0%B0%D0%B2%D1%82%D0%BE%D0%B1%D1%83%D1%81"),
        empty=at("q=zzzzqqqq"),
        long=at(MANY),
    ),
    PageKind("dialogue:figures", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind(
        "dialogue:figure",
        ANYONE,
        _figure("received"),
        empty=_figure("upheld", "quiet_body"),
        error=_figure("no-such-figure", status=404),
    ),
    PageKind("dialogue:alike", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind(
        "dialogue:cluster",
        ANYONE,
        lambda made: At({"slug": made.body, "number": 1}),
        error=lambda made: At({"slug": made.body, "number": 99}, status=404),
    ),
    PageKind("blog:front", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("q=%D0%BC")),
    PageKind(
        "blog:posts",
        ANYONE,
        at(),
        empty=lambda made: At(query=f"of={made.other_body}"),
        error=at("of=none", status=404),
    ),
    PageKind("blog:head", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind(
        "blog:post",
        ANYONE,
        of("public_id=post"),
        empty=of("public_id=post_withdrawn"),
        error=of("public_id=post_prepared", status=404),
    ),
    PageKind(
        "blog:version",
        ANYONE,
        lambda made: At({"public_id": made.post, "number": 1}),
        error=lambda made: At({"public_id": made.post_withdrawn, "number": 1}, status=404),
    ),
    PageKind("conference:front", ANYONE, at()),
    PageKind(
        "conference:conference",
        ANYONE,
        of("public_id=conference"),
        error=of("public_id=conference_prepared", status=404),
    ),
    PageKind("survey:front", ANYONE, at()),
    PageKind("survey:survey", ANYONE, of("public_id=survey"), long=of("public_id=survey_over"), error=NO_ID),
    PageKind(
        "survey:answer",
        "citizen-1",
        of("public_id=survey"),
        empty=of("public_id=survey_over"),
        error=of("public_id=survey", persona="citizen-2", status=403),
    ),
    *_desk("blog", "post_prepared", "publish", "post", "correct"),
    *_desk("conference", "conference_prepared", "announce", "conference", "cancel"),
    *_desk("survey", "survey", "withdraw", "survey_over", "report"),
)

exits: tuple[Exit, ...] = (
    Exit("api:questions", "dialogue", "json", True, at()),
    Exit("api:question", "dialogue", "json", True, QUESTION),
    Exit(
        "dialogue:figure-csv",
        "dialogue",
        "csv",
        True,
        lambda made: At({"slug": made.body, "code": "received"}, "year=2026"),
    ),
    Exit("survey:results-csv", "survey", "csv", True, of("public_id=survey_over")),
    Exit("conference:lines", "conference", "fragment", True, of("public_id=conference")),
    Exit(
        "dialogue:receipt",
        "dialogue",
        "tlog-proof",
        False,
        lambda made: At({"public_id": made.running, "number": 1}, persona="citizen-1"),
    ),
)

doors: tuple[Door, ...] = (
    Door("dialogue:after-signing", "citizen-1", "GET", of("slug=body", status=302)),
    Door("appeals:submitted", "citizen-1", "GET", at(status=302)),
)
