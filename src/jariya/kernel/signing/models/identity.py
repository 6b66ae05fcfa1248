"""Keys of purposes, whose account an IIN opens, and what a certificate claims about posts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models import Person, RoleKind


class PurposeKey(models.Model):
    """A data key of 32 random bytes for one purpose, wrapped by a key-encryption key that no table holds.

    A version is never written anew: rotation adds one, destruction empties one and leaves the row as a witness.
    """

    purpose = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField(max_length=60, null=True)
    """NULL once destroyed: what was keyed or sealed with it can never be read again."""
    kek_version = models.PositiveSmallIntegerField()
    """Which key-encryption key wraps it."""
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="purpose_key_once"),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at=None) | Q(wrapped=None, destroyed_at__isnull=False),
                name="purpose_key_destroyed_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(purpose__regex=r"^[a-z][a-z0-9-]*(:[A-Za-z0-9-]+)?$"), name="purpose_key_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class KeyDeed(models.Model):
    """What was done to a key, by whom and why. Append-only: the database refuses UPDATE, DELETE and TRUNCATE."""

    purpose = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=12)
    """made, rotated, rewrapped, destroyed."""
    kek_version = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    """The operator's name at the command line, or "program"."""
    reason = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "-at"], name="key_deed_of_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.deed}"


class Identity(models.Model):
    """Which account an identity of the state opens, as a keyed hash: without the purpose's key it is noise.

    Purpose `login`: a citizen's account. Purpose `office`: an official's, under another key, so that nobody who reads
    the table can tell which citizen an official is.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    purpose = models.CharField(max_length=16)
    key_version = models.PositiveSmallIntegerField()
    ref = models.BinaryField(max_length=32)
    """HMAC-SHA256(key of the purpose and version, IIN)."""
    linked_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)
    """When a sign-in moved it to a newer key."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "ref"], name="identity_of_one_account"),
            models.UniqueConstraint(fields=["purpose", "person"], name="identity_once_an_account"),
            models.CheckConstraint(condition=Q(purpose__in=["login", "office"]), name="identity_purpose"),
        ]
        indexes = [models.Index(fields=["purpose", "key_version"], name="identity_by_key")]

    def __str__(self) -> str:
        return f"identity of {self.person_id}"


class ClaimState(models.TextChoices):
    """What became of a claim."""

    CONFIRMED = "confirmed", _("confirms a role that is held")
    PROPOSED = "proposed", _("waits for a second person")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class RoleClaim(models.Model):
    """What a checked certificate says about its holder's place in a body. By itself it grants nothing.

    Where the role is held already, it confirms it; where not, it waits for a registrar, who is never the claimant.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_claims")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=RoleKind.choices)
    certificate = models.BinaryField(max_length=32)
    """Keyed hash of the certificate (purpose `office`), so that a second sight of it is no second claim."""
    says = models.CharField(max_length=40)
    """Roles in the certificate by name, divided by spaces: head right_to_sign."""
    state = models.CharField(max_length=10, choices=ClaimState.choices)
    role = models.ForeignKey("people.Role", on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")), name="role_claim_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "proposed"], decided_at=None)
                | Q(state__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False),
                name="role_claim_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "approved"]) | Q(role__isnull=False), name="role_claim_has_role"
            ),
            models.UniqueConstraint(
                fields=["person", "body", "kind"], condition=Q(state="proposed"), name="role_claim_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["body", "-claimed_at"], name="role_claim_of_body")]

    def __str__(self) -> str:
        return f"claim {self.pk}"
