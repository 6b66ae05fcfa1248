"""Addresses of discussion."""

from __future__ import annotations

from collections.abc import Mapping

from jariya.project.registers.kinds import ANYONE, FEED, NO_ID, At, Door, Example, Exit, PageKind, at, of


def _commented(fields: Mapping[str, str], status: int = 200) -> Example:
    """The form of a comment, posted."""
    return of("public_id=draft", post=fields, status=status)


pages: tuple[PageKind, ...] = (
    PageKind(
        "discussion:case", ANYONE, of("public_id=draft"), empty=of("public_id=draft", query="at=2.money"), error=NO_ID
    ),
    PageKind(
        "discussion:comment",
        ANYONE,
        of("public_id=comment"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=NO_ID,
    ),
    PageKind("discussion:mine", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind("discussion:organisation", "citizen-1", at()),
    PageKind(
        "discussion:write",
        "citizen-1",
        of("public_id=draft", query="at=2.goal"),
        long=_commented({"do": "look", "text": "Телефоным +7 701 555 01 42. " * 30, "language": "kk", "key": "a" * 12}),
        error=_commented({"text": ""}, status=422),
    ),
    PageKind("discussion:reply", "citizen-1", of("public_id=comment_waiting"), error=NO_ID),
    PageKind("discussion:support", "citizen-1", of("public_id=comment_waiting"), empty=of("public_id=comment")),
    PageKind("discussion:report", "citizen-1", of("public_id=comment_waiting"), error=NO_ID),
    PageKind(
        "discussion:own",
        "citizen-1",
        of("public_id=comment"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=of("public_id=comment_waiting", status=404),
    ),
    PageKind("discussion:edit", "citizen-1", of("public_id=comment_long"), error=of("public_id=comment", status=409)),
    PageKind("discussion:withdraw", "citizen-1", of("public_id=comment"), error=NO_ID),
    PageKind(
        "discussion:appeal",
        "citizen-1",
        of("public_id=comment_hidden"),
        error=of("public_id=comment_hidden", post={"reason": ""}, status=422),
    ),
    PageKind("discussion:answer", "officer-1", of("public_id=comment_waiting"), error=NO_ID),
    PageKind(
        "discussion:answer-together",
        "officer-1",
        of("public_id=comment_alike"),
        empty=of("public_id=comment_waiting", status=409),
        error=of("public_id=comment_alike", post={"text": ""}, status=422),
    ),
    PageKind("discussion:together", ANYONE, of("public_id=comment_shared"), error=NO_ID),
)

exits: tuple[Exit, ...] = (
    Exit(
        "feed-case-part",
        "discussion",
        "atom",
        True,
        lambda made: At(FEED | {"public_id": made.draft, "word": "comments"}),
    ),
)

doors: tuple[Door, ...] = (
    Door("discussion:receipt", "citizen-1", "GET", of("public_id=comment")),
    # Its good state needs a checkpoint: tests/kernel/discussion/test_pages.py sees it.
    Door(
        "discussion:entry", "citizen-1", "GET", lambda made: At({"public_id": made.comment, "number": 99}, status=404)
    ),
)
