"""Clusters of near-identical answers of a body, as the job last found them."""

from __future__ import annotations

from django.db import models

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case


class Compared(models.Model):
    """When the answers of a body were last compared, and how many of them."""

    body = models.OneToOneField(Body, primary_key=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    """Day as of which they were compared."""
    answers = models.PositiveIntegerField()
    alike = models.PositiveIntegerField()
    """How many of them stand in clusters."""
    newest = models.BigIntegerField(default=0)
    """The newest answer that was seen: a body without a new one is not compared again."""

    def __str__(self) -> str:
        return f"{self.body_id}: {self.alike} of {self.answers}"


class Cluster(models.Model):
    """Answers of one body that are nearly the same text."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="cluster_once")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.number}: {self.size}"


class Member(models.Model):
    """An answer in a cluster."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.case_id)
