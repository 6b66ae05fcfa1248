"""Addresses of requests for information and their yearly report."""

from __future__ import annotations

from jariya.project.registers.kinds import (
    ANYONE,
    BODY,
    FEED,
    NO_BODY,
    NO_ID,
    At,
    Door,
    Exit,
    PageKind,
    at,
    none,
    of,
    with_,
)

_REQUEST, _ASKED, _SILENT, _UPHELD = (
    of(f"public_id={column}") for column in ("request", "request_running", "request_silent", "request_upheld")
)


_REPORT = {"year": 2026, "edition": 1}
pages: tuple[PageKind, ...] = (
    PageKind(
        "requests:front",
        ANYONE,
        at(),
        empty=at("q=zzzzqqqq"),
        long=at("q=%D0%B6%D0%BE%D0%BB&outcome=partly&subject=transport&ground=personal_data&year=2026"),
    ),
    PageKind("requests:ask", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("q=%D0%BC&about=%D0%B6%D0%BE%D0%BB")),
    PageKind("requests:request", ANYONE, _REQUEST, empty=_ASKED, error=NO_ID),
    PageKind("requests:record", ANYONE, _REQUEST, empty=_ASKED, error=NO_ID),
    PageKind("requests:batch", ANYONE, of("public_id=request_batch"), error=NO_ID),
    PageKind("report:front", ANYONE, at()),
    PageKind("report:report", ANYONE, with_({"year": 2026}), error=none("year", 1999)),
    PageKind(
        "report:edition",
        ANYONE,
        with_({"year": 2026, "edition": 1}),
        long=with_({"year": 2026, "edition": 1}, "bodies=all"),
        error=with_({"year": 2026, "edition": 99}, status=404),
    ),
    PageKind(
        "report:rows",
        ANYONE,
        with_({"year": 2026, "edition": 1}, "by=all&measure=received"),
        empty=with_({"year": 2026, "edition": 1}, "by=body&key=none&measure=received"),
        error=with_({"year": 2026, "edition": 1}, "by=all&measure=none", status=404),
    ),
    PageKind("report:desk", "supervisor", at(), error=at(post={"year": "x"}, status=422)),
    PageKind(
        "report:desk-one",
        "supervisor",
        with_({"year": 2026, "edition": 1}),
        error=with_({"year": 2026, "edition": 99}, status=404),
    ),
    PageKind("requests:ask-body", "citizen-1", BODY, error=of("slug=body", post={"title": ""}, status=422)),
    PageKind("requests:review", "citizen-1", of("slug=other_body"), error=NO_BODY),
    PageKind("requests:mine", "citizen-1", _REQUEST, empty=_ASKED, long=_SILENT, error=NO_ID),
    PageKind("requests:my-batch", "citizen-1", of("public_id=request_batch"), error=NO_ID),
    PageKind("requests:receipts", "citizen-1", _REQUEST, empty=_ASKED, error=NO_ID),
    PageKind("requests:coupon", "citizen-1", _REQUEST, error=NO_ID),
    PageKind(
        "requests:clarify", "citizen-1", _ASKED, error=of("public_id=request_running", post={"reason": ""}, status=422)
    ),
    PageKind("requests:rate", "citizen-1", _REQUEST, error=of("public_id=request", post={"score": "9"}, status=422)),
    PageKind("requests:complain", "citizen-1", _SILENT, error=of("public_id=request", post={"reason": ""}, status=422)),
    PageKind("requests:court", "citizen-1", _UPHELD, error=NO_ID),
    PageKind(
        "requests:publication",
        "citizen-1",
        _ASKED,
        error=of("public_id=request_running", post={"track": ""}, status=422),
    ),
    PageKind("requests:withdraw", "citizen-1", _ASKED, error=NO_ID),
)

exits: tuple[Exit, ...] = (
    Exit("report:docx", "requests", "docx", True, with_(_REPORT)),
    Exit("report:pdf", "requests", "pdf", True, with_(_REPORT)),
    Exit("report-json", "requests", "json", True, with_(_REPORT)),
    Exit("report-rows", "requests", "gz", True, with_(_REPORT)),
    Exit("report-script", "requests", "py", True, at()),
    Exit("api:requests", "requests", "json", True, at("q=%D0%B6%D0%BE%D0%BB&subject=transport")),
    Exit("api:request_facets", "requests", "json", True, at()),
    Exit("api:request", "requests", "json", True, _REQUEST),
    Exit("feed-kind", "requests", "atom", True, with_(FEED | {"word": "requests"})),
    Exit(
        "requests:receipt",
        "requests",
        "tlog-proof",
        False,
        lambda made: At({"public_id": made.request_running, "number": 1}, persona="citizen-1"),
    ),
)

doors: tuple[Door, ...] = (Door("requests:after-signing", "citizen-1", "GET", of("slug=body", status=302)),)
