"""Texts of a petition as they were submitted: a petition that comes back changed is a new revision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing.models import SigningSession


class Revision(models.Model):
    """What its author signed. Rows are only added; the current texts stand on the petition too."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_revisions", db_index=False)
    number = models.PositiveSmallIntegerField()
    first_language = models.CharField(max_length=2)
    title_kk = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    digest = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32, null=True)
    """With it the event's digest is `salted_digest(salt, digest)`; erasing it forgets the text."""
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The session of the author's EDS; NULL for invented petitions alone."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="petition_revision_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.case_id} r{self.number}"
