"""Whose budget it is, how it is divided, at which point of the year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.people.models import Person


class Level(models.TextChoices):
    """Whose budget it is."""

    REPUBLICAN = "republican", _("republican budget")
    OBLAST = "oblast", _("budget of an oblast or a city of republican significance")
    DISTRICT = "district", _("budget of a district or city")


class Cut(models.TextChoices):
    """By what the same money is divided."""

    FULL = "full", _("the whole report")
    FUNCTIONAL = "functional", _("by functions")
    ADMINISTRATIVE = "administrative", _("by administrators")
    ECONOMIC = "economic", _("by economic classes")
    INVESTMENT = "investment", _("priority investments")


class Stage(models.TextChoices):
    """At which point of the year the figures were taken."""

    DRAFT = "draft", _("draft budget")
    APPROVED = "approved", _("approved budget")
    REVISED = "revised", _("revised budget")
    ADJUSTED = "adjusted", _("adjusted budget")
    MONTHLY = "monthly", _("monthly execution")
    ANNUAL = "annual", _("annual report")


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Named reads of budgets."""

    def visible_to(self, person: Person | None) -> BudgetQuerySet:
        """What this reader may see: a budget of which something is published. It is so for everyone."""
        return self.filter(releases__published=True).distinct()


class Budget(models.Model):
    """The budget of one level and territory for one year."""

    slug = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=12, choices=Level)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    """Who executes it; NULL until a source says so."""
    year = models.PositiveSmallIntegerField()
    invented = models.BooleanField(default=False)

    objects: ClassVar[Any] = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "region", "year"], name="budget_once", nulls_distinct=False),
            models.CheckConstraint(
                name="budget_has_its_territory",
                condition=Q(level="republican", region=None) | ~Q(level="republican") & Q(region__isnull=False),
            ),
        ]
        ordering = ["-year", "slug"]

    def __str__(self) -> str:
        return self.slug
