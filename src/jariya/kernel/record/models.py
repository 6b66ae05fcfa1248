"""Logs, their leaves, checkpoints and witnesses. The secret key of a log is in none of these tables.

The database refuses to change or delete a leaf that has its index, and a checkpoint's size and root (migration 0002).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

RESERVED = frozenset({"receipt", "checkpoints", "logs", "verify"})
"""Words that are addresses beside the logs' own."""


class Log(models.Model):
    """One log: a tree of its own, with its own origin and keys. `size`: leaves that have their index."""

    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32)
    origin = models.CharField(max_length=200, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="log_name_is_an_address"),
            models.CheckConstraint(condition=Q(size__gte=0), name="log_size"),
        ]

    def __str__(self) -> str:
        return self.name


class LeafQuerySet(models.QuerySet["Leaf"]):
    """Named reads of leaves."""

    def waiting(self) -> LeafQuerySet:
        """Leaves that have no index yet."""
        return self.filter(index__isnull=True)

    def between(self, start: int, end: int) -> LeafQuerySet:
        """Leaves with indexes from `start` up to `end`, in order."""
        return self.filter(index__gte=start, index__lt=end).order_by("index")


class Leaf(models.Model):
    """An entry. It waits until the sequencer gives it an index; then it never changes again."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="leaves", db_index=False)
    key = models.CharField(max_length=80)
    """What the owner of the entry knows it by. The same key of a log is queued once."""
    entry = models.BinaryField()
    index = models.BigIntegerField(null=True)
    queued_at = models.DateTimeField()

    objects: ClassVar[Any] = LeafQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "key"], name="leaf_once"),
            models.UniqueConstraint(fields=["log", "index"], condition=Q(index__isnull=False), name="leaf_at"),
            models.CheckConstraint(condition=Q(index__gte=0), name="leaf_index"),
        ]
        indexes = [
            models.Index(fields=["log", "id"], name="leaf_waiting", condition=Q(index__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.index}"


class Opening(models.Model):
    """What opens a leaf's commitment. Erased, the leaf says nothing of anybody any more; the tree stays as it is."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, primary_key=True, related_name="opening")
    salt = models.BinaryField(null=True)
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=True, content__isnull=True) | Q(salt__isnull=False, content__isnull=False),
                name="opening_whole_or_erased",
            )
        ]

    def __str__(self) -> str:
        return f"opening of {self.leaf_id}"


class Checkpoint(models.Model):
    """A head of a log's tree that was signed. `note`: text and signatures of the log's own keys."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"{self.log_id}: {self.size}"


class Daily(models.Model):
    """The checkpoint a log ended a legal day with: the front page and open data show it."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "log"], name="daily_once")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.day}"


class Key(models.Model):
    """The public half of a key of a log. The secret half lies in the signer's folder or in the environment."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="keys")
    vkey = models.CharField(max_length=300, unique=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.vkey


class Witness(models.Model):
    """Someone else's program that cosigns what only grows."""

    vkey = models.CharField(max_length=300, unique=True)
    url = models.CharField(max_length=300)
    active = models.BooleanField(default=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Key name."""
        return self.vkey.partition("+")[0]


class Cosignature(models.Model):
    """A witness's signature line over a checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures", db_index=False)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["witness", "checkpoint"], name="cosigned_once")]

    def __str__(self) -> str:
        return f"{self.witness_id} over {self.checkpoint_id}"


class Total(models.Model):
    """How many leaves of a kind, region and hour, as of the log's last checkpoint."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="totals", db_index=False)
    kind = models.CharField(max_length=100)
    region = models.CharField(max_length=100)
    hour = models.CharField(max_length=100)
    count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "kind", "region", "hour"], name="total_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.region} {self.hour}: {self.count}"


class Cursor(models.Model):
    """How far the entries of a source have been looked through; catch-up goes on from here."""

    name = models.CharField(max_length=64, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Alarm(models.Model):
    """Something about a log that a person must look at. It stands until someone clears it."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="alarms")
    code = models.CharField(max_length=40)
    said = models.CharField(max_length=300)
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "code"], condition=Q(cleared_at__isnull=True), name="alarm_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.code}"
