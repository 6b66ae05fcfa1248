"""An appointment of an officer for access to information, and the training the officer had.

Who holds the post, and who stands in while the holder is away, is said by the register of bodies and nowhere else.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.matters import Shown


class Duty(models.TextChoices):
    """As what an officer is appointed."""

    MAIN = "main", _("officer for access to information")
    DEPUTY = "deputy", _("deputy officer for access to information")


class Officer(models.Model):
    """A post of a body that answers for access to information, since a day, by an order. The state is the case's."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="ati_officer")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=8, choices=Duty.choices)
    order_ref = models.CharField(max_length=300)
    """Number and day of the order."""
    phone = models.CharField(max_length=60, blank=True)
    mail = models.CharField(max_length=200, blank=True)
    """Of the office, not of the person."""
    since = models.DateField()
    until = models.DateField(null=True)
    """The last day; NULL while it lasts."""

    objects: ClassVar[Any] = Shown.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(duty="main", until__isnull=True), name="officer_one_main"
            ),
            models.UniqueConstraint(fields=["post"], condition=Q(until__isnull=True), name="officer_once_in_a_post"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Training(models.Model):
    """A training that an officer had: when, what, how many hours."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="trainings")
    on = models.DateField()
    hours = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.on}"
