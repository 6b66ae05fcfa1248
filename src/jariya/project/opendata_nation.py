"""Open data of a nation: invented sets, plans and requests, and the tables of the platform's own records."""

from __future__ import annotations

import datetime as dt

from jariya.portals.opendata.own import publishing
from jariya.portals.opendata.simulate import small


def make_small(*, now: dt.datetime, seed: int) -> int:
    """The small nation's sets and the own tables. Returns how many sets there are new."""
    count = small.make(now=now, seed=seed)
    return count + sum(1 for became in publishing.refresh(now=now).values() if became == "new")
