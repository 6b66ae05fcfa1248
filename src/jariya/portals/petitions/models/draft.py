"""A petition that is not submitted: no case, nothing runs, and nobody but its author sees it."""

from __future__ import annotations

from django.db import models

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class Written(models.Model):
    """The same columns while it is a draft and while it waits for its signature."""

    first_language = models.CharField(max_length=2, default="kk")
    title_kk = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    addressee = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    revises = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The petition that came back for changes, when this is its next revision."""

    class Meta:
        abstract = True


class Draft(Written):
    """What an author writes; submitting removes it."""

    key = models.CharField(max_length=40, unique=True)
    """Its address and its idempotency key: random, told to nobody but the author."""
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="petition_drafts")
    version = models.PositiveIntegerField(default=0)
    """Grows with each saving: a page open in two tabs does not overwrite the newer text unseen."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "revises"], name="petition_draft_one_per_revision")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class SignedDraft(Written):
    """A petition as it went to be signed by its author; what is submitted is what was signed."""

    session = models.OneToOneField(SigningSession, primary_key=True, on_delete=models.CASCADE, related_name="+")
    draft_key = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"signed draft {self.pk}"
