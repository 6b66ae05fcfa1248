"""One-time codes and failed tries, kept as keyed hashes only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Channel(models.TextChoices):
    """How a code travels."""

    SMS = "sms", "SMS"
    MAIL = "mail", "e-mail"


class Code(models.Model):
    """A one-time code sent to a number or address. Neither the code nor the address can be read back from the row."""

    channel = models.CharField(max_length=4, choices=Channel.choices)
    address_digest = models.CharField(max_length=64)
    network_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    sent = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["address_digest", "-created_at"], name="code_of_address"),
            models.Index(fields=["network_digest", "-created_at"], name="code_of_network"),
            models.Index(fields=["created_at"], name="code_by_age"),
        ]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="code_lives")]

    def __str__(self) -> str:
        return f"code {self.pk}"


class Failure(models.Model):
    """A failed staff sign-in: keyed hashes of the login and of the network, for the limits. Forgotten after a day."""

    subject_digest = models.CharField(max_length=64)
    network_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_digest", "-at"], name="failure_of_subject"),
            models.Index(fields=["network_digest", "-at"], name="failure_of_network"),
            models.Index(fields=["at"], name="failure_by_age"),
        ]

    def __str__(self) -> str:
        return f"failure {self.pk}"
