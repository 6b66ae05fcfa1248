"""Who supports which comment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jariya.kernel.discussion.models.comment import Comment
from jariya.kernel.people.models import Person


class Support(models.Model):
    """A person's support of a comment, once. Taken back, the row stays with its day.

    No counter is raised inline: thousands may support one comment in the same minute. A job counts what is uncounted.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="supported_by", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="support_once")]
        indexes = [
            models.Index(fields=["comment"], name="support_live", condition=Q(withdrawn_at=None)),
            models.Index(fields=["comment"], name="support_uncounted", condition=Q(counted=False)),
            models.Index(fields=["person", "-at"], name="support_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.comment_id}"
