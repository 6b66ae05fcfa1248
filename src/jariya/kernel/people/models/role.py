"""Roles of persons in bodies, with their days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models.person import Person


class RoleKind(models.TextChoices):
    """Roles a person may hold in a body."""

    OFFICER = "officer", _("officer")
    DEPUTY = "deputy", _("deputy head")
    HEAD = "head", _("head")
    ATI_OFFICER = "ati_officer", _("officer for access to information")
    MODERATOR = "moderator", _("moderator")
    SUPERVISOR = "supervisor", _("supervisor")
    REGISTRAR = "registrar", _("registrar")
    ASSISTANT = "assistant", _("assistant who files for those present")


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
    everywhere = models.BooleanField(default=False)
    """Counts in every body: a supervisor or registrar of the authorised body."""
    since = models.DateField()
    until = models.DateField(null=True)
    """The last day on which it is held; NULL while it lasts."""
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """NULL: an operator at the command line."""

    objects: Any = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_until"),
            models.CheckConstraint(
                condition=Q(everywhere=False) | Q(kind__in=["supervisor", "registrar"]), name="role_everywhere"
            ),
            models.UniqueConstraint(
                fields=["person", "body", "kind"], condition=Q(until__isnull=True), name="role_held_once"
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="role_of_body")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}@{self.body_id}"
