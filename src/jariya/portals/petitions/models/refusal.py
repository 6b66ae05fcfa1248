"""A refusal by the moderators: proposed by one, checked by another; and a return to the author for changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jariya.kernel.correspondence.models import Wording
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class RefusalState(models.TextChoices):
    """What became of a proposal to refuse."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    STANDS = "stands"
    OVERTURNED = "overturned"


class Refusal(models.Model):
    """A refusal with its ground. The ground is a norm in force on the day of submission; its row's day is kept."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_refusals", db_index=False)
    state = models.CharField(max_length=10, choices=RefusalState.choices, default=RefusalState.PROPOSED)
    ground = models.CharField(max_length=40)
    """Last word of norm `petition.ground.*`."""
    ground_from = models.DateField(null=True)
    reason = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    on = models.DateField(null=True)
    """The day of the refusal, once a second person confirmed it."""
    cut_title_kk = models.CharField(max_length=200, blank=True)
    cut_title_ru = models.CharField(max_length=200, blank=True)
    cut_text_kk = models.TextField(blank=True)
    cut_text_ru = models.TextField(blank=True)
    """The public copy where something of a person had to be blackened; empty: the text stays as it was written."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("proposed_by")), name="petition_refusal_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", on=None)
                | Q(state="declined", on=None, checked_by__isnull=False)
                | Q(state__in=["stands", "overturned"], on__isnull=False, checked_by__isnull=False),
                name="petition_refusal_checked",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["proposed", "stands"]), name="petition_refusal_one_stands"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="petition_refusal_case"),
            # The public statistics count by ground and month; the list behind them pages by day.
            models.Index(fields=["-on", "-id"], name="petition_refusal_days", condition=Q(on__isnull=False)),
            models.Index(
                fields=["ground", "-on", "-id"], name="petition_refusal_ground", condition=Q(on__isnull=False)
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.ground} {self.state}"


class Return(models.Model):
    """What the author was asked to change, of the parties alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_returns")
    reason = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} returned"
