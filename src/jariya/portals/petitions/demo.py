"""What petitions of the demonstration stand on: the invented ministry checks them, the invented oblast has a figure."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from jariya.kernel.bodies.models import Body, Region
from jariya.portals.petitions.models import ModerationDesk, Population

MINISTRY = "ulgi-ministry"
OBLAST = "990000000"
SINCE = dt.date(2024, 1, 1)
SOURCE = "invented for the demonstration"
PEOPLE = 120_000
"""Of an oblast that does not exist: one hundredth of it is 1,200 signatures."""


@transaction.atomic
def load_invented_ground() -> int:
    """The moderating body and the population of what is invented. Again it changes nothing. How many rows were added.

    A real installation gets neither: it names its moderators by `jariya petitions desk`, and a population is entered
    with its day and its source by `jariya petitions population`.
    """
    if not settings.DEMO:
        return 0
    ministry = Body.objects.get(slug=MINISTRY, invented=True)
    oblast = Region.objects.get(code=OBLAST, invented=True)
    _desk, named = ModerationDesk.objects.get_or_create(invented=True, defaults={"body": ministry, "since": SINCE})
    _row, counted = Population.objects.get_or_create(
        region=oblast, on=SINCE, source=SOURCE, defaults={"people": PEOPLE, "invented": True}
    )
    return int(named) + int(counted)
