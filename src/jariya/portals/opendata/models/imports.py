"""A file on its way into a table: which stage it is in, what each stage found, what went wrong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.models.file import File
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models.resources import Resource, Version


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("being read")
    READY = "ready", _("read, waiting for the publisher")
    FAILED = "failed", _("could not be read")
    PUBLISHED = "published", _("published")
    DROPPED = "dropped", _("thrown away")


class Import(models.Model):
    """One try to read a file. Corrected wishes are the next try on the same file."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="imports", db_index=False)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    """The bytes; NULL until a link was fetched."""
    file_name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    wishes = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    parquet = models.BinaryField(max_length=32, null=True)
    base = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The version it was compared with; NULL: there was none."""
    difference = models.JSONField(null=True)
    refusal = models.CharField(max_length=40, blank=True)
    """Code of what ended it."""
    refusal_values = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often a worker took it; one that kills its workers is given up."""
    beat_at = models.DateTimeField(null=True)
    """Last sign of life of the worker."""
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="made_by")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["resource", "-id"], name="import_newest"),
            models.Index(fields=["id"], name="import_open", condition=Q(state__in=("waiting", "running"))),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} {self.state}"


class Stage(models.Model):
    """A stage of an import as the publisher reads it."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="stages", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=16)
    """fetch, scan, then `importing.table.STAGES`, schema, difference."""
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    found = models.JSONField(default=dict)
    """What it found, for the reader: codes and numbers."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="stage_position")]
        ordering: ClassVar[list[str]] = ["run", "position"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"
