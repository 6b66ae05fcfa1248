"""Addresses of bodies' own systems: their desk, and their side of the API.

Without a token the API answers 401 to every reader here; with one it is walked by tests/office/systems.
"""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, RUNNING, At, Door, Exit, PageKind, at, none, of

pages: tuple[PageKind, ...] = (
    PageKind(
        "systems:front",
        "head",
        at(),
        empty=at("body=akimat-ulgi-synaq", persona="registrar"),
        error=at("body=no-such-body", status=404),
    ),
    PageKind("systems:new", "head", at(), error=at(post={"title": ""}, status=422)),
    PageKind(
        "systems:one",
        "head",
        of("handle=system"),
        error=lambda made: At({"handle": made.system}, post={"do": "issue", "expires_on": "x"}, status=422),
        empty=none("handle", "P0000000000"),
    ),
)

exits: tuple[Exit, ...] = ()

_FILE = {"file_id": "F2026-AAAAAAAA-0"}
_SESSION = {"session": "0" * 26}
_POSTED = ("accept", "assign", "clarify", "extend", "forward", "answer", "begin_signature")

doors: tuple[Door, ...] = (
    *(Door(f"api:desk_{name}", ANYONE, "GET", at(status=401)) for name in ("cases", "changes", "officers")),
    Door("api:desk_case", ANYONE, "GET", lambda made: At(dict(RUNNING(made).args), status=401)),
    Door("api:desk_send_file", ANYONE, "GET", at(status=405)),
    *(
        Door(f"api:desk_{name}", ANYONE, "GET", lambda made: At(dict(RUNNING(made).args), status=405))
        for name in _POSTED
    ),
    Door("api:desk_file", ANYONE, "GET", lambda made: At({**RUNNING(made).args, **_FILE}, status=405)),
    *(
        Door(f"api:desk_{name}", ANYONE, "GET", lambda made: At({**RUNNING(made).args, **_SESSION}, status=401))
        for name in ("bring_signature", "signature")
    ),
)
