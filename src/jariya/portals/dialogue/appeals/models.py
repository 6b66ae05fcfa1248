"""An appeal, what is handed over of it, and what the other system told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Named reads of appeals."""

    def visible_to(self, person: Person | None) -> AppealQuerySet:
        """An appeal is its writer's alone: the body reads it in the state's system."""
        return self.filter(case__person=person) if person is not None else self.none()


class Appeal(models.Model):
    """A formal appeal by the Code. Its steps happen in the state's system; here is what is told of them."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="appeal")
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=60, default="")
    """Given by the state's system; empty until it holds the appeal."""
    forwarded_to = models.CharField(max_length=300, default="")
    """Name of the body it went to, as that system gives it, where it went to another."""
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects: ClassVar[Any] = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="appeal_number_once", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class HandOver(models.Model):
    """An appeal on its way. The row waits until the other side has said that it holds the appeal; then the copy goes.

    `key` is ours and never changes: handing over twice is handing over once.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    sealed = models.BinaryField(null=True)
    """The document of the contract, sealed; NULL once it has arrived or was refused."""
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=40, default="")
    handed_at = models.DateTimeField(null=True)
    sent = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """Numbers of the files that arrived."""
    asked_at = models.DateTimeField(null=True)
    """When the whole history was last asked for."""

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="handover_due", condition=Q(next_try_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.case_id}"


class Heard(models.Model):
    """An event the other system told, once each, applied in the order of its numbers."""

    event = models.CharField(max_length=80)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    status = models.CharField(max_length=12)
    at = models.DateTimeField()
    on = models.DateField()
    sealed = models.BinaryField(null=True)
    """What came with it (an answer's text), sealed until it is applied."""
    heard_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=60, default="")
    """Why it changed nothing, where it changed nothing."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="heard_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.status}"


class Place(models.Model):
    """Up to where the other system's events were read; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    cursor = models.CharField(max_length=200, default="")
    read_at = models.DateTimeField(null=True)
    failed_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.cursor


class AppealDraft(models.Model):
    """An appeal as it went to be signed; it goes when the appeal is submitted or its session's text is forgotten."""

    session = models.OneToOneField(SigningSession, primary_key=True, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    points = models.JSONField(default=list)
    files = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"appeal draft {self.pk}"
