from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .common import Dated, Named, Sourced, Validity, dates_in_order, has_a_name, has_a_source

INVENTED_CODES = "99"
"""Codes of the classifier begin with 10-79; what begins with 99 cannot be taken for a real territory."""


class RegionLevel(models.TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    DISTRICT = "district", _("district or city of a region")
    RURAL_DISTRICT = "rural_district", _("rural district")
    SETTLEMENT = "settlement", _("settlement")


class RegionKind(models.TextChoices):
    OBLAST = "oblast", _("oblast")
    REPUBLICAN_CITY = "republican_city", _("city of republican significance")
    DISTRICT = "district", _("district")
    CITY = "city", _("city")
    CITY_DISTRICT = "city_district", _("district of a city")
    TOWN = "town", _("town")
    RURAL_DISTRICT = "rural_district", _("rural district")
    VILLAGE = "village", _("village")
    OTHER = "other", _("other territory")


class Region(Named, Sourced, Validity):
    """A territory of the classifier of administrative objects (KATO), from an oblast down to a village."""

    code = models.CharField(max_length=9, unique=True, help_text="KATO, nine digits")
    level = models.CharField(max_length=20, choices=RegionLevel)
    kind = models.CharField(max_length=20, choices=RegionKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    short_kk = models.CharField(max_length=200, null=True, blank=True)
    short_ru = models.CharField(max_length=200, null=True, blank=True)
    short_en = models.CharField(max_length=200, null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True, help_text="place on the tile map of regions")
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    edited = models.BooleanField(default=False, help_text="changed here: seed files no longer touch the row")
    sort_kk = models.CharField(max_length=120, db_collation="C", default="", blank=True)
    search_text = models.TextField(default="", blank=True)

    objects = Dated["Region"].as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "invented", "sort_kk", "id"], name="region_by_level"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="region_by_words", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(name="region_code_is_nine_digits", condition=Q(code__regex=r"^[0-9]{9}$")),
            models.CheckConstraint(
                name="region_invented_by_code",
                condition=Q(invented=True, code__startswith=INVENTED_CODES)
                | (Q(invented=False) & ~Q(code__startswith=INVENTED_CODES)),
            ),
            has_a_name("region_has_a_name"),
            has_a_source("region_has_a_source"),
            dates_in_order("region_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name('kk')}"
