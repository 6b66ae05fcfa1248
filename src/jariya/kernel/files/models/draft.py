"""A public copy that is being prepared."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.models.attachment import Attachment
from jariya.kernel.files.models.file import File
from jariya.kernel.people.models import Person


class Way(models.TextChoices):
    """How the public copy is made of the sealed original, which stays as it is."""

    AS_IS = "as_is", _("As it is")
    CLEANED = "cleaned", _("Without what hides in it")
    BARE = "bare", _("Without what hides in it, hidden sheets, rows and slides taken out")
    BLACKENED = "blackened", _("Blackened: pages become pictures, nothing stays under the boxes")


class Draft(models.Model):
    """What an official prepares for publishing; nobody outside the body sees it. It goes when the copy is published."""

    attachment = models.OneToOneField(Attachment, primary_key=True, on_delete=models.PROTECT, related_name="draft")
    way = models.CharField(max_length=12, choices=Way.choices)
    boxes = models.JSONField(default=dict)
    """Page -> boxes `[x0, y0, x1, y1]` in points from the page's top left corner; a page that nobody looked at is
    not there."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    """The copy as made, sealed until it is published; NULL while it is being made."""
    asked_at = models.DateTimeField(null=True)
    """When its making was asked for; NULL while pages are still being marked."""
    refusal = models.CharField(max_length=40, blank=True)
    """Code of why it could not be made."""
    repeats = ArrayField(models.PositiveIntegerField(), default=list)
    """Pages where a blackened word can still be read at another place."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.way} of {self.attachment_id}"

    @property
    def looked(self) -> list[int]:
        """Pages that somebody has looked at, in order."""
        return sorted(int(page) for page in self.boxes)

    @property
    def marked(self) -> int:
        """How many boxes there are."""
        return sum(len(boxes) for boxes in self.boxes.values())

    def on_page(self, page: int) -> list[list[float]] | None:
        """The boxes of a page; None where nobody looked at it."""
        found: Any = self.boxes.get(str(page))
        return found
