"""Signatures on paper: batches that clerks enter, and each look at a sheet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jariya.kernel.people.models import Person


class PaperBatch(models.Model):
    """Signatures on paper that a clerk entered: numbers by region, and scans. Counted and shown apart."""

    petition = models.ForeignKey("collecting.Collection", on_delete=models.PROTECT, related_name="paper_batches")
    number = models.IntegerField()
    regions = models.JSONField()
    """KATO code -> how many."""
    scans = ArrayField(models.BinaryField(max_length=32))
    """SHA-256 of each scan."""
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gt=0), name="paper_number")]

    def __str__(self) -> str:
        return f"paper {self.number}"


class ScanView(models.Model):
    """Somebody opened a scan: who, which, why. Append-only: the database refuses UPDATE, DELETE and TRUNCATE."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="views")
    place = models.PositiveSmallIntegerField()
    """Which of the batch's scans, from 1."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"scan {self.batch_id}/{self.place} opened"
