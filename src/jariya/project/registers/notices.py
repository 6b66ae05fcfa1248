"""Addresses of notices and following."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, FEED, GUEST, At, Door, Exit, PageKind, at, none, of, with_

pages: tuple[PageKind, ...] = (
    PageKind("notices:unsubscribe", GUEST, of("token=unsubscribe"), error=none("token")),
    PageKind("notices:inbox", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind("notices:digest", "citizen-1", of("token=digest"), error=of("token=digest", persona="head", status=404)),
    PageKind(
        "notices:follow",
        "citizen-1",
        lambda made: At(query=f"topic=body:{made.body}"),
        long=lambda made: At(query=f"topic=case:{made.long_question}"),
        error=at("topic=case:none", status=404),
    ),
    PageKind("notices:preferences", "citizen-1", at(), error=at(post={"language": "xx"}, status=400)),
)

exits: tuple[Exit, ...] = (
    Exit("feed-body", "notices", "atom", True, lambda made: At(FEED | {"slug": made.body})),
    Exit("feed-post", "notices", "atom", True, lambda made: At(FEED | {"slug": made.body, "order": 0})),
    Exit("feed-case", "notices", "atom", True, lambda made: At(FEED | {"public_id": made.question})),
    Exit("feed-kind", "notices", "atom", True, with_(FEED | {"word": "questions"})),
    Exit("feed-calendar", "notices", "ics", False, of("token=calendar")),
    # What no address serves.
    Exit("mail of a notice", "notices", "mail", False),
    Exit("mail of a digest", "notices", "mail", False),
    Exit("mail of an answer to a letter", "notices", "mail", False),
    Exit("SMS of a notice", "notices", "sms", False),
)

doors: tuple[Door, ...] = (
    Door("notices:read", "citizen-1", "POST", at()),
    Door("notices:new-calendar", "citizen-1", "POST", at()),
    Door("notices:end-replies", "citizen-1", "POST", at()),
    Door("notices:push-start", "citizen-1", "POST", at()),
    Door("notices:push-stop", "citizen-1", "POST", at()),
    Door("push-worker", ANYONE, "GET", at(status=200)),
)
