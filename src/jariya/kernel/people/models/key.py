"""What an official signs in with, and the one-time link that lets one set it up."""

from __future__ import annotations

from django.db import models

from jariya.kernel.people.models.person import Person


class Passkey(models.Model):
    """A WebAuthn credential: the public half only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    """Attested credential data as the WebAuthn specification encodes it."""
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"passkey {self.pk}"


class AppKey(models.Model):
    """The secret an authenticator application shares with us (TOTP, RFC 6238), sealed with the installation's key."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="app_key")
    sealed = models.BinaryField()
    last_step = models.PositiveBigIntegerField(default=0)
    """The newest 30-second step that was accepted: a code is good once."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"application key of {self.person_id}"


class RecoveryCode(models.Model):
    """Stands in once for the application's code when the telephone is lost. A keyed hash only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Enrolment(models.Model):
    """A one-time link by which an official sets up a key. The link's secret is kept as a keyed hash only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """NULL: an operator at the command line."""
    token_digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    """Secret offered to the authenticator application, sealed, so that showing the page writes nothing."""
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-issued_at"], name="enrolment_of_person")]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"
