"""Addresses of the publisher's desk of open data."""

from __future__ import annotations

from collections.abc import Mapping

from jariya.project.registers.kinds import FEED, At, Door, Example, Exit, PageKind, at, of, with_

_SET, _READ = of("public_id=data_case"), of("public_id=data_read")
_NONE = with_({"public_id": "D2026-AAAAAAAA-0"}, status=404)
_NO_SET = {"public_id": "D2026-AAAAAAAA-0", "position": 1}


def _step(
    column: str, verb: str, *, post: Mapping[str, str] | None = None, status: int = 200, who: str = ""
) -> Example:
    return lambda made: At(
        {"public_id": getattr(made, column), "verb": verb}, post=post, status=status, persona=who or None
    )


def _resource(column: str, **more: int) -> Example:
    return lambda made: At({"public_id": getattr(made, column), "position": 1, **more})


def _of_import(number: int, *, status: int = 200) -> Example:
    return lambda made: At({"public_id": made.data_read, "position": 1, "number": number}, status=status)


pages: tuple[PageKind, ...] = (
    PageKind("data-desk:front", "officer-1", at(), empty=at("before=1")),
    PageKind("data-desk:new", "officer-1", at(), error=at(post={"title_kk": "x", "key": "abcdefgh"}, status=422)),
    PageKind("data-desk:set", "officer-1", _SET, empty=_READ, error=_NONE),
    PageKind(
        "data-desk:add", "officer-1", _SET, error=of("public_id=data_read", post={"url": "x", "key": "a"}, status=422)
    ),
    PageKind(
        "data-desk:step",
        "officer-1",
        _step("data_case", "describe"),
        empty=_step("data_read", "discard"),
        error=_step("data_case", "withdraw", post={"reason_kk": "x", "key": "abcdefgh"}, status=422, who="head"),
    ),
    PageKind(
        "data-desk:resource",
        "officer-1",
        _resource("data_case"),
        empty=_resource("data_read"),
        error=with_(_NO_SET, status=404),
    ),
    PageKind("data-desk:words", "officer-1", _resource("data_case"), error=with_(_NO_SET, status=404)),
    PageKind(
        "data-desk:former",
        "officer-1",
        _resource("data_case", number=1),
        error=with_({**_NO_SET, "number": 1}, status=404),
    ),
    PageKind("data-desk:import", "officer-1", _of_import(1), empty=_of_import(2), error=_of_import(9, status=404)),
)

exits: tuple[Exit, ...] = (Exit("feed-kind", "opendata", "atom", True, with_(FEED | {"word": "data"})),)

doors: tuple[Door, ...] = (
    Door("data-desk:state", "officer-1", "GET", _of_import(1)),
    *(Door(f"data-desk:{name}", "officer-1", "POST", _of_import(1)) for name in ("again", "publish", "drop", "sheet")),
    Door("data-desk:remove", "officer-1", "POST", _resource("data_read")),
    Door("data-desk:roll-back", "officer-1", "POST", _resource("data_case", number=1)),
)
