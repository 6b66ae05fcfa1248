from __future__ import annotations

from django.db import models

from .body import Body


class Change(models.Model):
    """What was done to a body in the registry: verb, day, act, who entered it and when. Rows are only added."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    day = models.DateField()
    act = models.CharField(max_length=500, null=True, blank=True)
    facts = models.JSONField(default=dict)
    author = models.BigIntegerField(null=True, blank=True, help_text="id of the person; NULL: an operator")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["body", "-at"], name="change_of_body")]

    def __str__(self) -> str:
        return f"{self.verb} {self.body_id} {self.day}"
