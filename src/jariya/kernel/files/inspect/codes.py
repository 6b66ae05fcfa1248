"""Every code of the inspection in two tables: refusals, and findings with their weight. English originals."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["blocks", "warns"]


class Refusal(NamedTuple):
    """`what` happened and `what_to_do`: whole sentences, with %(most)s and the like."""

    what: str
    what_to_do: str


class Hidden(NamedTuple):
    """What can hide in a file. `blocks`: the file is not published with it; `warns`: a human looks at it.

    `leaves`: the cleaned copy is without it, so that cleaning is the remedy.
    """

    severity: Severity
    sentence: str
    remedy: str
    leaves: bool = True


REFUSALS: dict[str, Refusal] = {}
FINDINGS: dict[str, Hidden] = {}
