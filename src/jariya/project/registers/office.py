"""Addresses of the desk."""

from __future__ import annotations

from typing import Any

from jariya.project.registers.kinds import LONG, NO_ID, RUNNING, At, Door, Exit, PageKind, at, none, of, with_
from jariya.project.registers.made import Made


def _draft(made: Made) -> dict[str, Any]:
    return {"public_id": made.running, "verb": "draft_answer"}


pages: tuple[PageKind, ...] = (
    PageKind("office:moderation", "moderator", at(), empty=at("cause=1"), error=at(persona="officer-1", status=404)),
    PageKind(
        "office:moderation-one",
        "moderator",
        of("public_id=comment_waiting"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=of("public_id=comment_waiting", post={"do": "hide", "ground": ""}, status=422),
    ),
    PageKind("office:work", "officer-1", at(), empty=at("whose=mine&when=late", persona="moderator")),
    PageKind("office:case", "officer-1", RUNNING, long=LONG, error=NO_ID),
    PageKind(
        "office:step",
        "officer-1",
        lambda made: At(_draft(made)),
        error=lambda made: At(_draft(made), post={"answer_1": ""}, status=422),
    ),
    PageKind(
        "office:file",
        "officer-1",
        of("public_id=file_marked"),
        long=of("public_id=file"),
        error=of("public_id=file", persona="district-officer", status=404),
    ),
    PageKind(
        "office:file-page",
        "officer-1",
        lambda made: At({"public_id": made.file_marked, "number": 1}),
        error=lambda made: At(
            {"public_id": made.file_marked, "number": 1},
            post={"left": "x", "top": "1", "right": "2", "bottom": "3"},
            status=422,
        ),
    ),
    PageKind("office:templates", "officer-1", at(), error=at("body=no-such-body", status=404)),
    PageKind("office:template-new", "officer-1", at(), error=at(post={"title": ""}, status=422)),
    PageKind("office:template", "officer-1", of("token=template"), error=of("token=digest", status=404)),
    PageKind("office:deputies", "head", at(), error=at(post={"do": "away"}, status=422)),
    PageKind("office:supervision", "supervisor", at(), error=at(persona="officer-1", status=404)),
    PageKind("office:law", "supervisor", at()),
    PageKind("office:law-norms", "supervisor", at(), empty=at("q=zzzzqqqq")),
    PageKind(
        "office:law-norm",
        "supervisor",
        with_({"key": "question.answer"}),
        error=with_({"key": "question.answer"}, post={"how": "amend"}, status=422),
    ),
    PageKind("office:law-calendar", "supervisor", at()),
    PageKind("office:law-day", "supervisor", with_({"what": "swap"}), error=none("what")),
    PageKind("office:law-edit", "supervisor", of("number=edit"), error=none("number", 999_999_999)),
    PageKind("office:registry", "supervisor", at("q=%D2%AF%D0%BB%D0%B3%D1%96"), empty=at()),
    PageKind(
        "office:registry-change",
        "supervisor",
        lambda made: At({"verb": "rename", "slug": made.body}),
        error=lambda made: At({"verb": "rename", "slug": made.body}, post={"day": ""}, status=422),
    ),
    PageKind("office:evidence", "registrar", at(), error=at(post={"reference": ""}, status=422)),
    PageKind("office:evidence-one", "registrar", of("number=opening"), error=none("number", 999_999_999)),
)

exits: tuple[Exit, ...] = ()

doors: tuple[Door, ...] = (
    Door("office:evidence-decide", "registrar", "POST", of("number=opening")),
    Door("office:evidence-read", "registrar", "POST", of("number=opening")),
    Door("office:registry-edit", "supervisor", "GET", with_({"number": 999_999_999}, status=404)),
    Door("office:file-prepared", "officer-1", "POST", of("public_id=file")),
    Door("office:assign", "officer-1", "POST", at()),
    Door("office:save", "officer-1", "POST", lambda made: At(_draft(made))),
)
