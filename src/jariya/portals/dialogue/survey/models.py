"""Surveys, their questions, and answers that nobody can join to a person.

An answer is kept under a keyed digest of person and survey. The key stands in no table, the digests of two surveys
cannot be compared, and no row says when or by whom it was made: the body reads figures and loose texts.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Named reads of surveys."""

    def visible_to(self, person: Person | None) -> SurveyQuerySet:
        """What this reader may see: what was published."""
        return self.filter(case__visibility="public", case__sealed=False)


class Survey(models.Model):
    """A survey of a body. Its state is the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="survey")
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    about_kk = models.TextField()
    about_ru = models.TextField()
    closes_on = models.DateField()
    """The last day on which one may answer."""
    published_on = models.DateField(null=True)
    over_on = models.DateField(null=True)
    report_kk = models.TextField(blank=True)
    report_ru = models.TextField(blank=True)
    """What the body does with the results."""
    withdrawn_kk = models.CharField(max_length=500, blank=True)
    withdrawn_ru = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = SurveyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], name="survey_published", condition=Q(published_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    def said(self, part: str, lang: str) -> str:
        """A text for a reader of `lang`."""
        return str(getattr(self, f"{part}_{'ru' if lang == 'ru' else 'kk'}"))


class Kind(models.TextChoices):
    """How a question of a survey is answered."""

    SINGLE = "single", _("one of several")
    MULTIPLE = "multiple", _("any of several")
    SCALE = "scale", _("a scale from 1 to 5")
    OPEN = "open", _("in one's own words")


class Item(models.Model):
    """A question of a survey."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="items", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    """[[Kazakh, Russian], ...] in their order; empty for a scale and for one's own words."""
    required = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_item_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.survey_id}.{self.number}"

    def title(self, lang: str) -> str:
        """The question for a reader of `lang`."""
        return self.title_ru if lang == "ru" else self.title_kk

    def labels(self, lang: str) -> list[str]:
        """The answers to choose from."""
        return [pair[1 if lang == "ru" else 0] for pair in self.options]


class Response(models.Model):
    """What one person answered: `ref` is HMAC-SHA256 of the person under a key of this survey."""

    mark = models.UUIDField(primary_key=True, default=uuid.uuid4)
    """Random, so that no row tells whether it came before another."""
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses", db_index=False)
    ref = models.CharField(max_length=64)
    chosen = models.JSONField(default=dict)
    """Number of the question -> numbers of the answers chosen (a scale: its value)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "ref"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class OpenText(models.Model):
    """An answer in one's own words, apart from everything else its writer chose. Only the body reads it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="texts")
    mark = models.UUIDField(primary_key=True, default=uuid.uuid4)
    """Random: rows are read in its order, which is no order of time."""
    language = models.CharField(max_length=2)
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.mark)


class Tally(models.Model):
    """The counts of a closed survey as they are published, so that what a page shows never changes quietly."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.PROTECT, related_name="tally")
    answered = models.PositiveIntegerField()
    counts = models.JSONField(default=list)
    """As shown: hidden ones are null."""
    mean = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.answered}"
