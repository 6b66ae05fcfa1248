"""Histories of requests written without the database's help: the same pure `decide` as the engine's, rows in memory.

Every verb mirrors one action of `requests.actions` (what it gives `decide`, which codes its event keeps, which rows it
writes); `tests/portals/requests/test_simulate.py` does histories both ways and compares.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Mapping, Sequence
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
from jariya.kernel.lifecycle.table import NEW, CaseFacts, Context
from jariya.kernel.search.actions import Document
from jariya.kernel.signing.step import confirm, salted_digest
from jariya.portals.requests.actions.showing import DUTIES, RIGHTS
from jariya.portals.requests.actions.working import BY_HAND
from jariya.portals.requests.decisions import OUTCOMES, Decided, outcome_of
from jariya.portals.requests.indexing import tags
from jariya.portals.requests.lifecycle import KIND, REQUEST
from jariya.portals.requests.models import Kind
from jariya.portals.requests.simulate.copying import Rows
from jariya.portals.requests.simulate.tale import Step, Tale

ID, VERSION, TEXT, PUBLIC, DIGEST = 0, 4, 6, 7, 9
"""Places in a wording's row."""
HOP_LIMIT = "request.forward.hop_limit"
CLOSED_AT = dt.time(0, 20)
REASONED = ("ask_to_clarify", "clarify", "complain", "pass_on", "grant_complaint", "overturn", "let_stand",
            "note_judgment")  # fmt: skip
"""Verbs whose only text is their reason."""


