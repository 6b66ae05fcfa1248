"""The moment a number of signatures is reached: called by the sequencer, in its transaction."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions import tally
from jariya.portals.petitions.actions.gathering import open_collecting, succeed


def crossed(case: Case, kind: str, count: int, at: dt.datetime) -> None:
    """Move the petition on: with its supporters it becomes public, with its signatures it goes to the addressee.

    A petition that moved before (withdrawn a second ago) is left alone. What refuses for another reason (a population
    that is not known any more) raises `Refused`: the threshold stays uncrossed and is tried again.
    """
    now_there = Case.objects.filter(pk=case.pk).first()
    if now_there is None:
        return
    if kind == tally.SUPPORT and now_there.state == "gathering_support":
        open_collecting(case=now_there, count=count, now=at)
    elif kind == tally.COLLECTING and now_there.state == "collecting":
        succeed(case=now_there, count=count, now=at)
