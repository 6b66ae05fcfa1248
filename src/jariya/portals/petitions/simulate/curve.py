"""When people sign: a burst in the first days, waves when somebody writes of it, few at night. Pure and seeded."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

_HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 13, 12, 12, 12, 12, 13, 14, 16, 18, 16, 10, 5)
"""Weight of each hour of the day in Almaty: most sign in the evening."""


def moments(count: int, start: dt.datetime, days: int, *, rng: random.Random) -> list[dt.datetime]:
    """So many moments of signing over some days from `start`, in order.

    Half of them fall in the first tenth of the time; each of two later waves brings a sixth, the rest trickle in.
    """
    waves = sorted(rng.uniform(0.2, 0.9) for _n in range(2))
    found = []
    for _n in range(count):
        share = rng.random()
        if share < 0.5:
            place = min(rng.expovariate(20.0), 1.0)
        elif share < 0.83:
            place = min(max(rng.gauss(waves[share > 0.66], 0.02), 0.0), 1.0)
        else:
            place = rng.random()
        day = start + dt.timedelta(days=int(place * days))
        hour = rng.choices(range(24), _HOURS)[0]
        at = (day + dt.timedelta(hours=5)).replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))
        found.append(max(start, at.replace(microsecond=0) - dt.timedelta(hours=5)))
    return sorted(min(one, start + dt.timedelta(days=days)) for one in found)


NAMES = ("Айгүл", "Ержан", "Мария", "Асқар", "Дина", "Сергей", "Гүлнар", "Тимур", "Әсел", "Нұрлан", "Жанар", "Олег")
LETTERS = "АБДЕЖИКМНОРСТУШ"
REGIONS = ("990000000", "990000000", "990000000", "")
"""Where invented signers say they live; some do not say."""


def signers(count: int, start: dt.datetime, days: int, *, seed: str) -> Iterator[tuple[str, str, str, dt.datetime]]:
    """Invented signers: an identity that is no IIN, region, first name with an initial, moment. In order of moments."""
    rng = random.Random(seed)
    for number, at in enumerate(moments(count, start, days, rng=rng)):
        name = f"{rng.choice(NAMES)} {rng.choice(LETTERS)}."
        yield f"made-up-{seed}-{number}", rng.choice(REGIONS), name, at
