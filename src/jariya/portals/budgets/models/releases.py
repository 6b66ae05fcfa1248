"""A file's figures as published, and which release is in force for a month."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jariya.kernel.people.models import Person
from jariya.portals.budgets.models.budgets import Budget, Cut, Stage


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Named reads of releases."""

    def visible_to(self, person: Person | None) -> ReleaseQuerySet:
        """What this reader may see: what is published. Superseded releases stay readable."""
        return self.filter(published=True)


class Release(models.Model):
    """One file's figures on one budget, as published. Immutable."""

    key = models.CharField(max_length=60, unique=True)
    """Its address: budget, cut and the first letters of the digest."""
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="releases")
    cut = models.CharField(max_length=16, choices=Cut)
    stage = models.CharField(max_length=12, choices=Stage)
    digest = models.CharField(max_length=64)
    """SHA-256 over the rows of this budget in one fixed form: the same figures are the same release."""
    file_digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    source = models.TextField()
    source_url = models.CharField(max_length=500, null=True)
    licence = models.CharField(max_length=100, null=True)
    unit = models.CharField(max_length=10)
    measures = ArrayField(models.CharField(max_length=24))
    months = ArrayField(models.PositiveSmallIntegerField())
    rows = models.PositiveIntegerField()
    tested = models.JSONField(default=dict)
    """How often each check looked, by its key."""
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    published = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "cut", "stage", "digest"], name="budget_release_once"),
            models.CheckConstraint(name="budget_release_source", condition=~Q(source="")),
        ]
        indexes = [models.Index(fields=["budget", "cut", "-at"], name="budget_release_of")]

    def __str__(self) -> str:
        return self.key


class Period(models.Model):
    """A month of a release; `current` until a later release gives the month again."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="periods")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="periods")
    cut = models.CharField(max_length=16, choices=Cut)
    stage = models.CharField(max_length=12, choices=Stage)
    month = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    size = models.BigIntegerField()
    """The largest amount of the month, in tenge: what shows another unit in a later file."""
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "month"], name="budget_period_once"),
            models.UniqueConstraint(
                fields=["budget", "cut", "stage", "month"], name="budget_period_current", condition=Q(current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.month}"
