"""What petitions do by themselves when a day has come. A periodic job that catches up after any outage."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.petitions import tally
from jariya.portals.petitions.actions import disputing, gathering
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.states import KIND

log = logging.getLogger("jariya.petitions")

_ENDS: tuple[tuple[str, str, Callable[..., Outcome]], ...] = (
    ("returned", "rework", gathering.drop),
    ("refused", "complain", disputing.settle),
)
"""State, the term that has to be over, what follows."""
_COUNTED: tuple[tuple[str, str, Callable[..., Outcome]], ...] = (
    ("gathering_support", "support", gathering.lapse_support),
    ("collecting", "collecting", gathering.lapse),
)


def advance(*, now: dt.datetime) -> int:
    """End what has ended: petitions that were not submitted again, refusals nobody complained of, terms of signing.

    Killed, doubled or missed for a month, the next run does what is due: nothing looks back over hours.

    Returns:
        How many petitions moved.
    """
    moved = 0
    for state, term, verb in _ENDS:
        for case in _over(state, term, now):
            moved += _by_itself(verb, case, now, by=None)
    for state, term, verb in _COUNTED:
        for case in _over(state, term, now):
            moved += _end_signing(case, verb, now)
    return moved


def _over(state: str, term: str, now: dt.datetime) -> list[Case]:
    """Petitions in a state whose running term has passed its last day, and that no court has stopped."""
    cases = Case.objects.filter(kind=KIND, state=state, closed_on=None, suspended_since=None)
    over = Obligation.objects.running().filter(kind=term, due_on__lt=legal_day(now), case__in=cases)
    return list(Case.objects.filter(pk__in=over.values("case")).order_by("pk"))


def _end_signing(case: Case, lapse: Callable[..., Outcome], now: dt.datetime) -> int:
    """Close signing first; the petition lapses when the last signature given in time is counted, or cannot be.

    A check that is not over by the day the norm gives will not count: its certificate's state could not be learned.
    """
    tally.close(case, now=now)
    if tally.waiting(case):
        ended = tally.closed_at(case)
        law = law_now()
        on = legal_day(ended or now)
        if legal_day(now) <= law.norms.at(on)["petition.late_checks"].ends(on, law.calendar).day:
            return 0
        tally.seal(case, now=now)
    petition = Petition.objects.get(case=case)
    needed = petition.threshold if case.state == "collecting" else petition.support_needed
    if needed is not None and tally.count(case) >= needed:
        return 0  # the sequencer is about to cross it
    return _by_itself(lapse, case, now)


def _by_itself(verb: Callable[..., Outcome], case: Case, now: dt.datetime, **options: None) -> int:
    """One move of the clock. What somebody did a moment before, or what refuses, does not stop the others."""
    try:
        verb(case=case, now=now, **options)
    except Refused as refusal:
        log.warning("%s: %s refused: %s", case.public_id, verb.__name__, refusal.code)
        return 0
    return 1
