"""A file on its way in."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jariya.kernel.files.models.file import Area, File
from jariya.kernel.people.models import Person


def new_token() -> str:
    """The word that names an upload in addresses; it opens nothing to anyone but its owner."""
    return secrets.token_urlsafe(18)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Named reads of uploads."""

    def of(self, person: Person) -> UploadQuerySet:
        """What this person sent and has not attached."""
        return self.filter(person=person, taken_at=None)


class Upload(models.Model):
    """What a person sends, piece by piece. It goes when it is attached, or when its time is over.

    The typed name stands here until then and nowhere in an event.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    """Bytes that were announced."""
    received = models.BigIntegerField(default=0)
    """Bytes that are stored: where the next piece begins."""
    ends = ArrayField(models.BigIntegerField(), default=list)
    """Where each stored piece ends."""
    area = models.CharField(max_length=8, choices=Area.choices, default=Area.SEALED)
    """Where its content will lie."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="uploads")
    """The content, once it is whole."""
    at = models.DateTimeField()
    touched_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    """When it was attached to a case."""

    objects: ClassVar[Any] = UploadQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(received__lte=F("size"), size__gt=0), name="upload_received")]
        indexes = [models.Index(fields=["touched_at"], name="upload_left", condition=Q(taken_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.received}/{self.size}"

    @property
    def whole(self) -> bool:
        """Whether every byte has come."""
        return self.received == self.size
