"""Where each petition that collects stands today, for the lists that sort by it. A copy, made anew by a job."""

from __future__ import annotations

from django.db import models

from jariya.kernel.lifecycle.models import Case


class Standing(models.Model):
    """What moved in a day and how near the threshold is. Only of petitions that collect signatures now.

    Summing up hours of thousands of logs for each reader of the front page would cost more than the page: a job does
    it every few minutes. The number that is shown beside a petition is never taken from here.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    day = models.IntegerField()
    """Signatures of the last 24 full hours, less those taken back."""
    share = models.IntegerField()
    """Thousandths of the threshold."""
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-day", "-case"], name="petition_trending", condition=models.Q(day__gt=0)),
            models.Index(fields=["-share", "-case"], name="petition_near"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.day}"
