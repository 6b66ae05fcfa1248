"""A recommendation to a holder of information, and what the two sides said about it in their order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.requests.matters import Shown


class Source(models.TextChoices):
    """Who recommends."""

    MONITORING = "monitoring", _("monitoring by the authorised body")
    COMMISSION = "commission", _("Commission on access to information")


class Criterion(models.TextChoices):
    """What the finding is about."""

    PUBLICATION = "publication", _("what has to be published is not")
    TERMS = "terms", _("terms for answers are not kept")
    REFUSALS = "refusals", _("refusals without ground or reasons")
    OFFICERS = "officers", _("officers for access to information")
    SITE = "site", _("the site cannot be read by everyone")
    SESSIONS = "sessions", _("meetings are not open")
    OTHER = "other", _("something else")


class Recommendation(models.Model):
    """What was found at a holder and what it is to do. Its state is the case's, its term an obligation."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="recommendation")
    source = models.CharField(max_length=12, choices=Source.choices)
    session = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="recommendations")
    """The session of the Commission that decided it."""
    criterion = models.CharField(max_length=12, choices=Criterion.choices)
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    found_kk = models.TextField()
    found_ru = models.TextField()
    """What was found."""
    advice_kk = models.TextField()
    advice_ru = models.TextField()
    """What the holder is to do."""
    seen_at = models.CharField(max_length=1000, blank=True)
    """Address at which it was found."""
    issued_on = models.DateField(null=True)
    disputed = models.BooleanField(default=False)
    """Whether the holder has ever disputed it."""
    returned = models.PositiveSmallIntegerField(default=0)
    """How often it was checked and found not carried out."""

    objects: ClassVar[Any] = Shown.as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "-case"], name="recommendation_of_source")]

    def __str__(self) -> str:
        return str(self.case_id)


class Statement(models.Model):
    """What one side said at a step: an acceptance, a dispute with its reasons, a report with its proof, a check."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="statements")
    verb = models.CharField(max_length=20)
    text_kk = models.TextField()
    text_ru = models.TextField()
    proof = models.CharField(max_length=1000, blank=True)
    """Address at which everyone can see it."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.verb}"
