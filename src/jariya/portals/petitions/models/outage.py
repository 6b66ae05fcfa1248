"""What moves the term of collecting from outside: a day on which signing did not work, and a court's decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class Outage(models.Model):
    """A day on which petitions could not be signed. The terms that ran on it are moved by a public act on each."""

    day = models.DateField(unique=True)
    days = models.PositiveSmallIntegerField(default=1)
    """By how many calendar days the terms are moved."""
    reason_kk = models.TextField()
    reason_ru = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    """When the last petition had its day; a run that was stopped is taken up again."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 31)), name="petition_outage_days")]

    def __str__(self) -> str:
        return f"outage {self.day}"


class Suspension(models.Model):
    """A court's decision that stops a petition, from a day to a day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_suspensions")
    court = models.CharField(max_length=300)
    decision = models.CharField(max_length=200)
    """Requisites of the decision: number and day."""
    since = models.DateField()
    until = models.DateField(null=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="suspension_days"),
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="suspension_one_runs"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} since {self.since}"
