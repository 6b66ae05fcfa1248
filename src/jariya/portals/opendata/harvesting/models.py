"""Sources of other sites, their publishers and records, runs over them and what went wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.portals.opendata.models import DataSet


class Kind(models.TextChoices):
    """What a source speaks."""

    CKAN = "ckan", "CKAN"
    DCAT = "dcat", "DCAT (RDF)"
    EGOV = "egov", _("data.egov.kz, version 4")
    CSV = "csv", _("list in CSV")


class RecordState(models.TextChoices):
    """What became of a record here."""

    KEPT = "kept", _("shown as a data set of its body")
    APART = "apart", _("kept apart: the publisher is unknown here")
    REFUSED = "refused", _("could not be published")
    GONE = "gone", _("gone at the source")


class RunState(models.TextChoices):
    """Where a run stands."""

    RUNNING = "running", _("being harvested")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped by the source; goes on where it stopped")


class Source(models.Model):
    """A catalogue of another site. Who harvests it holds its lease; a worker that died loses it by time."""

    key = models.SlugField(max_length=80, unique=True)
    url = models.URLField(max_length=1000)
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2, default="ru")
    """In which its words stand where it does not say."""
    names = ArrayField(models.CharField(max_length=300), default=list)
    """Names of its sets, where it has no list of them."""
    every_hours = models.PositiveSmallIntegerField(default=24)
    active = models.BooleanField(default=True)
    etag = models.CharField(max_length=300, blank=True)
    lease_by = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "kind"], name="source_once")]
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.key


class Publisher(models.Model):
    """Who publishes at a source, by the source's own word. Which body it is here, somebody has said; or nobody has."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="publishers", db_index=False)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    mapped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="publisher_once")]
        ordering: ClassVar[list[str]] = ["source", "name"]

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """What a source says of one set, as last read. `data_set` is what it became here."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records", db_index=False)
    remote = models.CharField(max_length=300)
    """Its id there."""
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="records")
    title = models.CharField(max_length=300)
    page = models.CharField(max_length=1000, blank=True)
    digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=8, choices=RecordState)
    code = models.CharField(max_length=60, blank=True)
    """Why it was refused."""
    data_set = models.OneToOneField(DataSet, on_delete=models.PROTECT, null=True, related_name="harvested")
    run = models.BigIntegerField(default=0)
    """The last run that saw it."""
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "remote"], name="record_once")]
        indexes = [models.Index(fields=["source", "state", "id"], name="record_by_state")]

    def __str__(self) -> str:
        return self.remote


class Run(models.Model):
    """One harvest of a source. Killed or stopped, it goes on from its cursor."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs", db_index=False)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.RUNNING)
    cursor = models.CharField(max_length=1000, blank=True)
    counts = models.JSONField(default=dict)
    """By what became of records: new, changed, unchanged, apart, refused, wrong, gone."""
    code = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    times = models.PositiveSmallIntegerField(default=1)
    """How often a worker took it up."""

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="run_newest")]

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"


class Trouble(models.Model):
    """What was wrong with one record of a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="troubles", db_index=False)
    remote = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="trouble_of_run")]

    def __str__(self) -> str:
        return f"{self.remote}: {self.code}"
