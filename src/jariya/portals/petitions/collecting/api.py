"""What the rest of petitions calls. Everything else in this package is its own business.

    collection = api.open(case, thresholds={"support": 50}, closes_on=day, now=now)     # support phase
    api.open(case, thresholds={"collecting": 50_000}, closes_on=day, frozen={...}, now=now)   # becomes public
    api.on_threshold(hook)            # hook(case, kind, count, at), in the sequencer's transaction
    api.subject(provider)             # what a signer reads and signs, and who may (see `subject.py`)
    api.count(case).count             # what is shown; api.counts([ids]) for lists
    api.tallies(case), api.history(case, by="day" | "hour"), api.last_signers(case, 100)
    api.position(person, case)        # "is my signature counted?"
    api.close(case, now=now)          # no new signatures; those received before may still be verified
    api.waiting(case) == 0            # then, or after three days: api.seal(case, now=now)
    api.pause / resume / move_end     # a court, an outage
    api.log_name(case)                # /log/<name>/count.json, /log/<name>/checkpoint, …

`accept` and `withdraw` are for signing itself, for simulations and tests; a citizen goes through the pages here.
"""

from jariya.portals.petitions.collecting.accepting import (
    Accepted,
    Given,
    accept,
    failed_later,
    public_name,
    verified_later,
)
from jariya.portals.petitions.collecting.keys import refer
from jariya.portals.petitions.collecting.opening import close, log_name, move_end, open, pause, reopen, resume, seal  # noqa: A004
from jariya.portals.petitions.collecting.queries import (
    Count,
    Position,
    count,
    counts,
    history,
    last_signers,
    of,
    position,
    tallies,
    waiting,
)
from jariya.portals.petitions.collecting.removing import withdraw
from jariya.portals.petitions.collecting.subject import Subject, subject
from jariya.portals.petitions.collecting.thresholds import on_threshold

__all__ = [
    "Accepted",
    "Count",
    "Given",
    "Position",
    "Subject",
    "accept",
    "close",
    "count",
    "counts",
    "failed_later",
    "history",
    "last_signers",
    "log_name",
    "move_end",
    "of",
    "on_threshold",
    "open",
    "pause",
    "position",
    "public_name",
    "refer",
    "reopen",
    "resume",
    "seal",
    "subject",
    "tallies",
    "verified_later",
    "waiting",
    "withdraw",
]
