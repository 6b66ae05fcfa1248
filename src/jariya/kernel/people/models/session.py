"""Signed-in devices, and the audit of sign-ins."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models.person import Level, Person


class Session(AbstractBaseSession):
    """One browser. `session_key` holds a keyed hash of the cookie, so that a leaked table opens no account.

    Deleting the row ends the session at once; the columns besides Django's are copies out of the session's content,
    written by `session_store.SessionStore`, so that a person's sessions can be listed.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.NONE)
    device = models.CharField(max_length=80, default="")
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="session_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} since {self.since}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Django asks the table for its store."""
        from jariya.kernel.people.session_store import SessionStore

        return SessionStore


class Means(models.TextChoices):
    """By what a person signed in, or tried to."""

    SMS = "sms", _("code by SMS")
    MAIL = "mail", _("code by e-mail")
    PASSKEY = "passkey", _("passkey")
    PASSWORD = "password", _("password and code of an application")  # noqa: S105
    RECOVERY = "recovery", _("password and recovery code")
    EDS = "eds", _("electronic digital signature")
    OIDC = "oidc", _("identity service of the state")
    DEMO = "demo", _("demonstration button")


class SignIn(models.Model):
    """Audit of sign-ins, append-only: the database refuses UPDATE, DELETE and TRUNCATE.

    Holds no telephone, e-mail or network address: who, by what, when, and a stable outcome code ("ok" or why not).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sign_ins")
    means = models.CharField(max_length=8, choices=Means.choices)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.NONE)
    outcome = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="sign_in_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.means} {self.outcome}"
