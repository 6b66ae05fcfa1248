"""Who holds information, and what each kind of holder must do: dated rows that cite their source, never Python."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .body import Body, BodyKind
from .common import Dated, Named, Sourced, Validity, dates_in_order, has_a_name, has_a_source


class Standing(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed in the text")
    SECONDARY = "secondary", _("from a secondary source")
    ASSUMED = "assumed", _("assumed")
    HOUSE = "house", _("rule of this platform")


class HolderKind(Named, Sourced, Validity):
    """A kind of holders of information, for example quasi-public companies or recipients of budget money."""

    key = models.CharField(max_length=40, unique=True)
    body_kinds = ArrayField(
        models.CharField(max_length=20, choices=BodyKind), default=list, help_text="kinds of bodies it covers by itself"
    )
    on_kk = models.CharField(max_length=300, null=True, blank=True, help_text="what information the duty covers")
    on_ru = models.CharField(max_length=300, null=True, blank=True)
    on_en = models.CharField(max_length=300, null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing)
    order = models.PositiveSmallIntegerField(default=0)

    objects = Dated["HolderKind"].as_manager()

    class Meta:
        ordering = ["order", "key"]
        constraints = [
            has_a_name("holder_kind_has_a_name"),
            has_a_source("holder_kind_has_a_source"),
            dates_in_order("holder_kind_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.key


class HolderDuty(Named, Sourced, Validity):
    """A duty of a kind of holders; `norm` is the key of the norm that gives its term, where there is one."""

    kind = models.ForeignKey(HolderKind, on_delete=models.PROTECT, related_name="duties")
    key = models.CharField(max_length=60)
    norm = models.CharField(max_length=80, null=True, blank=True)
    act = models.CharField(max_length=60)
    article = models.CharField(max_length=60, null=True, blank=True)
    url = models.URLField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing)

    objects = Dated["HolderDuty"].as_manager()

    class Meta:
        ordering = ["kind_id", "key", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "valid_from"], nulls_distinct=False, name="holder_duty_once"
            ),
            has_a_name("holder_duty_has_a_name"),
            has_a_source("holder_duty_has_a_source"),
            dates_in_order("holder_duty_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.key}"


class BodyHolderKind(Sourced, Validity):
    """A body belongs to a kind of holders beyond what its own kind says (a dominant firm, a recipient of money)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="holder_kinds")
    kind = models.ForeignKey(HolderKind, on_delete=models.PROTECT, related_name="bodies")

    objects = Dated["BodyHolderKind"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "valid_from"], nulls_distinct=False, name="body_holder_kind_once"
            ),
            has_a_source("body_holder_kind_has_a_source"),
            dates_in_order("body_holder_kind_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind_id}"
