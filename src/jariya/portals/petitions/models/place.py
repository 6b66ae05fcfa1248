"""Where a petition may go: known populations, and the bodies that moderate."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Region


class PopulationQuerySet(models.QuerySet["Population"]):
    """Named reads of populations."""

    def known(self, region_id: int | None, day: dt.date) -> Population | None:
        """The newest figure that was known for a region by a day."""
        return self.filter(region=region_id, on__lte=day).order_by("-on", "-id").first()


class Population(models.Model):
    """How many people lived in a region on a day, and where that is from. Rows are only added, never corrected."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    people = models.PositiveIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=300)
    invented = models.BooleanField(default=False)

    objects: ClassVar[Any] = PopulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source="") & Q(people__gt=0), name="population_has_a_source"),
            models.UniqueConstraint(fields=["region", "on", "source"], name="population_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.on}: {self.people}"


class ModerationDesk(models.Model):
    """A body whose moderators check petitions: one for real addressees, one for invented ones.

    The law's own name of the moderating body is not confirmed to us (norm `petition.moderation.by`): an installation
    names it, and no petition is taken before it has.
    """

    body = models.OneToOneField(Body, primary_key=True, on_delete=models.PROTECT, related_name="+")
    invented = models.BooleanField(unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return str(self.body_id)
