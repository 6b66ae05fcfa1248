"""Guides in versions, seminars, and the places that people took in them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.requests.matters import Shown


class Audience(models.TextChoices):
    """For whom it is."""

    CITIZENS = "citizens", _("citizens")
    SOCIETY = "society", _("non-governmental organisations")
    PRESS = "press", _("journalists")
    OFFICERS = "officers", _("officers for access to information")


class Guide(models.Model):
    """A guide. Its state is the case's, its texts stand in versions."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="guide")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    withdrawn_kk = models.CharField(max_length=500, blank=True)
    withdrawn_ru = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = Shown.as_manager()

    def __str__(self) -> str:
        return str(self.case_id)


class GuideVersion(models.Model):
    """A version of a guide. Kazakh and Russian stand side by side; English where there is one."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_kk = models.TextField()
    text_ru = models.TextField()
    text_en = models.TextField(blank=True)
    changed_kk = models.CharField(max_length=500, blank=True)
    changed_ru = models.CharField(max_length=500, blank=True)
    """What is new against the version before; empty in the first."""
    on = models.DateField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once")]
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.guide_id} v{self.number}"

    def language(self, lang: str) -> str:
        """The language in which a reader of `lang` gets it: English where it is there, else the state language."""
        return lang if lang in {"kk", "ru"} or (lang == "en" and self.title_en and self.text_en) else "kk"

    def said(self, part: str, lang: str) -> str:
        """Title or text for a reader of `lang`."""
        return str(getattr(self, f"{part}_{self.language(lang)}"))


class Seminar(models.Model):
    """A seminar with places. Its state is the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="seminar")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    about_kk = models.TextField()
    about_ru = models.TextField()
    place_kk = models.CharField(max_length=300)
    place_ru = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField()
    materials_kk = models.TextField(blank=True)
    materials_ru = models.TextField(blank=True)
    materials_link = models.CharField(max_length=1000, blank=True)
    cancelled_kk = models.CharField(max_length=500, blank=True)
    cancelled_ru = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = Shown.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="seminar_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    def takes(self, now: dt.datetime) -> bool:
        """Whether one can still register or give a place up."""
        return bool(self.case.state == "announced" and now < self.starts_at)


class PlaceStatus(models.TextChoices):
    """What became of a registration."""

    SEATED = "seated", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    GIVEN_UP = "given_up", _("given up")
    CAME = "came", _("was there")


HELD = (PlaceStatus.SEATED, PlaceStatus.WAITING, PlaceStatus.CAME)


class Place(models.Model):
    """A person's registration for a seminar. Only the organiser reads the name; no public exit knows of it."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="places", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seminar_places")
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(max_length=12, choices=PlaceStatus.choices)
    name = models.CharField(max_length=120)
    """How the person wants to be called."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "person"],
                condition=Q(status__in=["seated", "waiting", "came"]),
                name="seminar_place_once",
            )
        ]
        indexes = [models.Index(fields=["seminar", "status", "id"], name="seminar_place_status")]

    def __str__(self) -> str:
        return f"{self.seminar_id} {self.status}"
