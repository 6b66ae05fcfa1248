"""An item of a publishing plan: what must be published, how often, on which ground, which data set meets it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models import DataSet


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    """Named reads of items."""

    def visible_to(self, person: Person | None) -> PlanItemQuerySet:
        """What this reader may see: a plan is public from the day it is entered."""
        return self.filter(case__visibility="public", case__sealed=False)


class PlanItem(models.Model):
    """What one body must publish. Its body, state and terms are the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="plan_item")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Of the case; here for the index of a body's plan."""
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    frequency = models.CharField(max_length=16)
    since = models.DateField()
    """Day zero of the first term."""
    ground = models.CharField(max_length=300, blank=True)
    """The act or order that obliges the body, as the body names it."""
    number = models.CharField(max_length=40, blank=True)
    """Of the item in the body's own document; an import tells rows apart by it."""
    data_set = models.OneToOneField(DataSet, on_delete=models.PROTECT, null=True, related_name="plan_item")
    kept_on = models.DateField(null=True)
    """When a version was last published for it."""
    reason_kk = models.TextField(blank=True)
    reason_ru = models.TextField(blank=True)

    objects: ClassVar[Any] = PlanItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], condition=~Q(number=""), name="plan_item_number"),
        ]
        indexes = [models.Index(fields=["body", "case"], name="plan_item_of_body")]

    def __str__(self) -> str:
        return str(self.case_id)

    def title(self, lang: str) -> tuple[str, str]:
        """The title for a reader of `lang`, and the language it is in."""
        for one in (lang, "kk", "ru", "en"):
            if words := getattr(self, f"title_{one}", ""):
                return words, one
        return "", lang
