"""What a body publishes, under which licence and themes. Its body, state and public id are the case's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jariya.kernel.bodies.models import Region
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

FREQUENCIES = (
    "continuous", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "irregular", "never",
)  # fmt: skip
"""How often a set is renewed: words of the EU vocabulary of frequencies that our exits can name."""


def told(row: Any, name: str, lang: str) -> tuple[str, str]:
    """A trilingual column of any row as a reader gets it: (words, language); empty words where nobody wrote any."""
    for one in (lang, "kk", "ru", "en"):
        if words := getattr(row, f"{name}_{one}"):
            return words, one
    return "", lang


class Licence(models.Model):
    """A licence that a set may bear."""

    code = models.CharField(primary_key=True, max_length=32)
    url = models.URLField(max_length=300, blank=True)
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    open = models.BooleanField(default=True)
    """Whether it is open by the Open Definition."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class Theme(models.Model):
    """A theme of the catalogue: the thirteen data themes of the EU vocabulary, named by their codes."""

    code = models.CharField(primary_key=True, max_length=8)
    title_kk = models.CharField(max_length=120)
    title_ru = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class DataSetQuerySet(models.QuerySet["DataSet"]):
    """Named reads of sets."""

    def visible_to(self, person: Person | None) -> DataSetQuerySet:
        """Sets this reader may see: published ones and stubs of withdrawn ones; drafts only at the body's desk.

        Officers reach drafts through the desk's own reads, which ask for the role.
        """
        return self.filter(case__visibility="public", case__sealed=False)

    def living(self) -> DataSetQuerySet:
        """Published and not withdrawn."""
        return self.filter(case__state="published", case__visibility="public", case__sealed=False)


class DataSet(models.Model):
    """A set of data of one body: its words, its licence, its period and place, how often it is renewed."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="data_set")
    slug = models.CharField(max_length=100, unique=True)
    """Its name in addresses and in CKAN: latin letters, digits, `-` and `_`. It never changes once published."""
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    themes = ArrayField(models.CharField(max_length=8), default=list)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    frequency = models.CharField(max_length=16, blank=True)
    """One of FREQUENCIES; empty while nobody said it."""
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    """The place the data are about; NULL with `whole_country` unset is unknown."""
    whole_country = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)
    """Address or telephone of the post responsible; never a person's name."""
    documentation = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=500, blank=True)
    """Where it was harvested from; empty where the body publishes here."""
    reason_kk = models.TextField(blank=True)
    reason_ru = models.TextField(blank=True)
    """Why it was withdrawn; empty while it stands."""
    published_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    """When its newest version was published."""
    fresh_until = models.DateField(null=True)
    """The last day on which it is up to date by its own frequency."""
    scores = models.JSONField(default=dict)
    """Points of quality with the checks that failed, as `quality.py` writes them."""

    objects: ClassVar[Any] = DataSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_set_period",
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["-renewed_at", "-case"], name="data_set_newest"),
            models.Index(fields=["fresh_until"], name="data_set_stale", condition=Q(fresh_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.slug

    def title(self, lang: str) -> tuple[str, str]:
        """Its title for a reader and the language it is in: another one where theirs is missing."""
        return told(self, "title", lang)

    def text(self, lang: str) -> tuple[str, str]:
        """What it is about, likewise."""
        return told(self, "text", lang)
