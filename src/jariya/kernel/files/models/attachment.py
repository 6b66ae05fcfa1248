"""A file attached to a case, and its copies."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jariya.kernel.files.models.file import File
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class Which(models.TextChoices):
    """Three copies: the sealed original, the parties' copy, the public copy."""

    SEALED = "sealed"
    PARTIES = "parties"
    PUBLIC = "public"


class Attachment(models.Model):
    """A file of a case. `role`: what it is there, in the portal's word: `letter`, `answer`, `evidence`, `scan` ..."""

    public_id = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    role = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField()
    """Its number in the case, from 1; never given twice."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """When its copies and titles were erased; number and digest stay."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="attachment_position_once")]

    def __str__(self) -> str:
        return self.public_id


class CopyQuerySet(models.QuerySet["Copy"]):
    """Named reads of copies."""

    def living(self) -> CopyQuerySet:
        """Neither withdrawn nor erased."""
        return self.filter(ended_at=None)


class Copy(models.Model):
    """One of an attachment's copies. A public copy that is withdrawn or replaced ends; the next one is a new row."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="copies", db_index=False)
    copy = models.CharField(max_length=8, choices=Which.choices)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="copies")
    title = models.CharField(max_length=200, blank=True)
    """Of the sealed and the parties' copy: the name as its sender typed it. Of the public one: the official's words."""
    language = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = CopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "copy"], name="copy_once", condition=models.Q(ended_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["at"], name="copy_sealed_at", condition=models.Q(copy="sealed"))]

    def __str__(self) -> str:
        return f"{self.copy} of {self.attachment_id}"
