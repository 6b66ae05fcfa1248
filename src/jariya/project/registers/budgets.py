"""Addresses of open budgets, drafts, programmes and questions to a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from jariya.project.registers.kinds import (
    ANYONE,
    FEED,
    GUEST,
    MANY,
    NO_BODY,
    NO_ID,
    At,
    Door,
    Example,
    Exit,
    PageKind,
    at,
    none,
    of,
    with_,
)
from jariya.project.registers.made import Made


def _cut(query: str, **options: Any) -> Example:
    """A place in the whole report of the invented oblast."""
    return lambda made: At({"slug": made.budget, "cut": "full"}, query, **options)


def _line_asked(path: str = "II/82/2/905", post: Mapping[str, str] | None = None, status: int = 200) -> Example:
    """The form of a question to a line of the invented oblast's budget."""

    def example(made: Made) -> At:
        asked = {"budget": made.budget, "cut": "full", "at": path, "month": "5"}
        if post is not None:
            return At(post={**asked, **post}, status=status)
        return At(query=urlencode(asked), status=status)

    return example


def _finding(place: int, **options: Any) -> Example:
    return lambda made: At({"key": made.budget_release, "place": place}, **options)


_RELEASE = of("key=budget_release")
pages: tuple[PageKind, ...] = (
    PageKind("budgets:front", ANYONE, at(), error=at("year=1900", status=404)),
    PageKind(
        "budgets:checks",
        ANYONE,
        at(),
        empty=at("rule=share_of_year"),
        long=at("verdict=not_given"),
        error=at("rule=none", status=404),
    ),
    PageKind("budgets:compare", ANYONE, at(), empty=at("at=II%2F99")),
    PageKind("budgets:search", ANYONE, at("q=%D1%88%D0%BA%D0%BE%D0%BB"), empty=at("q=zzzzqqqq"), long=at(MANY)),
    PageKind("budgets:glossary", ANYONE, at()),
    PageKind("budgets:budget", ANYONE, of("slug=budget"), error=NO_BODY),
    PageKind("budgets:plain", ANYONE, of("slug=budget"), error=NO_BODY),
    PageKind(
        "budgets:plain-step",
        ANYONE,
        lambda made: At({"slug": made.budget, "step": "changes"}),
        empty=lambda made: At({"slug": made.budget, "step": "trust"}),
        long=lambda made: At({"slug": made.budget, "step": "people"}),
        error=lambda made: At({"slug": made.budget, "step": "none"}, status=404),
    ),
    PageKind(
        "budgets:embed",
        ANYONE,
        lambda made: At({"kind": "areas"}, f"budget={made.budget}&at=II"),
        empty=lambda made: At({"kind": "regions"}, "at=II"),
        long=lambda made: At({"kind": "flow"}, f"budget={made.budget}"),
        error=with_({"kind": "months"}, "budget=none", status=404),
        framable=True,
    ),
    PageKind(
        "budgets:snippet",
        ANYONE,
        lambda made: At({"kind": "months"}, f"budget={made.budget}&at=II"),
        error=with_({"kind": "none"}, status=404),
    ),
    PageKind(
        "budgets:balance",
        ANYONE,
        of("slug=budget", query="g82=-5&g83=5"),
        empty=of("slug=budget"),
        error=of("slug=budget", query="g82=900&g83=x", status=422),
    ),
    PageKind(
        "budgets:balance-send",
        GUEST,
        of("slug=budget", query="g82=-5&g83=5"),
        empty=of("slug=budget"),
        long=of("slug=budget", query="g82=-5&g83=5&sent=1"),
        error=of("slug=budget", query="g82=x", post={}, status=422),
    ),
    PageKind("budgets:administrators", ANYONE, of("slug=budget"), error=NO_BODY),
    PageKind(
        "budgets:cut",
        ANYONE,
        _cut("at=II"),
        empty=_cut("at=VI"),
        long=_cut("month=4&by=adjusted"),
        error=_cut("at=II/none", status=404),
    ),
    PageKind("budgets:release", ANYONE, of("key=budget_release"), error=none("key")),
    PageKind("budgets:finding", ANYONE, _finding(1), error=_finding(999_999, status=404)),
    PageKind("budgets:difference", ANYONE, of("key=budget_release", "other=budget_before")),
    PageKind("drafts:front", ANYONE, at(), empty=at("which=done"), long=at("which=all")),
    PageKind("drafts:early", ANYONE, at()),
    PageKind("drafts:draft", ANYONE, of("public_id=draft"), error=of("public_id=draft_prepared", status=404)),
    PageKind(
        "drafts:version",
        ANYONE,
        lambda made: At({"public_id": made.draft, "number": 1}),
        error=lambda made: At({"public_id": made.draft, "number": 9}, status=404),
    ),
    PageKind(
        "drafts:changes",
        ANYONE,
        lambda made: At({"public_id": made.draft, "old": 1, "new": 2}),
        empty=lambda made: At({"public_id": made.draft, "old": 2, "new": 2}),
        error=lambda made: At({"public_id": made.draft, "old": 1, "new": 9}, status=404),
    ),
    PageKind(
        "programmes:front",
        ANYONE,
        at(),
        empty=lambda made: At(query=f"body={made.quiet_body}"),
        error=at("body=none", status=404),
    ),
    PageKind(
        "programmes:programme",
        ANYONE,
        lambda made: At({"slug": made.body, "code": "001"}),
        error=lambda made: At({"slug": made.body, "code": "002"}, status=404),
    ),
    PageKind("asking:front", ANYONE, at(), empty=at("after=none"), long=at("which=answered")),
    PageKind(
        "asking:question",
        ANYONE,
        of("public_id=line_question"),
        empty=of("public_id=line_question_hidden"),
        long=of("public_id=line_question_waiting"),
        error=NO_ID,
    ),
    PageKind(
        "asking:ask",
        "citizen-1",
        _line_asked(),
        empty=_line_asked("II/82/2/904", status=409),
        long=_line_asked(post={"text": "Телефоным +7 701 555 01 42. " * 30, "language": "kk", "key": "a" * 12}),
        error=_line_asked(post={"text": ""}, status=422),
    ),
    PageKind("asking:desk", "officer-1", of("public_id=line_question_waiting"), error=NO_ID),
    PageKind(
        "asking:pass-on",
        "officer-1",
        of("public_id=line_question_waiting"),
        empty=of("public_id=line_question_waiting", query="q=zzzzqqqq"),
        error=of("public_id=line_question_waiting", post={"to": ""}, status=422),
    ),
    PageKind("drafts:desk", "officer-1", at(), empty=at(persona="district-officer")),
    PageKind("drafts:new", "officer-1", at(), error=at(post={"code": "x"}, status=422)),
    PageKind("drafts:table", "officer-1", at(), error=at(post={"x": "y"}, status=422)),
    PageKind(
        "drafts:desk-draft",
        "officer-1",
        of("public_id=draft"),
        empty=of("public_id=draft_prepared"),
        error=of("public_id=draft", persona="district-officer", status=404),
    ),
    PageKind(
        "drafts:step",
        "officer-1",
        lambda made: At({"public_id": made.draft, "verb": "change"}),
        empty=lambda made: At({"public_id": made.draft_prepared, "verb": "publish"}),
        error=lambda made: At({"public_id": made.draft, "verb": "change"}, post={"title_kk": ""}, status=422),
    ),
)

