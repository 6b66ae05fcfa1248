"""Petitions of an invented nation: a few in every state, and three thousand with their histories.

Not in one transaction: the log of each petition is written to its files as it grows, and what a transaction takes back
its signer would still remember. A run that was stopped goes on with the petition it was at.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from jariya.project.models import Nation
from jariya.project.nation import NotADemonstration, Say, is_made, timed

SMALL = "petition"


def make_small(*, now: dt.datetime, seed: int, say: Say) -> int:
    """A petition in every state, through the actions. Returns how many; 0 when they are there.

    Raises:
        NotADemonstration: outside demo and test.
    """
    if not settings.DEMO:
        raise NotADemonstration("An invented nation is made only where JARIYA_MODE is demo or test.")
    from jariya.portals.petitions.simulate import small
    from jariya.project.nation import _quiet

    if is_made(SMALL):
        return 0
    nation, _new = Nation.objects.get_or_create(
        size=SMALL, defaults={"seed": seed, "now": now, "questions": 0, "started_at": now}
    )
    with timed("petitions in every state", say) as note:
        made = small.make(now=nation.now, seed=nation.seed)
        note(made)
    _quiet(now)
    Nation.objects.filter(pk=nation.pk).update(questions=made, finished_at=now)
    return made
