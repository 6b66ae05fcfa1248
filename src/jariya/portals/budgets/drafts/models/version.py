"""Versions of what a draft says, and the body's statements. Amounts are whole tenge."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.models.draft import Draft


class Version(models.Model):
    """A version of a draft's text. A summary in plain words, Kazakh and Russian, is no ornament: without it, no row."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    summary_kk = models.TextField()
    summary_ru = models.TextField()
    goal_kk = models.TextField()
    goal_ru = models.TextField()
    changed_kk = models.TextField(blank=True)
    changed_ru = models.TextField(blank=True)
    """What is new against the version before, in words; empty in the first."""
    material = models.BooleanField(default=False)
    """Whether the change began the discussion anew."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once"),
            models.CheckConstraint(condition=~Q(summary_kk="") & ~Q(summary_ru=""), name="draft_in_plain_words"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"


class Amount(models.Model):
    """What a version plans for a year, in tenge; unknown is no row."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="amounts", db_index=False)
    year = models.PositiveSmallIntegerField()
    tenge = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "year"], name="draft_amount_once"),
            models.CheckConstraint(condition=Q(tenge__gte=0), name="draft_amount_not_negative"),
        ]
        ordering: ClassVar[list[str]] = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.tenge}"


class Indicator(models.Model):
    """A line of the passport: what is measured, from where to where. `element` names it through all versions."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="indicators", db_index=False)
    number = models.PositiveSmallIntegerField()
    name_kk = models.CharField(max_length=300)
    name_ru = models.CharField(max_length=300)
    unit = models.CharField(max_length=40)
    baseline = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=3)
    achieved = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    """Set once, when the programme is evaluated."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="draft_indicator_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.target}"


class Statement(models.Model):
    """A text of the body on its draft, in Kazakh and Russian: the report on the discussion, the evaluation."""

    class Kind(models.TextChoices):
        """What it states."""

        REPORT = "report"
        EVALUATION = "evaluation"
        WITHDRAWAL = "withdrawal"

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="statements", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text_kk = models.TextField()
    text_ru = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "kind"], name="draft_statement_once"),
            models.CheckConstraint(condition=~Q(text_kk="") & ~Q(text_ru=""), name="draft_statement_in_both"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.kind}"
