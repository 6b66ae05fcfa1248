"""What becomes of invented petitions, drawn by chance from a seed: to whom, when, and how many sign. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
FATES = (
    ("refusal_final", 24),
    ("lapsed_support", 18),
    ("lapsed", 34),
    ("withdrawn", 5),
    ("closed", 7),
    ("collecting", 9),
    ("submitted", 3),
)
"""What becomes of a hundred petitions. In KZ and in Britain alike most end without their signatures."""


@dataclass(frozen=True)
class Tale:
    """One petition: addressee, author, first moment, fate, texts, and signatures where it opens."""

    number: int
    body_id: int
    author_id: int
    start: dt.datetime
    fate: str
    signed: int
    first: str
    both: bool
    ground: str


def tell(
    count: int,
    *,
    bodies: Sequence[tuple[int, int]],
    authors: Sequence[int],
    grounds: Sequence[str],
    now: dt.datetime,
    years: int,
    seed: int,
    scale: float = 1.0,
) -> Iterator[Tale]:
    """So many petitions over some years up to `now`, in the order of their submission.

    Args:
        bodies: (id, threshold) of the addressees.
        authors: ids of the persons who may write one.
        scale: of the numbers of signatures; thresholds are crossed whatever it is.
    """
    rng = random.Random(seed)
    starts = sorted(now - dt.timedelta(days=rng.uniform(1, years * 365)) for _n in range(count))
    names, weights = zip(*FATES, strict=True)
    for number, at in enumerate(starts):
        body_id, threshold = rng.choice(bodies)
        old = (now - at).days
        fate = rng.choices(names, weights)[0]
        if fate == "submitted" and old > 25:
            fate = "refusal_final"
        if fate in ("collecting",) and old > 180:
            fate = "lapsed"
        if fate == "closed" and threshold > 5000 and scale < 1:
            fate = "lapsed"
        start = at.replace(hour=rng.randrange(3, 15), minute=rng.randrange(60), second=0, microsecond=0)
        most = max(51, int(threshold * 0.9 * scale))
        signed = {
            "lapsed_support": rng.randrange(0, 50),
            "closed": threshold + rng.randrange(0, 40),
        }.get(fate, min(most, 50 + int(rng.paretovariate(0.9) * 20)))
        yield Tale(
            number, body_id, rng.choice(authors), start, fate, signed,
            "ru" if rng.random() < 0.35 else "kk", rng.random() < 0.6, rng.choice(grounds),
        )  # fmt: skip
