"""Every address of the house in one of three tables: a test walks them all, and a new one cannot be forgotten.

`page_kinds`: pages for people, each with the states in which it must stand (normal, empty, long, error).
`exits`: what leaves for machines and mailboxes: JSON, Atom, calendars, CSV, pictures, mail, SMS.
`doors`: addresses that show nothing themselves: forms are posted to them, or they lead elsewhere.

`exits` also holds the pages, as format html: what may not leak may leak nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ANYONE = "anyone"
"""Persona of a public page: the same bytes for every reader, kept by any cache."""
GUEST = "guest"
"""Persona of a private page that opens without an account."""


@dataclass(frozen=True)
class Made:
    """Things of a living installation that addresses are made of. The tests make them; each is invented."""

    question: str
    """Public id of a published question of citizen 1."""
    long_question: str
    """The same with the longest texts a form takes."""
    running: str
    """Public id of a question of citizen 1 whose text nobody has checked, at the desk of officer 1."""
    body: str
    """Slug of the body asked."""
    quiet_body: str
    """Slug of an invented body that was asked nothing."""
    other_body: str
    """Slug of a body for which citizen 1 has an unsent draft."""
    calendar: str
    unsubscribe: str
    enrolment: str
    """Tokens: of a person's calendar, of unsubscribing, of an unused link for a new official."""
    digest: str
    """Token of a digest of citizen 1."""
    official: str
    """Handle of an official whom the registrar keeps."""
    edit: int
    """Number of a proposed edit of the law."""
    template: str
    """Token of a template of answers of the ministry."""
    signing: str
    """Public id of an open request to sign, of citizen 1."""
    signed: str
    """The same, whose signature waits for its check."""
    phone_word: str
    """Word of the open request in the addresses of eGov Mobile."""
    opening: int
    """Number of a registrar's request to open the evidence of a signature."""
    appeal: str = ""
    appeal_waiting: str = ""
    """Public ids of appeals of citizen 1: answered in the state's system, and not yet handed over."""
    draft: str = ""
    """Public id of a draft programme of the ministry in discussion, of which there are two public versions."""
    draft_prepared: str = ""
    """The same of one that nobody but the ministry has seen."""
    comment: str = ""
    """Public id of a comment of citizen 1 on it, with replies and an official answer."""
    comment_hidden: str = ""
    """The same that a moderator has hidden, and that citizen 1 may appeal."""
    comment_waiting: str = ""
    """The same of citizen 2 that nobody has answered, claimed by the moderator."""
    comment_long: str = ""
    """The same with the longest text a form takes."""
    file: str = ""
    """Public id of a file of the published question that has a public copy."""
    file_name: str = ""
    """Name of that copy in its address."""
    file_marked: str = ""
    """Public id of a file of the running question that officer 1 is blackening."""
    upload: str = ""
    """Word of a file of citizen 1 that no case has."""
    budget: str = ""
    """Address of the invented oblast's budget of its last year."""
    budget_release: str = ""
    """Key of the release of its whole report, of which checks are published."""
    budget_before: str = ""
    """The same of the year before."""
    line_question: str = ""
    """Public id of an answered question of citizen 1 to the line II/82/2/905 of that budget; the ministry answered."""
    line_question_hidden: str = ""
    """The same that a moderator has hidden."""
    line_question_waiting: str = ""
    """The same that nobody has answered."""
    returned: str = ""
    """Public id of a question that was returned to citizen 1."""
    merged: str = ""
    """Public id of a question of citizen 1 that was merged with another one."""
    post: str = ""
    """Public id of a post of the ministry's head that was corrected once."""
    post_withdrawn: str = ""
    """The same that was withdrawn."""
    post_prepared: str = ""
    """The same that nobody but the ministry has seen."""
    conference: str = ""
    """Public id of an announced conference of the ministry's head, with a question."""
    conference_prepared: str = ""
    """The same that nobody but the ministry has seen."""
    survey: str = ""
    """Public id of an open survey of the ministry."""
    survey_over: str = ""
    """The same that is over, and whose figures are public."""
    filing: str = ""
    """Token of a letter that the assistant has written down for somebody."""
    filing_ready: str = ""
    """The same that was read back, with a telephone number."""
    filing_done: str = ""
    """The same that is registered, its coupon not handed over yet."""
    coupon: str = ""
    """Public id on that coupon."""
    answer_opening: str = ""
    """Token of an answer that the second assistant has opened for its asker."""
    paper_letter: str = ""
    """Public id of a letter on paper to the ministry."""
    reception: int = 0
    """Number of a reception of the ministry, on `reception_day`."""
    reception_day: str = ""
    booking: str = ""
    """Token of citizen 1's place at it."""
    together: str = ""
    """Token of a letter of many that citizen 1 has written and nobody has signed."""
    together_signed: str = ""
    """The same that citizen 3 has signed."""
    together_sent: str = ""
    """The same that was sent."""
    invitation: str = ""
    """Secret word of an invitation to an editorial office."""
    request: str = ""
    """Public id of a request of citizen 1 that was partly granted and published, and may be complained of."""
    request_running: str = ""
    """The same that waits for its clarification, at the desk of officer 1."""
    request_silent: str = ""
    """The same that nobody answered in time."""
    request_upheld: str = ""
    """The same whose refusal stands after a complaint."""
    request_batch: str = ""
    """Public id of one text of citizen 1 at two bodies."""


