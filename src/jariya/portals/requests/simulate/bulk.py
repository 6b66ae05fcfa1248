"""Histories of requests written without the database's help: the same pure `decide` as the engine's, rows in memory.

Every verb mirrors one action of `requests.actions` (what it gives `decide`, which codes its event keeps, which rows it
writes); `tests/portals/requests/test_simulate.py` does histories both ways and compares.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.correspondence.models import Part
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle import book
from jariya.kernel.lifecycle import ids as public_ids
from jariya.kernel.lifecycle.book import Held, Moment
from jariya.kernel.lifecycle.copying import Ids
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import NEW
from jariya.kernel.search.actions import Document
from jariya.kernel.signing.step import confirm, salted_digest
from jariya.portals.requests.actions.showing import DUTIES, RIGHTS
from jariya.portals.requests.decisions import OUTCOMES, Decided, outcome_of
from jariya.portals.requests.indexing import tags
from jariya.portals.requests.lifecycle import KIND, REQUEST
from jariya.portals.requests.simulate.copying import Rows
from jariya.portals.requests.simulate.tale import Step, Tale

ID, VERSION, TEXT, PUBLIC, DIGEST = 0, 4, 6, 7, 9
"""Places in a wording's row."""
HOP_LIMIT = "question.forward.hop_limit"
CLOSED_AT = dt.time(0, 20)
REASONED = ("ask_to_clarify", "clarify", "complain", "pass_on", "overturn", "let_stand")
"""Verbs whose only text is their reason."""


