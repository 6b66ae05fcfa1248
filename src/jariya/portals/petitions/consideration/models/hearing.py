"""A hearing: announced with its agenda, streamed, and written down."""

from __future__ import annotations

from django.db import models

from jariya.kernel.lifecycle.models import Case


class Hearing(models.Model):
    """Several may be held; each has its number within the petition."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petition_hearings")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    place_kk = models.CharField(max_length=300)
    place_ru = models.CharField(max_length=300)
    agenda_kk = models.TextField()
    agenda_ru = models.TextField()
    stream = models.URLField(max_length=500, blank=True)
    minutes_kk = models.TextField(blank=True)
    minutes_ru = models.TextField(blank=True)
    minutes_at = models.DateTimeField(null=True)
    cancelled_kk = models.CharField(max_length=500, blank=True)
    cancelled_ru = models.CharField(max_length=500, blank=True)
    """Why it was cancelled."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="petition_hearing_number")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    def said(self, part: str, lang: str) -> str:
        """Place, agenda, minutes or reason for a reader of `lang`."""
        return str(getattr(self, f"{part}_{'ru' if lang == 'ru' else 'kk'}"))
