"""The words a lifecycle table is written in. Pure: no database, no clock, no HTTP.

A portal's `lifecycle.py` holds ONE `Lifecycle`: states, verbs, next states, who may, guards, terms and their norms.
Everything else about a case's moves (documentation, diagram, the public page, the walk-through test) comes from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

STAY = "="
"""Target of a move that leaves the state as it is."""
NEW = ""
"""Source of the moves that open a case."""


@dataclass(frozen=True)
class OpenObligation:
    """What `decide` knows of a running term."""

    id: int
    kind: str
    body_id: int
    started_on: dt.date
    due_on: dt.date
    extended_to: dt.date | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What `decide` knows of a case. `state` is `NEW` before it is opened."""

    id: int | None
    kind: str
    state: str
    body_id: int
    person_id: int | None
    assignee_id: int | None = None
    language: str = "kk"
    sealed: bool = False
    public: bool = True


@dataclass(frozen=True)
class Context:
    """Everything a rule may look at: the case, the actor's roles, typed facts, running terms, the law, the day."""

    case: CaseFacts
    roles: frozenset[str]
    facts: Mapping[str, Any]
    obligations: tuple[OpenObligation, ...]
    norms: Mapping[str, Any]
    calendar: Any
    today: dt.date
    now: dt.datetime

    def running(self, kind: str) -> OpenObligation | None:
        """The running term of a kind, if any."""
        return next((row for row in self.obligations if row.kind == kind), None)


@dataclass(frozen=True)
class Guard:
    """A condition with its named refusal. `check` is true when the move may go on."""

    code: str
    check: Callable[[Context], bool]
    title: Any
    remedy: Any


@dataclass(frozen=True)
class Condition:
    """When a row applies, where one verb has two rows for a state (a public and a private answer)."""

    code: str
    check: Callable[[Context], bool]
    title: Any


@dataclass(frozen=True)
class Term:
    """A term that a move opens.

    `duty_of`: `body` (a duty, counted in punctuality), `person` (a right with an end), `supervisor`, or `outside` (a
    duty that a body does in another system: told when it is late, on no desk and in no figure of ours).
    `starts`: name of the fact that holds day zero; without it day zero is the day of the act.
    """

    kind: str
    norm: str
    title: Any
    duty_of: str = "body"
    starts: str | None = None
    public: bool = True
    unless_running: bool = False
    """Not opened when a term of this kind still runs: a new clock never hides an old lateness."""
    when: Condition | None = None
    """Opened only where this holds: one row then serves letters that run on different norms."""

    def opens_in(self, context: Context) -> bool:
        """Whether the move opens the term here."""
        if self.when is not None and not self.when.check(context):
            return False
        return not (self.unless_running and context.running(self.kind))


@dataclass(frozen=True)
class State:
    """A state as citizens read it. `final`: nothing runs any more. `waits_for`: who has the next move."""

    code: str
    title: Any
    meaning: Any
    final: bool = False
    waits_for: str = "body"


@dataclass(frozen=True)
class Move:
    """One row of the table."""

    verb: str
    title: Any
    source: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    event: str
    sentence: Any
    """A readable sentence of the event; `%(to_body)s`, `%(due)s` ... are filled from the event's codes."""
    guards: tuple[Guard, ...] = ()
    opens: tuple[Term, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    extends: str | None = None
    """Kind of the running term whose due day moves to the fact `due_on`."""
    public: bool = True
    """Whether the event shows in the public timeline of a public case."""
    topics: tuple[str, ...] = ()
    """Who besides the parties is told, e.g. `supervisor`."""
    law: str = ""
    """Key of the norm that the verb rests on, shown beside it."""
    when: Condition | None = None


@dataclass(frozen=True)
class Lifecycle:
    """The one table of a kind of case."""

    kind: str
    letter: str
    title: Any
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    system_events: Mapping[str, Any] = field(default_factory=dict)
    """Events that no actor causes (a term became overdue, a calendar edition moved a day), with their sentences."""

    def __post_init__(self) -> None:
        codes = [state.code for state in self.states]
        if len(set(codes)) != len(codes):
            raise ValueError(f"{self.kind}: a state is listed twice")
        known = {*codes, NEW, STAY}
        for move in self.moves:
            unknown = ({*move.source, move.target} - known) | ({"system"} if not move.who else set())
            if unknown:
                raise ValueError(f"{self.kind}.{move.verb}: unknown {sorted(unknown)}")

    def state(self, code: str) -> State:
        """The state with this code."""
        return next(state for state in self.states if state.code == code)

    def moves_of(self, verb: str) -> tuple[Move, ...]:
        """All rows of a verb (one verb may have several rows with different sources)."""
        return tuple(move for move in self.moves if move.verb == verb)

    def find(self, verb: str, context: Context) -> Move | None:
        """The row for a verb in the case's state: the first whose condition holds."""
        rows = (move for move in self.moves if move.verb == verb and context.case.state in move.source)
        return next((move for move in rows if move.when is None or move.when.check(context)), None)

    def verbs(self) -> tuple[str, ...]:
        """Verbs in the order of the table."""
        return tuple(dict.fromkeys(move.verb for move in self.moves))

    def terms(self) -> dict[str, Term]:
        """Every kind of term the table opens."""
        return {term.kind: term for move in self.moves for term in move.opens}

    def sentence(self, event: str) -> Any:
        """The sentence of an event's code."""
        for move in self.moves:
            if move.event == event:
                return move.sentence
        return self.system_events.get(event) or _COMMON.get(event) or _SHARED.get(event, event)


_TABLES: dict[str, Lifecycle] = {}
_SHARED: dict[str, Any] = {}
_COMMON: dict[str, Any] = {}


def common_events(sentences: Mapping[str, Any]) -> None:
    """Sentences of events that a floor of the kernel writes into the timeline of any case: a file was published."""
    _COMMON.update(sentences)


def share_events(sentences: Mapping[str, Any]) -> None:
    """Sentences of events that cases of every kind may have: what a floor of the kernel writes into their history."""
    _SHARED.update(sentences)


def shared_events() -> tuple[str, ...]:
    """Codes of those events. They are told to the persons they name and stand in no timeline."""
    return tuple(_SHARED)


def register(table: Lifecycle) -> Lifecycle:
    """Make a table known to the engine, the documentation and the walk-through test."""
    _TABLES[table.kind] = table
    return table


def lifecycle(kind: str) -> Lifecycle:
    """The table of a kind of case."""
    return _TABLES[kind]


def lifecycles() -> tuple[Lifecycle, ...]:
    """All registered tables, by kind."""
    return tuple(_TABLES[kind] for kind in sorted(_TABLES))
