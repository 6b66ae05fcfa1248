"""Histories written without the database's help: the same pure `decide` as the engine's, its rows kept in memory.

Every method here mirrors one action of `correspondence.actions` (what it gives `decide`, which codes its event keeps,
which rows it writes); `tests/portals/dialogue/test_simulate.py` does 200 histories both ways and compares.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Mapping
from typing import Any

from jariya.kernel.correspondence.models import Part
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle import ids as public_ids
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import NEW, CaseFacts, Context
from jariya.kernel.signing.step import confirm, salted_digest
from jariya.portals.dialogue.lifecycle import QUESTION
from jariya.portals.dialogue.simulate.book import Book
from jariya.portals.dialogue.simulate.finishing import finish
from jariya.portals.dialogue.simulate.line import DIGEST, ID, PUBLIC, TEXT, VERSION, Line, common
from jariya.portals.dialogue.simulate.tale import Step, Tale

HOP_LIMIT = "question.forward.hop_limit"


class Ledger(Book):
    """Writes histories into rows.

    Args:
        number: gives the registration number for (body, year), in the order of the calls.
        token: gives the random part of public ids.
    """

    def perform(self, tale: Tale) -> list[int]:
        """Write one history, with its part if it has one, up to `now`. Returns the ids of its cases."""
        lines: list[Line] = []
        steps = heapq.merge(
            [(step.at, 0, place, step) for place, step in enumerate(tale.steps)],
            [(step.at, 1, place, step) for place, step in enumerate(tale.child.steps)] if tale.child else [],
            key=lambda row: row[:3],
        )
        for _at, which, _place, step in steps:
            for line in lines:
                self._nights(line, step.at)
            getattr(self, step.verb)(lines, lines[which] if lines else None, step)
        for line in lines:
            self._nights(line, self.now)
            self.write_case(line)
            finish(line, self.rows, self.documents)
        return [line.case.pk for line in lines]

    def _write(self, line: Line, part: str, text: str, by: int | None, at: dt.datetime, number: int = 0) -> list[Any]:
        versions = line.wordings.setdefault((part, number), [])
        salt = self.rng.randbytes(16)
        row = [self.wording_id(), line.case.pk, part, number, len(versions) + 1, line.case.language, text, None, salt,
               salted_digest(salt, text), by, at]  # fmt: skip
        versions.append(row)
        return row

    def _reason(self, line: Line, text: str, step: Step) -> list[Any]:
        return self._write(line, Part.REASON.value, text, step.by, step.at, len(line.newest(Part.REASON.value)) + 1)

    def _letter_texts(self, line: Line, title: str, points: list[str], by: int | None, at: dt.datetime) -> bytes:
        rows = [self._write(line, Part.TITLE.value, title, by, at)]
        rows += [self._write(line, Part.POINT.value, text, by, at, number) for number, text in enumerate(points, 1)]
        line.moved = dict.fromkeys(range(1, len(points) + 1))
        return common(rows)

    def _open(self, body_id: int, person: int | None, language: str, public: bool, at: dt.datetime,
              parent: Case | None) -> Line:  # fmt: skip
        day = self._day(at)
        place = self.cast.places[body_id]
        case = Case(
            pk=self.case_id(), public_id=public_ids.new(QUESTION.letter, day.year, self.token()), kind="question",
            state=NEW, body_id=body_id, region_id=place.region_id, person_id=person,
            parent_id=parent.pk if parent else None, language=language, opened_at=at, opened_on=day,
            visibility="public" if public else "parties", version=0,
        )  # fmt: skip
        return Line(case)

    def ask(self, lines: list[Line], _line: Line | None, step: Step) -> None:
        """`dialogue.actions.ask`."""
        args = step.args
        registered = received_on(step.at, self.cast.norms, self.cast.calendar)
        line = self._open(args["body_id"], step.by, args["language"], args["public"], step.at, None)
        number = self.number(args["body_id"], registered.year)
        digest = self._letter_texts(line, args["title"], args["points"], step.by, step.at)
        codes = {"registered_on": registered, "body": args["body_id"], "points": len(args["points"]),
                 "number": f"{registered.year}-{number:05d}"}  # fmt: skip
        context = self._context(line, step.by, step.at, {"body_connected": True, "registered_on": registered})
        self._apply(line, decide(QUESTION, "ask", context), context, step, digest=digest, codes=codes)
        line.letter = {
            "number": number, "year": registered.year, "received_at": step.at, "registered_on": registered,
            "first_registered_on": registered, "digest": digest,
            "addressee_id": self.cast.places[args["body_id"]].head_post_id, "channel": "web",
            "identity": args["identity"], "hops": 0,
        }  # fmt: skip
        lines.append(line)

    def accept(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.accept`."""
        self._act(line, "accept", step)

    def assign(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.assign`."""
        to = step.args["to"]
        self._act(line, "assign", step, facts={"assignee_id": to}, changes={"assignee_id": to})

    def forward(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.forward` with `registration.reregister`."""
        to, today, before = step.args["to"], self._day(step.at), line.case.body_id
        hop = line.letter["hops"] + 1
        reason = self._reason(line, step.args["reason"], step)
        facts = {"to_body_id": to, "body_connected": True, "reason": step.args["reason"], "assignee_id": None}
        changes = {"assignee_id": None, "region_id": self.cast.places[to].region_id}
        self._act(line, "forward", step, facts=facts, codes={"hop": hop}, changes=changes, digest=reason[DIGEST],
                  alerts=self._alert(hop, today))  # fmt: skip
        line.letter |= {"number": self.number(to, today.year), "year": today.year, "registered_on": today,
                        "hops": hop, "addressee_id": None}  # fmt: skip
        self.rows.add("forwarding", (line.case.pk, None, before, to, reason[ID], hop, step.at, today))

    def forward_part(self, lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.forward_part` with `registration.receive_part`."""
        to, chosen, today = step.args["to"], list(step.args["points"]), self._day(step.at)
        hop = line.letter["hops"] + 1
        reason = self._reason(line, step.args["reason"], step)
        facts = {"points": chosen, "all_points": len(chosen) == len(line.here), "reason": step.args["reason"]}
        self._act(line, "forward_part", step, facts=facts, codes={"part_body": to, "points": chosen},
                  digest=reason[DIGEST], alerts=self._alert(hop, today))  # fmt: skip
        child = self._part(line, to, chosen, step)
        self.rows.add(
            "forwarding", (line.case.pk, child.case.pk, line.case.body_id, to, reason[ID], hop, step.at, today)
        )
        lines.append(child)

    def _part(self, line: Line, to: int, chosen: list[int], step: Step) -> Line:
        today, parent = self._day(step.at), line.case
        child = self._open(to, parent.person_id, parent.language, parent.visibility == "public", step.at, parent)
        number = self.number(to, today.year)
        texts, title = line.newest(Part.POINT.value), line.newest(Part.TITLE.value)[0][TEXT]
        digest = self._letter_texts(child, title, [texts[n][TEXT] for n in chosen], parent.person_id, step.at)
        codes = {"body": to, "points": len(chosen), "part_of": parent.public_id, "number": f"{today.year}-{number:05d}"}
        assert step.by is not None
        facts = CaseFacts(None, "question", NEW, to, parent.person_id, language=parent.language,
                          public=parent.visibility == "public")  # fmt: skip
        roles = self._roles(step.by, Case(body_id=parent.body_id, person_id=parent.person_id), today)
        context = Context(facts, roles, {"body_connected": True}, (), self.cast.norms.at(today), self.cast.calendar,
                          today, step.at)  # fmt: skip
        self._apply(child, decide(QUESTION, "receive_part", context), context, step, digest=digest, codes=codes)
        child.letter = {
            **line.letter, "number": number, "year": today.year, "received_at": step.at, "registered_on": today,
            "digest": digest, "addressee_id": None, "hops": line.letter["hops"] + 1,
        }  # fmt: skip
        for point in chosen:
            line.moved[point] = child.case.pk
        return child

    def extend(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.extend`."""
        reason = self._reason(line, step.args["reason"], step)
        facts = {"due_on": step.args["due_on"], "reason": step.args["reason"]}
        decision = self._act(line, "extend", step, facts=facts, digest=reason[DIGEST])
        moved = decision.moves[0]
        self.rows.add(
            "extension", (line.case.pk, moved.obligation_id, reason[ID], moved.old, moved.new, step.by, step.at)
        )

    def draft_answer(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.draft_answer`."""
        there, written = line.newest(Part.ANSWER.value), []
        for number, text in sorted(step.args["answers"].items()):
            if number not in there or there[number][TEXT] != text:
                written.append(self._write(line, Part.ANSWER.value, text, step.by, step.at, number))
        facts = {"answers": dict(step.args["answers"]), "points_total": len(line.here)}
        self._act(line, "draft_answer", step, facts=facts, digest=common(written))

    def send_back(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.send_back`."""
        self._with_reason("send_back", line, step)

    def sign_answer(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.sign_answer`."""
        today, case = self._day(step.at), line.case
        assert step.by is not None
        place, answers = self.cast.places[case.body_id], line.newest(Part.ANSWER.value)
        head = "head" in self._roles(step.by, case, today)
        post, delegation = (place.head_post_id, None) if head else (place.deputy_post_id, place.delegation_id)
        as_role = "head" if head else "delegate"
        content = {"case": case.public_id, "language": case.language,
                   "points": {str(number): answers[number][DIGEST].hex() for number in sorted(answers)}}  # fmt: skip
        confirmation = confirm("answer.sign", content, level="staff", now=step.at)
        here = set(line.here)
        self._act(
            line,
            "sign_answer",
            step,
            facts={
                "confirmed": True,
                "answers": {number: row[TEXT] for number, row in answers.items() if number in here},
                "points_total": len(here),
            },
            codes={"signer_post": post, "as": as_role, "level": "staff"},
            digest=confirmation.digest,
            extra=frozenset() if head else frozenset({"delegate"}),
        )
        line.answer = {
            "version": max((row[VERSION] for row in answers.values()), default=1), "language": case.language,
            "signer": step.by, "post": post, "delegation": delegation, "as_role": as_role,
            "manifest": confirmation.manifest, "level": "staff", "at": step.at, "on": today, "published_at": None,
        }  # fmt: skip

    def publish(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`dialogue.actions.publish`."""
        self._act(line, "publish", step, facts={"checked": True})
        for (part, number), text in step.args["texts"].items():
            if versions := line.wordings.get((part, number)):
                versions[-1][PUBLIC] = text
        if line.answer:
            line.answer["published_at"] = step.at
        line.title = step.args["texts"].get((Part.TITLE.value, 0), "")[:200]
        line.published_on = self._day(step.at)

    def rate(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.rate`."""
        said = {"score": step.args["score"], "resolved": step.args["resolved"]}
        self._act(line, "rate", step, facts=said, codes=said)
        line.rating = (line.case.pk, line.case.body_id, said["score"], said["resolved"], step.at)

    def complain(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.complain`."""
        self._with_reason("complain", line, step)

    def uphold(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.uphold`."""
        self._with_reason("uphold", line, step)

    def dismiss(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.dismiss`."""
        self._with_reason("dismiss", line, step)

    def seal(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.seal`."""
        self._with_reason("seal", line, step, changes={"sealed": True})

    def withdraw(self, _lines: list[Line], line: Line, step: Step) -> None:
        """`correspondence.actions.withdraw`."""
        self._act(line, "withdraw", step)

    def _with_reason(self, verb: str, line: Line, step: Step, changes: Mapping[str, Any] | None = None) -> None:
        reason = self._reason(line, step.args["reason"], step)
        self._act(line, verb, step, facts={"reason": step.args["reason"]}, digest=reason[DIGEST], changes=changes)

    def _alert(self, hop: int, day: dt.date) -> tuple[str, ...]:
        return ("supervisor",) if hop >= self.cast.norms.at(day)[HOP_LIMIT].count else ()
