"""What officials keep at the desk: templates of answers and drafts that save themselves."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class AnswerTemplate(models.Model):
    """A text a body uses again. It is put into the form as a start and never sent by itself.

    Nothing is deleted: an edit is a new version, and what was removed stays as a row that is not offered.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    text = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid.uuid4, unique=True)
    """Stands for the row in addresses and forms."""
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "language", "title"], condition=Q(retired_at__isnull=True), name="template_offered_once"
            )
        ]
        indexes = [models.Index(fields=["body", "language", "title"], name="template_of_body")]

    def __str__(self) -> str:
        return f"template {self.pk}"


class DeskDraft(models.Model):
    """What an official has typed into a step and not sent; removed when the step is done."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=32)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case", "verb"], name="desk_draft_once")]

    def __str__(self) -> str:
        return f"desk draft {self.pk}"


class NormRecount(models.Model):
    """How far the running terms are brought to an edition of the norms; begun again after any stop.

    The calendar has its own in `lifecycle.Recomputation`.
    """

    edition = models.PositiveIntegerField(unique=True)
    changed = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"norms {self.edition}: {self.moved} moved"
