"""A letter that gathers co-signers, and who signed it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession


class Status(models.TextChoices):
    """State of a collective letter."""

    GATHERING = "gathering", _("gathers co-signers")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")


class Collective(models.Model):
    """A letter before it is sent. Its text cannot change once anybody has signed: they signed this one."""

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    """The link that is passed on: who has it may read the text and sign."""
    kind = models.CharField(max_length=32)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    initiator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="collectives")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200, blank=True)
    points = models.JSONField(default=list)
    public = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.GATHERING)
    opened_at = models.DateTimeField()
    until = models.DateField()
    """The last day for signing on and sending (norm `cosign.collecting`)."""
    most = models.PositiveIntegerField()
    """How many may sign (norm `cosign.people` on the day it was opened)."""
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="collective")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collective_done_keeps_no_text", condition=Q(status="gathering") | Q(title="", points=[])
            ),
            models.CheckConstraint(
                name="collective_sent_has_a_case", condition=~Q(status="sent") | Q(case__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"collective {self.pk}"


class Cosigner(models.Model):
    """One person's name under a collective letter. Public pages show how many there are, and nobody."""

    collective = models.ForeignKey(Collective, on_delete=models.PROTECT, related_name="cosigners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cosigned")
    level = models.CharField(max_length=16)
    """By which means the person was known; `eds` where they signed."""
    signing = models.ForeignKey(SigningSession, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collective", "person"], name="letter_cosigned_once")]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.collective_id}"
