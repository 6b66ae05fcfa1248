"""Signatures under petitions, the queue in which they wait to be counted, and the batches in which they were.

A signature's row is written once and read by its key alone: it is not touched when it is counted, for rewriting it
would double the table of 20 million rows and its index. Where it stands in the log is told by its batch.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField
from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.record.models import Log


class Collection(models.Model):
    """A petition's signatures as a whole: its log, and what the log's last checkpoint counts.

    The numbers are moved by the sequencer alone, in the transaction of the checkpoint they were counted from.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="collection")
    log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_on = models.DateField(null=True)
    """Last day of collecting, as it is shown; what ends it is `close`, called by the lifecycle."""
    closed_at = models.DateTimeField(null=True)
    """Signatures given until this moment may still be verified and counted."""
    sealed_at = models.DateTimeField(null=True)
    """Nothing enters any more."""
    paused_at = models.DateTimeField(null=True)
    frozen = models.JSONField(default=dict)
    """What the threshold was computed from when it opened: share, population, its date and source."""
    size = models.BigIntegerField(default=0)
    """Leaves under the last checkpoint."""
    signatures = models.BigIntegerField(default=0)
    minus = models.BigIntegerField(default=0)
    paper = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    last_signers = models.JSONField(default=list)
    """[first name and initial, place in the log], the newest first, at most 100."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(signatures__gte=F("minus"), minus__gte=0), name="collection_count"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True) | Q(closed_at__isnull=False), name="collection_sealed_is_closed"
            ),
        ]
        indexes = [models.Index(fields=["closed_at"], condition=Q(sealed_at=None), name="collection_open")]

    def __str__(self) -> str:
        return f"collection {self.pk}"

    @property
    def count(self) -> int:
        """Electronic signatures that count: signed less taken back. Paper stands apart."""
        return int(self.signatures - self.minus)


class Threshold(models.Model):
    """A number of signatures at which something happens, once."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="thresholds", db_index=False)
    kind = models.CharField(max_length=32)
    number = models.BigIntegerField()
    crossed_at = models.DateTimeField(null=True)
    crossed_count = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "kind"], name="threshold_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="threshold_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.number}"


class Issuer(models.Model):
    """Who issued certificates of signers: for the supervisor's view of strange patterns."""

    name = models.CharField(max_length=200)
    sha256 = models.BinaryField(max_length=32, unique=True)
    """Of the issuer's name in DER."""

    def __str__(self) -> str:
        return self.name


class State(models.IntegerChoices):
    """What became of a signature. Moves: waiting -> taken | failed; taken -> removed -> taken (signed again)."""

    WAITING = 0, _("being verified")
    TAKEN = 1, _("taken")
    REMOVED = 2, _("taken back")
    FAILED = 3, _("not valid")


class Signature(models.Model):
    """One person under one petition. `signer_ref`: HMAC-SHA256 of the IIN under the petition's own key.

    No foreign key is checked on insert: the petition's row would be locked by every signer. The statement that
    inserts reads it itself.
    """

    pk = models.CompositePrimaryKey("petition_id", "signer_ref")
    petition = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    signer_ref = models.BinaryField(max_length=32)
    seq = models.BigIntegerField()
    """Its row in the queue; batches name it by this."""
    salt = models.BinaryField(max_length=16, null=True)
    """NULL once erased: the leaf says nothing of anybody any more."""
    evidence = models.BinaryField(max_length=32)
    """SHA-256 of the CMS."""
    region = models.CharField(max_length=9)
    name = models.CharField(max_length=60)
    """First name and initial."""
    issuer_id = models.IntegerField(null=True)
    session_id = models.BigIntegerField(null=True)
    """Of the signing session under whose number the sealed evidence lies."""
    given_at = models.DateTimeField()
    state = models.SmallIntegerField(choices=State.choices, default=State.TAKEN)

    class Meta:
        # Rows lie in the order of `seq`: a few pages summed up find one, at a thousandth of a tree's size.
        indexes = [
            BrinIndex(fields=["seq"], name="signature_by_seq", pages_per_range=32, autosummarize=True),
            models.Index(fields=["petition", "given_at"], condition=Q(state=0), name="signature_waiting"),
        ]

    def __str__(self) -> str:
        return f"signature {self.seq}"


