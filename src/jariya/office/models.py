"""What officials keep at the desk: templates of answers and drafts that save themselves."""

from __future__ import annotations

from django.db import models

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class AnswerTemplate(models.Model):
    """A text a body uses again. It is put into the form as a start and never sent by itself."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    text = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "language", "title"], name="template_once")]

    def __str__(self) -> str:
        return f"template {self.pk}"


class DeskDraft(models.Model):
    """What an official has typed into a step and not sent; removed when the step is done."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=32)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case", "verb"], name="desk_draft_once")]

    def __str__(self) -> str:
        return f"desk draft {self.pk}"
