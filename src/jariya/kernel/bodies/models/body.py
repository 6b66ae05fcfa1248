from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.names import FALLBACK, Name, best

from .common import Dated, Named, Sourced, Validity, dates_in_order, has_a_source
from .region import Region


class BodyKind(models.TextChoices):
    PARLIAMENT = "parliament", _("parliament")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("agency")
    COMMITTEE = "committee", _("committee of a ministry")
    DEPARTMENT = "department", _("territorial department")
    AKIMAT = "akimat", _("akimat")
    MASLIKHAT = "maslikhat", _("maslikhat")
    LOCAL_OFFICE = "local_office", _("local executive office")
    CITY_DISTRICT_AKIM = "city_district_akim", _("akim's office of a city district")
    RURAL_AKIM = "rural_akim", _("rural akim's office")
    COURT = "court", _("court")
    PROSECUTOR = "prosecutor", _("prosecutor's office")
    CENTRAL_OTHER = "central_other", _("other central body")
    INSTITUTION = "institution", _("state institution")
    QUASI_PUBLIC = "quasi_public", _("quasi-public organisation")
    HOLDER = "holder", _("other holder of information")


class Level(models.TextChoices):
    REPUBLIC = "republic", _("republic")
    REGION = "region", _("region")
    DISTRICT = "district", _("district or city of a region")
    RURAL = "rural", _("rural district or village")


class BodyRows(Dated["Body"]):
    """Bodies, readable as sentences: `Body.objects.real().on(day).connected()`."""

    def connected(self) -> BodyRows:
        """Bodies that take questions here."""
        return self.filter(connected=True)

    def of_kind(self, *kinds: str) -> BodyRows:
        return self.filter(kind__in=kinds)


class Body(Named, Sourced, Validity):
    """A state body or another holder of information.

    `slug` is its lasting public address: it is never given to another body, and an old one keeps leading here
    (`FormerAddress`). `connected` says whether it takes questions on this installation.
    """

    slug = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=BodyKind)
    level = models.CharField(max_length=10, choices=Level, null=True, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    short_kk = models.CharField(max_length=200, null=True, blank=True)
    short_ru = models.CharField(max_length=200, null=True, blank=True)
    short_en = models.CharField(max_length=200, null=True, blank=True)
    bin = models.CharField(max_length=12, null=True, blank=True, unique=True)
    address_kk = models.CharField(max_length=500, null=True, blank=True)
    address_ru = models.CharField(max_length=500, null=True, blank=True)
    address_en = models.CharField(max_length=500, null=True, blank=True)
    site = models.URLField(null=True, blank=True)
    phone = models.CharField(max_length=60, null=True, blank=True)
    email = models.EmailField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    connected = models.BooleanField(default=False)
    edited = models.BooleanField(default=False, help_text="changed here: seed files no longer touch the row")
    sort_kk = models.CharField(max_length=120, db_collation="C", default="", blank=True)
    sort_ru = models.CharField(max_length=120, db_collation="C", default="", blank=True)
    sort_en = models.CharField(max_length=120, db_collation="C", default="", blank=True)
    search_text = models.TextField(default="", blank=True)

    objects = BodyRows.as_manager()

    class Meta:
        ordering = ["sort_kk", "id"]
        indexes = [
            models.Index(fields=["sort_kk", "id"], name="body_by_kk"),
            models.Index(fields=["sort_ru", "id"], name="body_by_ru"),
            models.Index(fields=["sort_en", "id"], name="body_by_en"),
            models.Index(fields=["kind", "sort_kk", "id"], name="body_by_kind"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="body_by_words", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                name="body_slug_is_an_address", condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(
                name="body_bin_is_twelve_digits", condition=Q(bin=None) | Q(bin__regex=r"^[0-9]{12}$")
            ),
            models.CheckConstraint(
                name="body_has_a_name",
                condition=~Q(name_kk=None, name_ru=None, name_en=None, short_kk=None, short_ru=None, short_en=None),
            ),
            has_a_source("body_has_a_source"),
            dates_in_order("body_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.slug

    def name(self, lang: str) -> Name:
        """The full name for a reader of `lang`; where no language has one, the short name stands for it."""
        return best(self.names(), lang) if any(self.names().values()) else self.short(lang)

    def short(self, lang: str) -> Name:
        """The short name in `lang`, else the full one in `lang`, else the next language's short or full name."""
        for other in FALLBACK.get(lang, FALLBACK["kk"]):
            for column in ("short", "name"):
                text = getattr(self, f"{column}_{other}")
                if text:
                    return Name(text, other)
        return Name("", lang)

    def address(self, lang: str) -> Name:
        """The postal address for a reader of `lang`; empty text when none is known."""
        return best({other: getattr(self, f"address_{other}") for other in FALLBACK["kk"]}, lang)
