"""Applications that people built on open data."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.people.models import Person
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.showcase.lifecycle import Status


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Named reads of applications."""

    def visible_to(self, person: Person | None) -> ApplicationQuerySet:
        """Those shown to everyone, and one's own."""
        shown = Q(status=Status.SHOWN, data_set__case__visibility="public", data_set__case__sealed=False)
        return self.filter(shown if person is None else shown | Q(maker=person))


class Application(models.Model):
    """A site, a program, a study or a picture made of a set's data."""

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="applications", db_index=False)
    maker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who told of it; never shown in public."""
    key = models.CharField(max_length=40, unique=True)
    """Of the form: sent twice it is told once."""
    name = models.CharField(max_length=120)
    text = models.TextField()
    language = models.CharField(max_length=2)
    url = models.URLField(max_length=500)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    reason = models.TextField(blank=True)
    """Why it is not shown: its maker alone reads it."""
    at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar[Any] = ApplicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["data_set", "-id"], name="application_shown", condition=Q(status="shown")),
            models.Index(fields=["id"], name="application_waiting", condition=Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return f"application {self.pk} {self.status}"
