"""Who acts: persons and their roles in bodies."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_handle() -> str:
    """A pseudonym that tells nothing of the person: P and ten Crockford characters."""
    return "P" + "".join(secrets.choice(ALPHABET) for _ in range(10))


class People(BaseUserManager["Person"]):
    """Only what Django's authentication asks of a manager."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(handle=username)


class Person(AbstractBaseUser):
    """An account: one person, one pseudonym. Names and telephone numbers are never shown in a public exit."""

    handle = models.CharField(max_length=16, unique=True, default=new_handle)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, unique=True, null=True)
    email = models.EmailField(max_length=254, unique=True, null=True)
    phone_confirmed_at = models.DateTimeField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="kk")
    invented = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = People()
    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(language__in=["kk", "ru", "en"]), name="person_language")]

    def __str__(self) -> str:
        return self.handle

    @property
    def is_staff(self) -> bool:
        """There is no administration of Django's here."""
        return False


class RoleKind(models.TextChoices):
    """Roles a person may hold in a body."""

    OFFICER = "officer", _("officer")
    DEPUTY = "deputy", _("deputy head")
    HEAD = "head", _("head")
    ATI_OFFICER = "ati_officer", _("officer for access to information")
    MODERATOR = "moderator", _("moderator")
    SUPERVISOR = "supervisor", _("supervisor")
    REGISTRAR = "registrar", _("registrar")


class RoleQuerySet(models.QuerySet["Role"]):
    """Named reads of roles."""

    def on(self, day: dt.date) -> RoleQuerySet:
        """Roles held on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Role(models.Model):
    """A role of a person in a body, from a day to a day. History is kept: a role ends, it is not deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="roles")
    post = models.ForeignKey("bodies.Post", on_delete=models.PROTECT, related_name="roles", null=True)
    kind = models.CharField(max_length=16, choices=RoleKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    objects: Any = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_until"),
            models.UniqueConstraint(
                fields=["person", "body", "kind"], condition=Q(until__isnull=True), name="role_held_once"
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}@{self.body_id}"
