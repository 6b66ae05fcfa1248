"""What a clerk writes down for somebody else, the coupon handed over, and who had an answer printed."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.office.filing.lifecycle import Channel, Document, Status


class Filing(models.Model):
    """A letter that a clerk writes for a person. Once registered, its texts, number and address are gone from here:

    they live on in the case, which the clerk may not open.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WRITTEN)
    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    """Where the clerk sits."""
    clerk = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=32)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200, blank=True)
    points = models.JSONField(default=list)
    public = models.BooleanField(default=False)
    document = models.CharField(max_length=12, choices=Document.choices, default=Document.NONE)
    phone_sealed = models.BinaryField(null=True)
    """Until the person has confirmed the number; then the account has it."""
    answer_by_sms = models.BooleanField(default=False)
    received_on = models.DateField(null=True)
    """The stated day of receipt, where it is earlier than the day of entry."""
    late_reason = models.CharField(max_length=300, blank=True)
    """Why it is entered later than received; the official's own words about the office, not about the person."""
    reply_sealed = models.BinaryField(null=True)
    """The postal address as the letter gives it; only who sends the paper answer opens it."""
    code_id = models.BigIntegerField(null=True)
    """Row of the one-time code that the person was sent last."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="filing")
    proof = models.CharField(max_length=8, blank=True)
    """How the person confirmed: `code`, `hand` (a signed scan) or `letter` (a letter on paper, its scan)."""
    begun_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["clerk", "-id"], name="filing_clerk"),
            models.Index(fields=["begun_at"], name="filing_open", condition=Q(status__in=["written", "read_back"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="filing_registered_has_a_case", condition=~Q(status="registered") | Q(case__isnull=False)
            ),
            models.CheckConstraint(
                name="filing_done_keeps_no_text",
                condition=Q(status__in=["written", "read_back"]) | Q(title="", points=[], phone_sealed=None),
            ),
        ]

    def __str__(self) -> str:
        return f"filing {self.pk}"


class Coupon(models.Model):
    """The coupon on paper: its secret word opens the answer to whoever holds it. Only a keyed digest is kept."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="paper_coupon")
    secret_digest = models.CharField(max_length=64)
    secret_sealed = models.BinaryField(null=True)
    """Until the coupon has been printed and handed over, so that a jammed printer costs nothing."""
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"coupon {self.pk}"


class Opening(models.Model):
    """An answer opened at a desk for the person whose it is: by whom, where, by which proof. Rows stay."""

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    proof = models.CharField(max_length=8)
    """`secret` (the coupon's word), `code` (to the person's telephone) or `post` (the body sends the paper)."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="opening_office")]

    def __str__(self) -> str:
        return f"opening {self.pk}"
