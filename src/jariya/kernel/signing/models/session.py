"""What one person is asked to sign, once."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models import Person
from jariya.kernel.people.models.person import ALPHABET
from jariya.kernel.signing.lifecycle import RUNNING, Status


def new_word() -> str:
    """130 random bits in 26 Crockford characters: of an address that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


class Way(models.TextChoices):
    """How a signature reached us."""

    NCALAYER = "ncalayer", "NCALayer"
    EGOV = "egov", "eGov Mobile"
    FILE = "file", _("file")


class SigningSession(models.Model):
    """A manifest, byte for byte, and what became of its signature.

    The nonce inside the manifest is used once: a session takes one signature. It is bound to the person (or, where
    nobody is signed in, to the browser that holds the public id), to the act and to the page.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_word)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="signings")
    """NULL: nobody is signed in yet (sign-in by signature)."""
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    """The session over the same matter that this one repeats, with a nonce of its own."""
    act = models.CharField(max_length=64)
    manifest = models.BinaryField(null=True)
    """Exact bytes. NULL once forgotten (see `terms.keep_text`); the digest stays."""
    digest = models.BinaryField(max_length=32)
    """SHA-256 of the manifest."""
    shown = models.JSONField(null=True)
    """The text beside the manifest, as the person reads it: {"text": ..., "facts": [[name, value], ...]}."""
    nonce = models.CharField(max_length=43, unique=True)
    origin = models.CharField(max_length=200)
    back = models.CharField(max_length=2000)
    """Path of the page that asked; the person returns there."""
    language = models.CharField(max_length=2)
    phone_word = models.CharField(max_length=26, unique=True, default=new_word)
    """Of the address that eGov Mobile asks."""
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    way = models.CharField(max_length=8, choices=Way.choices, default="")
    code = models.CharField(max_length=64, default="")
    """Why the last signature or check did not pass; stable, see `words.py`."""
    indication = models.CharField(max_length=16, default="")
    """`passed`, `indeterminate` or `failed`, of the last check."""
    sub = models.CharField(max_length=40, default="")
    """Sub-indication of ETSI EN 319 102-1."""
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    checks = models.PositiveIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)
    """What the act's consumer wants to remember: codes and ids, never a name or number of a person."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="signing_lives"),
            models.CheckConstraint(
                condition=~Q(status__in=["passed"]) | Q(received_at__isnull=False, settled_at__isnull=False),
                name="signing_passed_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(manifest__isnull=False) | Q(status__in=["passed", "failed", "expired", "cancelled"]),
                name="signing_forgotten_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"],
                condition=Q(status__in=sorted(RUNNING)),
                name="signing_to_check",
            ),
            models.Index(fields=["expires_at"], condition=Q(status="open"), name="signing_open"),
            models.Index(fields=["person", "-issued_at"], name="signing_of_person"),
            models.Index(fields=["settled_at"], condition=Q(manifest__isnull=False), name="signing_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.status}"
