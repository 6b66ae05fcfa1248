"""Addresses of the front pages, bodies, law, search and what belongs to the house itself."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, BODY, MANY, NO_BODY, QUIET, At, Door, Exit, PageKind, at, none, with_

pages: tuple[PageKind, ...] = (
    PageKind("view", ANYONE, at()),
    PageKind("style", ANYONE, at()),
    PageKind("pages:front", ANYONE, at()),
    PageKind(
        "pages:owed",
        ANYONE,
        with_({"when": "late"}),
        empty=lambda made: At({"when": "today"}, f"body={made.quiet_body}"),
        error=none("when", "never"),
    ),
    PageKind("pages:bodies", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("all=1")),
    PageKind("pages:body", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind("pages:punctuality", ANYONE, BODY, empty=QUIET, error=NO_BODY),
    PageKind("pages:search", ANYONE, at("q=%D0%B0%D0%B2%D1%82%D0%BE%D0%B1%D1%83%D1%81"), empty=at(), long=at(MANY)),
    PageKind("pages:how", ANYONE, at()),
    PageKind("pages:how-kind", ANYONE, with_({"kind": "question"}), error=none("kind")),
    PageKind("pages:law", ANYONE, at()),
    PageKind("pages:calendar", ANYONE, with_({"year": 2026}), error=none("year", 1900)),
    PageKind("pages:norm", ANYONE, with_({"key": "question.answer"}), error=none("key", "question.answr")),
    PageKind("pages:mine", "citizen-1", at(), empty=at(persona="citizen-3")),
)

exits: tuple[Exit, ...] = (
    Exit("api:openapi-json", "api", "json", True, at()),
    Exit("api:bodies", "bodies", "json", True, at("q=%D2%AF%D0%BB%D0%B3%D1%96&limit=100")),
    Exit("api:body", "bodies", "json", True, BODY),
    Exit("api:find", "search", "json", True, at("q=%D0%B0%D0%B2%D1%82%D0%BE%D0%B1%D1%83%D1%81")),
    Exit("api:due", "law", "json", True, at("norm=question.answer&from=2026-03-18")),
    Exit("api:norms", "law", "json", True, at()),
    Exit("pages:punctuality-csv", "pages", "csv", True, BODY),
    Exit("style-share", "web", "png", True, at()),
    Exit("health", "project", "txt", False, at()),
    Exit("robots", "project", "txt", True, at()),
    Exit("jariya bodies export", "bodies", "csv", True),
    Exit("jariya bodies export --popolo", "bodies", "json", True),
)

doors: tuple[Door, ...] = (
    Door("pages:calendar-now", ANYONE, "GET", at(status=302)),
    Door("api:api-root", ANYONE, "GET", at(status=404)),
)
