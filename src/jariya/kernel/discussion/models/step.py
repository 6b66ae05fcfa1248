"""What happened to comments, in codes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.models.comment import Comment
from jariya.kernel.people.models import Person


class Step(models.Model):
    """A step of a comment. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002).

    It is no event of the case: twenty thousand comments would bury the case's own history. Codes, ids and a salted
    digest; never words that a person wrote.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    on = models.DateField()
    role = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The body of the case."""
    codes = models.JSONField(default=dict)
    digest = models.BinaryField(null=True)
    public = models.BooleanField(default=True)
    key = models.CharField(max_length=80, null=True)
    """Idempotency key of the form: the same key of the same person acts once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="step_done_once", condition=Q(key__isnull=False))
        ]
        indexes = [models.Index(fields=["comment", "id"], name="step_of_comment")]

    def __str__(self) -> str:
        return f"{self.kind} {self.comment_id}"
