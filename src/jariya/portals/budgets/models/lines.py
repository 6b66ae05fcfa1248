"""Rows of a release in their places, as stated and as summed, and what search reads of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from jariya.portals.budgets.models.budgets import Cut
from jariya.portals.budgets.models.releases import Release


class Node(models.Model):
    """A place in a classification: the whole path, the same for all budgets."""

    cut = models.CharField(max_length=16, choices=Cut)
    path = models.CharField(max_length=400, db_collation="C")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    depth = models.PositiveSmallIntegerField()
    sign = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "path"], name="budget_node_once"),
            models.CheckConstraint(name="budget_node_sign", condition=Q(sign__in=[1, -1])),
        ]

    def __str__(self) -> str:
        return f"{self.cut}:{self.path}"


class Label(models.Model):
    """A name as a file writes it, and as search compares it (one script, folded letters)."""

    text = models.TextField(db_collation="C")
    folded = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text"], name="budget_label_once")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="budget_label_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.text[:80]


class Line(models.Model):
    """A row of the file as it stands there.

    Nodes and labels are never deleted and written by one importer: checking them row by row tripled an import's time.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """Its line in the file, from 1."""
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    code_given = models.CharField(max_length=40)
    approved = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    adjusted = models.BigIntegerField(null=True)
    planned = models.BigIntegerField(null=True)
    obligations_planned = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    obligations = models.BigIntegerField(null=True)
    unpaid = models.BigIntegerField(null=True)
    share_planned = models.FloatField(null=True)
    share_adjusted = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["release", "month", "number"], name="budget_line_place")]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.number}"


class Rollup(models.Model):
    """What pages read: a node in a month, as stated and as its leaves sum up.

    A stated amount is NULL where the file has none or wrote a missing one as zero. `summed` holds the eight sums in
    the order of the measures; NULL where a part is unknown.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    parent = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    """How many rows stand under it; 0 for a leaf."""
    findings = models.PositiveSmallIntegerField()
    """How many checks do not hold here."""
    approved = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    adjusted = models.BigIntegerField(null=True)
    planned = models.BigIntegerField(null=True)
    obligations_planned = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    obligations = models.BigIntegerField(null=True)
    unpaid = models.BigIntegerField(null=True)
    summed = ArrayField(models.BigIntegerField(null=True), size=8)

    class Meta:
        indexes = [
            models.Index(fields=["release", "month", "parent", "number"], name="budget_rollup_under"),
            models.Index(fields=["node", "release", "month"], name="budget_rollup_of_node"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.month} {self.node_id}"


class Mention(models.Model):
    """A name at a place of a release, once for all its months: what search reads."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    month = models.PositiveSmallIntegerField()
    """The last month in which it stands."""
    paid = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["release", "label"], name="budget_mention_in")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.node_id}"
