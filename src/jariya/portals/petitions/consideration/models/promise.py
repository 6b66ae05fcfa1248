"""What the body promised, by when, who answers for it, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

from .decision import Decision


class Promise(models.Model):
    """One promise of a decision. Its row is planned with a draft and binds once the decision is signed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="promises")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="petition_promises", db_index=False)
    number = models.PositiveSmallIntegerField()
    text_kk = models.TextField()
    text_ru = models.TextField()
    first_due_on = models.DateField()
    """The day that was promised first; changes never touch it."""
    due_on = models.DateField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12)
    kept_on = models.DateField(null=True)
    report_kk = models.TextField(blank=True)
    report_ru = models.TextField(blank=True)
    """What was done, or why it was given up."""
    link = models.URLField(max_length=500, blank=True)
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="petition_promise_number"),
            models.CheckConstraint(
                condition=Q(status="kept", kept_on__isnull=False) | (~Q(status="kept") & Q(kept_on__isnull=True)),
                name="petition_promise_kept_on",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on", "id"], name="petition_promise_body"),
            models.Index(fields=["due_on", "id"], name="petition_promise_running", condition=Q(status="promised")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    def said(self, part: str, lang: str) -> str:
        """Text or report for a reader of `lang`."""
        return str(getattr(self, f"{part}_{'ru' if lang == 'ru' else 'kk'}"))

    def days_late(self, today: dt.date) -> int:
        """Calendar days past the promised day; 0 where it is in time or was given up."""
        if self.status not in ("promised", "kept"):
            return 0
        return max(0, ((self.kept_on or today) - self.due_on).days)


class PromiseChange(models.Model):
    """A promise that was changed: old and new day, and the reason, in the open. Rows are only added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="changes")
    old_due = models.DateField()
    new_due = models.DateField()
    reason_kk = models.TextField()
    reason_ru = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.old_due} -> {self.new_due}"

    def reason(self, lang: str) -> str:
        """Why, for a reader of `lang`."""
        return str(self.reason_ru if lang == "ru" else self.reason_kk)
