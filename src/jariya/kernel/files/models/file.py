"""A file's content, told by its digest."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.lifecycle import RUNNING, Status


class Area(models.TextChoices):
    """Where the bytes lie: sealed (encrypted; what people and bodies gave) or open (what was published).

    A table that a body sends to be published as open data lies sealed in an area of its own: the importer of open data
    looks into it, not the inspection of letters, and so it can never become a letter's attachment.
    """

    SEALED = "sealed"
    OPEN = "open"
    TABLES = "tables"


class Scan(models.TextChoices):
    """What the virus scanner said."""

    NONE = "none", _("not scanned for viruses")
    CLEAN = "clean", _("scanned for viruses: nothing found")
    FOUND = "found", _("a virus was found")


class FileQuerySet(models.QuerySet["File"]):
    """Named reads of files."""

    def running(self) -> FileQuerySet:
        """Whose check is not over."""
        return self.filter(state__in=sorted(RUNNING))


class File(models.Model):
    """One content in one area. The same bytes sent twice are one row; who attached them says `Attachment`."""

    digest = models.BinaryField(max_length=32)
    """SHA-256 of the content: its address in the storage."""
    area = models.CharField(max_length=8, choices=Area.choices, default=Area.SEALED)
    size = models.BigIntegerField()
    """Bytes of the content."""
    kind = models.CharField(max_length=16, blank=True)
    """Code of the kind as its content says (`inspect.kinds`), which is also the extension; empty until checked."""
    media_type = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=Status.choices, default=Status.UPLOADED)
    refusal = models.CharField(max_length=40, blank=True)
    """Code of why it was refused."""
    refusal_values = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    """What hides in it: codes, places and counts (`inspect.found.Finding.row`), no word of the file."""
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    """When a postponed check is tried again."""
    at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    """When the bytes were removed: no copy needs them any more. The row and the digest stay."""

    objects: ClassVar[Any] = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "area"], name="file_content_once"),
            models.CheckConstraint(condition=Q(size__gte=0), name="file_size"),
        ]
        indexes = [
            models.Index(
                fields=["again_at", "id"], name="file_waiting", condition=Q(state__in=["uploaded", "checking"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.hex[:12]} {self.state}"

    @property
    def hex(self) -> str:
        """The digest as text."""
        return bytes(self.digest).hex()

    @property
    def ready(self) -> bool:
        """Whether it may be handed out at all: checked, and its bytes are there."""
        return self.state == Status.READY and self.removed_at is None

    @property
    def found(self) -> list[Finding]:
        """The findings as the inspection gave them."""
        return [
            Finding(row["code"], row["unit"], row["number"], row["count"], row["detail"]) for row in self.findings or []
        ]

    @property
    def blocking(self) -> list[Finding]:
        """The findings with which the file is not published."""
        return [one for one in self.found if one.severity == "blocks"]
