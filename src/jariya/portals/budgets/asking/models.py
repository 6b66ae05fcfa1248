"""A question to a line: which line of which release. What was asked and answered are comments of the discussion."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.budgets.models import Budget, Node, Release


class LineQuestionQuerySet(models.QuerySet["LineQuestion"]):
    """Named reads of questions to lines."""

    def visible_to(self, person: Person | None) -> LineQuestionQuerySet:
        """What this reader may see: public questions, and one's own."""
        public = models.Q(case__visibility="public", case__sealed=False)
        own = models.Q(case__person=person) if person is not None else models.Q(pk=None)
        return self.filter(public | own)


class LineQuestion(models.Model):
    """Where the question stands: the release that was read, the place in it and the month. Its text is `comment`."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="line_question")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, null=True, related_name="line_question")
    hops = models.PositiveSmallIntegerField(default=0)
    """How often it was passed on to another body."""

    objects: ClassVar[Any] = LineQuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["node", "-case"], name="line_question_at_node"),
            models.Index(fields=["-case"], name="line_question_newest"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
