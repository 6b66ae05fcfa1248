"""Editorial offices, the journalists registered at them, and invitations to join."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Region
from jariya.kernel.bodies.models.common import Named, Sourced, dates_in_order, has_a_name, has_a_source
from jariya.kernel.people.models import Person


class Medium(models.TextChoices):
    """What an office makes."""

    NEWSPAPER = "newspaper", _("newspaper")
    MAGAZINE = "magazine", _("magazine")
    TELEVISION = "television", _("television")
    RADIO = "radio", _("radio")
    AGENCY = "agency", _("news agency")
    ONLINE = "online", _("online publication")


class MemberRole(models.TextChoices):
    """What a member may do besides asking."""

    HEAD = "head", _("head of the office")
    JOURNALIST = "journalist", _("journalist")


class Office(Named, Sourced):
    """An accredited editorial office. A real one stands here only with its source."""

    code = models.SlugField(max_length=40, unique=True)
    medium = models.CharField(max_length=12, choices=Medium.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    accredited_from = models.DateField(null=True)
    accredited_to = models.DateField(null=True)
    """The last day; NULL while it lasts."""
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            has_a_name("office_has_a_name"),
            has_a_source("office_has_a_source"),
            dates_in_order("office_dates_in_order", "accredited_from", "accredited_to"),
        ]

    def __str__(self) -> str:
        return self.code

    def accredited_on(self, day: dt.date) -> bool:
        """Whether the accreditation holds on a day."""
        begun = self.accredited_from is None or self.accredited_from <= day
        return begun and (self.accredited_to is None or day <= self.accredited_to)


class Member(models.Model):
    """A person registered at an office, from a day to a day. History is kept: a membership ends."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="editorial")
    role = models.CharField(max_length=12, choices=MemberRole.choices)
    name = models.CharField(max_length=120)
    """How colleagues call them; shown to members of the office alone."""
    since = models.DateField()
    until = models.DateField(null=True)
    """The last day; NULL while it lasts."""
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="member_of_one_office"),
            dates_in_order("member_dates_in_order", "since", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}@{self.office_id}"


class Invitation(models.Model):
    """A link that makes one person a member. Only its keyed digest is kept; it is good once."""

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    """Names the row for whoever takes it back; it opens nothing."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=12, choices=MemberRole.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