exits: tuple[Exit, ...] = (
    Exit("api:budgets", "budgets", "json", True, at()),
    Exit("api:budget_releases", "budgets", "json", True, at("superseded=true")),
    Exit("api:budget_checks", "budgets", "json", True, at()),
    Exit(
        "api:budget_diff",
        "budgets",
        "json",
        True,
        lambda made: At(query=f"before={made.budget_before}&after={made.budget_release}"),
    ),
    Exit("api:budget_release", "budgets", "json", True, _RELEASE),
    Exit("api:budget_release_checks", "budgets", "json", True, _RELEASE),
    Exit(
        "api:budget_aggregate",
        "budgets",
        "json",
        True,
        of("key=budget_release", query="drilldown=section%7Clevel_1&aggregates=paid.sum"),
    ),
    Exit(
        "api:budget_members",
        "budgets",
        "json",
        True,
        lambda made: At({"key": made.budget_release, "dimension": "section"}),
    ),
    Exit("api:budget_facts", "budgets", "json", True, of("key=budget_release", query="fields=paid")),
    Exit("api:budget_csv", "budgets", "csv", True, _RELEASE),
    Exit("api:budget_xlsx", "budgets", "xlsx", True, _RELEASE),
    Exit("api:budget_parquet", "budgets", "parquet", True, _RELEASE),
    Exit("api:budget_package", "budgets", "zip", True, _RELEASE),
    Exit("api:budget_script", "budgets", "py", True, at()),
    Exit("api:budget_programmes", "budgets", "json", True, at()),
    Exit(
        "api:budget_programme",
        "budgets",
        "json",
        True,
        lambda made: At({"administrator": made.body, "code": "001"}),
    ),
    Exit("api:budget_drafts", "budgets", "json", True, at()),
    Exit("api:budget_draft", "budgets", "json", True, of("public_id=draft")),
    Exit("api:budget_draft_version", "budgets", "json", True, lambda made: At({"public_id": made.draft, "number": 1})),
    Exit("api:budget_draft_diff", "budgets", "json", True, of("public_id=draft", query="old=1&new=2")),
    Exit("api:budget_draft_comments", "budgets", "json", True, of("public_id=draft", query="limit=100")),
    Exit("api:budget_questions", "budgets", "json", True, at()),
    Exit("api:budget_question", "budgets", "json", True, of("public_id=line_question")),
    Exit("jariya budget export", "budgets", "csv", True),
    Exit("jariya budget check --json", "budgets", "json", True),
    Exit(
        "feed-topic",
        "budgets",
        "atom",
        True,
        lambda made: At(FEED | {"kind": "line", "rest": f"{made.budget}/full/II/82/2/905"}),
    ),
)

doors: tuple[Door, ...] = ()
