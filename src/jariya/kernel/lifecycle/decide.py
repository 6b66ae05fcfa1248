"""Step one of the engine: from a table row and the facts to the rows to be written. Reads nothing, writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.lifecycle import refusals
from jariya.kernel.lifecycle.table import NEW, STAY, Context, Lifecycle, Move, Term


@dataclass(frozen=True)
class Opened:
    """An obligation to be written."""

    kind: str
    duty_of: str
    body_id: int
    norm_key: str
    norm_valid_from: dt.date | None
    value: int
    unit: str
    started_on: dt.date
    due_on: dt.date
    edition: int
    assignee_id: int | None = None
    public: bool = True


@dataclass(frozen=True)
class Moved:
    """A due day that an act moves."""

    obligation_id: int
    old: dt.date
    new: dt.date


@dataclass(frozen=True)
class Decision:
    """What one act changes. Everything the engine writes about the case stands here."""

    move: Move
    state: str
    body_id: int
    final: bool
    opens: tuple[Opened, ...] = ()
    meets: tuple[int, ...] = ()
    cancels: tuple[int, ...] = ()
    moves: tuple[Moved, ...] = ()
    codes: Mapping[str, Any] = field(default_factory=dict)


def decide(table: Lifecycle, verb: str, context: Context, *, codes: Mapping[str, Any] | None = None) -> Decision:
    """Decide one act.

    Args:
        table: the lifecycle of the case's kind.
        verb: what the actor wants to do.
        context: case, roles, facts, running terms, norms in force, calendar and the day.
        codes: ids and codes to keep in the event (never words that a person wrote).

    Returns:
        The rows to write.

    Raises:
        Refused: the move is not in the table, not this actor's, or a guard says no.
    """
    if not table.moves_of(verb):
        raise refusals.unknown_verb(verb)
    move = table.find(verb, context)
    if move is None:
        raise refusals.not_in_this_state(table.state(context.case.state).title if context.case.state else NEW)
    if not context.roles & set(move.who):
        raise refusals.not_yours()
    for guard in move.guards:
        if not guard.check(context):
            raise refusals.Refused(guard.code, guard.title, guard.remedy)
    state = context.case.state if move.target == STAY else move.target
    body_id = int(context.facts.get("to_body_id") or context.case.body_id)
    final = table.state(state).final
    opened = tuple(open_term(term, context, body_id) for term in move.opens if term.opens_in(context))
    meets = {row.id for row in context.obligations if row.kind in move.meets}
    moved: tuple[Moved, ...] = ()
    if move.extends:
        moved = tuple(
            Moved(row.id, row.due_on, context.facts["due_on"])
            for row in context.obligations
            if row.kind == move.extends
        )
    cancels = {row.id for row in context.obligations if row.kind in move.cancels}
    if final:
        cancels |= {row.id for row in context.obligations}
    kept = dict(codes or {})
    if body_id != context.case.body_id:
        kept |= {"from_body": context.case.body_id, "to_body": body_id}
    if moved:
        kept |= {"old_due": moved[0].old.isoformat(), "due": moved[0].new.isoformat()}
    return Decision(
        move=move,
        state=state,
        body_id=body_id,
        final=final,
        opens=opened,
        meets=tuple(sorted(meets)),
        cancels=tuple(sorted(cancels - meets)),
        moves=moved,
        codes=kept,
    )


def open_term(term: Term, context: Context, body_id: int) -> Opened:
    """The obligation a term opens: its norm is the row in force on day zero, its due day is computed from it."""
    norm = context.norms[term.norm]
    started = context.facts[term.starts] if term.starts else context.today
    due = norm.ends(started, context.calendar)
    return Opened(
        kind=term.kind,
        duty_of=term.duty_of,
        body_id=body_id,
        norm_key=norm.key,
        norm_valid_from=norm.valid_from,
        value=int(norm.value),
        unit=str(norm.unit),
        started_on=started,
        due_on=due.day,
        edition=context.calendar.edition,
        assignee_id=context.facts.get("assignee_id", context.case.assignee_id),
        public=term.public,
    )


def allowed(table: Lifecycle, context: Context) -> tuple[Move, ...]:
    """Moves of the case's state that this actor may make (guards are checked when the step is taken)."""
    return tuple(
        move
        for move in table.moves
        if context.case.state in move.source
        and context.roles & set(move.who)
        and (move.when is None or move.when.check(context))
    )
