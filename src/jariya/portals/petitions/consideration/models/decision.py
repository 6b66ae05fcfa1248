"""Versions of the decision: drafted, put up for comments, signed by the head."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession

SHOWN = ("published", "superseded", "signed")
"""States of a decision that anyone reads."""


class DecisionRows(models.QuerySet["Decision"]):
    """Named reads of decisions."""

    def shown(self) -> DecisionRows:
        """What was put up for everyone."""
        return self.filter(status__in=SHOWN)


class Decision(models.Model):
    """One version. What was published is never changed: a change is a newer version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_decisions")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    reasons_kk = models.TextField()
    reasons_ru = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    published_on = models.DateField(null=True)
    comments_until = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    signer_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar[DecisionRows] = DecisionRows.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="petition_decision_version")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"

    def said(self, lang: str) -> str:
        """The reasons as a whole, for a reader of `lang`."""
        return str(self.reasons_ru if lang == "ru" else self.reasons_kk)


class Point(models.Model):
    """The decision on one demand of the petition."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    demand_kk = models.TextField()
    demand_ru = models.TextField()
    outcome = models.CharField(max_length=12)
    reasons_kk = models.TextField()
    reasons_ru = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="petition_point_number")]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.number}"

    def said(self, part: str, lang: str) -> str:
        """Demand or reasons for a reader of `lang`."""
        return str(getattr(self, f"{part}_{'ru' if lang == 'ru' else 'kk'}"))
