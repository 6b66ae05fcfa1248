"""Bookings of reception days, and days that do not take place. The schedule itself is a row of the post."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import ReceptionDay
from jariya.kernel.people.models import Person


class DayOff(models.Model):
    """A reception that does not take place on a day; everyone who booked it is told. Rows stay."""

    reception = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="days_off")
    day = models.DateField()
    reason = models.CharField(max_length=300)
    """Read by everyone: the body's own words, no private ones."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reception", "day"], name="day_off_once")]

    def __str__(self) -> str:
        return f"{self.reception_id} {self.day}"


class Booking(models.Model):
    """A place in time. A cancelled one stays as a row and gives its place back."""

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    reception = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    day = models.DateField()
    starts = models.TimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receptions")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=8, blank=True)
    """`person` or `body`."""
    came = models.BooleanField(null=True)
    """Said by the body after the reception; NULL while nobody has."""

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "day", "starts"], condition=Q(cancelled_at__isnull=True), name="place_taken_once"
            ),
            models.UniqueConstraint(
                fields=["reception", "day", "person"], condition=Q(cancelled_at__isnull=True), name="one_place_a_day"
            ),
        ]
        indexes = [models.Index(fields=["day", "reception"], name="booking_day")]

    def __str__(self) -> str:
        return f"{self.reception_id} {self.day} {self.starts}"

    @property
    def moment(self) -> dt.datetime:
        """Day and time together, without a zone: for the page."""
        return dt.datetime.combine(self.day, self.starts)