@dataclass(frozen=True)
class At:
    """One address of a kind: what its path is made of, and how it is asked."""

    args: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, str] | None = None
    """Fields of a form to be posted; None: the page is only opened."""
    first: tuple[str, Mapping[str, str]] | None = None
    """A form (URL name, fields) the same reader has posted before."""
    status: int = 200
    persona: str | None = None
    """Where this state is seen by another person than the kind's."""


Example = Callable[[Made], At]


@dataclass(frozen=True)
class PageKind:
    """A page for people. `persona`: ANYONE, GUEST or the end of a demonstration person's handle."""

    name: str
    persona: str
    normal: Example
    empty: Example | None = None
    long: Example | None = None
    error: Example | None = None
    framable: bool = False
    """Whether other sites may show it in a frame."""

    @property
    def public(self) -> bool:
        """Whether any cache may keep it."""
        return self.persona == ANYONE

    def states(self) -> dict[str, Example]:
        """The states this kind has, by name."""
        known = {"normal": self.normal, "empty": self.empty, "long": self.long, "error": self.error}
        return {name: example for name, example in known.items() if example}


@dataclass(frozen=True)
class Exit:
    """A way out. `name` is a URL name, or a word for what no address serves (mail, SMS, files of the command line)."""

    name: str
    portal: str
    format: str
    public: bool
    example: Example | None = None


@dataclass(frozen=True)
class Door:
    """An address without a page of its own. `takes`: POST (a form or a script) or GET (it leads elsewhere)."""

    name: str
    persona: str
    takes: str
    example: Example


def at(query: str = "", **options: Any) -> Example:
    """The address without arguments."""
    return lambda made: At(query=query, **options)


def of(*columns: str, query: str = "", **options: Any) -> Example:
    """The address made of columns of `Made`: `of("body")`, or `of("slug=body")` where the argument has another name."""

    def example(made: Made) -> At:
        pairs = (column.split("=") if "=" in column else (column, column) for column in columns)
        return At({name: getattr(made, column) for name, column in pairs}, query, **options)

    return example


def with_(args: Mapping[str, Any], query: str = "", **options: Any) -> Example:
    """The address with fixed arguments."""
    return lambda made: At(args, query, **options)


def _none(argument: str, value: Any = "none", **options: Any) -> Example:
    return with_({argument: value}, status=404, **options)


_QUESTION, _LONG, _RUNNING = (of(f"public_id={column}") for column in ("question", "long_question", "running"))
_NO_ID = _none("public_id", "Q2026-AAAAAAAA-0")
_REQUEST, _ASKED, _SILENT, _UPHELD = (
    of(f"public_id={column}") for column in ("request", "request_running", "request_silent", "request_upheld")
)
_BODY, _QUIET, _NO_BODY = of("slug=body"), of("slug=quiet_body"), _none("slug", "no-such-body")


def _draft(made: Made) -> dict[str, Any]:
    return {"public_id": made.running, "verb": "draft_answer"}


def _commented(fields: Mapping[str, str], status: int = 200) -> Example:
    """The form of a comment, posted."""
    return of("public_id=draft", post=fields, status=status)


_EVENTS, _FIRST = with_({"name": "events"}), with_({"name": "events", "index": 0})


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


_MANY = "q=" + "%D2%9B" * 60
_CODE = ("people:sign-in", {"by": "mail", "email": "reader@ulgi.example"})


def _token(column: str, **options: Any) -> Example:
    return of(f"token={column}", **options)


