"""What readers' pages keep: each set as the catalogue finds it, and how often things were used, by day.

Both are derived: entries out of the sets (`entries.rebuild`), uses out of the files that `counted` writes.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.portals.opendata.models import DataSet, Resource


class Entry(models.Model):
    """A public set as the catalogue finds, counts and sorts it: one row, so that a page of it is one read."""

    data_set = models.OneToOneField(DataSet, primary_key=True, on_delete=models.CASCADE, related_name="entry")
    words = SearchVectorField()
    """Titles, descriptions, columns and frequent values, each language by its own analyser; weight A in titles."""
    facets = ArrayField(models.CharField(max_length=80), default=list)
    """Facts to narrow by: `body:slug`, `theme:HEAL`, `format:csv`, `licence:cc-by`, `region:code`, `quality:good`."""
    fresh_until = models.DateField(null=True)
    """The last day on which it is up to date; whether it is today is reckoned when it is read."""
    renewed_at = models.DateTimeField()
    quality = models.SmallIntegerField(default=-1)
    """Percent of the points of quality; -1 where nobody reckoned them."""
    used = models.PositiveIntegerField(default=0)
    """How often it was taken or asked in thirty days, as of the last night."""
    sort_kk = models.CharField(max_length=300, db_collation="C")
    sort_ru = models.CharField(max_length=300, db_collation="C")
    sort_en = models.CharField(max_length=300, db_collation="C")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="data_entry_words", fastupdate=False),
            GinIndex(fields=["facets"], name="data_entry_facets", fastupdate=False),
            models.Index(fields=["-renewed_at", "-data_set"], name="data_entry_newest"),
            models.Index(fields=["-used", "-data_set"], name="data_entry_used"),
            models.Index(fields=["-quality", "-data_set"], name="data_entry_quality"),
            *(
                models.Index(fields=[f"sort_{lang}", "data_set"], name=f"data_entry_{lang}")
                for lang in ("kk", "ru", "en")
            ),
        ]

    def __str__(self) -> str:
        return str(self.data_set_id)


class What(models.TextChoices):
    """What was done with a resource."""

    DOWNLOAD = "download", _("taken as a file")
    QUERY = "query", _("asked by filters or by a program")


class Use(models.Model):
    """How often a resource was used on a day. Nothing is known of who did it."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="uses", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=8, choices=What)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resource", "day", "what"], name="data_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day} {self.what}"
