from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .body import Body
from .common import Named, Sourced, has_a_source


class SuccessionKind(models.TextChoices):
    RENAME = "rename", _("renamed")
    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")
    SUCCESSOR = "successor", _("succeeded")


class Succession(Sourced):
    """One body took over from another. Both keep their pages; `day` is the successor's first day, NULL when unknown."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    day = models.DateField(null=True, blank=True)
    act = models.CharField(max_length=500, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(name="succession_of_another", condition=~Q(predecessor=F("successor"))),
            has_a_source("succession_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class FormerAddress(models.Model):
    """A public address that a body once had. It leads to the body for ever and is never given to another."""

    slug = models.CharField(max_length=80, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="former_addresses")
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class FormerName(Named):
    """Names that the same body bore until a day (the last one), and the act that changed them."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="former_names")
    short_kk = models.CharField(max_length=200, null=True, blank=True)
    short_ru = models.CharField(max_length=200, null=True, blank=True)
    short_en = models.CharField(max_length=200, null=True, blank=True)
    until = models.DateField()
    act = models.CharField(max_length=500, null=True, blank=True)

    class Meta:
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return f"{self.body_id} until {self.until}"
