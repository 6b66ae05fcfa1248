"""Addresses that replies are sent to, letters that came, and letters of ours that came back."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import models
from django.db.models import Q

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices.incoming.states import State
from jariya.kernel.people.models import Person


def new_word() -> str:
    """What makes an address hard to guess, besides its seal: 80 random bits."""
    return secrets.token_hex(10)


class ReplyAddress(models.Model):
    """An address for one person's replies about one case. The local part is made of it and of the site's key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=20, unique=True, default=new_word)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(revoked_at__isnull=True), name="reply_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"reply address {self.pk}"

    def alive(self, now: dt.datetime) -> bool:
        """Whether letters to it are taken at `now`."""
        return self.revoked_at is None and now < self.expires_at


class IncomingMail(models.Model):
    """A letter that came to a reply address. `raw` is sealed, and goes after `KEEP`; the row stays.

    `digest` binds letter and address: the same letter sent again by an impatient server is the same row.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    address = models.ForeignKey(ReplyAddress, on_delete=models.PROTECT, related_name="letters")
    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField(null=True)
    size = models.PositiveIntegerField()
    empty_sender = models.BooleanField(null=True)
    """Whether the envelope's sender was empty; None when a pipe did not say."""
    robot_sender = models.BooleanField(default=False)
    """Whether the envelope's sender was a program's mailbox."""
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=60, default="", blank=True)
    """Stable code of why it was kept or ignored."""
    border = models.JSONField(default=dict)
    files = models.PositiveSmallIntegerField(default=0)
    files_taken = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When its writer was told by mail that it did nothing."""

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="incoming_waiting", condition=Q(state="received")),
            models.Index(fields=["address", "-received_at"], name="incoming_of_address"),
            models.Index(fields=["received_at"], name="incoming_raw", condition=Q(raw__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"incoming {self.token} {self.state}"


class Bounce(models.Model):
    """A letter of ours that did not arrive, once each. `letter`: token of the outbox row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    letter = models.UUIDField(unique=True)
    hard = models.BooleanField()
    code = models.CharField(max_length=12, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="bounce_person")]

    def __str__(self) -> str:
        return f"bounce {self.code}"
