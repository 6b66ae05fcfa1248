from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .body import Body


class EditVerb(models.TextChoices):
    RENAME = "rename", _("new name")
    MERGE = "merge", _("merged into another body")
    CLOSE = "close", _("ended without a successor")


class EditStatus(models.TextChoices):
    PROPOSED = "proposed", _("waits for a second person")
    MADE = "made", _("made")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RegistryEdit(models.Model):
    """A change of the registry that one official proposed and another decides; kept whatever was decided.

    `author` and `decided_by` are ids of persons: the registry knows no accounts.
    """

    verb = models.CharField(max_length=10, choices=EditVerb)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="edits")
    into = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    names = models.JSONField(default=dict)
    slug = models.CharField(max_length=80, default="", blank=True)
    day = models.DateField()
    act = models.CharField(max_length=500)
    author = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=EditStatus, default=EditStatus.PROPOSED)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="registry_edit_by_two", condition=~Q(status="made") | ~Q(decided_by=F("author"))
            ),
            models.CheckConstraint(
                name="registry_edit_decided", condition=Q(status="proposed") | Q(decided_by__isnull=False)
            ),
            models.CheckConstraint(name="registry_edit_merge_into", condition=~Q(verb="merge") | Q(into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.body_id} {self.status}"