class Queued(models.Model):
    """A signature that waits for its place in the log; its row lives about a second."""

    petition = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    region = models.CharField(max_length=9)
    commitment = models.BinaryField(max_length=32)
    name = models.CharField(max_length=60)
    issuer_id = models.IntegerField(null=True)
    given_at = models.DateTimeField()

    # No index by petition: the queue is a second long, and each index is written twice for every signature.

    def __str__(self) -> str:
        return f"queued {self.pk}"


class Batch(models.Model):
    """Signatures that got their places together: `first` is the index of the first, the others follow in order."""

    petition = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.BigIntegerField()
    number = models.IntegerField()
    span = BigIntegerRangeField()
    """From the smallest `seq` to the largest."""
    seqs = ArrayField(models.BigIntegerField(), null=True)
    """In the order of places; NULL when they are `span` without a gap."""
    entries = models.BinaryField(null=True)
    """The leaves, until a checkpoint covers them; afterwards they lie in the log's files alone."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "first"], name="batch_place"),
            models.CheckConstraint(condition=Q(number__gt=0), name="batch_number"),
        ]
        indexes = [GistIndex(fields=["span"], name="batch_span")]

    def __str__(self) -> str:
        return f"batch {self.petition_id}/{self.first}"


class Pace(models.Model):
    """Signatures given in a minute, by region and issuer: what the supervisor looks at. Kept for two weeks."""

    petition = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)
    minute = models.DateTimeField()
    region = models.CharField(max_length=9)
    issuer_id = models.IntegerField(default=0)
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "minute", "region", "issuer_id"], name="pace_once"),
        ]

    def __str__(self) -> str:
        return f"pace {self.petition_id} {self.minute}"


class Cause(models.TextChoices):
    """Why a signature counts no more."""

    WITHDRAWN = "withdrawn", _("taken back by the signer")
    INVALID = "invalid", _("found not valid")


class Minus(models.Model):
    """A batch of signatures that count no more: one leaf, with totals by region and without indexes."""

    petition = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"minus {self.number}"


class Removal(models.Model):
    """A signature that counts no more, or will not with the next batch. The link is for auditors alone."""

    petition = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)
    signer_ref = models.BinaryField(max_length=32)
    seq = models.BigIntegerField()
    region = models.CharField(max_length=9)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    invalidation = models.ForeignKey(
        "collecting.Invalidation", on_delete=models.PROTECT, null=True, related_name="removals"
    )
    asked_at = models.DateTimeField()
    minus = models.ForeignKey(Minus, on_delete=models.PROTECT, null=True, related_name="removals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "seq"], name="removal_once")]
        indexes = [
            models.Index(fields=["petition", "asked_at"], condition=Q(minus=None), name="removal_waiting"),
        ]

    def __str__(self) -> str:
        return f"removal of {self.seq}"


class InvalidationState(models.TextChoices):
    """prepared -> running -> done | cancelled; prepared -> cancelled."""

    PREPARED = "prepared", _("prepared, not started")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Invalidation(models.Model):
    """Many signatures found not valid at once: conditions, a dry run, a reason, two people, a public record."""

    petition = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="invalidations")
    given_from = models.DateTimeField(null=True)
    given_until = models.DateTimeField(null=True)
    region = models.CharField(max_length=9, default="", blank=True)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000)
    found = models.IntegerField()
    """How many the dry run found."""
    removed = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=InvalidationState.choices, default=InvalidationState.PREPARED)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cursor = models.BinaryField(max_length=32, null=True)
    """The last `signer_ref` looked at; a run that was cut goes on from there."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(started_by__isnull=True) | ~Q(started_by=F("prepared_by")), name="invalidation_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"invalidation {self.pk}"


class Switch(models.Model):
    """A part of the house that can be switched off so that signing survives."""

    name = models.CharField(max_length=32, primary_key=True)
    off = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SwitchUse(models.Model):
    """Each use of a switch. Append-only: the database refuses UPDATE, DELETE and TRUNCATE."""

    name = models.CharField(max_length=32)
    off = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="switch_use_by_age")]

    def __str__(self) -> str:
        return f"{self.name} {self.off}"


from jariya.portals.petitions.collecting.paper_models import PaperBatch, ScanView  # noqa: E402, F401
