"""A report with its frozen rows and its figures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class ReportQuerySet(models.QuerySet["Report"]):
    """Named reads of reports."""

    def visible_to(self, person: Person | None) -> ReportQuerySet:
        """Signed editions, former ones too; whoever works on a report asks for it at the desk."""
        return self.filter(state__in=("signed", "superseded"))


class Report(models.Model):
    """One edition of the report on a year. What is frozen never changes; a correction is a new edition."""

    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The authorised body, whose head signs."""
    counted_on = models.DateField()
    """The day on which the report looked at what was running."""
    rows = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    findings = models.PositiveIntegerField(null=True)
    """How many findings it counts; NULL in editions made before findings were counted."""
    findings_sha256 = models.CharField(max_length=64, default="", blank=True)
    figures_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.TextField(default="", blank=True)
    """What an edition after the first corrects, in the words of whoever froze it."""

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "edition"], name="report_edition_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(state="signed"), name="report_one_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.edition}"


class Counting(models.Model):
    """How far the counting of an edition is. A run that was killed is told by its last sign of life."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="counting")
    expected = models.PositiveIntegerField(null=True)
    """Requests of the year; NULL until the job has looked."""
    gathered = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.gathered}, {self.counted} of {self.expected}"

    @property
    def share(self) -> float | None:
        """How much is done: to gather takes as long as to count. None while nothing is known."""
        return (self.gathered + self.counted) / (2 * self.expected) if self.expected else None


class ReportRow(models.Model):
    """A request as the report counted it; the columns of the published file."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField()
    case = models.CharField(max_length=24)
    body = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=24)
    registered_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    counted_on = models.DateField()
    extended = models.BooleanField()
    hops = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=16)
    grounds = models.CharField(max_length=200)
    complaint = models.CharField(max_length=12)
    court = models.BooleanField()
    published = models.BooleanField()
    invented = models.BooleanField()
    measures = ArrayField(models.CharField(max_length=40), default=list)
    """The figures the row counts in, so that each figure opens its rows by one index."""

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "row"], name="report_row_once")]
        indexes = [
            models.Index(fields=["report", "body", "row"], name="report_row_body"),
            models.Index(fields=["report", "region", "row"], name="report_row_region"),
            GinIndex(fields=["measures"], name="report_row_measures"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.row}"


class ReportFinding(models.Model):
    """A recommendation to a holder as the report counted it; the columns of the published file."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField()
    case = models.CharField(max_length=24)
    source = models.CharField(max_length=12)
    body = models.CharField(max_length=80)
    region = models.CharField(max_length=20)
    criterion = models.CharField(max_length=12)
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    counted_on = models.DateField()
    state = models.CharField(max_length=16)
    disputed = models.BooleanField()
    returned = models.PositiveSmallIntegerField()
    invented = models.BooleanField()
    measures = ArrayField(models.CharField(max_length=40), default=list)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "row"], name="report_finding_once")]
        indexes = [GinIndex(fields=["measures"], name="report_finding_measures")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.row}"


class ReportFigure(models.Model):
    """One figure of a report; see `recompute_report.py` for what it counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures", db_index=False)
    by = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    measure = models.CharField(max_length=40)
    value = models.IntegerField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "by", "key", "measure"], name="report_figure_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.by} {self.key} {self.measure}: {self.value}"
