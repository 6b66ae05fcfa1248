"""Opening a letter to work on it: who may, which steps lead anywhere now. The desk and bodies' systems share it."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.correspondence import viewing
from jariya.kernel.correspondence.actions import delegated
from jariya.kernel.correspondence.reading import Reading
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.table import Move
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.office import kinds

CASE_ROLES = frozenset({"officer", "deputy", "head", "ati_officer", "moderator", "supervisor"})


def opened(public_id: str, by: Person, now: dt.datetime) -> tuple[kinds.Desked, Reading, tuple[Move, ...]] | None:
    """What the desk knows of the letter's kind, the letter, and the steps open to this official now.

    None when there is no such letter for them: they hold no role in its body, or wrote it down for its asker. The look
    is recorded once a day.
    """
    found = kinds.find(public_id, by)
    if found is None:
        return None
    kind, view = found
    today = legal_day(now)
    if not roles_of(by, body_id=view.case.body_id, day=today) & CASE_ROLES:
        return None
    if not viewing.opened(view.case, by, on=today):
        return None
    # A published order opens the steps it names and no others.
    powers = delegated(view.case, by, today)
    own = possible(view.case, by=by, now=now)
    moves = possible(view.case, by=by, now=now, extra=frozenset({"delegate"})) if powers else own
    shown = (move for move in moves if move in own or move.verb in powers)
    return kind, view, tuple(move for move in shown if move.verb in kind.steps and _sensible(kind, move, view, today))


def _sensible(kind: kinds.Desked, move: Move, view: Reading, today: dt.date) -> bool:
    here = [point for point in view.points if point.moved_to is None]
    if move.verb == "forward_part":
        return len(here) > 1
    if move.verb == "seal":
        return not view.case.sealed
    if move.verb == "unseal":
        return bool(view.case.sealed)
    if move.verb == "extend":
        return view.term is not None and view.term.state in {"running", "soon"} and not view.term.extended
    return kind.sensible(move, view, today)
