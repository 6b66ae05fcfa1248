"""Members of the Commission, its sessions with their agenda and decisions, and the minutes in all their versions."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.models.common import Named, Sourced, dates_in_order, has_a_name, has_a_source
from jariya.kernel.bodies.names import Name, best
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.matters import Shown


class Side(models.TextChoices):
    """Whom a member comes from."""

    STATE = "state", _("state bodies")
    SOCIETY = "society", _("civil society")
    PRESS = "press", _("media")
    BUSINESS = "business", _("entrepreneurs")
    SCIENCE = "science", _("science and experts")


class Seat(models.TextChoices):
    """What a member is in the Commission."""

    CHAIR = "chair", _("chair")
    VICE = "vice", _("deputy chair")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", _("member")


class Member(Named, Sourced):
    """A member, from a day to a day. A real one stands here only with its source; history is kept."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The authorised body at which the Commission works."""
    side = models.CharField(max_length=12, choices=Side.choices)
    seat = models.CharField(max_length=12, choices=Seat.choices, default=Seat.MEMBER)
    post_kk = models.CharField(max_length=300, blank=True)
    post_ru = models.CharField(max_length=300, blank=True)
    """Who the member is besides: post and organisation."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            has_a_name("commission_member_name"),
            has_a_source("commission_member_source"),
            dates_in_order("commission_member_dates", "since", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.pk}"

    def post(self, lang: str) -> Name:
        """Who the member is besides, for a reader of `lang`."""
        return best({"kk": self.post_kk or None, "ru": self.post_ru or None}, lang)


class Session(models.Model):
    """A session of the Commission. Its state is the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="commission_session")
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    place_kk = models.CharField(max_length=300)
    place_ru = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    broadcast = models.CharField(max_length=1000, blank=True)
    closed_kk = models.CharField(max_length=500, blank=True)
    closed_ru = models.CharField(max_length=500, blank=True)
    """The ground on which a session is closed; empty for an open one."""
    cancelled_kk = models.CharField(max_length=500, blank=True)
    cancelled_ru = models.CharField(max_length=500, blank=True)
    present = models.PositiveSmallIntegerField(null=True)
    """How many members were there."""

    objects: ClassVar[Any] = Shown.as_manager()

    def __str__(self) -> str:
        return str(self.case_id)

    def over(self, now: dt.datetime) -> bool:
        """Whether its time has come."""
        return self.starts_at <= now


class AgendaItem(models.Model):
    """A point of the agenda and, once the minutes are there, what was decided on it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agenda", db_index=False)
    number = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=500)
    title_ru = models.CharField(max_length=500)
    decision_kk = models.TextField(blank=True)
    decision_ru = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="agenda_item_once")]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.number}"


class Minutes(models.Model):
    """A version of the minutes; former ones stay readable."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="minutes", db_index=False)
    number = models.PositiveSmallIntegerField()
    text_kk = models.TextField()
    text_ru = models.TextField()
    corrected_kk = models.CharField(max_length=500, blank=True)
    corrected_ru = models.CharField(max_length=500, blank=True)
    """What was corrected against the version before; empty in the first."""
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="minutes_version_once")]
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.session_id} v{self.number}"
