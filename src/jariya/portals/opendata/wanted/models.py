"""A request for data. Its text is a comment of the discussion: supported, moderated and answered like any other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.planning.models import PlanItem


class WantedQuerySet(models.QuerySet["Wanted"]):
    """Named reads of requests for data."""

    def visible_to(self, person: Person | None) -> WantedQuerySet:
        """What this reader may see: public requests, and one's own."""
        public = models.Q(case__visibility="public", case__sealed=False)
        own = models.Q(case__person=person) if person is not None else models.Q(pk=None)
        return self.filter(public | own)


class Wanted(models.Model):
    """What became of a request. Its body, state and term are the case's, its words and supports the comment's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="wanted")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, null=True, related_name="wanted")
    plan = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, related_name="wanted")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="wanted")
    hops = models.PositiveSmallIntegerField(default=0)
    """How often it was passed on to another body."""
    was = models.CharField(max_length=32, blank=True)
    """State before it was hidden."""

    objects: ClassVar[Any] = WantedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-case"], name="wanted_newest")]

    def __str__(self) -> str:
        return str(self.case_id)
