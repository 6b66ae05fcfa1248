"""Figures of years that amounts are divided by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Region


class Series(models.Model):
    """A figure of a year from a named source: people of a territory, or the level of prices. None ships."""

    class Kind(models.TextChoices):
        """What is counted."""

        POPULATION = "population", _("population")
        PRICES = "prices", _("level of prices")

    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200, default="")
    """What the source calls it; empty where nobody said."""
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    """NULL for the whole republic."""
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    """People, or an index of prices on any base: only its ratio between years counts."""
    source = models.TextField()
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "year"], name="budget_series_once", nulls_distinct=False),
            models.CheckConstraint(name="budget_series_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(name="budget_series_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
