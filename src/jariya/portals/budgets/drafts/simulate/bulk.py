"""Histories of drafts written without the database's help: the same pure `decide` as the engine's, rows in memory.

Every method mirrors one action (what it gives `decide`, which codes its event keeps, which rows it writes);
`tests/portals/budgets/drafts/test_simulate.py` does histories both ways and compares. Comments are written without
looks of moderators: an invented past leaves no queue to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from jariya.kernel.discussion.actions.posting import LETTER
from jariya.kernel.lifecycle import book, ids
from jariya.kernel.lifecycle.copying import Ids, Rows
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import NEW
from jariya.kernel.search.actions import Document
from jariya.kernel.signing.step import salted_digest
from jariya.portals.budgets.drafts.actions.acting import whole
from jariya.portals.budgets.drafts.content import TEXTS, Content, difference
from jariya.portals.budgets.drafts.lifecycle import DRAFT, KIND
from jariya.portals.budgets.drafts.simulate import stories
from jariya.portals.budgets.drafts.simulate.cast import Cast
from jariya.portals.budgets.drafts.simulate.copying import TABLES
from jariya.portals.budgets.drafts.simulate.tale import Step, Tale
from jariya.portals.budgets.drafts.topics import programme_topic


@dataclass(slots=True)
class Line(book.Line):
    """One draft while its history is being written."""

    programme: int = 0
    draft: dict[str, Any] = field(default_factory=dict)
    versions: list[dict[str, Any]] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    comments: list[list[Any]] = field(default_factory=list)
    achieved: Mapping[int, Any] = field(default_factory=dict)

    def running(self, kind: str) -> Any:
        """The running term of a kind."""
        return next((duty for duty in self.duties if duty.running and duty.row.kind == kind), None)


ANSWERED_AT = TABLES["comment"][1].index("answered_at")
ID, LANGUAGE, PUBLIC_ID = 0, TABLES["comment"][1].index("language"), 1


class Ledger(book.Book):
    """Writes histories of drafts into rows.

    Args:
        programmes: (body, code) -> id of the programme.
        budgets: (region, year) -> id of the budget.
        token: gives the random part of public ids.
    """

    def __init__(
        self,
        cast: Cast,
        *,
        programmes: Mapping[tuple[int, str], int],
        budgets: Mapping[tuple[int | None, int], int] | None = None,
        now: dt.datetime,
        seed: int,
        token: Callable[[], str | None] = lambda: None,
    ) -> None:
        rows = Rows(TABLES)
        super().__init__(DRAFT, rows, norms=cast.norms, calendar=cast.calendar, roles=cast.roles, now=now, seed=seed)
        self.programmes, self.budgets, self.token = programmes, budgets or {}, token
        self.documents = list[Document]()
        self.version_id = Ids("drafts_version")
        self.comment_id = Ids("discussion_comment")

    def perform(self, tale: Tale) -> Case | None:
        """Write one history up to `now`. Returns its case; None when it has not begun."""
        line: Line | None = None
        for step in tale.steps:
            if line is None:
                line = self._prepare(tale, step)
                continue
            self._nights(line, step.at)
            getattr(self, step.verb)(line, step)
        if line is None:
            return None
        self._nights(line, self.now)
        self._finish(line)
        return line.case

    def _nights(self, line: Line, until: dt.datetime) -> None:
        while late := self._overdue(line, until):
            self._tell_overdue(line, *late)

    def _do(self, line: Line, verb: str, step: Step, **options: Any) -> Any:
        topic = (programme_topic(line.programme),)
        return self._act(line, verb, step, alerts=topic, **options)

    def _prepare(self, tale: Tale, step: Step) -> Line:
        """`actions.prepare`."""
        day, office = self._day(step.at), tale.office
        case = Case(
            pk=self.case_id(), public_id=ids.new(DRAFT.letter, day.year, self.token()), kind=KIND, state=NEW,
            body_id=office.id, region_id=office.region_id, language="kk", opened_at=step.at, opened_on=day,
            visibility="parties", version=0,
        )  # fmt: skip
        line = Line(case, programme=self.programmes[office.id, tale.code])
        context = self._context(line, step.by, step.at, {})
        self._apply(line, decide(DRAFT, "prepare", context), context, step)
        line.draft = {
            "year": tale.year, "budget": self.budgets.get((office.region_id, tale.year)), "version": 1,
            "published_on": None, "discussion_from": None, "discussion_until": None, "approved_on": None,
            "approval": "", "first_paid_on": None, "first_paid_source": "",
        }  # fmt: skip
        self._version(line, step, step.args["content"])
        return line

    def _version(self, line: Line, step: Step, content: Content, **more: Any) -> dict[str, Any]:
        row = {
            "id": self.version_id(), "number": len(line.versions) + 1, "changed_kk": "", "changed_ru": "",
            "material": False, "by": step.by, "at": step.at, "public": False, **more,
        }  # fmt: skip
        line.versions.append(row)
        line.contents.append(content)
        return row

    def publish(self, line: Line, step: Step) -> None:
        """`actions.publish`."""
        today = self._day(step.at)
        codes = {"due": self._ends("budget.discussion.notice", today), "version": line.versions[-1]["number"]}
        facts = whole(line.contents[-1])
        self._do(line, "publish", step, facts=facts, codes=codes, changes={"visibility": "public"})
        line.versions[-1]["public"] = True
        line.draft["published_on"] = today

    def open_discussion(self, line: Line, step: Step) -> None:
        """`actions.open_discussion`."""
        today = self._day(step.at)
        until = self._ends("budget.discussion", today)
        self._do(line, "open_discussion", step, codes={"due": until})
        line.draft |= {"discussion_from": today, "discussion_until": until}

    def change(self, line: Line, step: Step) -> None:
        """`actions.change`."""
        content, before = step.args["content"], line.contents[-1]
        differs = difference(before, content)
        anew = differs.material and line.case.state != "published"
        number = line.versions[-1]["number"] + 1
        codes: dict[str, Any] = {"version": number}
        if anew:
            codes["due"] = self._ends("budget.discussion", self._day(step.at))
        kk, ru = stories.CHANGED
        facts = {
            **whole(content), "differs": differs.any, "material": differs.material, "changed_kk": kk, "changed_ru": ru,
        }  # fmt: skip
        self._do(line, "change", step, facts=facts, codes=codes)
        self._version(line, step, content, changed_kk=kk, changed_ru=ru, material=differs.material, public=True)
        line.draft["version"] = number
        if anew:
            line.draft["discussion_until"] = codes["due"]

    def comment(self, line: Line, step: Step) -> None:
        """`discussion.actions.post`."""
        row = self._say(line, step, step.args["text"], step.args["language"], None)
        line.comments.append(row)

    def answer(self, line: Line, step: Step) -> None:
        """`discussion.actions.answer`."""
        root = line.comments[step.args["comment"]]
        language = root[LANGUAGE]
        self._say(line, step, stories.ANSWERS[language][step.args["which"]], language, root)
        root[ANSWERED_AT] = root[ANSWERED_AT] or step.at

    def _say(self, line: Line, step: Step, text: str, language: str, root: list[Any] | None) -> list[Any]:
        day, case = self._day(step.at), line.case
        salt = self.rng.randbytes(16)
        digest = salted_digest(salt, text)
        row = [
            self.comment_id(), ids.new(LETTER, day.year, self.token()), case.pk, root[ID] if root else None, None, "",
            step.by, "body" if root else "person", case.body_id if root else None, None,
            "staff" if root else "phone", language, "published", "", 1, 0, None, step.at,
        ]  # fmt: skip
        self.rows.add("comment", row)
        self.rows.add("wording", (row[ID], "comment", 1, language, text, None, salt, digest, step.by, step.at, None))
        codes = orjson.dumps({"parent": root[PUBLIC_ID]} if root else {}).decode()
        self.rows.add(
            "step",
            (row[ID], "answered" if root else "posted", step.at, day, "officer" if root else "reader", step.by,
             case.body_id, codes, digest, True, None),
        )  # fmt: skip
        return row

    def close_discussion(self, line: Line, step: Step) -> None:
        """`actions.close_discussion`."""
        running = line.running("answers")
        due = running.due_on if running else self._ends("budget.discussion.answers", self._day(step.at))
        self._do(line, "close_discussion", step, codes={"comments": len(line.comments), "due": due})

    def report(self, line: Line, step: Step) -> None:
        """`actions.report`."""
        unanswered = sum(row[ANSWERED_AT] is None for row in line.comments)
        facts = {"text_kk": stories.REPORT[0], "text_ru": stories.REPORT[1], "unanswered": unanswered}
        codes = {"comments": 2 * len(line.comments)}
        self._do(line, "report", step, facts=facts, codes=codes)
        self._state(line, step, "report", stories.REPORT)

    def approve(self, line: Line, step: Step) -> None:
        """`actions.approve`."""
        said = {"approved_on": step.args["approved_on"], "approval": stories.APPROVAL}
        self._do(line, "approve", step, facts=said, codes={"approved_on": said["approved_on"]})
        line.draft |= said

    def note_payment(self, line: Line, step: Step) -> None:
        """`actions.note_payment`."""
        said = {"first_paid_on": step.args["first_paid_on"], "first_paid_source": stories.PAID_FROM}
        self._do(line, "note_payment", step, facts=said, codes={"paid_on": said["first_paid_on"]})
        line.draft |= said

    def execute(self, line: Line, step: Step) -> None:
        """`actions.execute`."""
        self._do(line, "execute", step, facts={"paid_already": line.draft["first_paid_on"] is not None})

    def evaluate(self, line: Line, step: Step) -> None:
        """`actions.evaluate`."""
        facts = {"text_kk": stories.EVALUATION[0], "text_ru": stories.EVALUATION[1], "results_whole": True}
        self._do(line, "evaluate", step, facts=facts)
        line.achieved = step.args["results"]
        self._state(line, step, "evaluation", stories.EVALUATION)

    def _state(self, line: Line, step: Step, kind: str, texts: tuple[str, str]) -> None:
        self.rows.add("statement", (line.case.pk, kind, *texts, step.by, step.at))

    def _ends(self, norm: str, day: dt.date) -> dt.date:
        return self.norms.at(day)[norm].ends(day, self.calendar).day

    def _finish(self, line: Line) -> None:
        self.write_case(line)
        case, add = line.case, self.rows.add
        add("draft", (case.pk, line.programme, *line.draft.values()))
        for row, content in zip(line.versions, line.contents, strict=True):
            texts = [content.text(part, lang) for part in TEXTS for lang in ("kk", "ru")]
            add("version", (row["id"], case.pk, row["number"], *texts, row["changed_kk"], row["changed_ru"],
                            row["material"], row["by"], row["at"], row["public"]))  # fmt: skip
            for year, tenge in content.amounts:
                add("amount", (row["id"], year, tenge))
            last = row is line.versions[-1]
            for one in content.indicators:
                add("indicator", (row["id"], one.number, one.name_kk, one.name_ru, one.unit, one.baseline, one.target,
                                  line.achieved.get(one.number) if last else None))  # fmt: skip
        if case.visibility == "public":
            self.documents += self._documents(line)

    def _documents(self, line: Line) -> list[Document]:
        """As `indexing.documents` makes them of the stored case."""
        case, content = line.case, line.contents[-1]
        return [
            Document(
                ref=f"case:{case.pk}",
                language=lang,
                portal="budgets",
                kind=KIND,
                day=line.draft["published_on"],
                title=content.text("title", lang),
                url_name="drafts:draft",
                url_args=[case.public_id],
                text="\n".join(content.text(part, lang) for part in ("summary", "goal")),
                body=case.body_id,
                region=case.region_id,
                answered=case.state not in {"published", "discussion", "answering"},
                invented=True,
            )
            for lang in ("kk", "ru")
        ]
