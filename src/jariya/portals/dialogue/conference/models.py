"""A conference, and which of its questions went on as ordinary ones.

The questions themselves are comments of `kernel.discussion`: support, moderation with appeal, official answers and
feeds are the same there, and nothing of it is written twice.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from jariya.kernel.bodies.models import Holding, Post
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class ConferenceQuerySet(models.QuerySet["Conference"]):
    """Named reads of conferences."""

    def visible_to(self, person: Person | None) -> ConferenceQuerySet:
        """What this reader may see: what was announced."""
        return self.filter(case__visibility="public", case__sealed=False)


class Conference(models.Model):
    """A head answers live between two moments. Its state is the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="conference")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="conferences", db_index=False)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Who held the office when it was held (announced, until then)."""
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    about_kk = models.TextField()
    about_ru = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_kk = models.CharField(max_length=500, blank=True)
    cancelled_ru = models.CharField(max_length=500, blank=True)
    """Why it was cancelled."""

    objects: ClassVar[Any] = ConferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="conference_ends_after_it_starts")
        ]
        indexes = [
            models.Index(
                fields=["-starts_at", "-case"], name="conference_announced", condition=Q(announced_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    def said(self, part: str, lang: str) -> str:
        """Title, about or reason for a reader of `lang`."""
        return str(getattr(self, f"{part}_{'ru' if lang == 'ru' else 'kk'}"))


class Carried(models.Model):
    """A question without an answer that went on as an ordinary one, with a number and a due day of its own."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="carried")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} -> {self.question_id}"
