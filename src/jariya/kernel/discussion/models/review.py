"""The moderators' queue and what readers report."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.models.comment import Comment
from jariya.kernel.people.models import Person


class Report(models.Model):
    """A reader says that a comment breaks the rules, on one of the grounds. Once a person and comment."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reports", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.ground}"


class Review(models.Model):
    """One look of a moderator at a comment: in the queue, claimed, decided. At most one of a comment is undecided."""

    class Cause(models.IntegerChoices):
        """Why it stands in the queue; the smaller goes first."""

        APPEAL = 1, _("appeal")
        REPORTED = 2, _("reported by readers")
        NEW = 3, _("not yet looked at")

    class Decision(models.TextChoices):
        """What was decided."""

        KEPT = "kept", _("stays")
        REDACTED = "redacted", _("blackened in part")
        HIDDEN = "hidden", _("hidden")
        RESTORED = "restored", _("put back")
        UPHELD = "upheld", _("stays hidden")
        VOID = "void", _("withdrawn by the author meanwhile")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.PositiveSmallIntegerField(choices=Cause.choices)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    claimed_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default="")
    ground = models.CharField(max_length=80, default="")
    reason = models.ForeignKey("discussion.Wording", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment"], name="review_open_once", condition=Q(decided_at=None)),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""),
                name="review_decided_says_what",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "cause", "id"], name="review_queue", condition=Q(decided_at=None)),
            models.Index(fields=["cause", "id"], name="review_queue_all", condition=Q(decided_at=None)),
            models.Index(fields=["comment", "-id"], name="review_of_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.cause}"