@dataclass(slots=True)
class Line(book.Line):
    """One request while its history is being written."""

    letter: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    """Columns of `Request`."""
    wordings: dict[tuple[str, int], list[list[Any]]] = field(default_factory=dict)
    points: int = 0
    drafted: dict[int, Decided] = field(default_factory=dict)
    decisions: list[list[Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    rating: tuple[Any, ...] | None = None

    def newest(self, part: str) -> dict[int, list[Any]]:
        """The newest wording of each number of a part."""
        return {number: rows[-1] for (kind, number), rows in self.wordings.items() if kind == part}


def _common(rows: list[list[Any]]) -> bytes:
    return salted_digest(b"".join(row[DIGEST] for row in rows), "")


class Ledger(book.Book):
    """Writes histories into rows.

    Args:
        cast: the law, bodies, officials and citizens of the nation.
        number: gives the registration number for (body, year), in the order of the calls.
        oblasts: territory -> region of the country.
        token: gives the random part of public ids.
    """

    def __init__(
        self,
        cast: Any,
        *,
        now: dt.datetime,
        seed: int,
        number: Callable[[int, int], int],
        oblasts: Mapping[int, int],
        token: Callable[[], str | None] = lambda: None,
    ) -> None:
        roles: dict[int, list[Held]] = {}
        for (body, kind), held in cast.staff.items():
            for since, until, person in held:
                roles.setdefault(person, []).append((body, kind, since, until))
        for since, until, person in cast.supervisors:
            roles.setdefault(person, []).append((None, "supervisor", since, until))
        super().__init__(REQUEST, Rows(), norms=cast.norms, calendar=cast.calendar, roles=roles, now=now, seed=seed)
        self.cast, self.number, self.token, self.oblasts = cast, number, token, oblasts
        self.documents = list[Document]()
        self.wording_id = Ids("correspondence_wording", 20_000)

    def perform(self, tale: Tale) -> int | None:
        """Write one history up to `now`; the id of its case, None where nothing happened."""
        line: Line | None = None
        for step in tale.steps:
            if line is None:
                line = self._ask(step)
                continue
            self._nights(line, step.at)
            if step.verb in REASONED:
                self._reasoned(line, step)
            else:
                getattr(self, f"_{step.verb}")(line, step)
        if line is None:
            return None
        self._nights(line, self.now)
        self._finish(line)
        return int(line.case.pk)

    # Nights

    def _nights(self, line: Line, until: dt.datetime) -> None:
        while True:
            late, close = self._overdue(line, until), self._closes(line)
            if late and (close is None or late[0] <= close):
                self._tell_overdue(line, *late)
            elif close and close <= until:
                self._act(line, "close", Moment(close))
            else:
                return

    def _closes(self, line: Line) -> dt.datetime | None:
        if line.case.state not in {*OUTCOMES, "upheld"} or line.last is None:
            return None
        running = [duty for duty in line.duties if duty.running]
        if any(duty.row.kind in DUTIES for duty in running):
            return None
        over = [duty.due_on + dt.timedelta(days=1) for duty in running if duty.row.kind in RIGHTS]
        night = self._night(max([self._day(line.last), *over]), CLOSED_AT)
        return night if night >= line.last else night + dt.timedelta(days=1)

    # Texts

    def _write(self, line: Line, part: str, text: str, by: int | None, at: dt.datetime, number: int = 0) -> list[Any]:
        versions = line.wordings.setdefault((part, number), [])
        salt = self.rng.randbytes(16)
        row = [self.wording_id(), line.case.pk, part, number, len(versions) + 1, line.case.language, text, None, salt,
               salted_digest(salt, text), by, at]  # fmt: skip
        versions.append(row)
        return row

    def _reason(self, line: Line, text: str, step: Step) -> list[Any]:
        return self._write(line, Part.REASON.value, text, step.by, step.at, len(line.newest(Part.REASON.value)) + 1)

    def _reasoned(self, line: Line, step: Step) -> None:
        reason = self._reason(line, step.args["reason"], step)
        facts = {"reason": step.args["reason"], "media": False}
        self._act(line, step.verb, step, facts=facts, digest=reason[DIGEST])

    # Verbs

    def _ask(self, step: Step) -> Line:
        args, day = step.args, self._day(step.at)
        registered = received_on(step.at, self.norms, self.calendar)
        place, public = self.cast.places[args["body_id"]], args["track"] == "open"
        line = Line(
            Case(
                pk=self.case_id(), public_id=public_ids.new(REQUEST.letter, day.year, self.token()), kind=KIND,
                state=NEW, body_id=place.id, region_id=place.region_id, person_id=step.by, language=args["language"],
                opened_at=step.at, opened_on=day, visibility="public" if public else "parties", version=0,
            )
        )  # fmt: skip
        number = self.number(place.id, registered.year)
        texts = [self._write(line, Part.TITLE.value, args["title"], step.by, step.at)]
        for place_of, text in enumerate(args["points"], start=1):
            texts.append(self._write(line, Part.POINT.value, text, step.by, step.at, place_of))
        line.points, digest = len(args["points"]), _common(texts)
        codes = {"registered_on": registered, "body": place.id, "points": line.points,
                 "number": f"{registered.year}-{number:05d}"}  # fmt: skip
        facts = {"body_connected": True, "registered_on": registered, "media": False}
        context = self._context(line, step.by, step.at, facts)
        self._apply(line, decide(REQUEST, "ask", context), context, step, digest=digest, codes=codes)
        line.letter = {
            "number": number, "year": registered.year, "received_at": step.at, "registered_on": registered,
            "first_registered_on": registered, "digest": digest, "channel": args["channel"],
            "identity": args["identity"], "hops": 0,
        }  # fmt: skip
        line.row = {
            "kind": "ordinary", "office": "", "subject": args["subject"], "track": args["track"], "outcome": "",
            "decided_on": None, "rounds": 0, "grounds": [], "title": "", "published_on": None, "body_id": None,
            "region_id": None,
        }  # fmt: skip
        return line

    def _accept(self, line: Line, step: Step) -> None:
        self._act(line, "accept", step)

    def _withdraw(self, line: Line, step: Step) -> None:
        self._act(line, "withdraw", step)

    def _note_court(self, line: Line, step: Step) -> None:
        self._act(line, "note_court", step)

    def _forward(self, line: Line, step: Step) -> None:
        to, today, before = step.args["to"], self._day(step.at), line.case.body_id
        hop = line.letter["hops"] + 1
        reason = self._reason(line, step.args["reason"], step)
        facts = {"to_body_id": to, "body_connected": True, "reason": step.args["reason"], "assignee_id": None,
                 "media": False}  # fmt: skip
        changes = {"assignee_id": None, "region_id": self.cast.places[to].region_id}
        alerts = ("supervisor",) if hop >= self.norms.at(today)[HOP_LIMIT].count else ()
        self._act(line, "forward", step, facts=facts, codes={"hop": hop}, changes=changes, digest=reason[DIGEST],
                  alerts=alerts)  # fmt: skip
        line.letter |= {"number": self.number(to, today.year), "year": today.year, "registered_on": today, "hops": hop}
        self.rows.add("forwarding", (line.case.pk, before, to, reason[ID], hop, step.at, today))

    def _extend(self, line: Line, step: Step) -> None:
        args = step.args
        reason = self._reason(line, args["reason"], step)
        facts = {"due_on": args["due_on"], "reason": args["reason"], "media": False, "holder": args["holder"]}
        codes = {"holder": args["holder"]}
        decision = self._act(line, "extend", step, facts=facts, codes=codes, digest=reason[DIGEST])
        moved = decision.moves[0]
        self.rows.add(
            "extension", (line.case.pk, moved.obligation_id, reason[ID], moved.old, moved.new, step.by, step.at)
        )
        self._act(line, "tell_extension", Moment(step.at))

    def _facts(self, line: Line, decisions: Mapping[int, Decided]) -> dict[str, Any]:
        return {
            "media": False,
            "subject": line.row["subject"],
            "registered_on": line.letter["registered_on"],
            "decisions": dict(decisions),
            "answers": {number: one.text for number, one in decisions.items()},
            "points_total": line.points,
        }

    def _draft_answer(self, line: Line, step: Step) -> None:
        line.drafted, written = dict(step.args["decisions"]), []
        line.decisions = [row for row in line.decisions if row[1] <= line.row["rounds"]]
        for number, one in sorted(line.drafted.items()):
            there = line.newest(Part.ANSWER.value).get(number)
            if there is None or there[TEXT] != one.text:
                written.append(self._write(line, Part.ANSWER.value, one.text, step.by, step.at, number))
            held: list[int | None] = []
            for part, text in ((Part.SEVERED, one.severed), (Part.HARM, one.harm), (Part.WHOLE, one.whole)):
                row = self._write(line, part.value, text, step.by, step.at, number) if text else None
                written += [row] if row else []
                held.append(row[ID] if row else None)
            line.decisions.append(
                [line.case.pk, line.row["rounds"] + 1, number, one.outcome, one.ground, *held, False, one.link,
                 "works" if one.link else "none", step.at if one.link else None, step.at, None]
            )  # fmt: skip
        self._act(line, "draft_answer", step, facts=self._facts(line, line.drafted), digest=_common(written))

    def _sign_answer(self, line: Line, step: Step) -> None:
        case, today = line.case, self._day(step.at)
        place, answers = self.cast.places[case.body_id], line.newest(Part.ANSWER.value)
        outcome = outcome_of(one.outcome for one in line.drafted.values())
        content = {"case": case.public_id, "language": case.language,
                   "points": {str(number): answers[number][DIGEST].hex() for number in sorted(answers)}}  # fmt: skip
        confirmation = confirm("answer.sign", {**content, **self._content(line)}, level="staff", now=step.at)
        facts = {**self._facts(line, line.drafted), "outcome": outcome, "confirmed": True}
        codes = {"signer_post": place.head_post_id, "as": "head", "level": "staff"}
        self._act(line, "sign_answer", step, facts=facts, codes=codes, digest=confirmation.digest)
        line.row |= {
            "outcome": outcome,
            "decided_on": today,
            "rounds": line.row["rounds"] + 1,
            "grounds": sorted({one.ground for one in line.drafted.values() if one.ground}),
        }
        for row in line.decisions:
            row[-1] = row[-1] or step.at
        line.answer = {
            "version": max(row[VERSION] for row in answers.values()), "language": case.language, "signer": step.by,
            "post": place.head_post_id, "as_role": "head", "manifest": confirmation.manifest, "level": "staff",
            "at": step.at, "on": today, "published_at": None,
        }  # fmt: skip

    def _content(self, line: Line) -> dict[str, Any]:
        """As `actions.deciding.content`."""
        digests = {row[ID]: row[DIGEST].hex() for rows in line.wordings.values() for row in rows}
        parts = ((5, "severed"), (6, "harm"), (7, "whole"))
        return {
            "decisions": {
                str(row[2]): {
                    "outcome": row[3], "ground": row[4], "link": row[9],
                    **{name: digests[row[place]] for place, name in parts if row[place]},
                }
                for row in line.decisions
                if row[1] == line.row["rounds"] + 1
            }
        }  # fmt: skip

    def _publish(self, line: Line, step: Step) -> None:
        self._act(line, "publish", step, facts={"checked": True})
        for place, text in step.args["texts"].items():
            if versions := line.wordings.get(place):
                versions[-1][PUBLIC] = text
        if line.answer:
            line.answer["published_at"] = step.at
        case = line.case
        line.row |= {
            "title": step.args["texts"].get((Part.TITLE.value, 0), "")[:200],
            "published_on": self._day(step.at),
            "body_id": case.body_id,
            "region_id": self.oblasts.get(case.region_id or 0),
        }

    def _rate(self, line: Line, step: Step) -> None:
        said = {"score": step.args["score"], "resolved": step.args["resolved"]}
        self._act(line, "rate", step, facts=said, codes=said)
        line.rating = (line.case.pk, said["score"], said["resolved"], step.at)

    # Rows

    def _finish(self, line: Line) -> None:
        case, add = line.case, self.rows.add
        self.write_case(line)
        add("letter", (case.pk, *line.letter.values()))
        row = {**line.row, "grounds": "{" + ",".join(line.row["grounds"]) + "}"}
        add("request", (case.pk, *row.values()))
        for number in range(1, line.points + 1):
            add("point", (case.pk, number))
        for versions in line.wordings.values():
            self.rows.by_table["wording"] += versions
        self.rows.by_table["decision"] += line.decisions
        if line.answer:
            add("answer", (case.pk, *line.answer.values()))
        if line.rating:
            add("rating", line.rating)
        if line.row["published_on"] and case.visibility == "public":
            self.documents.append(self._document(line))

    def _document(self, line: Line) -> Document:
        """As `requests.indexing.document` makes it of the stored case."""
        case = line.case
        texts = [
            rows[-1][PUBLIC]
            for (part, _number), rows in sorted(line.wordings.items())
            if part in {Part.POINT.value, Part.ANSWER.value} and rows[-1][PUBLIC]
        ]
        return Document(
            ref=f"case:{case.pk}", language=case.language, portal="requests", kind=KIND,
            day=line.row["published_on"], title=line.row["title"], url_name="requests:request",
            url_args=[case.public_id], text="\n".join(texts), body=case.body_id, region=line.row["region_id"],
            answered=True, invented=True, tags=tags(line.row["subject"], line.row["outcome"], line.row["grounds"]),
        )  # fmt: skip
