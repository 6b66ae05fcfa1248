"""Editions of classifications, and what became of a code after a reform."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jariya.portals.budgets.models.budgets import Cut


class ClassifierVersion(models.Model):
    """An edition of a classification, in force from a day to a day. Unknown days and sources are NULL."""

    cut = models.CharField(max_length=16, choices=Cut)
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField()
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "name"], name="budget_classifier_once"),
            models.CheckConstraint(name="budget_classifier_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.cut} {self.name}"


class ClassifierItem(models.Model):
    """A code of a classifier in its place."""

    version = models.ForeignKey(ClassifierVersion, on_delete=models.PROTECT, related_name="items")
    path = models.CharField(max_length=200, db_collation="C")
    name_kk = models.TextField(null=True)
    name_ru = models.TextField(null=True)
    name_en = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="budget_item_once")]
        indexes = [models.Index(fields=["path"], name="budget_item_at")]

    def __str__(self) -> str:
        return self.path


class Crosswalk(models.Model):
    """After a reform: what a code became. One may become several, several one."""

    before = models.ForeignKey(ClassifierItem, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(ClassifierItem, on_delete=models.PROTECT, related_name="was")
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="budget_crosswalk_once")]

    def __str__(self) -> str:
        return f"{self.before_id} > {self.after_id}"