@dataclass(slots=True)
class Line(book.Line):
    """One request while its history is being written."""

    letter: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    """Columns of `Request`."""
    wordings: dict[tuple[str, int], list[list[Any]]] = field(default_factory=dict)
    moved: dict[int, int | None] = field(default_factory=dict)
    """Points, and the cases they went to."""
    drafted: dict[int, Decided] = field(default_factory=dict)
    decisions: list[list[Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    rating: tuple[Any, ...] | None = None
    court: tuple[Any, ...] | None = None

    @property
    def media(self) -> bool:
        """Whether it runs on the norms for editorial offices."""
        return bool(self.row["kind"] == Kind.MEDIA)

    @property
    def here(self) -> list[int]:
        """Numbers of the points that stayed."""
        return [number for number, went in self.moved.items() if went is None]

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
        offices: journalist -> code of the editorial office on whose behalf they ask.
        alike: gives for (body, points) the row of the same information, and how often it was asked for where this
            very request obliges the body to publish it (else 0).
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
        offices: Mapping[int, str] | None = None,
        alike: Callable[[int, Sequence[str]], tuple[int | None, int]] = lambda _body, _points: (None, 0),
        token: Callable[[], str | None] = lambda: None,
    ) -> None:
        roles: dict[int, list[Held]] = {}
        for (body, kind), held in cast.staff.items():
            for since, until, person in held:
                roles.setdefault(person, []).append((body, kind, since, until))
        for since, until, person in cast.supervisors:
            roles.setdefault(person, []).append((None, "supervisor", since, until))
        super().__init__(REQUEST, Rows(), norms=cast.norms, calendar=cast.calendar, roles=roles, now=now, seed=seed)
        self.cast, self.number, self.token, self.oblasts, self.alike = cast, number, token, oblasts, alike
        self.published: list[tuple[str, dt.date, int]] = []
        """Information that is published now: link, day, case."""
        self.offices = offices or {}
        self.documents = list[Document]()
        self.wording_id = Ids("correspondence_wording", 20_000)

    def perform(self, tale: Tale) -> list[int]:
        """Write one history, with its part if it has one, up to `now`. Returns the ids of its cases."""
        lines: list[Line] = []
        steps = heapq.merge(
            [(step.at, 0, place, step) for place, step in enumerate(tale.steps)],
            [(step.at, 1, place, step) for place, step in enumerate(tale.child.steps)] if tale.child else [],
            key=lambda row: row[:3],
        )
        for _at, which, _place, step in steps:
            if not lines:
                lines.append(self._ask(step))
                continue
            for line in lines:
                self._nights(line, step.at)
            line = lines[which]
            if step.verb in REASONED:
                self._reasoned(line, step)
            elif step.verb == "forward_part":
                lines.append(self._forward_part(line, step))
            else:
                getattr(self, f"_{step.verb}")(line, step)
        for line in lines:
            self._nights(line, self.now)
            self._finish(line)
        return [int(line.case.pk) for line in lines]

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
        facts = {"reason": step.args["reason"], "media": line.media, "must_answer": step.args.get("must_answer")}
        self._act(line, step.verb, step, facts=facts, digest=reason[DIGEST])

    # Verbs

    def _open(self, body_id: int, person: int | None, language: str, public: bool, at: dt.datetime,
              parent: Case | None = None) -> Line:  # fmt: skip
        day, place = self._day(at), self.cast.places[body_id]
        return Line(
            Case(
                pk=self.case_id(), public_id=public_ids.new(REQUEST.letter, day.year, self.token()), kind=KIND,
                state=NEW, body_id=place.id, region_id=place.region_id, person_id=person, language=language,
                parent_id=parent.pk if parent else None, opened_at=at, opened_on=day,
                visibility="public" if public else "parties", version=0,
            )
        )  # fmt: skip

    def _letter(self, line: Line, title: str, points: Sequence[str], by: int | None, at: dt.datetime) -> bytes:
        texts = [self._write(line, Part.TITLE.value, title, by, at)]
        for number, text in enumerate(points, start=1):
            texts.append(self._write(line, Part.POINT.value, text, by, at, number))
        line.moved = dict.fromkeys(range(1, len(points) + 1))
        return _common(texts)

    def _ask(self, step: Step) -> Line:
        args = step.args
        registered = received_on(step.at, self.norms, self.calendar)
        place, public = self.cast.places[args["body_id"]], args["track"] == "open"
        line = self._open(place.id, step.by, args["language"], public, step.at)
        number = self.number(place.id, registered.year)
        digest = self._letter(line, args["title"], args["points"], step.by, step.at)
        codes = {"registered_on": registered, "body": place.id, "points": len(line.moved),
                 "number": f"{registered.year}-{number:05d}"}  # fmt: skip
        media = bool(args["as_media"])
        facts = {"body_connected": True, "registered_on": registered, "media": media}
        context = self._context(line, step.by, step.at, facts)
        self._apply(line, decide(REQUEST, "ask", context), context, step, digest=digest, codes=codes)
        line.letter = {
            "number": number, "year": registered.year, "received_at": step.at, "registered_on": registered,
            "first_registered_on": registered, "digest": digest, "channel": args["channel"],
            "identity": args["identity"], "hops": 0,
        }  # fmt: skip
        line.row = {
            "kind": (Kind.MEDIA if media else Kind.ORDINARY).value,
            "office": self.offices[step.by or 0] if media else "", "subject": args["subject"], "track": args["track"],
            "embargo_until": args["embargo_until"], "information_id": None, "outcome": "", "decided_on": None,
            "rounds": 0, "grounds": [], "title": "", "published_on": None, "body_id": None, "region_id": None,
        }  # fmt: skip
        line.row["information_id"], repeats = self.alike(place.id, args["points"])
        if repeats:
            self._act(line, "oblige_publication", Moment(step.at), facts={"repeats": repeats},
                      codes={"body": place.id, "repeats": repeats})  # fmt: skip
        return line

    def _accept(self, line: Line, step: Step) -> None:
        self._act(line, "accept", step)

    def _assign(self, line: Line, step: Step) -> None:
        to = step.args["to"]
        self._act(line, "assign", step, facts={"assignee_id": to}, changes={"assignee_id": to})

    def _withdraw(self, line: Line, step: Step) -> None:
        self._act(line, "withdraw", step)

    def _note_court(self, line: Line, step: Step) -> None:
        self._act(line, "note_court", step)
        line.court = (line.case.pk, None, self._day(step.at))

    def _make_public(self, line: Line, step: Step) -> None:
        facts = {"media": line.media, "published": line.row["published_on"] is not None, "embargo_until": None}
        self._act(line, "make_public", step, facts=facts, changes={"visibility": "public"})
        line.row |= {"track": "open", "embargo_until": None}
        if line.case.state in OUTCOMES:
            self._act(line, "owe_publication", Moment(step.at))

    def _publish_information(self, line: Line, step: Step) -> None:
        self._act(line, "publish_information", step, facts={"link_works": True})
        self.published.append((step.args["link"], self._day(step.at), line.row["information_id"]))

    def _tell_extension(self, line: Line, step: Step) -> None:
        self._act(line, "tell_extension", step)

    def _forward(self, line: Line, step: Step) -> None:
        to, today, before = step.args["to"], self._day(step.at), line.case.body_id
        hop = line.letter["hops"] + 1
        reason = self._reason(line, step.args["reason"], step)
        facts = {"to_body_id": to, "body_connected": True, "reason": step.args["reason"], "assignee_id": None,
                 "media": line.media}  # fmt: skip
        changes = {"assignee_id": None, "region_id": self.cast.places[to].region_id}
        alerts = ("supervisor",) if hop >= self.norms.at(today)[HOP_LIMIT].count else ()
        self._act(line, "forward", step, facts=facts, codes={"hop": hop}, changes=changes, digest=reason[DIGEST],
                  alerts=alerts)  # fmt: skip
        line.letter |= {"number": self.number(to, today.year), "year": today.year, "registered_on": today, "hops": hop}
        self.rows.add("forwarding", (line.case.pk, None, before, to, reason[ID], hop, step.at, today))

    def _forward_part(self, line: Line, step: Step) -> Line:
        """`correspondence.actions.forward_part` with `registration.receive_part`."""
        to, chosen, today, parent = step.args["to"], list(step.args["points"]), self._day(step.at), line.case
        hop = line.letter["hops"] + 1
        reason = self._reason(line, step.args["reason"], step)
        facts = {"points": chosen, "all_points": len(chosen) == len(line.here), "reason": step.args["reason"],
                 "media": line.media}  # fmt: skip
        alerts = ("supervisor",) if hop >= self.norms.at(today)[HOP_LIMIT].count else ()
        self._act(line, "forward_part", step, facts=facts, codes={"part_body": to, "points": chosen},
                  digest=reason[DIGEST], alerts=alerts)  # fmt: skip
        public = parent.visibility == "public"
        child = self._open(to, parent.person_id, parent.language, public, step.at, parent)
        number = self.number(to, today.year)
        texts, title = line.newest(Part.POINT.value), line.newest(Part.TITLE.value)[0][TEXT]
        digest = self._letter(child, title, [texts[n][TEXT] for n in chosen], parent.person_id, step.at)
        codes = {"body": to, "points": len(chosen), "part_of": parent.public_id, "number": f"{today.year}-{number:05d}"}
        assert step.by is not None
        case = CaseFacts(None, KIND, NEW, to, parent.person_id, language=parent.language, public=public)
        roles = self._roles(step.by, Case(body_id=parent.body_id, person_id=parent.person_id), today)
        context = Context(case, roles, {"body_connected": True, "media": line.media}, (), self.norms.at(today),
                          self.calendar, today, step.at)  # fmt: skip
        self._apply(child, decide(REQUEST, "receive_part", context), context, step, digest=digest, codes=codes)
        child.letter = {
            **line.letter, "number": number, "year": today.year, "received_at": step.at, "registered_on": today,
            "digest": digest, "hops": hop,
        }  # fmt: skip
        child.row = {**line.row, "information_id": None}
        for point in chosen:
            line.moved[point] = child.case.pk
        self.rows.add("forwarding", (parent.pk, child.case.pk, parent.body_id, to, reason[ID], hop, step.at, today))
        return child

    def _extend(self, line: Line, step: Step) -> None:
        args = step.args
        reason = self._reason(line, args["reason"], step)
        holder = args.get("holder")
        facts = {"due_on": args["due_on"], "reason": args["reason"], "media": line.media, "holder": holder}
        codes = {"holder": holder} if holder else None
        decision = self._act(line, "extend", step, facts=facts, codes=codes, digest=reason[DIGEST])
        moved = decision.moves[0]
        self.rows.add(
            "extension", (line.case.pk, moved.obligation_id, reason[ID], moved.old, moved.new, step.by, step.at)
        )
        if line.letter["channel"] not in BY_HAND:
            self._act(line, "tell_extension", Moment(step.at))

    def _facts(self, line: Line, decisions: Mapping[int, Decided]) -> dict[str, Any]:
        return {
            "media": line.media,
            "subject": line.row["subject"],
            "registered_on": line.letter["registered_on"],
            "decisions": dict(decisions),
            "answers": {number: one.text for number, one in decisions.items()},
            "points_total": len(line.here),
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
        line.rating = (line.case.pk, line.case.body_id, said["score"], said["resolved"], step.at)

    # Rows

    def _finish(self, line: Line) -> None:
        case, add = line.case, self.rows.add
        self.write_case(line)
        add("letter", (case.pk, *line.letter.values()))
        row = {**line.row, "grounds": "{" + ",".join(line.row["grounds"]) + "}"}
        add("request", (case.pk, *row.values()))
        for number, went in line.moved.items():
            add("point", (case.pk, number, went))
        for versions in line.wordings.values():
            self.rows.by_table["wording"] += versions
        self.rows.by_table["decision"] += line.decisions
        if line.answer:
            add("answer", (case.pk, *line.answer.values()))
        if line.rating:
            add("rating", line.rating)
        if line.court:
            add("court", line.court)
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
