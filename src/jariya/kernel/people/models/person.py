"""Who acts: one account is one person and one pseudonym."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_handle() -> str:
    """A pseudonym that tells nothing of the person: P and ten Crockford characters."""
    return "P" + "".join(secrets.choice(ALPHABET) for _ in range(10))


class Level(models.TextChoices):
    """How surely we know who is signed in. `means.py` says which level suffices for which act."""

    NONE = "", _("not signed in")
    EMAIL = "email", _("e-mail code: identity not proven")
    PHONE = "phone", _("telephone code")
    STATE = "state", _("identity service of the state")
    EDS = "eds", _("electronic digital signature")
    STAFF = "staff", _("official's key")


class People(BaseUserManager["Person"]):
    """Only what Django's authentication asks of a manager."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(handle=username)


class Person(AbstractBaseUser):
    """An account: one person, one pseudonym. Names and telephone numbers are never shown in a public exit."""

    handle = models.CharField(max_length=32, unique=True, default=new_handle)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, unique=True, null=True)
    email = models.EmailField(max_length=254, unique=True, null=True)
    phone_confirmed_at = models.DateTimeField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="kk")
    staff = models.BooleanField(default=False)
    """An official's account: no telephone or e-mail code opens it, and only such an account is given roles."""
    invented = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    last_login = None  # type: ignore[misc]
    """`SignIn` keeps when and how; a second truth would be a write at every sign-in."""

    objects = People()
    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["kk", "ru", "en"]), name="person_language"),
            models.CheckConstraint(condition=Q(staff=False) | Q(phone=None), name="person_staff_without_phone"),
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def is_staff(self) -> bool:
        """There is no administration of Django's here."""
        return False

    @property
    def identity_level(self) -> str:
        """What this account has ever proven: phone, email, staff or nothing. A session may have proven less.

        Ask `sessions.level_of(request)` for what the person at the keyboard has proven.
        """
        if self.staff:
            return Level.STAFF
        if self.phone and self.phone_confirmed_at:
            return Level.PHONE
        return Level.EMAIL if self.email and self.email_confirmed_at else Level.NONE
