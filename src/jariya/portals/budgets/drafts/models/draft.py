"""The draft of a programme for a year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.models.programme import Programme
from jariya.portals.budgets.models import Budget

EARLY = Q(first_paid_on__isnull=False) & (Q(first_paid_on__lte=F("discussion_until")) | Q(discussion_from=None))
"""Money moved before the discussion ended, or without one. The index of the list has this very condition."""


class DraftQuerySet(models.QuerySet["Draft"]):
    """Named reads of drafts."""

    def visible_to(self, person: Person | None) -> DraftQuerySet:
        """What this reader may see: what was published. What a body prepares is seen at its desk alone."""
        return self.filter(case__visibility="public", case__sealed=False)


class Draft(models.Model):
    """The draft of a programme for a year. Its state is the case's; here are the days that money and words went."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="programme_draft")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    year = models.PositiveSmallIntegerField()
    """The first year it plans for."""
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The budget it belongs to, once that is known here."""
    version = models.PositiveSmallIntegerField(default=1)
    published_on = models.DateField(null=True)
    discussion_from = models.DateField(null=True)
    discussion_until = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    approval = models.CharField(max_length=200, blank=True)
    """Requisites of the act of approval."""
    first_paid_on = models.DateField(null=True)
    first_paid_source = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="draft_once_a_year"),
            models.CheckConstraint(
                condition=Q(first_paid_on=None) | ~Q(first_paid_source=""), name="draft_payment_has_a_source"
            ),
            models.CheckConstraint(condition=Q(approved_on=None) | ~Q(approval=""), name="draft_approval_has_an_act"),
        ]
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], name="draft_published", condition=Q(published_on__isnull=False)
            ),
            models.Index(fields=["-first_paid_on", "-case"], name="draft_early", condition=EARLY),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
