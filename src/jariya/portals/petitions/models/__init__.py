"""Tables of petitions, one noun a file."""

from __future__ import annotations

from .draft import Draft, SignedDraft
from .outage import Outage, Suspension
from .petition import Outcome, Petition
from .place import ModerationDesk, Population
from .refusal import Refusal, RefusalState, Return
from .revision import Revision

__all__ = [
    "Draft",
    "ModerationDesk",
    "Outage",
    "Outcome",
    "Petition",
    "Population",
    "Refusal",
    "RefusalState",
    "Return",
    "Revision",
    "SignedDraft",
    "Suspension",
]
