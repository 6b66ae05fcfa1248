"""How far the making of an invented nation has come, so that it can be killed anywhere and goes on there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Nation(models.Model):
    """One making of a nation: from what it is made (so that it can be made on in the same way) and when it was done."""

    size = models.CharField(max_length=8, unique=True)
    seed = models.BigIntegerField()
    now = models.DateTimeField()
    """Today of the nation; a later run goes on with the same one."""
    questions = models.PositiveIntegerField()
    plan = models.JSONField(default=dict)
    """Reserved ids and numbers: a batch made again makes the same rows."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return f"{self.size}: {self.questions}"


class NationBatch(models.Model):
    """A batch that is written; the row is committed with the batch. `indexed`: it stands in the search index too."""

    nation = models.ForeignKey(Nation, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    indexed = models.BooleanField(default=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nation", "number"], name="nation_batch_once")]

    def __str__(self) -> str:
        return f"{self.nation_id}.{self.number}"
