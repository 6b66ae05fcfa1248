"""Which comments an official answer was given to at once."""

from __future__ import annotations

from django.db import models

from jariya.kernel.discussion.models.comment import Comment


class Together(models.Model):
    """A further comment that an answer was given to; the first of them is the answer's parent.

    The answer is one comment with one text, one history and one leaf in the record, and stands below each of them.
    """

    answer = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="given_to", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answered_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "comment"], name="answered_together_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} > {self.comment_id}"
