"""A question's own row and a citizen's unsent draft."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class Kind(models.TextChoices):
    """Open question (the platform's own term, no administrative effect) or appeal (the Code's clock)."""

    OPEN = "open"
    APPEAL = "appeal"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Named reads of questions."""

    def visible_to(self, person: Person | None) -> QuestionQuerySet:
        """What this reader may see in lists: public cases, and one's own."""
        public = Q(case__visibility="public", case__sealed=False)
        return self.filter(public | Q(case__person=person)) if person is not None else self.filter(public)


class Question(models.Model):
    """A question to the head of a body."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="question")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OPEN)
    title = models.CharField(max_length=200, blank=True)
    """Public title; empty until the public copy has been checked."""
    published_on = models.DateField(null=True)

    objects: ClassVar[Any] = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], name="question_published", condition=Q(published_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Draft(models.Model):
    """A question not yet sent. It is no case: nothing runs, nobody but its writer sees it, and sending removes it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="question_drafts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    points = models.JSONField(default=list)
    public = models.BooleanField(default=True)
    files = models.JSONField(default=list)
    """Words of the uploads that go with it."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "body"], name="draft_one_per_body")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class SignedDraft(models.Model):
    """A question as it went to be signed. The draft may be changed meanwhile; what is registered is what was signed.

    It goes when the question is registered; what was never signed goes with its session's text.
    """

    session = models.OneToOneField(SigningSession, primary_key=True, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    points = models.JSONField(default=list)
    public = models.BooleanField(default=True)
    files = models.JSONField(default=list)
    """Words of the uploads that go with it."""

    def __str__(self) -> str:
        return f"signed draft {self.pk}"
