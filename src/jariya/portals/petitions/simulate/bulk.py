"""Histories of petitions without the database's help: the same pure `decide` as the engine's, rows in memory.

Every method mirrors one action: what it gives `decide`, which codes its event keeps, which rows it writes. Signatures
come after the rows, into each petition's own log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.norms import Norms
from jariya.kernel.lifecycle import book, ids
from jariya.kernel.lifecycle.book import Held, Moment
from jariya.kernel.lifecycle.copying import LIFECYCLE, Rows
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import NEW
from jariya.kernel.search import actions as index
from jariya.kernel.signing.step import salted_digest
from jariya.portals.petitions import indexing, tally
from jariya.portals.petitions.collecting import bulk
from jariya.portals.petitions.collecting.models import Threshold as Crossed
from jariya.portals.petitions.lifecycle import KIND, PETITION
from jariya.portals.petitions.simulate import curve, words
from jariya.portals.petitions.simulate.tale import DAY, Tale
from jariya.portals.petitions.texts import Texts
from jariya.portals.petitions.thresholds import Population, Threshold, needed, scope_of

_TEXTS = ("first_language", "title_kk", "title_ru", "text_kk", "text_ru")
_PETITION = (
    "case_id", "addressee_id", "moderated_by_id", "scope", "region_id", *_TEXTS, "revision", "text_digest",
    "submitted_on", "approved_on", "support_needed", "opened_at", "threshold", "threshold_norm",
    "threshold_norm_from", "threshold_percent", "population", "population_on", "population_source", "supported_at",
    "outcome",
)  # fmt: skip
TABLES = {
    **{name: LIFECYCLE[name] for name in ("case", "obligation", "change", "event")},
    "petition": ("petitions_petition", _PETITION),
    "revision": ("petitions_revision", ("case_id", "number", *_TEXTS, "digest", "salt", "at")),
    "refusal": (
        "petitions_refusal",
        ("case_id", "state", "ground", "ground_from", "proposed_by_id", "proposed_at", "checked_by_id", "checked_at",
         "on", "cut_title_kk", "cut_title_ru", "cut_text_kk", "cut_text_ru"),
    ),
}  # fmt: skip


@dataclass(slots=True)
class Line(book.Line):
    """One petition while its history is being written."""

    tale: Tale | None = None
    texts: Texts | None = None
    petition: dict[str, Any] = field(default_factory=dict)
    threshold: Threshold | None = None


@dataclass(frozen=True)
class Stage:
    """Whom invented petitions know: bodies by id, the moderating body, two moderators, the law, populations."""

    bodies: Mapping[int, Body]
    desk: int
    moderators: tuple[int, int]
    norms: Norms
    calendar: Calendar
    roles: Mapping[int, list[Held]]
    populations: Mapping[int, Population]


class Ledger(book.Book):
    """Writes histories of petitions into rows."""

    def __init__(self, stage: Stage, *, now: dt.datetime, seed: int) -> None:
        rows = Rows(TABLES)
        super().__init__(
            PETITION, rows, norms=stage.norms, calendar=stage.calendar, roles=stage.roles, now=now, seed=seed
        )
        self.stage = stage
        self.lines: list[Line] = []

    def perform(self, tale: Tale) -> Line:
        """One history up to `now`."""
        line = self._submit(tale)
        at, one, two = tale.start, *self.stage.moderators
        steps: list[tuple[dt.datetime, Callable[[Line, Moment], None], int | None]] = []
        if tale.fate != "submitted":
            steps.append((at + DAY, self._claim, one))
        if tale.fate == "refusal_final":
            steps += [
                (at + 3 * DAY, self._propose, one),
                (at + 4 * DAY, self._refuse, two),
                (at + 110 * DAY, self._settle, None),
            ]
        elif tale.fate != "submitted":
            steps.append((at + 3 * DAY, self._approve, one))
            if tale.fate == "lapsed_support":
                steps.append((at + 25 * DAY, self._lapse_support, None))
            else:
                steps.append((at + 10 * DAY, self._open, None))
                end = {
                    "withdrawn": (at + 30 * DAY, self._withdraw, tale.author_id),
                    "lapsed": (at + 205 * DAY, self._lapse, None),
                    "closed": (at + 60 * DAY, self._succeed, None),
                }.get(tale.fate)
                steps += [end] if end else []
        for moment, verb, by in steps:
            if moment > self.now:
                break
            self._nights(line, moment)
            verb(line, Moment(moment, by))
        self._nights(line, self.now)
        self._write(line)
        return line

    def _term(self, key: str, day: dt.date) -> dt.date:
        due: dt.date = self.norms.at(day)[key].ends(day, self.calendar).day
        return due

    def _nights(self, line: Line, until: dt.datetime) -> None:
        while (late := self._overdue(line, until)) is not None:
            self._tell_overdue(line, *late)

    def _submit(self, tale: Tale) -> Line:
        body, day = self.stage.bodies[tale.body_id], self._day(tale.start)
        scope = scope_of(body.kind, body.level)
        assert scope is not None
        place = body.region
        names = {lang: (getattr(place, f"short_{lang}") if place else None) or "Үлгі" for lang in ("kk", "ru")}
        texts = words.texts(tale.number, names, first=tale.first, both=tale.both)
        population = self.stage.populations.get(body.region_id or 0)
        norms = self.norms.at(day)
        case = Case(
            id=self.case_id(), public_id=ids.new("P", day.year), kind=KIND, state=NEW, body_id=self.stage.desk,
            region_id=body.region_id, person_id=tale.author_id, language=texts.first, opened_at=tale.start,
            opened_on=day, visibility="parties", version=0,
        )  # fmt: skip
        line = Line(case, tale=tale, texts=texts, threshold=needed(scope, norms, population))
        facts = {"scope": scope, "connected": True, "desk": True, "texts_whole": True, "length_in_bounds": True,
                 "threshold": line.threshold, "signed": True}  # fmt: skip
        codes = {"due": self._term("petition.moderation", day), "addressee": body.pk, "revision": 1}
        salt, digest = self.rng.randbytes(16), texts.digest()
        context = self._context(line, tale.author_id, tale.start, facts)
        decision = decide(self.table, "submit", context)
        self._apply(
            line, decision, context, Moment(tale.start, tale.author_id),
            digest=salted_digest(salt, digest.hex()), codes=codes,
        )  # fmt: skip
        said = {"first_language": texts.first, **texts.content()}
        self.rows.add("revision", (case.pk, 1, *(said[name] for name in _TEXTS), digest, salt, tale.start))
        line.petition = {
            **said, "case_id": case.pk, "addressee_id": body.pk, "moderated_by_id": self.stage.desk, "scope": scope,
            "region_id": body.region_id if scope != "government" else None, "revision": 1, "text_digest": digest,
            "submitted_on": day, "threshold_norm": "", "population_source": "", "outcome": "",
        }  # fmt: skip
        return line

    def _claim(self, line: Line, step: Moment) -> None:
        self._act(line, "claim", step, facts={"assignee_id": step.by}, changes={"assignee_id": step.by})

    def _propose(self, line: Line, step: Moment) -> None:
        assert line.tale is not None
        ground = line.tale.ground
        facts = {"ground": ground, "grounds": (ground,), "reason": "x"}
        self._act(line, "propose_refusal", step, facts=facts, codes={"ground": ground})

    def _refuse(self, line: Line, step: Moment) -> None:
        assert line.tale is not None
        one, two = self.stage.moderators
        day = self._day(step.at)
        row = self.norms.at(line.petition["submitted_on"])[f"petition.ground.{line.tale.ground}"]
        codes = {"ground": line.tale.ground, "due": self._term("complaint.file", day)}
        facts = {"checked": True, "second_person": True}
        self._act(line, "refuse", step, facts=facts, codes=codes, changes={"visibility": "public"})
        self.rows.add(
            "refusal",
            (line.case.pk, "stands", line.tale.ground, row.valid_from, one, step.at - DAY, two, step.at, day,
             "", "", "", ""),
        )  # fmt: skip

    def _settle(self, line: Line, step: Moment) -> None:
        self._act(line, "settle", step)

    def _approve(self, line: Line, step: Moment) -> None:
        day = self._day(step.at)
        people = self.norms.at(day)["petition.support.people"].count
        facts = {"checked": True, "threshold": line.threshold, "to_body_id": line.petition["addressee_id"],
                 "assignee_id": None, "scope": line.petition["scope"]}  # fmt: skip
        codes = {"needed": people, "due": self._term("petition.support.term", day)}
        self._act(line, "approve", step, facts=facts, changes={"assignee_id": None}, codes=codes)
        line.petition |= {"approved_on": day, "support_needed": people}

    def _open(self, line: Line, step: Moment) -> None:
        day, found = self._day(step.at), line.threshold
        assert found is not None
        facts = {"support_needed": 50, "count": 50, "threshold": found}
        codes = {"due": self._term("petition.collecting", day), "needed": found.people}
        self._act(line, "open_collecting", step, facts=facts, changes={"visibility": "public"}, codes=codes)
        people = found.population
        line.petition |= {
            "opened_at": step.at, "threshold": found.people, "threshold_norm": found.norm_key,
            "threshold_norm_from": found.valid_from, "threshold_percent": found.percent,
            "population": people.people if people else None, "population_on": people.on if people else None,
            "population_source": people.source if people else "",
        }  # fmt: skip

    def _lapse_support(self, line: Line, step: Moment) -> None:
        assert line.tale is not None
        facts = {"count": line.tale.signed, "waiting": 0, "support_needed": 50}
        self._act(line, "lapse_support", step, facts=facts, codes={"count": line.tale.signed, "needed": 50})

    def _lapse(self, line: Line, step: Moment) -> None:
        assert line.tale is not None and line.threshold is not None
        many = line.threshold.people
        facts = {"count": line.tale.signed, "waiting": 0, "needed": many}
        self._act(line, "lapse", step, facts=facts, codes={"count": line.tale.signed, "needed": many})

    def _succeed(self, line: Line, step: Moment) -> None:
        assert line.tale is not None and line.threshold is not None
        many = line.threshold.people
        codes = {"count": line.tale.signed, "needed": many}
        self._act(line, "succeed", step, facts={"count": line.tale.signed, "needed": many}, codes=codes)
        line.petition["supported_at"] = step.at

    def _withdraw(self, line: Line, step: Moment) -> None:
        self._act(line, "withdraw", step)

    def _write(self, line: Line) -> None:
        self.write_case(line)
        self.rows.add("petition", tuple(line.petition.get(name) for name in _PETITION))
        self.lines.append(line)


def write(ledger: Ledger, *, seed: int, now: dt.datetime, beside: Callable[[], object] = lambda: None) -> int:
    """Put a ledger's rows into the tables and the index, then each petition's signatures into its log. How many signed.

    The rows, and what `beside` writes with them, are one transaction. A run that is stopped after it leaves petitions
    whose log is shorter than their history says; none is made twice.
    """
    with transaction.atomic():
        ledger.rows.write()
        beside()
        found = Case.objects.select_related("body").in_bulk([line.case.pk for line in ledger.lines])
        for case in found.values():
            for document in indexing.documents(case):
                index.put(document)
    return sum(sign(line, found[line.case.pk], seed=seed, now=now) for line in ledger.lines)


def sign(line: Line, case: Case, *, seed: int, now: dt.datetime) -> int:
    """The log of one petition: supporters, then signatures, as they would have come. How many."""
    tale, petition = line.tale, line.petition
    if tale is None or petition.get("approved_on") is None:
        return 0
    approved = dt.datetime.combine(petition["approved_on"], dt.time(5), tzinfo=dt.UTC)
    opened = petition.get("opened_at")
    tally.begin(case, needed=petition["support_needed"], until=petition["approved_on"], now=approved)
    signed = tale.signed if opened or tale.fate == "lapsed_support" else min(tale.signed, 20)
    rows = list(curve.signers(min(signed, 50), approved, 7, seed=f"{seed}-{case.pk}-s"))
    if opened and line.threshold is not None:
        tally.go_public(case, threshold=line.threshold, until=opened.date(), now=opened)
        days = max(1, min(180 if tale.fate != "closed" else 50, (now - opened).days))
        rows += curve.signers(max(0, signed - 50), opened, days, seed=f"{seed}-{case.pk}-c")
    if rows:
        bulk.load(case, (bulk.Signer(*row) for row in rows), seed=seed, now=now)
    # The history says when they were crossed: the sequencer is not to do it again.
    moved = {tally.SUPPORT: opened, tally.COLLECTING: petition.get("supported_at")}
    for kind, at in moved.items():
        if at is not None:
            Crossed.objects.filter(collection=case.pk, kind=kind).update(crossed_at=at, crossed_count=signed)
    if case.state != "gathering_support" and case.state != "collecting":
        tally.close(case, now=now)
    return len(rows)
