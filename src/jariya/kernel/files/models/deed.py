"""What happened to attachments, and who opened them."""

from __future__ import annotations

from django.db import models

from jariya.kernel.files.models.attachment import Attachment
from jariya.kernel.people.models import Person


class Deed(models.Model):
    """One deed. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002).

    Codes, ids and digests; never a title, a name of a file or a word out of it.
    """

    class Kind(models.TextChoices):
        """What was done."""

        ATTACHED = "attached"
        MADE_ANEW = "made_anew"
        """The parties' copy was drawn anew (photographs)."""
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"
        ERASED = "erased"
        READ = "read"
        """Somebody other than the person of the case opened a copy that is not public."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="deeds", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    copy = models.CharField(max_length=8, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    codes = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32, null=True)
    """SHA-256 of the public copy that was published."""

    class Meta:
        indexes = [models.Index(fields=["attachment", "id"], name="deed_of_attachment")]

    def __str__(self) -> str:
        return f"{self.kind} {self.attachment_id}"
