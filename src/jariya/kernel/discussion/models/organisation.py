"""Organisations that speak in discussions, proven by their certificate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jariya.kernel.people.models import Person


class Organisation(models.Model):
    """A person's right to speak for an organisation, proven by its certificate on a day and good until another.

    The business number is public in Kazakhstan; no number of a person is kept here.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=300)
    bin = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField()
    """The last day; then the certificate is shown anew."""
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(bin__regex=r"^[0-9]{12}$"), name="organisation_bin_is_twelve_digits"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]
        indexes = [models.Index(fields=["person", "-until"], name="organisation_of_person")]

    def __str__(self) -> str:
        return f"{self.bin} {self.until}"
