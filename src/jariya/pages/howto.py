"""A lifecycle table as citizens read it: states, moves with who may and on what ground, terms. Nothing is said twice:
every word comes from the table itself or from the norms in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from jariya.kernel.law.dates import say_value
from jariya.kernel.law.norms import Norm, Norms
from jariya.kernel.lifecycle.table import NEW, STAY, Lifecycle, Move, State, Term
from jariya.pages import words


@dataclass(frozen=True)
class TermRow:
    """A term that a move opens, with the norm in force on the day."""

    kind: str
    title: str
    duty: str
    key: str
    value: str
    confirmed: bool


@dataclass(frozen=True)
class MoveRow:
    """One row of the table in words. `number` is the verb's: two rows of one verb share it."""

    number: int
    verb: str
    title: str
    condition: str
    sources: tuple[str, ...]
    target: str
    """Title of the next state; empty when the state stays."""
    who: tuple[str, ...]
    opens: tuple[TermRow, ...]
    meets: tuple[str, ...]
    cancels: tuple[str, ...]
    extends: str
    law: str
    refusals: tuple[tuple[str, str, str], ...]
    """(code, what is wrong, what to do) of each guard."""
    public: bool


@dataclass(frozen=True)
class How:
    """All that the page of one kind of case says."""

    table: Lifecycle
    title: str
    states: tuple[State, ...]
    moves: tuple[MoveRow, ...]


def how(table: Lifecycle, norms: Norms, day: dt.date, lang: str) -> How:
    """The table in words of the active language, with the norms in force on `day`. Reads no database."""
    numbers = {verb: number for number, verb in enumerate(table.verbs(), start=1)}
    terms = table.terms()

    def named(kinds: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(terms[kind].title) for kind in kinds if kind in terms)

    def states(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(table.state(code).title) for code in codes if code != NEW)

    rows = tuple(
        MoveRow(
            number=numbers[move.verb],
            verb=move.verb,
            title=str(move.title),
            condition=str(move.when.title) if move.when else "",
            sources=states(move.source),
            target="" if move.target == STAY else str(table.state(move.target).title),
            who=tuple(words.role(code) for code in move.who),
            opens=tuple(_term(term, norms.row(term.norm, day), lang) for term in move.opens),
            meets=named(move.meets),
            cancels=named(move.cancels),
            extends=str(terms[move.extends].title) if move.extends else "",
            law=move.law,
            refusals=tuple((guard.code, str(guard.title), str(guard.remedy)) for guard in move.guards),
            public=move.public,
        )
        for move in table.moves
    )
    return How(table, str(table.title), table.states, rows)


def _term(term: Term, norm: Norm | None, lang: str) -> TermRow:
    return TermRow(
        kind=term.kind,
        title=str(term.title),
        duty=str(words.DUTY_OF.get(term.duty_of, term.duty_of)),
        key=term.norm,
        value=say_value(norm.value, norm.unit, lang) if norm else "–",
        confirmed=bool(norm and norm.confirmed),
    )


@dataclass(frozen=True)
class Resting:
    """What of a lifecycle rests on a norm: a move (its `law`) or a term (its `norm`)."""

    kind: str
    table: str
    verb: str
    title: str
    term: str


def resting_on(key: str, tables: tuple[Lifecycle, ...]) -> list[Resting]:
    """Every move and every term of the tables that rests on the norm `key`, in the order of the tables."""
    return list(dict.fromkeys(row for table in tables for move in table.moves for row in _resting(key, table, move)))


def _resting(key: str, table: Lifecycle, move: Move) -> Iterator[Resting]:
    if move.law == key:
        yield Resting(table.kind, str(table.title), move.verb, str(move.title), "")
    for term in move.opens:
        if term.norm == key:
            yield Resting(table.kind, str(table.title), move.verb, str(move.title), str(term.title))


def norm_keys(table: Lifecycle) -> list[str]:
    """Keys of all norms that a table rests on, sorted."""
    keys = {move.law for move in table.moves if move.law} | {term.norm for move in table.moves for term in move.opens}
    return sorted(keys)