def _booked(**options: Any) -> Example:
    return lambda made: At(
        {"slug": made.body, "number": made.reception, "day": made.reception_day}, options.get("query", ""), **options
    )


def _called(**options: Any) -> Example:
    return lambda made: At({"number": made.reception, "day": made.reception_day}, **options)


_NOTHING = {"title": ""}
_CHANNELS: tuple[PageKind, ...] = (
    PageKind(
        "filing:front", "assistant", at(), empty=at(persona="officer-1"), error=at(persona="moderator", status=404)
    ),
    PageKind("filing:choose", "assistant", at(), empty=at("q=zzzzqqqq"), error=at(persona="officer-1", status=404)),
    PageKind("filing:write", "assistant", _BODY, error=of("slug=body", post=_NOTHING, status=422)),
    PageKind("filing:read", "assistant", _token("filing"), error=_token("filing", persona="assistant-2", status=404)),
    PageKind("filing:change", "assistant", _token("filing"), error=_token("filing", post=_NOTHING, status=422)),
    PageKind(
        "filing:paper", "assistant", _token("filing_ready"), error=_token("filing", persona="assistant-2", status=404)
    ),
    PageKind(
        "filing:confirm",
        "assistant",
        _token("filing_ready"),
        error=_token("filing_ready", post={"way": "hand"}, status=422),
    ),
    PageKind(
        "filing:coupon",
        "assistant",
        _token("filing_done"),
        error=_token("filing_done", persona="assistant-2", status=404),
    ),
    PageKind("filing:spoken", "officer-1", at(), error=at(post=_NOTHING, status=422)),
    PageKind("filing:letter", "officer-1", at(), error=at(post=_NOTHING, status=422)),
    PageKind("filing:channels", "officer-1", at(), empty=at(persona="district-officer")),
    PageKind("filing:answers", "assistant-2", at(), error=at(post={"number": "", "secret": ""}, status=422)),
    PageKind(
        "filing:answer",
        "assistant-2",
        _token("answer_opening"),
        error=_token("answer_opening", persona="assistant", status=404),
    ),
    PageKind("filing:post", "officer-1", of("public_id=paper_letter"), error=_NO_ID),
    PageKind(
        "coupon:front",
        GUEST,
        lambda made: At(query=f"n={made.coupon}"),
        error=at(post={"number": "Q2026-AAAAAAAA-0", "secret": "AAAAA-AAAAA"}, status=422),
    ),
    PageKind("reception:front", ANYONE, at()),
    PageKind("reception:body", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
    PageKind("reception:book", "citizen-3", _booked(), error=_booked(post={"place": "x"}, status=422)),
    PageKind("reception:mine", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind(
        "reception:cancel", "citizen-1", _token("booking"), error=_token("booking", persona="citizen-3", status=404)
    ),
    PageKind(
        "reception:desk",
        "officer-1",
        at(),
        empty=at(persona="district-officer"),
        error=at(persona="moderator", status=404),
    ),
    PageKind("reception:call-off", "officer-1", _called(), error=_called(post={"reason": ""}, status=422)),
    PageKind("editorial:front", ANYONE, at()),
    PageKind("editorial:office", ANYONE, with_({"code": "ulgi-habary"}), error=_none("code")),
    PageKind(
        "editorial:room", "editor", at(), empty=at(persona="journalist"), error=at(persona="citizen-1", status=404)
    ),
    PageKind("editorial:join", "citizen-3", of("secret=invitation"), error=with_({"secret": "none"}, status=410)),
    PageKind("editorial:desk", "supervisor", at(), error=at(post={"do": "accredit", "code": ""}, status=422)),
    PageKind("cosigners:mine", "citizen-1", at(), empty=at(persona="citizen-2")),
    PageKind(
        "cosigners:write",
        "citizen-1",
        lambda made: At({"kind": "question", "slug": made.body}),
        error=lambda made: At({"kind": "question", "slug": made.body}, post=_NOTHING, status=422),
    ),
    PageKind("cosigners:letter", GUEST, _token("together_signed"), empty=_token("together_sent")),
    PageKind("cosigners:change", "citizen-1", _token("together"), error=_token("together", post=_NOTHING, status=422)),
)

page_kinds: tuple[PageKind, ...] = (
    PageKind("view", ANYONE, at()),
    PageKind("style", ANYONE, at()),
    PageKind("pages:front", ANYONE, at()),
    PageKind(
        "pages:owed",
        ANYONE,
        with_({"when": "late"}),
        empty=lambda made: At({"when": "today"}, f"body={made.quiet_body}"),
        error=_none("when", "never"),
    ),
    PageKind("pages:bodies", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("all=1")),
    PageKind("pages:body", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
    PageKind("pages:punctuality", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
    PageKind("pages:search", ANYONE, at("q=%D0%B0%D0%B2%D1%82%D0%BE%D0%B1%D1%83%D1%81"), empty=at(), long=at(_MANY)),
    PageKind("pages:how", ANYONE, at()),
    PageKind("pages:how-kind", ANYONE, with_({"kind": "question"}), error=_none("kind")),
    PageKind("pages:law", ANYONE, at()),
    PageKind("pages:calendar", ANYONE, with_({"year": 2026}), error=_none("year", 1900)),
    PageKind("pages:norm", ANYONE, with_({"key": "question.answer"}), error=_none("key", "question.answr")),
    PageKind("record:logs", ANYONE, at()),
    PageKind("record:receipt", ANYONE, at()),
    PageKind("record:log", ANYONE, _EVENTS, empty=with_({"name": "answers"}), error=_none("name", "no-such-log")),
    PageKind("record:entry", ANYONE, _FIRST, error=with_({"name": "events", "index": 10**17}, status=404)),
    PageKind("people:means", ANYONE, at()),
    PageKind(
        "requests:front",
        ANYONE,
        at(),
        empty=at("q=zzzzqqqq"),
        long=at("q=%D0%B6%D0%BE%D0%BB&outcome=partly&subject=transport&ground=personal_data&year=2026"),
    ),
    PageKind("requests:ask", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("q=%D0%BC&about=%D0%B6%D0%BE%D0%BB")),
    PageKind("requests:request", ANYONE, _REQUEST, empty=_ASKED, error=_NO_ID),
    PageKind("requests:record", ANYONE, _REQUEST, empty=_ASKED, error=_NO_ID),
    PageKind("requests:batch", ANYONE, of("public_id=request_batch"), error=_NO_ID),
    PageKind("dialogue:front", ANYONE, at()),
    PageKind("dialogue:ask", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at("q=%D0%BC")),
    PageKind("dialogue:record", ANYONE, _QUESTION, empty=_RUNNING, error=_NO_ID),
    PageKind("dialogue:question", ANYONE, _QUESTION, empty=_RUNNING, long=_LONG, error=_NO_ID),
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
    PageKind("budgets:search", ANYONE, at("q=%D1%88%D0%BA%D0%BE%D0%BB"), empty=at("q=zzzzqqqq"), long=at(_MANY)),
    PageKind("budgets:glossary", ANYONE, at()),
    PageKind("budgets:budget", ANYONE, of("slug=budget"), error=_NO_BODY),
    PageKind("budgets:plain", ANYONE, of("slug=budget"), error=_NO_BODY),
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
    PageKind("budgets:administrators", ANYONE, of("slug=budget"), error=_NO_BODY),
    PageKind(
        "budgets:cut",
        ANYONE,
        _cut("at=II"),
        empty=_cut("at=VI"),
        long=_cut("month=4&by=adjusted"),
        error=_cut("at=II/none", status=404),
    ),
    PageKind("budgets:release", ANYONE, of("key=budget_release"), error=_none("key")),
    PageKind("budgets:finding", ANYONE, _finding(1), error=_finding(999_999, status=404)),
    PageKind("budgets:difference", ANYONE, of("key=budget_release", "other=budget_before")),
    PageKind("report:front", ANYONE, at()),
    PageKind("report:report", ANYONE, with_({"year": 2026}), error=_none("year", 1999)),
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
        error=_none("public_id", "A2026-AAAAAAAA-0"),
    ),
    PageKind(
        "appeals:withdraw",
        "citizen-1",
        of("public_id=appeal_waiting"),
        error=of("public_id=appeal_waiting", post={}, status=422),
    ),
    PageKind("people:sign-in", GUEST, at(), error=at(post={"by": "mail", "email": "@"}, status=422)),
    PageKind("people:sign-in-code", GUEST, at(first=_CODE), error=at(first=_CODE, post={"code": "000000"}, status=422)),
    PageKind("people:demo", GUEST, at()),
    PageKind("people:staff", GUEST, at(), error=at(post={"login": "no", "password": "no", "code": "0"}, status=422)),
    PageKind("identity:eds", GUEST, at(), empty=at(persona="citizen-1")),
    # Its good state needs a signature of this very moment: tests/kernel/signing/sign_in/test_eds.py sees it.
    PageKind("identity:enter", GUEST, at(status=409), error=at("signing=none", status=409)),
    PageKind("identity:state", GUEST, at(), error=at("why=state.cancelled")),
    PageKind("identity:state-out", GUEST, at()),
    PageKind("people:enrol", GUEST, of("token=enrolment"), error=_none("token")),
    PageKind("notices:unsubscribe", GUEST, of("token=unsubscribe"), error=_none("token")),
    PageKind(
        "discussion:case", ANYONE, of("public_id=draft"), empty=of("public_id=draft", query="at=2.money"), error=_NO_ID
    ),
    PageKind(
        "discussion:comment",
        ANYONE,
        of("public_id=comment"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=_NO_ID,
    ),
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
        error=_NO_ID,
    ),
    PageKind(
        "asking:ask",
        "citizen-1",
        _line_asked(),
        empty=_line_asked("II/82/2/904", status=409),
        long=_line_asked(post={"text": "Телефоным +7 701 555 01 42. " * 30, "language": "kk", "key": "a" * 12}),
        error=_line_asked(post={"text": ""}, status=422),
    ),
    PageKind("asking:desk", "officer-1", of("public_id=line_question_waiting"), error=_NO_ID),
    PageKind(
        "asking:pass-on",
        "officer-1",
        of("public_id=line_question_waiting"),
        empty=of("public_id=line_question_waiting", query="q=zzzzqqqq"),
        error=of("public_id=line_question_waiting", post={"to": ""}, status=422),
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
    PageKind("discussion:reply", "citizen-1", of("public_id=comment_waiting"), error=_NO_ID),
    PageKind("discussion:support", "citizen-1", of("public_id=comment_waiting"), empty=of("public_id=comment")),
    PageKind("discussion:report", "citizen-1", of("public_id=comment_waiting"), error=_NO_ID),
    PageKind(
        "discussion:own",
        "citizen-1",
        of("public_id=comment"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=of("public_id=comment_waiting", status=404),
    ),
    PageKind("discussion:edit", "citizen-1", of("public_id=comment_long"), error=of("public_id=comment", status=409)),
    PageKind("discussion:withdraw", "citizen-1", of("public_id=comment"), error=_NO_ID),
    PageKind(
        "discussion:appeal",
        "citizen-1",
        of("public_id=comment_hidden"),
        error=of("public_id=comment_hidden", post={"reason": ""}, status=422),
    ),
    PageKind("discussion:answer", "officer-1", of("public_id=comment_waiting"), error=_NO_ID),
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
    PageKind("office:moderation", "moderator", at(), empty=at("cause=1"), error=at(persona="officer-1", status=404)),
    PageKind(
        "office:moderation-one",
        "moderator",
        of("public_id=comment_waiting"),
        empty=of("public_id=comment_hidden"),
        long=of("public_id=comment_long"),
        error=of("public_id=comment_waiting", post={"do": "hide", "ground": ""}, status=422),
    ),
    *_CHANNELS,
    PageKind("pages:mine", "citizen-1", at(), empty=at(persona="citizen-3")),
    PageKind("people:account", "citizen-1", at(), error=at(post={"name": "қ" * 10_000}, status=422)),
    PageKind("people:sessions", "citizen-1", at()),
    PageKind("identity:mine", "citizen-1", at(), empty=at(persona="citizen-3"), long=at(persona="head")),
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
    PageKind("requests:ask-body", "citizen-1", _BODY, error=of("slug=body", post={"title": ""}, status=422)),
    PageKind("requests:review", "citizen-1", of("slug=other_body"), error=_NO_BODY),
    PageKind("requests:mine", "citizen-1", _REQUEST, empty=_ASKED, long=_SILENT, error=_NO_ID),
    PageKind("requests:my-batch", "citizen-1", of("public_id=request_batch"), error=_NO_ID),
    PageKind("requests:receipts", "citizen-1", _REQUEST, empty=_ASKED, error=_NO_ID),
    PageKind("requests:coupon", "citizen-1", _REQUEST, error=_NO_ID),
    PageKind(
        "requests:clarify", "citizen-1", _ASKED, error=of("public_id=request_running", post={"reason": ""}, status=422)
    ),
    PageKind("requests:rate", "citizen-1", _REQUEST, error=of("public_id=request", post={"score": "9"}, status=422)),
    PageKind("requests:complain", "citizen-1", _SILENT, error=of("public_id=request", post={"reason": ""}, status=422)),
    PageKind("requests:court", "citizen-1", _UPHELD, error=_NO_ID),
    PageKind(
        "requests:publication",
        "citizen-1",
        _ASKED,
        error=of("public_id=request_running", post={"track": ""}, status=422),
    ),
    PageKind("requests:withdraw", "citizen-1", _ASKED, error=_NO_ID),
    PageKind("dialogue:ask-body", "citizen-1", _BODY, error=of("slug=body", post={"title": ""}, status=422)),
    PageKind("dialogue:review", "citizen-1", of("slug=other_body"), error=_NO_BODY),
    PageKind("dialogue:mine", "citizen-1", _QUESTION, empty=_RUNNING, long=_LONG, error=_NO_ID),
    PageKind("dialogue:receipts", "citizen-1", _QUESTION, empty=_RUNNING, error=_NO_ID),
    PageKind("dialogue:coupon", "citizen-1", _QUESTION, long=_LONG, error=_NO_ID),
    PageKind("dialogue:rate", "citizen-1", _QUESTION, error=of("public_id=question", post={"score": "9"}, status=422)),
    PageKind(
        "dialogue:complain", "citizen-1", _QUESTION, error=of("public_id=question", post={"reason": ""}, status=422)
    ),
    PageKind("dialogue:withdraw", "citizen-1", _RUNNING, error=_NO_ID),
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
        long=at(_MANY),
    ),
    PageKind("dialogue:figures", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
    PageKind(
        "dialogue:figure",
        ANYONE,
        _figure("received"),
        empty=_figure("upheld", "quiet_body"),
        error=_figure("no-such-figure", status=404),
    ),
    PageKind("dialogue:alike", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
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
    PageKind("blog:head", ANYONE, _BODY, empty=_QUIET, error=_NO_BODY),
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
    *_desk("blog", "post_prepared", "publish", "post", "correct"),
    PageKind("conference:front", ANYONE, at()),
    PageKind(
        "conference:conference",
        ANYONE,
        of("public_id=conference"),
        error=of("public_id=conference_prepared", status=404),
    ),
    *_desk("conference", "conference_prepared", "announce", "conference", "cancel"),
    PageKind("survey:front", ANYONE, at()),
    PageKind("survey:survey", ANYONE, of("public_id=survey"), long=of("public_id=survey_over"), error=_NO_ID),
    PageKind(
        "survey:answer",
        "citizen-1",
        of("public_id=survey"),
        empty=of("public_id=survey_over"),
        error=of("public_id=survey", persona="citizen-2", status=403),
    ),
    *_desk("survey", "survey", "withdraw", "survey_over", "report"),
    PageKind(
        "signing:sign",
        "citizen-1",
        of("public_id=signing"),
        empty=of("public_id=signed"),
        error=of("public_id=signing", persona="citizen-3", status=404),
    ),
    PageKind("people:keys", "officer-1", at(), error=at(persona="citizen-1", status=403)),
    PageKind("office:work", "officer-1", at(), empty=at("whose=mine&when=late", persona="moderator")),
    PageKind("office:case", "officer-1", _RUNNING, long=_LONG, error=_NO_ID),
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
    PageKind("office:law-day", "supervisor", with_({"what": "swap"}), error=_none("what")),
    PageKind("office:law-edit", "supervisor", of("number=edit"), error=_none("number", 999_999_999)),
    PageKind("office:registry", "supervisor", at("q=%D2%AF%D0%BB%D0%B3%D1%96"), empty=at()),
    PageKind(
        "office:registry-change",
        "supervisor",
        lambda made: At({"verb": "rename", "slug": made.body}),
        error=lambda made: At({"verb": "rename", "slug": made.body}, post={"day": ""}, status=422),
    ),
    PageKind("office:evidence", "registrar", at(), error=at(post={"reference": ""}, status=422)),
    PageKind("office:evidence-one", "registrar", of("number=opening"), error=_none("number", 999_999_999)),
    PageKind("people:staff-list", "registrar", at()),
    PageKind("identity:claims", "registrar", at(), error=at(persona="officer-1", status=404)),
    PageKind(
        "people:enrol-staff",
        "registrar",
        at(),
        empty=at("q=zzzzqqqq"),
        long=lambda made: At(query=f"body={made.body}"),
        error=at("body=no-such-body", status=422),
    ),
    PageKind("people:official", "registrar", of("handle=official"), error=_none("handle")),
)

_RELEASE = of("key=budget_release")
_FEED = {"lang": "kk"}
_REPORT = {"year": 2026, "edition": 1}
_MACHINE: tuple[Exit, ...] = (
    Exit("report:docx", "requests", "docx", True, with_(_REPORT)),
    Exit("report:pdf", "requests", "pdf", True, with_(_REPORT)),
    Exit("report-json", "requests", "json", True, with_(_REPORT)),
    Exit("report-rows", "requests", "gz", True, with_(_REPORT)),
    Exit("report-script", "requests", "py", True, at()),
    Exit("api:openapi-json", "api", "json", True, at()),
    Exit("api:requests", "requests", "json", True, at("q=%D0%B6%D0%BE%D0%BB&subject=transport")),
    Exit("api:request_facets", "requests", "json", True, at()),
    Exit("api:request", "requests", "json", True, _REQUEST),
    Exit("api:questions", "dialogue", "json", True, at()),
    Exit("api:question", "dialogue", "json", True, _QUESTION),
    Exit("api:bodies", "bodies", "json", True, at("q=%D2%AF%D0%BB%D0%B3%D1%96&limit=100")),
    Exit("api:body", "bodies", "json", True, _BODY),
    Exit("api:find", "search", "json", True, at("q=%D0%B0%D0%B2%D1%82%D0%BE%D0%B1%D1%83%D1%81")),
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
    Exit("api:due", "law", "json", True, at("norm=question.answer&from=2026-03-18")),
    Exit("api:norms", "law", "json", True, at()),
    Exit("feed-body", "notices", "atom", True, lambda made: At(_FEED | {"slug": made.body})),
    Exit("feed-post", "notices", "atom", True, lambda made: At(_FEED | {"slug": made.body, "order": 0})),
    Exit("feed-case", "notices", "atom", True, lambda made: At(_FEED | {"public_id": made.question})),
    Exit(
        "feed-case-part",
        "discussion",
        "atom",
        True,
        lambda made: At(_FEED | {"public_id": made.draft, "word": "comments"}),
    ),
    Exit("feed-kind", "notices", "atom", True, with_(_FEED | {"word": "questions"})),
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
        "feed-topic",
        "budgets",
        "atom",
        True,
        lambda made: At(_FEED | {"kind": "line", "rest": f"{made.budget}/full/II/82/2/905"}),
    ),
    Exit("feed-calendar", "notices", "ics", False, of("token=calendar")),
    Exit("pages:punctuality-csv", "pages", "csv", True, _BODY),
    Exit("style-share", "web", "png", True, at()),
    Exit("people:me-fragment", "people", "fragment", False, at()),
    Exit("signing-egov-1", "signing", "json", False, of("word=phone_word")),
    Exit("feed-kind", "requests", "atom", True, with_(_FEED | {"word": "requests"})),
    Exit(
        "requests:receipt",
        "requests",
        "tlog-proof",
        False,
        lambda made: At({"public_id": made.request_running, "number": 1}, persona="citizen-1"),
    ),
    Exit(
        "dialogue:receipt",
        "dialogue",
        "tlog-proof",
        False,
        lambda made: At({"public_id": made.running, "number": 1}, persona="citizen-1"),
    ),
    Exit("record-script", "record", "py", True, at()),
    Exit("record-logs", "record", "json", True, at()),
    Exit("record-witnesses", "record", "txt", True, at()),
    Exit("record-checkpoints-json", "record", "json", True, at()),
    Exit("record-checkpoints-csv", "record", "csv", True, at()),
    Exit("record-checkpoint", "record", "note", True, _EVENTS),
    Exit("record-key", "record", "txt", True, _EVENTS),
    Exit("record-keys", "record", "json", True, _EVENTS),
    Exit("record-totals", "record", "json", True, _EVENTS),
    Exit("record-proof", "record", "tlog-proof", True, _FIRST),
    Exit("record-openings", "record", "json", True, _FIRST),
    Exit("record-tile", "record", "tile", True, with_({"name": "data", "path": "0/000.p/1"})),
    Exit(
        "files:copy",
        "files",
        "file",
        True,
        lambda made: At({"public_id": made.file, "copy": "public", "name": made.file_name}),
    ),
    Exit("files:upload", "files", "json", False, lambda made: At({"token": made.upload}, persona="citizen-1")),
    Exit(
        "office:file-picture",
        "files",
        "png",
        False,
        lambda made: At({"public_id": made.file_marked, "number": 1}, persona="officer-1"),
    ),
    Exit("health", "project", "txt", False, at()),
    Exit("robots", "project", "txt", True, at()),
    # What no address serves.
    Exit("mail of a notice", "notices", "mail", False),
    Exit("mail of a digest", "notices", "mail", False),
    Exit("mail of an answer to a letter", "notices", "mail", False),
    Exit("SMS of a notice", "notices", "sms", False),
    Exit("jariya bodies export", "bodies", "csv", True),
    Exit("jariya bodies export --popolo", "bodies", "json", True),
)

exits: tuple[Exit, ...] = (
    *_MACHINE,
    *(Exit(kind.name, kind.name.partition(":")[0], "html", kind.public, kind.normal) for kind in page_kinds),
)

doors: tuple[Door, ...] = (
    Door("filing:answer-code", "assistant-2", "GET", at(status=303)),
    Door("filing:abandon", "assistant", "POST", _token("filing")),
    Door("reception:came", "officer-1", "POST", _token("booking")),
    Door("editorial:invite", "editor", "POST", at()),
    Door("editorial:change", "editor", "POST", at()),
    Door("cosigners:act", "citizen-1", "POST", _token("together")),
    Door("requests:after-signing", "citizen-1", "GET", of("slug=body", status=302)),
    Door("dialogue:after-signing", "citizen-1", "GET", of("slug=body", status=302)),
    Door("discussion:receipt", "citizen-1", "GET", of("public_id=comment")),
    # Its good state needs a checkpoint: tests/kernel/discussion/test_pages.py sees it.
    Door(
        "discussion:entry", "citizen-1", "GET", lambda made: At({"public_id": made.comment, "number": 99}, status=404)
    ),
    Door("pages:calendar-now", ANYONE, "GET", at(status=302)),
    Door("api:api-root", ANYONE, "GET", at(status=404)),
    Door("people:sign-out", GUEST, "POST", at()),
    Door("people:sign-in-resend", GUEST, "POST", at()),
    Door("identity:decide", "registrar", "POST", with_({"number": 999_999_999}, status=404)),
    Door("oidc-back", GUEST, "GET", at(status=302)),
    Door("appeals:submitted", "citizen-1", "GET", at(status=302)),
    Door("people:passkey-options", GUEST, "POST", at()),
    Door("people:passkey", GUEST, "POST", at()),
    Door("people:enrol-options", GUEST, "POST", of("token=enrolment")),
    Door("people:enrol-passkey", GUEST, "POST", of("token=enrolment")),
    Door("signing-egov-2", ANYONE, "GET", of("word=phone_word", status=403)),
    Door("signing:status", "citizen-1", "GET", of("public_id=signing")),
    Door("signing:manifest", "citizen-1", "GET", of("public_id=signing")),
    Door("signing:ncalayer", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:file", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:cancel", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:again", "citizen-1", "POST", of("public_id=signing")),
    Door("office:evidence-decide", "registrar", "POST", of("number=opening")),
    Door("office:evidence-read", "registrar", "POST", of("number=opening")),
    Door("people:change-address", "citizen-1", "POST", at()),
    Door("notices:read", "citizen-1", "POST", at()),
    Door("office:registry-edit", "supervisor", "GET", with_({"number": 999_999_999}, status=404)),
    Door("notices:new-calendar", "citizen-1", "POST", at()),
    Door("notices:end-replies", "citizen-1", "POST", at()),
    Door("notices:push-start", "citizen-1", "POST", at()),
    Door("notices:push-stop", "citizen-1", "POST", at()),
    Door("files:uploads", "citizen-1", "POST", at()),
    Door("office:file-prepared", "officer-1", "POST", of("public_id=file")),
    Door("push-worker", ANYONE, "GET", at(status=200)),
    Door("people:key-options", "officer-1", "POST", at()),
    Door("people:key-change", "officer-1", "POST", at()),
    Door("office:assign", "officer-1", "POST", at()),
    Door("office:save", "officer-1", "POST", lambda made: At(_draft(made))),
    Door("people:end-role", "registrar", "POST", with_({"role_id": 999_999_999})),
    Door("people:new-link", "registrar", "POST", of("handle=official")),
)
