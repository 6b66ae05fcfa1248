"""How many signatures a petition needs: by its addressee, by the norm, and for shares by a known population. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CENTRAL_KINDS = frozenset({"ministry", "agency", "central_other"})
LOCAL_KINDS = frozenset({"akimat", "maslikhat"})
GOVERNMENT = "government"
SCOPES = (GOVERNMENT, "oblast.maslikhat", "oblast.akimat", "district.maslikhat", "district.akimat")
"""Last words of the norms `petition.threshold.*`."""
_LEVELS = {"region": "oblast", "district": "district"}


@dataclass(frozen=True)
class Population:
    """How many people live in a region: a figure, its day and where it is from."""

    people: int
    on: dt.date
    source: str


@dataclass(frozen=True)
class Threshold:
    """How many signatures are needed, and why. `population` is given for shares of it alone."""

    people: int
    norm_key: str
    valid_from: dt.date | None
    percent: Any = None
    population: Population | None = None


class PopulationUnknown(Exception):
    """The norm asks for a share of a population that is not known from a source: nothing opens on a guess."""


def scope_of(kind: str, level: str | None) -> str | None:
    """Which threshold an addressee falls under, by its kind and level (`BodyKind`, `Level`); None: takes no petitions.

    Source: norms `petition.threshold.*` name the Government, and akimats and maslikhats of oblasts and districts.
    """
    if kind in CENTRAL_KINDS:
        return GOVERNMENT
    if kind in LOCAL_KINDS and level in _LEVELS:
        return f"{_LEVELS[level]}.{kind}"
    return None


def central(scope: str) -> bool:
    """Is the addressee a central body? Its term of consideration is another one than that of local bodies."""
    return scope == GOVERNMENT


def needed(scope: str, norms: Mapping[str, Any], population: Population | None) -> Threshold:
    """The threshold by the norms in force on a day.

    Args:
        scope: one of `SCOPES`.
        norms: the norms in force on the day (`law_now().norms.at(day)`).
        population: of the addressee's region, when known from a source.

    Raises:
        PopulationUnknown: a share is asked for and the population is not known.
    """
    norm = norms[f"petition.threshold.{scope}"]
    if norm.unit != "percent":
        return Threshold(norm.count, norm.key, norm.valid_from)
    if population is None:
        raise PopulationUnknown(scope)
    # Rounded up: less than the share is not the share.
    people = math.ceil(population.people * norm.value / 100)
    return Threshold(people, norm.key, norm.valid_from, norm.value, population)
