"""What is decided on each point of a request, and what follows for the whole. Pure: no database, no clock.

A request is answered point by point. A point is given, given in part, refused, not held, or public already; the outcome
of the whole follows from its points and is chosen by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GRANTED, PARTLY, REFUSED, NOT_HELD, ALREADY_PUBLIC = OUTCOMES = (
    "granted",
    "partly",
    "refused",
    "not_held",
    "already_public",
)
"""Codes of a decision on a point, and of the whole: the states in which a request is decided."""
RESTRICTING = frozenset({PARTLY, REFUSED})
"""Decisions that withhold something: they need a ground, what was severed and the harm."""
GROUND, UNRESTRICTABLE, SUBJECT = "ati.ground.", "ati.unrestrictable.", "request.subject."
"""Where grounds, subjects that may not be restricted, and subjects stand among the norms."""
OTHER_SUBJECT = "other"


@dataclass(frozen=True)
class Decided:
    """The decision on one point.

    `text`: the answer in words. `ground`: the last word of the key of a norm `ati.ground.*`. `severed`: what was taken
    out. `harm`: which harm its release would do. `whole`: why nothing can be severed and the rest be given, where a
    point is refused whole. `link`: where the information is published. `other_way`: the answer was given by another
    way, which a document shows.
    """

    outcome: str
    text: str
    ground: str = ""
    severed: str = ""
    harm: str = ""
    whole: str = ""
    link: str = ""
    link_works: bool = False
    other_way: bool = False

    @property
    def restricts(self) -> bool:
        """Whether something is withheld."""
        return self.outcome in RESTRICTING


def outcome_of(decided: Iterable[str]) -> str:
    """The outcome of the whole by those of its points: all alike, or in part as soon as anything is withheld beside
    something given.

    Raises:
        ValueError: no point was decided, or an outcome is not known.
    """
    found = set(decided)
    if not found or found - set(OUTCOMES):
        raise ValueError(f"no outcome of {sorted(found)}")
    if len(found) == 1:
        return found.pop()
    if found & RESTRICTING:
        # Nothing given beside a refusal: a point that is not held makes the refusal no partial release.
        return REFUSED if found <= {REFUSED, NOT_HELD} else PARTLY
    if GRANTED in found:
        return GRANTED
    return ALREADY_PUBLIC


def restricted(decisions: Mapping[int, Decided]) -> list[int]:
    """Numbers of the points on which something is withheld."""
    return sorted(number for number, one in decisions.items() if one.restricts)


def ground_key(code: str) -> str:
    """Key of the norm of a ground."""
    return f"{GROUND}{code}"


def may_be_restricted(subject: str, norms: Mapping[str, object]) -> bool:
    """Whether information on a subject may be withheld at all, by the norms in force."""
    return f"{UNRESTRICTABLE}{subject}" not in norms
